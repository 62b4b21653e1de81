import type { Core } from '@strapi/types';
import { jobEngineOf } from '../../jobs';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import type { AccountRow, TemplateRow } from '../../platform/records';
import { refuse } from '../../platform/request-errors';
import { getService, type TemplatesService } from '../../platform/services';
import type { ProviderIo, ProviderTemplate } from '../../providers/provider';
import { ProviderError } from '../../providers/provider-error';
import { LOCAL } from '../../../../plugin/domain/template';
import { errorCodeOf } from '../../../../plugin/domain/retry';
import type { TemplatesRepository } from './templates.repository';

const PAGE = 100;
/** A cursor that runs in circles must end: 6,000 templates is Meta's most. */
const MOST_PAGES = 100;

type SyncResult = Awaited<ReturnType<TemplatesService['sync']>>;

type Told = Pick<
  TemplateRow,
  'provider' | 'category' | 'approvalStatus' | 'quality' | 'rejectedReason' | 'parameterFormat' | 'components' | 'providerTemplateId'
>;

const toldBy = (provider: string, template: ProviderTemplate): Told => ({
  provider,
  category: template.category,
  approvalStatus: template.approvalStatus,
  quality: template.quality ?? null,
  rejectedReason: template.rejectedReason ?? null,
  parameterFormat: template.parameterFormat,
  components: template.components,
  providerTemplateId: template.providerTemplateId,
});

const storedAs = (row: TemplateRow): Told => ({
  provider: row.provider,
  category: row.category,
  approvalStatus: row.approvalStatus,
  quality: row.quality,
  rejectedReason: row.rejectedReason,
  parameterFormat: row.parameterFormat,
  components: row.components,
  providerTemplateId: row.providerTemplateId,
});

/** Key order does not count: Postgres gives JSON back in an order of its own. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );

const keyOf = ({ name, language }: Pick<TemplateRow, 'name' | 'language'>): string => `${name}\n${language}`;

/** Reads every page of an account's templates and writes what changed. Mappings and document titles are ours and stay. */
export const createTemplateSync = (strapi: Core.Strapi, templates: TemplatesRepository) => {
  /** One at a time for a business account: two numbers of it share the rows. */
  const running = new Map<string, Promise<SyncResult>>();

  const readAll = async (account: AccountRow): Promise<{ listed: ProviderTemplate[]; pages: number }> => {
    const accounts = getService(strapi, 'accounts');
    const provider = accounts.provider(account);
    if (!provider.templates) throw refuse('template.not_supported');
    const io: ProviderIo = {
      http: accounts.httpFor({ operation: 'template.fetch', provider: account.provider, account: account.id }),
      now,
      log: { debug: (message) => strapi.log.debug(`[whatsapp] ${message}`), warn: (message) => strapi.log.warn(`[whatsapp] ${message}`) },
    };
    const connection = await accounts.connectionOf(account);
    const listed: ProviderTemplate[] = [];
    const seen = new Set<string>();
    let after: string | undefined;
    let pages = 0;
    do {
      const page = await provider.templates.list(connection, { limit: PAGE, ...(after === undefined ? {} : { after }) }, io);
      pages += 1;
      listed.push(...page.templates);
      after = page.after;
      // Stopping early would mark the rest as missing: better no sync than half of one.
      if (pages >= MOST_PAGES || (after !== undefined && seen.has(after))) throw new ProviderError('temporary_few', 'The list of templates does not end.');
      if (after !== undefined) seen.add(after);
    } while (after !== undefined);
    return { listed, pages };
  };

  const write = async (businessAccount: string, provider: string, listed: ProviderTemplate[]): Promise<Omit<SyncResult, 'pages'>> =>
    inTransaction(strapi, async (trx) => {
      const at = now();
      const table = templates.table();
      const stored = new Map((await templates.list(businessAccount, trx)).map((row) => [keyOf(row), row]));
      // Listed twice where a template was edited between two pages: the later one counts.
      const wanted = new Map(listed.map((template) => [keyOf(template), template]));
      const fresh: Partial<TemplateRow>[] = [];
      const known: (Partial<TemplateRow> & { id: number })[] = [];
      let changed = 0;
      for (const [key, template] of wanted) {
        const told = toldBy(provider, template);
        const row = stored.get(key);
        if (!row) {
          fresh.push({ name: template.name, language: template.language, businessAccount, ...told, syncedAt: at, missingAt: null });
          continue;
        }
        if (row.missingAt !== null || stable(storedAs(row)) !== stable(told)) changed += 1;
        known.push({ id: row.id, ...told, syncedAt: at, missingAt: null });
      }
      await table.updateEach(known, trx);
      await table.insertMany(fresh, { onConflict: ['businessAccount', 'name', 'language'] }, trx);
      const gone = [...stored.values()].filter((row) => row.missingAt === null && row.approvalStatus !== LOCAL && !wanted.has(keyOf(row)));
      await table.updateEach(gone.map(({ id }) => ({ id, missingAt: at })), trx);
      return { seen: wanted.size, created: fresh.length, changed, missing: gone.length };
    });

  const run = async (account: AccountRow, businessAccount: string): Promise<SyncResult> => {
    const startedAt = now().getTime();
    try {
      const { listed, pages } = await readAll(account);
      const result = { pages, ...(await write(businessAccount, account.provider, listed)) };
      getService(strapi, 'logs').record({
        operation: 'template.sync',
        success: true,
        account: account.id,
        provider: account.provider,
        responseTimeMs: now().getTime() - startedAt,
        details: { ...result },
      });
      // What waited for a paused template may go.
      jobEngineOf(strapi).nudge(account.id);
      return result;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const code = errorCodeOf(error.kind);
      getService(strapi, 'logs').record({ operation: 'template.sync', success: false, account: account.id, provider: account.provider, errorCode: code, errorMessage: error.message });
      throw refuse('template.sync_failed', { values: { problem: error.message }, extra: { cause: code } });
    }
  };

  return (account: AccountRow): Promise<SyncResult> => {
    const { businessAccount } = account;
    if (!businessAccount) return Promise.reject(refuse('template.not_supported'));
    const current = running.get(businessAccount);
    if (current) return current;
    const sync = run(account, businessAccount).finally(() => running.delete(businessAccount));
    running.set(businessAccount, sync);
    return sync;
  };
};
