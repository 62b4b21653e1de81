import type { Core } from '@strapi/types';
import type { RecordKind, SyncCounts, SyncRunView } from '../../../../plugin/contracts/erp';
import { findMissingRecords, isOdooError, parseCursor, pullRecords, readPhoneBlacklist } from '../../../../bridge/src';
import type { OdooClient, PartnerRecord, RecordByKind } from '../../../../bridge/src';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { failureText } from '../../platform/failure-text';
import { codeOf, conflict } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { applyConsentMapping } from './consent-mapping';
import type { ConnectionRepository, ErpConnectionRow, SyncRunRow } from './connection.repository';
import type { ErpConnection } from './erp-connection';
import { findMappedFields } from './mapped-fields';
import type { PartnerLinks } from './partner-links';
import type { Extent, RecordsRepository } from './records.repository';
import { storePage } from './store-page';
import type { SyncFailuresRepository } from './sync-failures.repository';
import { intervalOf, PULL_ORDER, type SyncKindsRepository } from './sync-kinds.repository';

/** Deletes leave no trace in the feed; asking about every known id is dear, so a normal pull does it twice a day. */
const RECONCILE_EVERY_MS = 12 * 60 * 60 * 1000;

/** A chunk of which everything is missing looks like lost rights, not like deleted records. */
export const SUSPICIOUS_CHUNK = 5;

/** Of a page this large it is never each record that is wrong: something else is, and the pull must stop and say so. */
const TOO_MANY_FAILURES = 20;
/** Failed records tried again in one pull. */
const MOST_RETRIED = 500;
/** A run that was silent for longer has lost its process. */
export const SILENT_MS = 60_000;
const SAY_ALIVE_MS = 15_000;

/** What concerns one kind alone: the app is not installed, or the user may not read it. The other kinds go on. */
const isOfKind = (error: unknown): boolean => isOdooError(error, 'missing_model', 'missing_field', 'access_denied');

const NO_COUNTS: SyncCounts = { pulled: 0, created: 0, changed: 0, unchanged: 0, failed: 0, deleted: 0, total: null };

export interface PullRequest {
  records?: RecordKind[];
  full?: boolean;
  /** Ask about every known record too: what is gone is marked. */
  reconcile?: boolean;
  /** These kinds and no others. Else companies come along, since the rest names them. */
  exact?: boolean;
  startedBy: string;
}

interface Parts {
  connection: ErpConnection;
  connections: ConnectionRepository;
  records: RecordsRepository;
  kinds: SyncKindsRepository;
  failures: SyncFailuresRepository;
  links: PartnerLinks;
}

interface Current {
  run: SyncRunRow;
  abort: AbortController;
  done: Promise<void>;
}

