import type { ChannelDetail } from '../../../../plugin/contracts/channels';

export interface SidePanelProps {
  channel: ChannelDetail;
  onChanged(channel: ChannelDetail): void;
  onClose(): void;
}

/** Who it is, consent, tags, owner, records of the ERP, notes. */
export const SidePanel = (_props: SidePanelProps) => null;
