import type { ChannelView, NotificationSettings } from '../../../plugin/contracts/channels';

/** Whether somebody wants to be called for a message in this conversation. What is muted calls nobody. */
export const isWanted = (settings: NotificationSettings, { assignee, muted }: Pick<ChannelView, 'assignee' | 'muted'>, me: number): boolean => {
  if (muted) return false;
  if (assignee === null) return settings.unassigned;
  return assignee.id === me ? settings.mine : settings.all;
};
