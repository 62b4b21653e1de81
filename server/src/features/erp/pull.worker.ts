import type { Core } from '@strapi/types';
import type { RecordKind, SyncRunView } from '../../../../plugin/contracts/erp';
import { findMissingRecords, isOdooError, parseCursor, pullRecords, readPhoneBlacklist } from '../../../../bridge/src';
import type { OdooClient, PartnerRecord } from '../../../../bridge/src';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { failureText } from '../../platform/failure-text';
import { codeOf } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { applyConsentMapping } from './consent-mapping';
import type { ConnectionRepository, ErpConnectionRow, SyncRunRow } from './connection.repository';
import type { ErpConnection } from './erp-connection';
import type { RecordsRepository } from './records.repository';

/** Companies first, then those who belong to them: each kind links to the ones before. */
export const PULL_ORDER: RecordKind[] = ['company', 'partner', 'sales-order', 'invoice'];

/** Deletes leave no trace in the feed; asking about every known id is dear, so a normal pull does it twice a day. */
const RECONCILE_EVERY_MS = 12 * 60 * 60 * 1000;

/** A chunk of which everything is missing looks like lost rights, not like deleted records. */
const SUSPICIOUS_CHUNK = 5;

export const createPullWorker = (
  strapi: Core.Strapi,
  { connection, connections, records }: { connection: ErpConnection; connections: ConnectionRepository; records: RecordsRepository },
) => {
  const reconciledAt = new Map<number, number>();
  let current: { run: SyncRunRow; abort: AbortController; done: Promise<void> } | null = null;

  /**
   * The partner fields that consent and templates read. One that was mapped since the last pull makes the feed start
   * anew: else only partners that change later would ever have it.
   */
  const mappedFields = async (row: ErpConnectionRow, client: OdooClient, signal: AbortSignal): Promise<{ mapped: string[]; isNew: boolean }> => {
    const templates = getService(strapi, 'templates');
    const mapped = [...new Set([...Object.values(row.consentMapping ?? {}), ...(await templates.erpFieldsInUse())])];
    const known = await client.fieldsOf('res.partner', { signal });
    templates.noteErpFields(known.keys());
    const latest = (await records.tables.partner.query().where('connection', row.id).whereNull('deleted_at').orderBy([{ column: 'changed_at', order: 'desc' }, { column: 'id', order: 'desc' }]).first()) as
      | Record<string, unknown>
      | undefined;
    const read = latest ? (records.tables.partner.fromRow(latest).erpFields ?? {}) : null;
    return { mapped, isNew: read !== null && mapped.some((field) => known.has(field) && !Object.hasOwn(read, field)) };
  };

  const pullKind = async (row: ErpConnectionRow, client: OdooClient, kind: RecordKind, run: SyncRunRow, signal: AbortSignal): Promise<void> => {
    const { mapped, isNew } = kind === 'partner' ? await mappedFields(row, client, signal) : { mapped: [], isNew: false };
    const cursor = run.full || isNew ? undefined : parseCursor(row.cursors?.[kind]);
    const counts = { pulled: 0, created: 0, changed: 0, deleted: 0, total: null as number | null };
    for await (const page of pullRecords(client, kind, { cursor, extraFields: mapped, signal, now: now() })) {
      const cursors = { ...row.cursors, [kind]: page.cursor };
      // Records and cursor in one transaction: a kill in between can neither lose a page nor skip one.
      const stored = await inTransaction(strapi, async (trx) => {
        const result = await records.store(kind, row.id, page.records, trx);
        await connections.update(row.id, { cursors }, trx);
        return result;
      });
      row.cursors = cursors;
      if (kind === 'partner') await applyConsentMapping(strapi, records, row, page.records as PartnerRecord[]);
      counts.pulled = page.pulled;
      counts.created += stored.created;
      counts.changed += stored.changed;
      counts.total = page.total;
      run.counts = { ...run.counts, [kind]: { ...counts } };
      await connections.updateRun(run.id, { counts: run.counts });
    }
    run.counts = { ...run.counts, [kind]: { ...counts } };
  };

  const reconcileKind = async (row: ErpConnectionRow, client: OdooClient, kind: RecordKind, run: SyncRunRow, signal: AbortSignal): Promise<void> => {
    for await (const { checked, missingIds } of findMissingRecords(client, kind, records.knownErpIds(kind, row.id), { signal })) {
      if (missingIds.length === 0) continue;
      if (missingIds.length === checked && checked > SUSPICIOUS_CHUNK) {
        strapi.log.warn(`[whatsapp] the ERP shows none of ${checked} known records (${kind}): they are kept, since lost rights look the same as deletions`);
        continue;
      }
      await records.markDeleted(kind, row.id, missingIds);
      const counts = run.counts[kind] ?? { pulled: 0, created: 0, changed: 0, deleted: 0, total: null };
      run.counts = { ...run.counts, [kind]: { ...counts, deleted: counts.deleted + missingIds.length } };
    }
  };

  const pullBlacklist = async (row: ErpConnectionRow, client: OdooClient, signal: AbortSignal): Promise<void> => {
    const blacklist = await readPhoneBlacklist(client, { signal });
    if (!blacklist) return;
    const changed = await records.applyBlacklist(row.id, blacklist);
    await getService(strapi, 'contacts').setErpBlacklist(changed.flatMap(({ contact, blacklisted }) => (contact === null ? [] : [{ contact, blacklisted }])));
  };

  const work = async (row: ErpConnectionRow, run: SyncRunRow, signal: AbortSignal): Promise<void> => {
    const client = await connection.clientOf(row);
    const { version } = await client.connect({ signal });
    await connections.update(row.id, { serverVersion: version.text });
    const kinds = PULL_ORDER.filter((kind) => run.records.includes(kind));
    for (const kind of kinds) {
      await pullKind(row, client, kind, run, signal);
      if (kind === 'partner') await pullBlacklist(row, client, signal);
    }
    const isDue = now().getTime() - (reconciledAt.get(row.id) ?? 0) > RECONCILE_EVERY_MS;
    if (run.full || isDue) {
      for (const kind of kinds) await reconcileKind(row, client, kind, run, signal);
      if (kinds.length === PULL_ORDER.length) reconciledAt.set(row.id, now().getTime());
    }
  };

  const finish = async (row: ErpConnectionRow, run: SyncRunRow, error: unknown): Promise<void> => {
    const state: SyncRunView['state'] = error === null ? 'done' : isOdooError(error, 'aborted') ? 'cancelled' : 'failed';
    const failure = state === 'failed' ? describeFailure(error) : null;
    await connections.updateRun(run.id, { state, counts: run.counts, errorCode: failure?.code ?? null, errorMessage: failure?.message ?? null, finishedAt: now() });
    await connections.update(row.id, {
      ...(state === 'done' ? { lastPulledAt: now() } : {}),
      ...(state === 'cancelled' ? {} : { errorCode: failure?.code ?? null, errorMessage: failure?.message ?? null }),
    });
    getService(strapi, 'logs').record({
      operation: 'erp.pull',
      success: state === 'done',
      responseTimeMs: now().getTime() - run.startedAt.getTime(),
      errorCode: failure?.code,
      errorMessage: failure?.message,
      subjectType: 'sync-run',
      subject: run.documentId,
    });
  };

  return {
    /** Starts a pull; while one runs, that one is answered. */
    async trigger({ records: kinds, full = false, startedBy }: { records?: RecordKind[]; full?: boolean; startedBy: string }): Promise<SyncRunRow> {
      if (current) return current.run;
      const row = await connection.get();
      const abort = new AbortController();
      // Orders and invoices name companies and partners: without them their links stay empty.
      const wanted = PULL_ORDER.filter((kind) => !kinds || kinds.includes(kind) || (kind === 'company' && kinds.length > 0));
      const run = await connections.insertRun({ connection: row.id, records: wanted, full, state: 'running', startedBy, counts: {} });
      const done = work(row, run, abort.signal)
        .then(() => finish(row, run, null))
        .catch((error: unknown) => finish(row, run, error))
        .catch((error: unknown) => void strapi.log.error(`[whatsapp] a pull could not be closed: ${failureText(error)}`))
        .finally(() => {
          current = null;
        });
      current = { run, abort, done };
      return run;
    },

    async cancel(run: SyncRunRow): Promise<void> {
      if (current?.run.id !== run.id) return;
      current.abort.abort();
      await current.done;
    },

    async stop(): Promise<void> {
      if (!current) return;
      current.abort.abort();
      await current.done;
    },

    isRunning: () => current !== null,
    /** Resolves when the pull that runs has ended. */
    settled: async (): Promise<void> => current?.done,
  };
};

const describeFailure = (error: unknown): { code: string; message: string } =>
  isOdooError(error)
    ? { code: error.code, message: error.message }
    : { code: codeOf(error) ?? 'erp.unexpected', message: codeOf(error) ? (error as Error).message : failureText(error) };
