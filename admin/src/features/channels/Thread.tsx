import type { ChannelDetail, ThreadMessage } from '../../../../plugin/contracts/channels';

export interface ThreadProps {
  channel: ChannelDetail;
  /** Id of a message to go to (a search hit, a link). */
  focus: string | null;
  onQuote(message: ThreadMessage): void;
  /** The newest message that is on the screen: what a reply has seen. */
  onSeen(newest: string | null): void;
}

/** The messages of one conversation. */
export const Thread = (_props: ThreadProps) => null;
