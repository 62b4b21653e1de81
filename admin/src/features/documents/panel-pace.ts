import type { MessageView } from '../../../../plugin/contracts/messages';
import { isInFlight } from '../../components/delivery-ticks';

export const FAST_MS = 2000;
export const CALM_MS = 15_000;
/** A delivered document is often read within a minute: look closely for that long, then calm down. */
const QUIET_READS = 30;

type Seen = Pick<MessageView, 'id' | 'status'>;

/**
 * How long to wait before the panel is read again. Fast while something is in flight, and for a while after a
 * document was delivered, because its "read" is what people wait for; slow for those nobody reads for days.
 */
export const createPace = (): ((messages: readonly Seen[]) => number) => {
  let former = '';
  let quiet = 0;
  return (messages) => {
    const now = messages.map((message) => `${message.id}:${message.status}`).join(' ');
    quiet = now === former ? quiet + 1 : 0;
    former = now;
    if (messages.some((message) => isInFlight(message.status))) return FAST_MS;
    return messages.some((message) => message.status === 'delivered') && quiet < QUIET_READS ? FAST_MS : CALM_MS;
  };
};
