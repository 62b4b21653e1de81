import type { FilledQuickReply } from '../../../../plugin/domain/quick-reply';
import type { ChannelRow } from '../records';

export interface QuickRepliesService {
  /** A text with its fields filled for this conversation, as this administrator would say it. */
  fill(text: string, channel: ChannelRow, user: number): Promise<FilledQuickReply>;
}
