import type { RecordKind } from '../mapping/records';
import type { OdooClient } from '../odoo/odoo-client';
import { RECORD_MODELS } from '../odoo/record-models';
import type { OdooCallOptions, OdooDomain } from '../odoo/rpc';

/** Ids asked about in one call. */
export const RECONCILE_CHUNK = 1000;
const BLACKLIST_PAGE = 5000;

export interface ReconciledChunk {
  /** How many ids of this chunk were asked about. */
  checked: number;
  /**
   * Ids the ERP does not show any more: deleted, or taken out of this user's sight by a change of rights. A
   * chunk of which everything is missing deserves a second look before anything is marked.
   */
  missingIds: number[];
}

/**
 * Deletes leave no trace in the feed, so known ids are asked about. Archived records count as there
 * (`active_test: false`); that they are archived comes through the feed, archiving bumps `write_date`.
 */
export async function* findMissingRecords(
  client: OdooClient,
  kind: RecordKind,
  knownIds: Iterable<number> | AsyncIterable<number>,
  options: OdooCallOptions & { chunkSize?: number } = {},
): AsyncGenerator<ReconciledChunk, void, void> {
  const { chunkSize = RECONCILE_CHUNK, ...call } = options;
  const { model } = RECORD_MODELS[kind];
  const check = async (ids: readonly number[]): Promise<ReconciledChunk> => {
    const there = new Set(await client.search(model, [['id', 'in', ids]], { ...call, activeTest: false }));
    return { checked: ids.length, missingIds: ids.filter((id) => !there.has(id)) };
  };
  let chunk: number[] = [];
  for await (const id of knownIds) {
    chunk.push(id);
    if (chunk.length < chunkSize) continue;
    yield await check(chunk);
    chunk = [];
  }
  if (chunk.length > 0) yield await check(chunk);
}

/**
 * The partners whose number is on the ERP's opt-out list. Blacklisting does not bump `write_date`, so the whole
 * set is read each time, by id so that changes meanwhile can't shift it. Null where the ERP has no such list.
 */
export async function readPhoneBlacklist(client: OdooClient, options: OdooCallOptions = {}): Promise<ReadonlySet<number> | null> {
  const fields = await client.fieldsOf('res.partner', options);
  if (!fields.has('phone_sanitized_blacklisted')) return null;
  const blacklisted = new Set<number>();
  for (let lastId = 0; ; ) {
    const beyond: OdooDomain = lastId === 0 ? [] : [['id', '>', lastId]];
    const ids = await client.search('res.partner', [['phone_sanitized_blacklisted', '=', true], ...beyond], {
      ...options,
      activeTest: false,
      order: 'id asc',
      limit: BLACKLIST_PAGE,
    });
    for (const id of ids) blacklisted.add(id);
    const highest = ids.at(-1) ?? 0;
    if (ids.length < BLACKLIST_PAGE || highest <= lastId) return blacklisted;
    lastId = highest;
  }
}
