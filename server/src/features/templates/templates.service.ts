import type { Core } from '@strapi/types';
import { erpFieldOf, fittingFile, isSendable, matchLanguage, mediaOfHeader, pathsOf, purposeOf } from '../../../../plugin/domain/template';
import { jobEngineOf } from '../../jobs';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import type { AccountRow, TemplateRow } from '../../platform/records';
import { getService, type TemplatesService } from '../../platform/services';
import { composeTemplate, presentFilled } from './template-compose.service';
import { createTemplateDrafts, type TemplateDrafts } from './template-drafts.service';
import { createTemplateSync } from './template-sync.service';
import { createTemplatesRepository, type TemplatesRepository } from './templates.repository';

/** Where neither the request nor the account names a language: the one WhatsApp's own samples come in. */
const STANDARD_LANGUAGE = 'en_US';

const SYNC_EVERY_MS = 6 * 60 * 60 * 1000;
/** After a sync that failed. */
const RETRY_MS = 5 * 60 * 1000;
/** New accounts are found this often; asking costs one small read. */
const LOOK = '*/5 * * * * *';

export interface TemplatesDesk extends TemplatesService {
  repository: TemplatesRepository;
  drafts: TemplateDrafts;
  /** Null until a pull has seen the ERP. */
  erpFields(): ReadonlySet<string> | null;
  start(): void;
  stop(): Promise<void>;
}

const hasDocumentHeader = (template: TemplateRow): boolean =>
  (template.components ?? []).some((component) => component.type === 'header' && component.format === 'document');

/** What a template's name says it is for, where nobody has said it: `invoice_ready`, `factura_enviada`. */
const NAMED_FOR: Readonly<Record<string, RegExp>> = {
  invoice: /invoice|factura|facture|rechnung|fatura/i,
  credit_note: /credit|refund|abono|avoir|gutschrift|estorno/i,
  quotation: /quot|offer|presupuesto|cotiza|devis|angebot|orcamento/i,
  order: /order|pedido|commande|bestellung|auftrag/i,
};

/** Which of two equal ones is suggested must not change from call to call. */
const byName = (one: TemplateRow, other: TemplateRow): number => (one.name < other.name ? -1 : one.name > other.name ? 1 : one.language < other.language ? -1 : 1);

const isUsable = (template: TemplateRow): boolean =>
  template.missingAt === null && isSendable({ approvalStatus: template.approvalStatus, components: template.components ?? [] }).kind === 'yes';

