import { BUSINESS_SCOPED_ID } from '../customers';
import { checkContacts } from './contacts-request';
import { fieldsOf, findFlag, findText, getFields, getNumber, getText, onlyKeys, type Fields } from './check';
import { refuse, refuseParameter } from './errors';
import { checkInteractive, headerMediaOf } from './interactive-request';
import { checkMedia, type MediaReference } from './media-request';

export interface SendRequest {
  kind: 'send';
  /** As written, for `contacts[].input`. */
  input: string;
  /** Digits, or null where `recipient` is used. */
  phone: string | null;
  userId: string | null;
  /** A business-scoped id in `to`: answered 200, then never seen again (chatwoot PR 15150). */
  isLost: boolean;
  type: string;
  text: string | null;
  media: MediaReference | null;
  template: Fields | null;
  reactionTo: string | null;
  quotes: string | null;
  callbackData: string | null;
  raw: Fields;
}

export interface ReadRequest {
  kind: 'read';
  messageId: string;
  isTyping: boolean;
}

const SEND_KEYS = ['messaging_product', 'recipient_type', 'to', 'recipient', 'type', 'context', 'biz_opaque_callback_data', 'recipient_identity_key_hash'];
const TYPES = ['audio', 'contacts', 'document', 'image', 'interactive', 'location', 'reaction', 'sticker', 'template', 'text', 'video'] as const;
type MessageType = (typeof TYPES)[number];
const KEYS_BY_TYPE = new Map<string, ReadonlySet<string>>(TYPES.map((type) => [type, new Set([...SEND_KEYS, type])]));
const READ_KEYS = new Set(['messaging_product', 'status', 'message_id', 'typing_indicator']);
const TYPING_KEYS = new Set(['type']);
const TEXT_KEYS = new Set(['body', 'preview_url']);
const CONTEXT_KEYS = new Set(['message_id']);
const LOCATION_KEYS = new Set(['latitude', 'longitude', 'name', 'address']);
const REACTION_KEYS = new Set(['message_id', 'emoji']);
/** Limits of facts 1.2 (2026-11). @throws Refusal as the service words it */
export function checkRequest(body: Fields): SendRequest | ReadRequest {
  if (body.messaging_product === undefined) refuseParameter('The parameter messaging_product is required.');
  if (typeof body.messaging_product !== 'string' || body.messaging_product.toLowerCase() !== 'whatsapp') {
    refuseParameter(`Param messaging_product must be one of {WHATSAPP} - got "${String(body.messaging_product).slice(0, 40)}".`);
  }
  return body.status === undefined ? checkSend(body) : checkRead(body);
}

function checkRead(body: Fields): ReadRequest {
  onlyKeys(body, READ_KEYS, 'message');
  if (body.status !== 'read') refuseParameter(`Param status must be one of {READ} - got "${String(body.status).slice(0, 40)}".`);
  const messageId = getText(body, 'message_id', 'message', { max: 512 });
  if (body.typing_indicator === undefined) return { kind: 'read', messageId, isTyping: false };
  const typing = fieldsOf(body.typing_indicator, 'typing_indicator');
  onlyKeys(typing, TYPING_KEYS, 'typing_indicator');
  if (typing.type !== 'text') refuseParameter('Param typing_indicator[\'type\'] must be one of {TEXT}.');
  return { kind: 'read', messageId, isTyping: true };
}

function checkSend(body: Fields): SendRequest {
  const type = (body.type === undefined ? 'text' : body.type) as MessageType;
  const allowed = KEYS_BY_TYPE.get(type);
  if (!allowed) return refuseParameter(`Param type must be one of {${TYPES.map((one) => one.toUpperCase()).join(', ')}} - got "${String(type).slice(0, 40)}".`);
  onlyKeys(body, allowed, 'message');
  if (body.recipient_type !== undefined && body.recipient_type !== 'individual') {
    if (body.recipient_type === 'group') refuse(131215, 'Groups need an official business account; this number is not one');
    refuseParameter(`Param recipient_type must be one of {INDIVIDUAL, GROUP} - got "${String(body.recipient_type).slice(0, 40)}".`);
  }
  const request: SendRequest = {
    kind: 'send', ...checkRecipient(body), type, text: null, media: null, template: null, reactionTo: null, quotes: null,
    callbackData: findText(body, 'biz_opaque_callback_data', 'message', { max: 512 }), raw: body,
  };
  if (body.context !== undefined) {
    const context = fieldsOf(body.context, 'context');
    onlyKeys(context, CONTEXT_KEYS, 'context');
    request.quotes = getText(context, 'message_id', 'context', { max: 512 });
  }
  if (type !== 'contacts' && (body[type] === undefined || body[type] === null)) refuse(131008, `Parameter '${type}' is mandatory for type '${type}'`);
  checkContent(request, type, body);
  return request;
}

