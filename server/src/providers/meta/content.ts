import type { ContactCard, InboundContent, MediaKind } from '../../../../plugin/domain/message';
import { describeMetaErrors } from './errors';
import { booleanOf, idOf, isObject, listOf, numberOf, objectOf, textOf, type JsonObject } from './json';

type Read = (message: JsonObject) => InboundContent | null;

/**
 * What a customer wrote, from one of Meta's message objects (facts 1.7; one page per type at Meta, 2026-11). Never
 * throws: a type nobody knows, and a known one without what it needs, come back as `unsupported`.
 */
export function parseContent(message: JsonObject): InboundContent {
  const type = textOf(message['type']) ?? 'unknown';
  const content = Object.hasOwn(READERS, type) ? READERS[type]?.(message) : null;
  return content ?? unsupported(message, type);
}

const READERS: Readonly<Record<string, Read>> = {
  text: (message) => {
    const body = objectOf(message['text'])['body'];
    return typeof body === 'string' ? { type: 'text', text: body } : null;
  },
  image: (message) => readMedia(message['image'], 'image'),
  video: (message) => readMedia(message['video'], 'video'),
  document: (message) => readMedia(message['document'], 'document'),
  sticker: (message) => readMedia(message['sticker'], 'sticker'),
  audio: (message) => readMedia(message['audio'], objectOf(message['audio'])['voice'] === true ? 'voice' : 'audio'),
  voice: (message) => readMedia(message['voice'], 'voice'),
  location: (message) => readLocation(objectOf(message['location'])),
  contacts: (message) => {
    const contacts = listOf(message['contacts']).filter(isObject).map(readCard);
    return contacts.length > 0 ? { type: 'contacts', contacts } : null;
  },
  interactive: (message) => readInteractive(objectOf(message['interactive'])),
  button: (message) => {
    const button = objectOf(message['button']);
    const payload = textOf(button['payload']) ?? textOf(button['text']);
    return payload === undefined ? null : { type: 'button', payload, text: textOf(button['text']) ?? payload };
  },
  reaction: (message) => {
    const reaction = objectOf(message['reaction']);
    const providerMessageId = textOf(reaction['message_id']);
    // A removed reaction comes with an empty emoji, or with none at all.
    return providerMessageId ? { type: 'reaction', providerMessageId, emoji: textOf(reaction['emoji']) ?? '' } : null;
  },
  order: (message) => {
    if (!isObject(message['order'])) return null;
    const catalogId = idOf(message['order']['catalog_id']);
    const text = textOf(message['order']['text']);
    return { type: 'order', ...(catalogId ? { catalogId } : {}), ...(text ? { text } : {}), items: [...listOf(message['order']['product_items'])] };
  },
};

function unsupported(message: JsonObject, type: string): InboundContent {
  // `unsupported` says what it was in an object of its own name (2026).
  const vendorType = type === 'unsupported' ? (textOf(objectOf(message['unsupported'])['type']) ?? type) : type;
  const interactiveType = type === 'interactive' ? textOf(objectOf(message['interactive'])['type']) : undefined;
  const errors = listOf(message['errors']);
  return {
    type: 'unsupported',
    vendorType: interactiveType ? `interactive.${interactiveType}` : vendorType,
    ...(errors.length > 0 ? { reason: describeMetaErrors(errors).message } : {}),
  };
}

function readMedia(value: unknown, kind: MediaKind): InboundContent | null {
  const media = objectOf(value);
  const providerMediaId = idOf(media['id']);
  if (!providerMediaId) return null;
  const mimeType = textOf(media['mime_type']);
  const filename = textOf(media['filename']);
  const caption = textOf(media['caption']);
  const sha256 = textOf(media['sha256']);
  const animated = booleanOf(media['animated']);
  return {
    type: 'media',
    media: {
      kind,
      providerMediaId,
      ...(mimeType ? { mimeType } : {}),
      ...(filename ? { filename } : {}),
      ...(caption ? { caption } : {}),
      ...(sha256 ? { sha256 } : {}),
      ...(animated === undefined ? {} : { animated }),
    },
  };
}

function readLocation(location: JsonObject): InboundContent | null {
  const latitude = numberOf(location['latitude']);
  const longitude = numberOf(location['longitude']);
  if (latitude === undefined || longitude === undefined) return null;
  const name = textOf(location['name']);
  const address = textOf(location['address']);
  return { type: 'location', latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) };
}

function readInteractive(interactive: JsonObject): InboundContent | null {
  const type = textOf(interactive['type']);
  if (type === 'button_reply' || type === 'list_reply') {
    const reply = objectOf(interactive[type]);
    const id = idOf(reply['id']);
    if (!id) return null;
    const description = textOf(reply['description']);
    return {
      type: 'interactive_reply',
      replyType: type === 'list_reply' ? 'list' : 'button',
      id,
      title: textOf(reply['title']) ?? '',
      ...(description ? { description } : {}),
    };
  }
  if (type !== 'nfm_reply' || !isObject(interactive['nfm_reply'])) return null;
  const reply = interactive['nfm_reply'];
  const name = textOf(reply['name']);
  const body = textOf(reply['body']);
  // Documented as text; an object has been seen where a proxy had parsed it.
  const response = reply['response_json'];
  return {
    type: 'form_reply',
    ...(name ? { name } : {}),
    ...(body ? { body } : {}),
    responseJson: typeof response === 'string' ? response : JSON.stringify(response ?? {}),
  };
}

function readCard(card: JsonObject): ContactCard {
  const name = objectOf(card['name']);
  const firstName = textOf(name['first_name']);
  const lastName = textOf(name['last_name']);
  const organisation = textOf(objectOf(card['org'])['company']);
  const phones = listOf(card['phones']).filter(isObject).flatMap((entry) => {
    const waId = idOf(entry['wa_id']);
    const phone = idOf(entry['phone']) ?? waId;
    const type = textOf(entry['type']);
    return phone ? [{ phone, ...(waId ? { waId } : {}), ...(type ? { type } : {}) }] : [];
  });
  const emails = listOf(card['emails']).filter(isObject).flatMap((entry) => {
    const email = textOf(entry['email']);
    const type = textOf(entry['type']);
    return email ? [{ email, ...(type ? { type } : {}) }] : [];
  });
  return {
    formattedName: textOf(name['formatted_name']) ?? ([firstName, lastName].filter(Boolean).join(' ') || organisation || phones[0]?.phone || ''),
    ...(firstName ? { firstName } : {}),
    ...(lastName ? { lastName } : {}),
    ...(organisation ? { organisation } : {}),
    phones,
    ...(emails.length > 0 ? { emails } : {}),
  };
}
