import type { ChannelDetail, ThreadMessage } from '../../../../plugin/contracts/channels';

export interface ComposerProps {
  channel: ChannelDetail;
  quoted: ThreadMessage | null;
  onUnquote(): void;
  /** The newest message the writer has seen; null: an empty thread. */
  seen: string | null;
}

/** Where people write. */
export const Composer = (_props: ComposerProps) => null;