export const createPullWorker = (strapi: Core.Strapi, { connection, connections, records, kinds: syncKinds, failures, links }: Parts) => {
  const reconciledAt = new Map<number, number>();
  let current: Current | null = null;
  /** One that is being started: two presses at once must not both look before either is written. */
  let starting: Promise<{ run: SyncRunRow; isJoined: boolean }> | null = null;

  const count = (run: SyncRunRow, kind: RecordKind, add: Partial<SyncCounts>): void => {
    const counts = { ...NO_COUNTS, ...run.counts[kind] };
    const sum = (name: 'created' | 'changed' | 'unchanged' | 'failed' | 'deleted'): number => counts[name] + (add[name] ?? 0);
    run.counts = {
      ...run.counts,
      [kind]: { ...counts, created: sum('created'), changed: sum('changed'), unchanged: sum('unchanged'), failed: sum('failed'), deleted: sum('deleted'), ...(add.pulled === undefined ? {} : { pulled: add.pulled }), ...(add.total === undefined ? {} : { total: add.total }) },
    };
  };

  /** One page, its failures and where the feed stands, together: a kill in between can neither lose a page nor skip one. */
  const keepPage = async <K extends RecordKind>(row: ErpConnectionRow, kind: K, page: RecordByKind[K][], cursors: ErpConnectionRow['cursors'] | null, isWaiting: ReadonlySet<number>, extent: Extent) =>
    inTransaction(strapi, async (trx) => {
      const result = await storePage(records, kind, row.id, page, trx, extent);
      if (result.failed.length > TOO_MANY_FAILURES && result.failed.length === page.length) throw new Error(result.failed[0]?.message ?? 'none of the records could be stored');
      await failures.note(row.id, kind, result.failed, trx);
      const failed = new Set(result.failed.map(({ erpId }) => erpId));
      await failures.forget(row.id, kind, page.flatMap(({ erpId }) => (isWaiting.has(erpId) && !failed.has(erpId) ? [erpId] : [])), trx);
      if (cursors) await connections.update(row.id, { cursors }, trx);
      return result;
    });

  /** What a page of partners says of our contacts. */
  const afterPartners = async (row: ErpConnectionRow, page: PartnerRecord[]): Promise<void> => {
    await links.ofPage(row.id, page.map(({ erpId }) => erpId));
    await applyConsentMapping(strapi, records, row, page);
  };

  const pullKind = async (row: ErpConnectionRow, client: OdooClient, kind: RecordKind, run: SyncRunRow, signal: AbortSignal): Promise<void> => {
    const { mapped, isNew } = kind === 'partner' ? await findMappedFields(strapi, records, row, client, signal) : { mapped: [], isNew: false };
    const cursor = run.full || isNew ? undefined : parseCursor(row.cursors?.[kind]);
    const isWaiting = new Set(await failures.waiting(row.id, kind, MOST_RETRIED));
    const seen = new Set<number>();
    count(run, kind, { pulled: 0 });
    for await (const page of pullRecords(client, kind, { cursor, extraFields: mapped, signal, now: now() })) {
      const cursors = { ...row.cursors, [kind]: page.cursor };
      const stored = await keepPage(row, kind, page.records, cursors, isWaiting, cursor?.at ? 'changes' : 'all');
      row.cursors = cursors;
      for (const { erpId } of page.records) if (isWaiting.has(erpId)) seen.add(erpId);
      if (kind === 'partner') await afterPartners(row, page.records as PartnerRecord[]);
      count(run, kind, { created: stored.created, changed: stored.changed, unchanged: stored.unchanged, failed: stored.failed.length, pulled: page.pulled, total: page.total });
      await connections.updateRun(run.id, { counts: run.counts });
    }
    await retryFailed(row, client, kind, run, [...isWaiting].filter((erpId) => !seen.has(erpId)), mapped, signal);
  };

  /** The feed has passed what could not be stored: it is asked for by its id, or nobody would ever see it again. */
  const retryFailed = async (row: ErpConnectionRow, client: OdooClient, kind: RecordKind, run: SyncRunRow, erpIds: number[], extraFields: string[], signal: AbortSignal): Promise<void> => {
    if (erpIds.length === 0) return;
    const isWaiting = new Set(erpIds);
    const found = new Set<number>();
    for await (const page of pullRecords(client, kind, { domain: [['id', 'in', erpIds]], extraFields, withTotal: false, signal, now: now() })) {
      for (const { erpId } of page.records) found.add(erpId);
      const stored = await keepPage(row, kind, page.records, null, isWaiting, 'changes');
      if (kind === 'partner') await afterPartners(row, page.records as PartnerRecord[]);
      count(run, kind, { created: stored.created, changed: stored.changed, unchanged: stored.unchanged, failed: stored.failed.length });
    }
    // Gone at the ERP: there is nothing to store any more.
    await failures.forget(row.id, kind, erpIds.filter((erpId) => !found.has(erpId)));
  };

  const reconcileKind = async (row: ErpConnectionRow, client: OdooClient, kind: RecordKind, run: SyncRunRow, signal: AbortSignal): Promise<void> => {
    for await (const { checked, missingIds } of findMissingRecords(client, kind, records.knownErpIds(kind, row.id), { signal })) {
      if (missingIds.length === 0) continue;
      if (missingIds.length === checked && checked > SUSPICIOUS_CHUNK) {
        strapi.log.warn(`[whatsapp] the ERP shows none of ${checked} known records (${kind}): they are kept, since lost rights look the same as deletions`);
        continue;
      }
      await records.markDeleted(kind, row.id, missingIds);
      count(run, kind, { deleted: missingIds.length });
    }
  };

  const pullBlacklist = async (row: ErpConnectionRow, client: OdooClient, signal: AbortSignal): Promise<void> => {
    const blacklist = await readPhoneBlacklist(client, { signal });
    if (!blacklist) return;
    const changed = await records.applyBlacklist(row.id, blacklist);
    await getService(strapi, 'contacts').setErpBlacklist(changed.flatMap(({ contact, blacklisted }) => (contact === null ? [] : [{ contact, blacklisted }])));
  };

  /** Returns the first failure that concerned one kind alone; throws what ends the whole pull. */
  const work = async (row: ErpConnectionRow, run: SyncRunRow, reconcile: boolean, signal: AbortSignal): Promise<unknown> => {
    const client = await connection.clientOf(row);
    const { version } = await client.connect({ signal });
    await connections.update(row.id, { serverVersion: version.text });
    const wanted = PULL_ORDER.filter((kind) => run.records.includes(kind));
    const isDue = now().getTime() - (reconciledAt.get(row.id) ?? 0) > RECONCILE_EVERY_MS;
    let first: unknown = null;
    for (const kind of wanted) {
      try {
        await pullKind(row, client, kind, run, signal);
        if (kind === 'partner') await pullBlacklist(row, client, signal);
        if (run.full || reconcile || isDue) await reconcileKind(row, client, kind, run, signal);
        await syncKinds.change(row.id, [kind], { doneAt: now(), counts: run.counts[kind] ?? null, errorCode: null, errorMessage: null, failedAt: null });
      } catch (error) {
        if (!isOfKind(error)) throw error;
        first ??= error;
        await syncKinds.change(row.id, [kind], { ...errorColumns(error), failedAt: now() });
      }
    }
    if ((run.full || reconcile || isDue) && first === null && wanted.length === PULL_ORDER.length) reconciledAt.set(row.id, now().getTime());
    return first;
  };

  /** What the pull did not come to keeps its former result, and says why it is old. */
  const blame = async (row: ErpConnectionRow, run: SyncRunRow, error: unknown): Promise<void> => {
    const rows = await syncKinds.listOf(row);
    const untouched = rows.filter(({ kind, doneAt, failedAt }) => run.records.includes(kind) && !(doneAt && doneAt >= run.startedAt) && !(failedAt && failedAt >= run.startedAt));
    await syncKinds.change(row.id, untouched.map(({ kind }) => kind), { ...errorColumns(error), failedAt: now() });
  };

  const finish = async (row: ErpConnectionRow, run: SyncRunRow, error: unknown, isWhole: boolean): Promise<void> => {
    const state: SyncRunView['state'] = error === null ? 'done' : isOdooError(error, 'aborted') ? 'cancelled' : 'failed';
    const failure = state === 'failed' ? describeFailure(error) : null;
    if (state === 'failed' && isWhole) await blame(row, run, error);
    if (state !== 'cancelled') {
      await connections.update(row.id, { ...(state === 'done' ? { lastPulledAt: now() } : {}), errorCode: failure?.code ?? null, errorMessage: failure?.message ?? null });
    }
    // Last: who sees the run ended may look at the rest.
    await connections.updateRun(run.id, { state, counts: run.counts, errorCode: failure?.code ?? null, errorMessage: failure?.message ?? null, finishedAt: now() });
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

  const begin = (row: ErpConnectionRow, run: SyncRunRow, reconcile: boolean): void => {
    const abort = new AbortController();
    const alive = setInterval(() => void connections.updateRun(run.id, {}).catch(() => undefined), SAY_ALIVE_MS);
    alive.unref();
    const done = work(row, run, reconcile, abort.signal)
      .then((error) => finish(row, run, error, false))
      .catch((error: unknown) => finish(row, run, error, true))
      .catch((error: unknown) => void strapi.log.error(`[whatsapp] a pull could not be closed: ${failureText(error)}`))
      .finally(() => {
        clearInterval(alive);
        current = null;
      });
    current = { run, abort, done };
  };

  const start = async ({ records: asked, full = false, reconcile = false, exact = false, startedBy }: PullRequest): Promise<{ run: SyncRunRow; isJoined: boolean }> => {
    const row = await connection.get();
    const wanted = PULL_ORDER.filter((kind) => !asked || asked.includes(kind) || (!exact && kind === 'company' && asked.length > 0));
    const kinds = await syncKinds.listOf(row);
    const run = await connections.insertRun({ connection: row.id, records: wanted, full, state: 'running', startedBy, counts: {} });
    if (!run) {
      const running = await connections.findRunning(row.id);
      if (!running) throw conflict('erp.sync_running');
      return { run: running, isJoined: true };
    }
    const { startedAt } = run;
    for (const kind of kinds) {
      if (wanted.includes(kind.kind)) await syncKinds.change(row.id, [kind.kind], { startedAt, nextAt: new Date(startedAt.getTime() + intervalOf(kind, row) * 60_000) });
    }
    begin(row, run, reconcile);
    return { run, isJoined: false };
  };

  return {
    /** Starts a pull; while one runs, that one is answered. */
    async trigger(request: PullRequest): Promise<{ run: SyncRunRow; isJoined: boolean }> {
      if (starting) return { ...(await starting), isJoined: true };
      if (current) return { run: current.run, isJoined: true };
      starting = start(request);
      try {
        return await starting;
      } finally {
        starting = null;
      }
    },

    async cancel(run: SyncRunRow): Promise<void> {
      if (current?.run.id !== run.id) return;
      current.abort.abort();
      await current.done;
    },

    async stop(): Promise<void> {
      await starting?.catch(() => undefined);
      if (!current) return;
      current.abort.abort();
      await current.done;
    },

    isRunning: () => current !== null,
    runningId: (): number | null => current?.run.id ?? null,
    /** Resolves when the pull that runs has ended. */
    settled: async (): Promise<void> => {
      await starting?.catch(() => undefined);
      await current?.done;
    },
  };
};

export const describeFailure = (error: unknown): { code: string; message: string } =>
  isOdooError(error)
    ? { code: error.code, message: error.message }
    : { code: codeOf(error) ?? 'erp.unexpected', message: codeOf(error) ? (error as Error).message : failureText(error) };

const errorColumns = (error: unknown): { errorCode: string; errorMessage: string } => {
  const { code, message } = describeFailure(error);
  return { errorCode: code, errorMessage: message };
};
