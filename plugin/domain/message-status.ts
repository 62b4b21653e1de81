/** The life of a message we send; inbound messages are `received`. */
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'played'
  | 'failed'
  | 'uncertain'
  | 'cancelled'
  | 'received';

/** What a provider reports about a message it accepted. */
export type ReportedStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/**
 * How far a message has come. Only the ranks of one line (queued … played) are compared with each other;
 * `uncertain` lies below `accepted` because any news of it resolves it.
 */
export const STATUS_RANK: Readonly<Record<DeliveryStatus, number>> = {
  queued: 0,
  sending: 1,
  uncertain: 2,
  accepted: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
  played: 8,
  /** Off the line: a cancelled message never left, a received one never was ours. */
  cancelled: -1,
  received: -1,
};

export interface StatusAdvance {
  status: DeliveryStatus;
  /** False where the row stays as it is. */
  changed: boolean;
  /**
   * Whether an error that is known (on the row, or reported with this `failed`) belongs on the message afterwards.
   * A delivered message that was once reported as failed keeps that error; a retry that succeeded loses it.
   */
  keepsError: boolean;
}

const ARRIVED: ReadonlySet<DeliveryStatus> = new Set(['delivered', 'read', 'played']);

/**
 * The status after one more piece of news. Never goes back, whatever order news arrives in: statuses come twice,
 * skip steps and overtake the answer of the send itself (Meta, webhooks overview, 2026-11).
 *
 * - `delivered` and later beat `failed`; the error stays readable.
 * - `failed` applies only to what has not arrived.
 * - any news resolves `uncertain`, and `cancelled` too: the message did leave.
 * - `received` (a customer's message) never changes.
 */
export function advanceStatus(current: { status: DeliveryStatus }, reported: ReportedStatus | 'accepted'): StatusAdvance {
  const from = current.status;
  if (from === 'received') return { status: from, changed: false, keepsError: true };

  const hasFailed = from === 'failed' || ARRIVED.has(from);
  if (STATUS_RANK[reported] <= STATUS_RANK[from]) {
    return { status: from, changed: false, keepsError: hasFailed };
  }
  return { status: reported, changed: true, keepsError: hasFailed || reported === 'failed' };
}

/** True where no more news is expected in the ordinary course. A late `delivered` may still overtake a `failed`. */
export function isFinal(status: DeliveryStatus): boolean {
  switch (status) {
    case 'read':
    case 'played':
    case 'failed':
    case 'cancelled':
    case 'received':
      return true;
    case 'queued':
    case 'sending':
    case 'accepted':
    case 'sent':
    case 'delivered':
    case 'uncertain':
      return false;
  }
}

/**
 * Whether *Retry* may be offered. Not for `uncertain`: it may have been sent, and there is no idempotency key at
 * the provider, so a plain retry could reach the customer twice.
 */
export function mayResend(status: DeliveryStatus): boolean {
  return status === 'failed' || status === 'cancelled';
}
