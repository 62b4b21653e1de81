import type { DeliveryStatus } from './message-status';

/** Sent before, and neither failed nor taken back: a batch skips it unless it was asked for. */
export const isSentAlready = (statuses: readonly DeliveryStatus[]): boolean => statuses.some((status) => status !== 'failed' && status !== 'cancelled');
