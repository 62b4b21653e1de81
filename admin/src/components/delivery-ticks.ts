import type { DeliveryStatus } from '../../../plugin/domain/message-status';

export type Tick = 'clock' | 'one' | 'two' | 'blue' | 'failed' | 'unsure' | 'cancelled' | 'inbound';

export const tickOf = (status: DeliveryStatus): Tick => {
  switch (status) {
    case 'queued':
    case 'sending':
      return 'clock';
    case 'accepted':
    case 'sent':
      return 'one';
    case 'delivered':
      return 'two';
    case 'read':
    case 'played':
      return 'blue';
    case 'failed':
      return 'failed';
    case 'uncertain':
      return 'unsure';
    case 'cancelled':
      return 'cancelled';
    case 'received':
      return 'inbound';
  }
};

/** Whether news is expected within moments: what makes a screen ask again soon. */
export const isInFlight = (status: DeliveryStatus): boolean => status === 'queued' || status === 'sending' || status === 'accepted' || status === 'sent';
