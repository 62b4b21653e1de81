import type { StatusVariant } from '@strapi/design-system';
import type { BatchEntryState, BatchState, BatchView } from '../../../../plugin/contracts/batches';

/** The order in which a person wants to read them: what needs a look first. */
export const ENTRY_STATES: readonly BatchEntryState[] = ['refused', 'failed', 'repeated', 'ready', 'waiting', 'queued'];

export const ENTRY_VARIANTS: Record<BatchEntryState, StatusVariant> = {
  refused: 'danger',
  failed: 'danger',
  repeated: 'warning',
  ready: 'success',
  waiting: 'secondary',
  queued: 'primary',
};

export const isUnderWay = (state: BatchState): boolean => state === 'preparing' || state === 'sending';

/** How far a batch is, 0 to 100: looked at while it is prepared, handed over while it is sent. */
export const progressOf = ({ state, total, counts }: Pick<BatchView, 'state' | 'total' | 'counts'>): number => {
  if (total === 0 || state === 'ready' || state === 'done') return 100;
  const left = state === 'preparing' ? counts.waiting : counts.ready;
  const whole = state === 'preparing' ? total : counts.ready + counts.queued + counts.failed;
  return whole === 0 ? 100 : Math.floor(((whole - left) / whole) * 100);
};

/** How many go when Send is pressed. */
export const willSend = ({ counts }: Pick<BatchView, 'counts'>, repeats: boolean): number => counts.ready + (repeats ? counts.repeated : 0);
