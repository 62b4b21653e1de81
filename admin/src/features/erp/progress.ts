import type { RecordKind, SyncRunView } from '../../../../plugin/contracts/erp';

/** In the order they are pulled: each names records of the ones before it. */
export const RECORD_KINDS: readonly RecordKind[] = ['company', 'partner', 'sales-order', 'invoice'];

/** Kinds of a run, in the order they are worked. */
export const kindsOf = (run: Pick<SyncRunView, 'records' | 'counts'>): RecordKind[] =>
  RECORD_KINDS.filter((kind) => run.records.includes(kind) || run.counts[kind] !== undefined);

/**
 * How far a run is, 0–100; null while no total is known. Weighed by records, not by kinds: 20,000 partners and
 * 3 companies are not half and half. What has no total yet counts as nothing done once others have one.
 */
export const progressOf = (run: Pick<SyncRunView, 'state' | 'records' | 'counts'>): number | null => {
  if (run.state === 'done') return 100;
  let pulled = 0;
  let total = 0;
  for (const kind of kindsOf(run)) {
    const count = run.counts[kind];
    if (!count || count.total === null) continue;
    pulled += Math.min(count.pulled, count.total);
    total += count.total;
  }
  const open = kindsOf(run).filter((kind) => (run.counts[kind]?.total ?? null) === null).length;
  if (total === 0) return null;
  const share = (pulled / total) * 100;
  // Never full while kinds are still to come, nor while the run itself says it isn't done.
  return Math.min(open > 0 ? 90 : 99, Math.floor(share));
};