/** `to` wins over `recipient` where both are given. */
function checkRecipient(body: Fields): Pick<SendRequest, 'input' | 'phone' | 'userId' | 'isLost'> {
  const to = body.to;
  if (to !== undefined && to !== null && to !== '') {
    if (typeof to !== 'string' && typeof to !== 'number') return refuseParameter('Param to must be a string.');
    const input = String(to);
    const digits = /^\d+$/.test(input) ? input : input.replace(/[\s()+.-]/g, '');
    if (/^\d{7,15}$/.test(digits)) return { input, phone: digits, userId: null, isLost: false };
    if (BUSINESS_SCOPED_ID.test(input)) return { input, phone: null, userId: null, isLost: true };
    return refuse(131009, 'Param to is not a valid WhatsApp phone number');
  }
  const recipient = findText(body, 'recipient', 'message', { max: 140 });
  if (recipient === null) return refuseParameter('The parameter to is required.');
  if (!BUSINESS_SCOPED_ID.test(recipient)) refuse(131009, 'Param recipient is not a valid business-scoped user id');
  return { input: recipient, phone: null, userId: recipient, isLost: false };
}

function checkContent(request: SendRequest, type: MessageType, body: Fields): void {
  switch (type) {
    case 'text': {
      const text = fieldsOf(body.text, 'text');
      onlyKeys(text, TEXT_KEYS, 'text');
      findFlag(text, 'preview_url', 'text');
      request.text = getText(text, 'body', "type 'text'", { max: 4096 });
      return;
    }
    case 'image': case 'video': case 'audio': case 'document': case 'sticker': {
      const media = fieldsOf(body[type], type);
      request.media = checkMedia(media, type, type);
      request.text = type === 'audio' || type === 'sticker' ? null : findText(media, 'caption', type, { max: 1024 });
      if (type === 'audio') findFlag(media, 'voice', type);
      return;
    }
    case 'location': {
      const location = fieldsOf(body.location, 'location');
      onlyKeys(location, LOCATION_KEYS, 'location');
      getNumber(location, 'latitude', 'location', -90, 90);
      getNumber(location, 'longitude', 'location', -180, 180);
      findText(location, 'address', 'location', { max: 1000 });
      request.text = findText(location, 'name', 'location', { max: 1000 });
      return;
    }
    case 'contacts':
      request.text = checkContacts(body.contacts);
      return;
    case 'reaction': {
      if (request.quotes !== null) refuseParameter('A reaction cannot be a contextual reply.');
      const reaction = fieldsOf(body.reaction, 'reaction');
      onlyKeys(reaction, REACTION_KEYS, 'reaction');
      request.reactionTo = getText(reaction, 'message_id', 'reaction', { max: 512 });
      // "" takes the reaction away, so it is neither missing nor null here.
      const emoji = findText(reaction, 'emoji', 'reaction', { max: 32, mayBeEmpty: true });
      if (emoji === null) refuse(131008, "Parameter 'emoji' is mandatory for reaction");
      if (emoji !== '' && !/\p{Emoji}/u.test(emoji!)) refuse(131009, "Param reaction['emoji'] must be an emoji.");
      request.text = emoji;
      return;
    }
    case 'interactive':
      request.text = checkInteractive(getFields(body, 'interactive', 'message'));
      request.media = headerMediaOf(body.interactive as Fields);
      return;
    case 'template':
      request.template = getFields(body, 'template', 'message');
      return;
  }
}
