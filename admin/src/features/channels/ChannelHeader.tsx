import type { ChannelDetail } from '../../../../plugin/contracts/channels';

export interface ChannelHeaderProps {
  channel: ChannelDetail;
  onChanged(channel: ChannelDetail): void;
  /** On a phone: back to the list. */
  onBack(): void;
  panelOpen: boolean;
  onPanel(): void;
}

/** Who it is, the window, whose it is, and what can be done with it. */
export const ChannelHeader = (_props: ChannelHeaderProps) => null;
