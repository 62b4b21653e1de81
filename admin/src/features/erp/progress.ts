import type { RecordKind, SyncCounts, SyncRunView } from '../../../../plugin/contracts/erp';
import type { Text } from '../../i18n';

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

/** What was done to the records of one kind; failures only where there are some. */
export const doneWords = (counts: SyncCounts, text: Text, number: (value: number) => string): string =>
  [
    text('sync.count.result', { created: number(counts.created), changed: number(counts.changed), unchanged: number(counts.unchanged) }),
    ...(counts.deleted > 0 ? [text('sync.count.gone', { deleted: number(counts.deleted) })] : []),
    ...(counts.failed > 0 ? [text('sync.count.failed', { failed: number(counts.failed) })] : []),
  ].join(', ');

/** A run in a line: each kind with what was done to it, or how far it is. */
export const countWords = (run: SyncRunView, text: Text, number: (value: number) => string): string =>
  kindsOf(run)
    .map((kind) => {
      const count = run.counts[kind];
      const words = text(`record.kind.${kind}`);
      if (!count) return run.state === 'running' ? text('sync.count.waiting', { kind: words }) : `${words}: ${text('sync.wizard.not-reached')}`;
      if (run.state !== 'running') return `${words}: ${doneWords(count, text, number)}`;
      return text(count.total === null ? 'sync.count.open' : 'sync.count.running', { kind: words, pulled: number(count.pulled), total: number(count.total ?? 0) });
    })
    .join(' · ');

/** Whether what a person typed is an interval; the server asks the same. */
export const isInterval = (minutes: number | null, { least, most }: { least: number; most: number }): boolean => minutes !== null && Number.isInteger(minutes) && minutes >= least && minutes <= most;
