import { advanceStatus } from '../../../../plugin/domain/message-status';
import type { ReportedStatus } from '../../../../plugin/domain/message-status';
import { errorCodeOf } from '../../../../plugin/domain/retry';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { MessageRow } from '../../platform/records';
import type { ReportedChange } from '../../platform/services';
import type { ProviderFailure } from '../../providers/provider';

/** What a status may write on a message; one list, because rows are written in one statement and must set the same columns. */
export const STATUS_ATTRIBUTES = [
  'deliveryStatus',
  'providerMessageId',
  'blockedBy',
  'leaseUntil',
  'errorCode',
  'errorMessage',
  'errorVendorCode',
  'pricing',
  'acceptedAt',
  'sentAt',
  'deliveredAt',
  'readAt',
  'playedAt',
  'failedAt',
] as const satisfies readonly (keyof MessageRow)[];

const TIME_OF: Record<ReportedStatus, 'sentAt' | 'deliveredAt' | 'readAt' | 'playedAt' | 'failedAt'> = {
  sent: 'sentAt',
  delivered: 'deliveredAt',
  read: 'readAt',
  played: 'playedAt',
  failed: 'failedAt',
};

/** A failure in words: our sentence, then the provider's own where it says more. */
export const describeFailure = (failure: ProviderFailure): { errorCode: string; errorMessage: string; errorVendorCode: string | null } => {
  const errorCode = errorCodeOf(failure.kind);
  const sentence = sentenceOf(errorCode);
  const own = failure.message.trim();
  return {
    errorCode,
    errorMessage: own === '' || own === sentence ? sentence : `${sentence} (${own})`,
    errorVendorCode: failure.vendorCode ?? null,
  };
};

/** What a status is decided by, and what observers of the change need. */
export const REPORTED_ATTRIBUTES = ['id', 'documentId', 'account', 'channel', 'contact', 'direction', 'batch', 'sourceType', 'sourceId', ...STATUS_ATTRIBUTES] as const satisfies readonly (keyof MessageRow)[];

export type ReportedRow = Pick<MessageRow, (typeof REPORTED_ATTRIBUTES)[number]>;

/**
 * The row after one reported status; null where nothing changes. Times are kept from the first report of each kind,
 * also for news that no longer moves the status (a `delivered` after `read`).
 */
export const applyStatus = (row: ReportedRow, change: Pick<ReportedChange, 'providerMessageId' | 'status' | 'at' | 'pricing' | 'failure'>): ReportedRow | null => {
  const isSameAttempt = row.providerMessageId === null || row.providerMessageId === change.providerMessageId;
  // A former attempt's failure says nothing about the one that followed; that a former attempt arrived does.
  if (row.direction === 'inbound' || (!isSameAttempt && change.status === 'failed')) return null;

  const advance = advanceStatus({ status: row.deliveryStatus }, change.status);
  const next: ReportedRow = { ...row };
  if (row.providerMessageId === null) next.providerMessageId = change.providerMessageId;
  if (advance.changed) {
    next.deliveryStatus = advance.status;
    next.blockedBy = null;
    next.leaseUntil = null;
  }
  const time = TIME_OF[change.status];
  next[time] ??= change.at;
  next.acceptedAt ??= change.at;
  next.pricing ??= change.pricing ?? null;
  if (!advance.keepsError) {
    next.errorCode = null;
    next.errorMessage = null;
    next.errorVendorCode = null;
  } else if (change.status === 'failed' && change.failure && (advance.changed || row.errorCode === null)) {
    Object.assign(next, describeFailure(change.failure));
  }
  return STATUS_ATTRIBUTES.some((attribute) => next[attribute] !== row[attribute]) ? next : null;
};
