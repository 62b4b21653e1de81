import type { Core } from '@strapi/types';
import { toMessage } from '../../../../plugin/domain/composition';
import type { OutboundMessage } from '../../../../plugin/domain/message';
import { checkMessage } from '../../../../plugin/domain/validate';
import type { AccountRow, ChannelRow, MediaRow, MessageRow } from '../../platform/records';
import { missing, refuse, refuseProblem } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { ReplyContent } from '../../platform/services';

export interface ComposedReply {
  message: OutboundMessage;
  /** What people read in threads and logs. */
  body: string;
  media: MediaRow | null;
  /** The message a reaction stands under. */
  under: MessageRow | null;
}

/** One emoji as people see it, of however many characters. */
const isOneEmoji = (text: string): boolean => [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length === 1 && /\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\ufe0f?\u20e3/u.test(text);

/** A message of this conversation that WhatsApp knows: only such a one can be quoted or reacted to. */
export const findQuotable = async (strapi: Core.Strapi, channel: ChannelRow, documentId: string, path: string): Promise<MessageRow & { providerMessageId: string }> => {
  const row = await getService(strapi, 'messages').findByDocumentId(documentId);
  if (!row || row.channel !== channel.id || row.type === 'reaction') throw refuse('message.reply_not_found', { path });
  const { providerMessageId } = row;
  if (providerMessageId === null) throw refuse('message.not_quotable', { path });
  return { ...row, providerMessageId };
};

/** A file that was uploaded for this conversation. */
const findUpload = async (strapi: Core.Strapi, channel: ChannelRow, documentId: string): Promise<MediaRow> => {
  const media = await getService(strapi, 'media').findByDocumentId(documentId);
  if (!media || media.origin !== 'outbound' || media.state !== 'stored' || media.account !== channel.account || media.contact !== channel.contact) throw missing('media.not_found', { path: 'media' });
  return media;
};

/** What somebody wrote as it is queued. Refuses, in words, what WhatsApp would refuse. */
export const composeReply = async (strapi: Core.Strapi, channel: ChannelRow, account: AccountRow, content: ReplyContent): Promise<ComposedReply> => {
  const composed = await messageOf(strapi, channel, content);
  const { label, limits } = getService(strapi, 'accounts').provider(account);
  if (limits.types && !limits.types.includes(composed.message.type)) throw refuse('message.kind_unsupported', { values: { provider: label } });
  const problems = checkMessage(composed.message, limits);
  const [first] = problems;
  if (first) throw refuseProblem(first, { problems });
  return composed;
};

const messageOf = async (strapi: Core.Strapi, channel: ChannelRow, content: ReplyContent): Promise<ComposedReply> => {
  const plain = { media: null, under: null };
  switch (content.kind) {
    case 'text': {
      const text = content.text.trim();
      return { ...plain, message: toMessage({ kind: 'text', text }, null) ?? { type: 'text', text }, body: text };
    }
    case 'media': {
      const media = await findUpload(strapi, channel, content.media);
      const { documentId, filename, mimeType, kind } = media;
      const ref = { mediaId: documentId, ...(filename ? { filename } : {}), ...(mimeType ? { mimeType } : {}) };
      const type = (kind ?? 'document') as 'document';
      return { under: null, media, message: { type: 'media', kind: type, media: ref, ...(content.caption ? { caption: content.caption } : {}) }, body: content.caption ?? filename ?? type };
    }
    case 'reaction': {
      const { emoji } = content;
      if (emoji !== '' && !isOneEmoji(emoji)) throw refuse('message.part_invalid', { path: 'reaction.emoji', values: { part: 'The reaction' } });
      const under = await findQuotable(strapi, channel, content.message, 'reaction.message');
      return { media: null, under, message: { type: 'reaction', providerMessageId: under.providerMessageId, emoji }, body: emoji };
    }
    case 'interactive':
      return { ...plain, message: content.message, body: content.message.body };
    case 'location': {
      const { latitude, longitude, name, address } = content;
      return {
        ...plain,
        message: { type: 'location', latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) },
        body: [name, address].filter(Boolean).join(', ') || `${latitude}, ${longitude}`,
      };
    }
  }
};
