import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordByKind, RecordKind } from '../mapping/records';
import type { OdooClient } from '../odoo/odoo-client';
import { isOdooError, OdooError } from '../odoo/odoo-error';
import { createRecordReader, withFreshFields } from '../odoo/record-reader';
import type { OdooDomain, OdooRow } from '../odoo/rpc';
import { createFeed, EMPTY_CURSOR } from './cursor';
import type { CursorState } from './cursor';

export const DEFAULT_PAGE_SIZE = 1000;
export const DEFAULT_OVERLAP_MINUTES = 5;

export interface PullOptions {
  /** Where the last pull ended; none reads everything. */
  cursor?: CursorState;
  /** Default 1,000: what a real Odoo answers fastest (measured 2026-11). */
  pageSize?: number;
  /** Default 5. */
  overlapMinutes?: number;
  /** Fields beyond our own, by the ERP's names (a mapped consent field); those it does not have are named in the pages. */
  extraFields?: readonly string[];
  /** Narrows the records further. */
  domain?: OdooDomain;
  /** False to spare the count that a progress bar needs. */
  withTotal?: boolean;
  /** Our clock, to keep rows from the far future from moving the cursor. */
  now?: Date;
  /** Ends the pull; the generator then throws `aborted`. */
  signal?: AbortSignal;
  /** Milliseconds a call. */
  timeoutMs?: number;
}

export interface PulledPage<K extends RecordKind> {
  /** New and changed records, oldest change first, archived ones (`active: false`) included; may be empty. */
  records: RecordByKind[K][];
  /** Store it together with the records. */
  cursor: CursorState;
  /** Records of this pull so far, this page included. */
  pulled: number;
  /** How many the ERP counted at the start; an estimate, as the overlap is counted too. Null where it was not asked for or failed. */
  total: number | null;
  /** Of `extraFields`, the ones this ERP does not have. */
  missingExtraFields: readonly string[];
}

/**
 * Pulls one kind of record, page by page. While the consumer stores a page, the next one is being fetched;
 * never more than one ahead. Lines come with their records, in one call a page. Throws `OdooError`;
 * pages handed out before stay valid, and their cursor goes on from there.
 */
export async function* pullRecords<K extends RecordKind>(client: OdooClient, kind: K, options: PullOptions = {}): AsyncGenerator<PulledPage<K>, void, void> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const call = { signal: controller.signal, timeoutMs: options.timeoutMs };
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    if (options.signal?.aborted) throw new OdooError('aborted');
    let reader = await createRecordReader(client, kind, options.extraFields, call);
    const { model } = reader.definition;
    const feed = createFeed(options.cursor ?? EMPTY_CURSOR, {
      pageSize: options.pageSize ?? DEFAULT_PAGE_SIZE,
      overlapMinutes: options.overlapMinutes ?? DEFAULT_OVERLAP_MINUTES,
      domain: [...reader.definition.domain, ...(options.domain ?? [])],
      now: options.now,
    });
    const read = { ...call, activeTest: false };
    let pulled = 0;

    const fetchRows = async (): Promise<OdooRow[]> => {
      const { domain, ...paging } = feed.request();
      let isRepeated = false;
      return withFreshFields(client, async () => {
        if (isRepeated) reader = await createRecordReader(client, kind, options.extraFields, call);
        isRepeated = true;
        return client.searchRead(model, domain, reader.fields, { ...read, ...paging });
      });
    };
    /** The next page is under way before anyone waits for it: its failure must not count as unhandled meanwhile. */
    const begin = (): Promise<OdooRow[]> => {
      const rows = fetchRows();
      rows.catch(() => undefined);
      return rows;
    };

    const counting = options.withTotal === false ? Promise.resolve(null) : client.searchCount(model, feed.request().domain, read).catch(() => null);
    let upcoming: Promise<OdooRow[]> | null = begin();
    while (upcoming) {
      const page = feed.take(await upcoming);
      // Ask first, map later: the ERP is the slowest part of a pull and is kept busy.
      upcoming = page.isDone ? null : begin();
      // The request must have left before the mapping and the consumer's storing hold the event loop.
      if (upcoming) {
        await nextTurn();
        await nextTurn();
      }
      const { fresh, cursor } = page.settle();
      const records = await reader.complete(fresh, read);
      pulled += records.length;
      yield { records, cursor, pulled, total: await counting, missingExtraFields: reader.missingExtraFields };
      if (options.signal?.aborted) throw new OdooError('aborted');
    }
  } catch (error) {
    if (options.signal?.aborted && !isOdooError(error, 'aborted')) throw new OdooError('aborted');
    throw error;
  } finally {
    // Also when the consumer walks away: the page under way is of no use to anyone.
    options.signal?.removeEventListener('abort', stop);
    controller.abort();
  }
}
