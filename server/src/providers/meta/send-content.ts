import { ProviderError } from '../provider-error';
import type {
  ContactCard,
  InteractiveMessage,
  LocationMessage,
  MediaMessage,
  MediaRef,
  OutboundMessage,
  TemplateButtonValue,
  TemplateHeaderValue,
  TemplateMessage,
  TemplateParameter,
} from '../../../../plugin/domain/message';

type GraphObject = Record<string, unknown>;

/** `type` and the object of that name, for every kind of message. */
export function toContent(message: OutboundMessage): GraphObject {
  switch (message.type) {
    case 'text':
      return { type: 'text', text: { body: message.text, preview_url: message.previewUrl ?? false } };
    case 'media':
      return toMedia(message);
    case 'template':
      return { type: 'template', template: toTemplate(message) };
    case 'interactive':
      return { type: 'interactive', interactive: toInteractive(message) };
    case 'reaction':
      return { type: 'reaction', reaction: { message_id: message.providerMessageId, emoji: message.emoji } };
    case 'location':
      return { type: 'location', location: toLocation(message) };
    case 'contacts':
      return { type: 'contacts', contacts: message.contacts.map(toContact) };
  }
}

/** The uploaded id, else the link. An id goes first: a link has to be reachable for Meta, an id always is. */
function toFile(media: MediaRef): GraphObject {
  if (media.providerMediaId) return { id: media.providerMediaId };
  if (media.link) return { link: media.link };
  throw new ProviderError('invalid_media', 'The file has neither been uploaded to Meta nor a public address.');
}

/** Without a filename the customer sees a document called "Untitled". */
function toDocument(media: MediaRef): GraphObject {
  return { ...toFile(media), ...(media.filename ? { filename: media.filename } : {}) };
}

function toMedia({ kind, media, caption }: MediaMessage): GraphObject {
  const withCaption = caption ? { caption } : {};
  switch (kind) {
    case 'image':
    case 'video':
      return { type: kind, [kind]: { ...toFile(media), ...withCaption } };
    case 'document':
      return { type: 'document', document: { ...toDocument(media), ...withCaption } };
    case 'audio':
      return { type: 'audio', audio: toFile(media) };
    case 'voice':
      // A voice note is an audio message with a flag, drawn with a waveform and reported as `played`.
      return { type: 'audio', audio: { ...toFile(media), voice: true } };
    case 'sticker':
      return { type: 'sticker', sticker: toFile(media) };
  }
}

function toLocation({ latitude, longitude, name, address }: Omit<LocationMessage, 'type'>): GraphObject {
  return { latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) };
}

function toHeaderFile(type: 'image' | 'video' | 'document', media: MediaRef): GraphObject {
  return { type, [type]: type === 'document' ? toDocument(media) : toFile(media) };
}

function toTextParameter({ name, text }: TemplateParameter): GraphObject {
  return { type: 'text', ...(name ? { parameter_name: name } : {}), text };
}

/**
 * Parts without values are left out altogether: an empty `parameters` is refused with 132000 (frappe_whatsapp, chatwoot
 * threads in facts 9.4).
 */
function toTemplate(message: TemplateMessage): GraphObject {
  const header = message.header ? toTemplateHeader(message.header) : [];
  const components = [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(message.body.length > 0 ? [{ type: 'body', parameters: message.body.map(toTextParameter) }] : []),
    ...message.buttons.map(toTemplateButton),
  ];
  return { name: message.name, language: { code: message.language }, ...(components.length > 0 ? { components } : {}) };
}

function toTemplateHeader(header: TemplateHeaderValue): GraphObject[] {
  switch (header.type) {
    case 'text':
      return header.parameters.map(toTextParameter);
    case 'location':
      return [{ type: 'location', location: toLocation(header) }];
    case 'image':
    case 'video':
    case 'document':
      return [toHeaderFile(header.type, header.media)];
  }
}

function toTemplateButton(button: TemplateButtonValue): GraphObject {
  // Meta takes the index as text (facts 1.2).
  const common = { type: 'button', sub_type: button.subType, index: String(button.index) };
  switch (button.subType) {
    case 'quick_reply':
      return { ...common, parameters: [{ type: 'payload', payload: button.payload }] };
    case 'url':
      return { ...common, parameters: [{ type: 'text', text: button.text }] };
    case 'copy_code':
      return { ...common, parameters: [{ type: 'coupon_code', coupon_code: button.code }] };
  }
}

function toInteractive({ header, body, footer, action }: InteractiveMessage): GraphObject {
  const parts = {
    ...(header ? { header: header.type === 'text' ? { type: 'text', text: header.text } : toHeaderFile(header.type, header.media) } : {}),
    body: { text: body },
    ...(footer ? { footer: { text: footer } } : {}),
  };
  switch (action.type) {
    case 'buttons':
      return { type: 'button', ...parts, action: { buttons: action.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })) } };
    case 'list':
      return {
        type: 'list',
        ...parts,
        action: {
          button: action.button,
          sections: action.sections.map(({ title, rows }) => ({
            ...(title ? { title } : {}),
            rows: rows.map((row) => ({ id: row.id, title: row.title, ...(row.description ? { description: row.description } : {}) })),
          })),
        },
      };
    case 'url':
      return { type: 'cta_url', ...parts, action: { name: 'cta_url', parameters: { display_text: action.label, url: action.url } } };
  }
}

function toContact(card: ContactCard): GraphObject {
  return {
    name: {
      formatted_name: card.formattedName,
      // Meta refuses a name that has only its formatted form (131009, contacts messages page, 2026-11).
      ...(card.firstName || !card.lastName ? { first_name: card.firstName || card.formattedName } : {}),
      ...(card.lastName ? { last_name: card.lastName } : {}),
    },
    ...(card.organisation ? { org: { company: card.organisation } } : {}),
    phones: card.phones.map(({ phone, type, waId }) => ({ phone, ...(type ? { type } : {}), ...(waId ? { wa_id: waId } : {}) })),
    ...(card.emails && card.emails.length > 0 ? { emails: card.emails.map(({ email, type }) => ({ email, ...(type ? { type } : {}) })) } : {}),
  };
}
