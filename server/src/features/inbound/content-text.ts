import type { InboundContent, MediaKind } from '../../../../plugin/domain/message';

/** What people read and search; null where there are no words. */
export const bodyOf = (content: InboundContent): string | null => {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'media':
      return content.media.caption ?? null;
    case 'location':
      return [content.name, content.address].filter(Boolean).join(', ') || `${content.latitude}, ${content.longitude}`;
    case 'contacts':
      return content.contacts.map(({ formattedName }) => formattedName).join(', ') || null;
    case 'reaction':
      return content.emoji || null;
    case 'button':
      return content.text || content.payload;
    case 'interactive_reply':
      return content.title || content.id;
    case 'form_reply':
      return content.body ?? content.name ?? null;
    case 'order':
      return content.text ?? null;
    case 'poll':
      return [content.question, ...content.options].join('\n') || null;
    case 'unsupported':
      return null;
  }
};

const MEDIA_WORDS: Record<MediaKind, string> = {
  image: '📷 Photo',
  video: '🎞 Video',
  audio: '🎵 Audio',
  voice: '🎤 Voice message',
  document: '📄 Document',
  sticker: 'Sticker',
};

/** One line for the list of conversations. */
export const previewOf = (content: InboundContent): string => {
  const body = bodyOf(content);
  switch (content.type) {
    case 'media': {
      const words = MEDIA_WORDS[content.media.kind];
      return body ?? (content.media.filename ? `${words}: ${content.media.filename}` : words);
    }
    case 'reaction':
      return content.emoji ? `Reacted ${content.emoji}` : 'Removed a reaction';
    case 'location':
      return `📍 ${body ?? ''}`;
    case 'contacts':
      return `👤 ${body ?? 'Contact'}`;
    case 'order':
      return body ?? `🛒 Order of ${content.items.length}`;
    case 'poll':
      return `📊 ${content.question}`;
    default:
      return body ?? 'Message of a kind that can not be shown';
  }
};

/** The message's type as the API names it: for files, what kind of file. */
export const typeOf = (content: InboundContent): string => (content.type === 'media' ? content.media.kind : content.type);
