import type { MediaKind, MediaRef, OutboundMessage } from '../../../../plugin/domain/message';

/** The file a message carries: its own, or the one in the header of a template or of buttons. */
export const findFile = (message: OutboundMessage): { kind: MediaKind; ref: MediaRef } | null => {
  switch (message.type) {
    case 'media':
      return { kind: message.kind, ref: message.media };
    case 'template':
    case 'interactive':
      return message.header && 'media' in message.header ? { kind: message.header.type, ref: message.header.media } : null;
    case 'text':
    case 'reaction':
    case 'location':
    case 'contacts':
      return null;
  }
};

/** The same message with another reference to its file. */
export const withFile = (message: OutboundMessage, ref: MediaRef): OutboundMessage => {
  switch (message.type) {
    case 'media':
      return { ...message, media: ref };
    case 'template':
      return message.header && 'media' in message.header ? { ...message, header: { ...message.header, media: ref } } : message;
    case 'interactive':
      return message.header && 'media' in message.header ? { ...message, header: { ...message.header, media: ref } } : message;
    case 'text':
    case 'reaction':
    case 'location':
    case 'contacts':
      return message;
  }
};

/** Whether our own bytes must be uploaded before a provider can send them. */
export const needsUpload = (message: OutboundMessage): boolean => {
  const ref = findFile(message)?.ref;
  return ref !== undefined && !ref.providerMediaId && Boolean(ref.mediaId);
};