export const createTemplatesService = (strapi: Core.Strapi): TemplatesDesk => {
  const repository = createTemplatesRepository(strapi);
  const sync = createTemplateSync(strapi, repository);
  let erpFields: ReadonlySet<string> | null = null;
  /** When each business account may be synced again; in memory only: a start looks anew. */
  const nextSyncAt = new Map<string, number>();
  const background = new Set<Promise<void>>();
  let unschedule: (() => void) | null = null;

  /** The best of several languages: what can be sent before what can't, then by language. */
  const nearest = (rows: TemplateRow[], language: string | null | undefined, account: AccountRow): TemplateRow | null => {
    const present = rows.filter((row) => row.missingAt === null);
    const usable = present.filter(isUsable);
    // What WhatsApp no longer lists comes last: whoever names it is told that it is gone, not that it never was.
    for (const candidates of [usable, present, rows]) {
      const match = matchLanguage(language, candidates.map((row) => row.language), account.defaultLanguage ?? STANDARD_LANGUAGE);
      const found = match ? candidates.find((row) => row.language === match.language) : undefined;
      if (found) return found;
      // No language asked for and no default set: the only one there is.
      if (!language && candidates.length === 1 && candidates[0]) return candidates[0];
    }
    return null;
  };

  const syncInBackground = (account: AccountRow, businessAccount: string): void => {
    nextSyncAt.set(businessAccount, now().getTime() + SYNC_EVERY_MS);
    const run = sync(account)
      .then(() => undefined)
      .catch((error: unknown) => {
        nextSyncAt.set(businessAccount, now().getTime() + RETRY_MS);
        strapi.log.warn(`[whatsapp] the templates of ${account.key} could not be synced: ${failureText(error)}`);
      });
    background.add(run);
    void run.then(() => background.delete(run));
  };

  /** Accounts that are new, changed to another business account, or were synced long ago. */
  const look = async (): Promise<void> => {
    const at = now().getTime();
    for (const account of await getService(strapi, 'accounts').list()) {
      const { businessAccount } = account;
      const provider = getService(strapi, 'accounts').findProvider(account.provider);
      if (!account.active || account.connectionState === 'halted' || !provider?.templates || !businessAccount) continue;
      if (!nextSyncAt.has(businessAccount)) {
        const last = await repository.findLastSync(businessAccount);
        nextSyncAt.set(businessAccount, last ? last.getTime() + SYNC_EVERY_MS : at);
      }
      if ((nextSyncAt.get(businessAccount) ?? at) <= at) syncInBackground(account, businessAccount);
    }
  };

  return {
    repository,
    drafts: createTemplateDrafts(strapi, repository),
    findById: (id) => repository.table().findById(id),

    async find(account, name, language) {
      if (!account.businessAccount) return null;
      return nearest(await repository.listNamed(account.businessAccount, name), language ?? account.defaultLanguage, account);
    },

    async listForAccount(account) {
      return account.businessAccount ? (await repository.list(account.businessAccount)).filter((row) => row.missingAt === null) : [];
    },

    async suggest(account, title, language) {
      if (!account.businessAccount) return null;
      const rows = await repository.listCarriers(account.businessAccount);
      const said = rows.filter((row) => row.documentTitles?.includes(title));
      const named = rows.filter(
        (row) => purposeOf(row.category) === 'utility' && (row.documentTitles ?? []).length === 0 && (NAMED_FOR[title]?.test(row.name) ?? false),
      );
      for (const carriers of [said, named]) {
        if (carriers.length === 0) continue;
        const candidates = (await repository.findByIds(carriers.map(({ id }) => id))).filter((row) => isUsable(row) && hasDocumentHeader(row)).sort(byName);
        const found = nearest(candidates, language ?? account.defaultLanguage, account);
        if (found) return found;
      }
      return null;
    },

    async sync(account) {
      const result = await sync(account);
      if (account.businessAccount) nextSyncAt.set(account.businessAccount, now().getTime() + SYNC_EVERY_MS);
      return result;
    },

    async applyChange({ name, language, change }, businessAccount, trx) {
      const row = await repository.findExact(businessAccount, name, language, trx);
      if (row) {
        await repository.table().update(
          row.id,
          {
            ...(change.approvalStatus === undefined ? {} : { approvalStatus: change.approvalStatus }),
            ...(change.quality === undefined ? {} : { quality: change.quality }),
            ...(change.category === undefined ? {} : { category: change.category }),
            // The reason belongs to the status it came with: an approved template keeps no word of its rejection.
            ...(change.reason === undefined && change.approvalStatus === undefined ? {} : { rejectedReason: change.reason ?? null }),
          },
          trx,
        );
      }
      // Unknown, or its text changed: only a sync tells the rest.
      if (!row || change.componentsChanged) nextSyncAt.set(businessAccount, 0);
    },

    compose: composeTemplate,
    presentFilled,
    presentOffers: (rows) => rows.map(({ name, language, approvalStatus }) => ({ name, language, refusal: approvalStatus === 'APPROVED' ? null : (approvalStatus ?? 'UNKNOWN') })),

    async headerMediaOf(template, account) {
      const file = fittingFile({ ...template, components: template.components ?? [] });
      if (file?.source !== 'default') return mediaOfHeader(file);
      const link = await getService(strapi, 'accounts').defaultMediaUrlOf(account);
      return link === null ? null : { link };
    },

    async explainMissing(account, name, language) {
      const rows = account.businessAccount ? await repository.listNamed(account.businessAccount, name) : [];
      const wanted = language ?? account.defaultLanguage;
      const isOtherLanguage = rows.length > 0 && Boolean(wanted);
      return { code: isOtherLanguage ? 'template.language_missing' : 'template.missing', values: { template: name, language: wanted ?? '' } };
    },

    async erpFieldsInUse() {
      const mappings = (await repository.listMapped()).flatMap((row) => [row.mapping ?? {}, ...Object.values(row.recordMappings ?? {})]);
      const paths = mappings.flatMap((mapping) => Object.values(mapping).flatMap(pathsOf));
      return [...new Set(paths.flatMap((path) => erpFieldOf(path) ?? []))];
    },

    noteErpFields(names) {
      erpFields = new Set(names);
    },

    erpFields: () => erpFields,

    start() {
      unschedule = jobEngineOf(strapi).schedule('syncing templates', LOOK, look);
    },

    async stop() {
      unschedule?.();
      await Promise.all(background);
    },
  };
};
