import type { Core } from '@strapi/types';
import type { RecordKind, SyncPreviewKind, SyncPreviewView, SyncSample } from '../../../../plugin/contracts/erp';
import { findMissingRecords, isOdooError, parseCursor, pullRecords } from '../../../../bridge/src';
import type { OdooClient, RecordByKind } from '../../../../bridge/src';
import { now } from '../../platform/clock';
import { conflict } from '../../platform/request-errors';
import { seesCompany } from '../../platform/sight';
import type { Sight } from '../../platform/services';
import type { ErpConnectionRow } from './connection.repository';
import type { ErpConnection } from './erp-connection';
import { findMappedFields } from './mapped-fields';
import { describeFailure, SUSPICIOUS_CHUNK } from './pull.worker';
import { isUnchanged, type Extent, type Pulled, type RecordsRepository } from './records.repository';
import { nameOf } from './store-page';
import { PULL_ORDER } from './sync-kinds.repository';

/** Looked at of each kind: enough to see what a pull is about, and no burden for the ERP. */
export const MOST_ROWS = 5_000;
const PAGE_SIZE = 500;
/** A person waits in front of it, and a proxy gives up after 30 s. */
const LONGEST_MS = 20_000;
const SAMPLES = 5;
const MOST_CHANGES = 8;

/** Columns that say nothing to people: our own links, and what changes with every write. */
const UNSAID: ReadonlySet<string> = new Set(['connection', 'erpId', 'changedAt', 'deletedAt', 'company', 'partner', 'lines', 'erpFields', 'parentErpId', 'commercialErpId', 'partnerErpId', 'invoicePartnerErpId']);

type Scalar = string | number | boolean | null;

const scalarOf = (value: unknown): Scalar | undefined => {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
};

/** What would change of a row, field by field. */
export const changesOf = (before: object, after: object): SyncSample['changes'] =>
  Object.entries(after)
    .flatMap(([field, value]) => {
      const [from, to] = [scalarOf((before as Record<string, unknown>)[field]), scalarOf(value)];
      return UNSAID.has(field) || from === undefined || to === undefined || from === to ? [] : [{ field, from, to }];
    })
    .slice(0, MOST_CHANGES);

export interface DryRunRequest {
  kinds: RecordKind[];
  full: boolean;
  sight: Sight;
}

/** What a pull would do, by the same feed and the same comparison, with nothing written: no record, no cursor, no run. */
export const createDryRun = (strapi: Core.Strapi, { connection, records }: { connection: ErpConnection; records: RecordsRepository }) => {
  let isRunning = false;

  const empty = (kind: RecordKind, cut: SyncPreviewKind['cut']): SyncPreviewKind => ({ kind, read: 0, created: 0, changed: 0, unchanged: 0, gone: 0, samples: { created: [], changed: [], gone: [] }, cut, isSuspicious: false, error: null });

  const comparePage = async <K extends RecordKind>(row: ErpConnectionRow, kind: K, page: RecordByKind[K][], found: SyncPreviewKind, sight: Sight, extent: Extent): Promise<void> => {
    const known = (await records.byErpId(kind, row.id, page.map(({ erpId }) => erpId))) as unknown as Map<number, Pulled>;
    const after = new Map((await records.asRows(kind, row.id, page)).map((fresh) => [fresh.erpId, fresh]));
    for (const record of page) {
      const before = known.get(record.erpId);
      const fresh = after.get(record.erpId);
      // Counts are of the pull; what a record says is for those who may see its company.
      const isSeen = seesCompany(sight, companyOf(kind, fresh));
      const sample = (changes: SyncSample['changes']): SyncSample => ({ erpId: record.erpId, name: nameOf(record), changes });
      if (!before) {
        found.created += 1;
        if (isSeen && found.samples.created.length < SAMPLES) found.samples.created.push(sample([]));
      } else if (isUnchanged(before, fresh, extent)) found.unchanged += 1;
      else {
        found.changed += 1;
        if (isSeen && seesCompany(sight, companyOf(kind, before)) && found.samples.changed.length < SAMPLES) found.samples.changed.push(sample(fresh ? changesOf(before, fresh) : []));
      }
    }
  };

  const lookForGone = async (row: ErpConnectionRow, client: OdooClient, kind: RecordKind, found: SyncPreviewKind, sight: Sight, signal: AbortSignal): Promise<void> => {
    let asked = 0;
    for await (const { checked, missingIds } of findMissingRecords(client, kind, records.knownErpIds(kind, row.id), { signal })) {
      asked += checked;
      if (missingIds.length === checked && checked > SUSPICIOUS_CHUNK) found.isSuspicious = true;
      else {
        found.gone += missingIds.length;
        const rows = (await records.byErpId(kind, row.id, missingIds.slice(0, SAMPLES))) as unknown as Map<number, Pulled & { name?: string | null; number?: string | null }>;
        for (const gone of rows.values()) {
          if (!seesCompany(sight, companyOf(kind, gone)) || found.samples.gone.length >= SAMPLES) continue;
          found.samples.gone.push({ erpId: gone.erpId, name: gone.number ?? gone.name ?? `#${gone.erpId}`, changes: [] });
        }
      }
      if (asked >= MOST_ROWS) {
        found.cut ??= 'rows';
        return;
      }
    }
  };

  const lookAt = async (row: ErpConnectionRow, client: OdooClient, kind: RecordKind, { full, sight }: DryRunRequest, signal: AbortSignal): Promise<SyncPreviewKind> => {
    const found = empty(kind, null);
    try {
      const { mapped, isNew } = kind === 'partner' ? await findMappedFields(strapi, records, row, client, signal) : { mapped: [], isNew: false };
      const cursor = full || isNew ? undefined : parseCursor(row.cursors?.[kind]);
      for await (const page of pullRecords(client, kind, { cursor, extraFields: mapped, pageSize: PAGE_SIZE, withTotal: false, signal, now: now() })) {
        await comparePage(row, kind, page.records, found, sight, cursor?.at ? 'changes' : 'all');
        found.read = page.pulled;
        if (found.read >= MOST_ROWS) {
          found.cut = 'rows';
          break;
        }
      }
      await lookForGone(row, client, kind, found, sight, signal);
    } catch (error) {
      if (signal.aborted) found.cut = 'time';
      else found.error = describeFailure(error);
      // Out of reach is out of reach for every kind: the rest is not asked.
      if (!signal.aborted && isOdooError(error) && error.isTransient) throw error;
    }
    return found;
  };

  return async (request: DryRunRequest): Promise<SyncPreviewView> => {
    const row = await connection.get();
    if (isRunning) throw conflict('sync.preview_running');
    isRunning = true;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), LONGEST_MS);
    try {
      const client = await connection.clientOf(row);
      await client.connect({ signal: abort.signal });
      const kinds: SyncPreviewKind[] = [];
      for (const kind of PULL_ORDER.filter((one) => request.kinds.includes(one))) {
        kinds.push(abort.signal.aborted ? empty(kind, 'not_asked') : await lookAt(row, client, kind, request, abort.signal));
      }
      return { kinds, full: request.full, mostRows: MOST_ROWS };
    } finally {
      clearTimeout(timer);
      isRunning = false;
    }
  };
};

/** Whose record it is; a company is its own. */
const companyOf = (kind: RecordKind, row: Partial<Pulled> | undefined): number | null =>
  (kind === 'company' ? row?.id : (row as { company?: number | null } | undefined)?.company) ?? null;
