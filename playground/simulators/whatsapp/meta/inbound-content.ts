import { Readable } from 'node:stream';
import type { AccountState } from '../accounts';
import type { Customer } from '../customers';
import type { ChatEntry, ReceivedMessage } from '../ledger';
import type { MediaFile } from '../media-store';
import type { World } from '../world';
import { kindOfType, LIVES_MS, mediaTypeOf } from './media-kinds';
import type { RenderedTemplate } from './template-request';

export class InvalidInbound extends Error {}

export type Spec = Record<string, unknown>;

/** The part of an inbound message that differs by type, and what it does to the chat. */
export interface Content {
  type: string;
  body: Record<string, unknown>;
  context?: Record<string, unknown>;
  mediaId?: string;
  /** Changes another message instead of standing in the chat itself. */
  touches?: (target: ReceivedMessage | ChatEntry) => void;
  touchedId?: string;
  opensWindow: boolean;
}

const MEDIA_TYPES = ['image', 'video', 'audio', 'voice', 'document', 'sticker'];
const MAX_MEDIA_BYTES = 100 * 1024 * 1024;

export function textOf(spec: Spec, key: string): string | null {
  const value = spec[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new InvalidInbound(`${key} must be a string`);
  return value;
}

/** @throws InvalidInbound in words a test's author can act on */
export async function contentOf(world: World, account: AccountState, customer: Customer, spec: Spec, mediaUrl: (file: MediaFile) => string): Promise<Content> {
  const type = textOf(spec, 'type') ?? 'text';
  const quoted = (): Record<string, unknown> | undefined => {
    const id = textOf(spec, 'replyTo') ?? textOf(spec, 'messageId');
    return id === null ? undefined : contextOf(world, account, customer, id);
  };
  switch (type) {
    case 'text':
      return { type, body: { text: { body: textOf(spec, 'text') ?? '' } }, context: quoted(), opensWindow: true };
    case 'reply': {
      const id = textOf(spec, 'replyTo') ?? textOf(spec, 'messageId') ?? lastSent(customer, () => true)?.id;
      if (!id) throw new InvalidInbound('reply needs replyTo: nothing was sent to this customer yet');
      return { type: 'text', body: { text: { body: textOf(spec, 'text') ?? '' } }, context: contextOf(world, account, customer, id), opensWindow: true };
    }
    case 'reaction': {
      const id = textOf(spec, 'messageId') ?? textOf(spec, 'replyTo') ?? lastSent(customer, () => true)?.id;
      if (!id) throw new InvalidInbound('reaction needs messageId');
      const emoji = textOf(spec, 'emoji');
      return { type, body: { reaction: { message_id: id, ...(emoji === null ? {} : { emoji }) } }, touchedId: id, touches: (target) => void (target.reactions.customer = emoji || null), opensWindow: true };
    }
    case 'button': case 'button_reply': case 'list': case 'list_reply':
      return pressed(world, account, customer, spec, type.startsWith('list'));
    case 'location': {
      const given = spec.location ?? { latitude: spec.latitude ?? -23.5505, longitude: spec.longitude ?? -46.6333, name: spec.text ?? 'Praça da Sé' };
      return { type, body: { location: given }, context: quoted(), opensWindow: true };
    }
    case 'contacts': {
      const given = spec.contacts ?? [{ name: { formatted_name: textOf(spec, 'text') ?? 'Bia', first_name: textOf(spec, 'text') ?? 'Bia' }, phones: [{ phone: '+55 11 90000-0000', wa_id: '5511900000000', type: 'CELL' }] }];
      return { type, body: { contacts: given }, context: quoted(), opensWindow: true };
    }
    case 'order':
      return { type, body: { order: spec.order ?? { catalog_id: '400000000000004', text: textOf(spec, 'text') ?? '', product_items: [{ product_retailer_id: 'SKU-1', quantity: 1, item_price: 10, currency: 'BRL' }] } }, opensWindow: true };
    case 'edit': {
      const id = originalId(spec, customer);
      const body = textOf(spec, 'text') ?? '';
      return { type, body: { edit: { original_message_id: id, message: { type: 'text', text: { body }, context: { id } } } }, touchedId: id, touches: (target) => { if (target.direction === 'in') target.editedText = body; }, opensWindow: false };
    }
    case 'revoke': {
      const id = originalId(spec, customer);
      return { type, body: { revoke: { original_message_id: id } }, touchedId: id, touches: (target) => { if (target.direction === 'in') target.isRevoked = true; }, opensWindow: false };
    }
    case 'unsupported':
      return {
        type, opensWindow: true,
        body: { errors: [{ code: 131051, title: 'Message type unknown', message: 'Message type unknown', error_data: { details: 'Message type is currently not supported.' } }], unsupported: { type: textOf(spec, 'unsupportedType') ?? 'poll_creation' } },
      };
    default:
      if (type === 'media' || MEDIA_TYPES.includes(type)) return mediaContent(world, account, spec, type, quoted(), mediaUrl);
      throw new InvalidInbound(`unknown type ${type}`);
  }
}

async function mediaContent(world: World, account: AccountState, spec: Spec, type: string, context: Record<string, unknown> | undefined, mediaUrl: (file: MediaFile) => string): Promise<Content> {
  const media = spec.media as Spec | undefined;
  if (typeof media !== 'object' || media === null || typeof media.base64 !== 'string' || typeof media.mimeType !== 'string') {
    throw new InvalidInbound('media needs {base64, mimeType, filename?}');
  }
  const mimeType = media.mimeType;
  const kind = type === 'media' ? (kindOfType(mediaTypeOf(mimeType)) ?? 'document') : type === 'voice' ? 'audio' : type;
  const filename = textOf(media, 'filename');
  const file = await world.media.put(account.config.key, Readable.from([Buffer.from(media.base64, 'base64')]), { mimeType, filename, limit: MAX_MEDIA_BYTES, livesMs: LIVES_MS.received });
  const caption = textOf(media, 'caption') ?? textOf(spec, 'caption') ?? textOf(spec, 'text');
  return {
    type: kind,
    body: {
      [kind]: {
        mime_type: mimeType,
        sha256: Buffer.from(file.sha256, 'hex').toString('base64'),
        id: file.id,
        url: mediaUrl(file),
        ...(kind === 'document' && filename !== null ? { filename } : {}),
        ...(caption !== null && kind !== 'audio' && kind !== 'sticker' ? { caption } : {}),
        ...(kind === 'audio' ? { voice: type === 'voice' || media.voice === true } : {}),
        ...(kind === 'sticker' ? { animated: media.animated === true } : {}),
      },
    },
    context,
    mediaId: file.id,
    opensWindow: true,
  };
}

/** A quick reply of a template comes as `button`, one of an interactive message as `interactive`. */
function pressed(world: World, account: AccountState, customer: Customer, spec: Spec, isList: boolean): Content {
  const given = textOf(spec, 'replyTo') ?? textOf(spec, 'messageId');
  const found = given === null ? lastSent(customer, (one) => (isList ? interactiveOf(one)?.type === 'list' : one.template !== null || interactiveOf(one)?.type === 'button')) : world.ledger.find(given);
  const target = found?.direction === 'out' ? found : null;
  const context = target ? contextOf(world, account, customer, target.id) : given === null ? undefined : contextOf(world, account, customer, given);
  const wantedId = textOf(spec, 'id') ?? textOf(spec, 'payload');
  const wantedTitle = textOf(spec, 'title') ?? textOf(spec, 'text');
  const matches = (id: string, title: string): boolean => (wantedId === null || wantedId === id) && (wantedTitle === null || wantedTitle === title);
  if (isList) {
    const rows = (interactiveOf(target)?.action?.sections ?? []).flatMap((section) => section.rows);
    const row = rows.find((one) => matches(one.id, one.title)) ?? { id: wantedId ?? 'row', title: wantedTitle ?? wantedId ?? 'Row' };
    return { type: 'interactive', body: { interactive: { type: 'list_reply', list_reply: row } }, context, opensWindow: true };
  }
  const replies = interactiveOf(target)?.action?.buttons?.map((one) => one.reply);
  if (replies || textOf(spec, 'type') === 'button_reply') {
    const reply = replies?.find((one) => matches(one.id, one.title)) ?? { id: wantedId ?? 'button', title: wantedTitle ?? wantedId ?? 'Button' };
    return { type: 'interactive', body: { interactive: { type: 'button_reply', button_reply: reply } }, context, opensWindow: true };
  }
  const quick = (target?.view as RenderedTemplate | null)?.buttons.filter((one) => one.type === 'QUICK_REPLY') ?? [];
  const button = quick.find((one) => matches(one.payload ?? one.text, one.text)) ?? { payload: wantedId ?? wantedTitle ?? 'OK', text: wantedTitle ?? wantedId ?? 'OK' };
  return { type: 'button', body: { button: { payload: button.payload ?? button.text, text: button.text } }, context, opensWindow: true };
}

interface InteractiveShape {
  type: string;
  action?: { buttons?: Array<{ reply: { id: string; title: string } }>; sections?: Array<{ rows: Array<{ id: string; title: string; description?: string }> }> };
}

function interactiveOf(entry: ChatEntry | null | undefined): InteractiveShape | null {
  return entry?.direction === 'out' && entry.type === 'interactive' ? (entry.raw.interactive as InteractiveShape) : null;
}

function lastSent(customer: Customer, fits: (entry: Extract<ChatEntry, { direction: 'out' }>) => boolean): Extract<ChatEntry, { direction: 'out' }> | null {
  for (let at = customer.messages.length - 1; at >= 0; at -= 1) {
    const entry = customer.messages[at]!;
    if (entry.direction === 'out' && fits(entry)) return entry;
  }
  return null;
}

function contextOf(world: World, account: AccountState, customer: Customer, id: string): Record<string, unknown> {
  const quoted = world.ledger.find(id);
  const from = quoted?.direction === 'in' ? (customer.waId ?? undefined) : account.businessPhone;
  return { ...(from === undefined ? {} : { from }), id };
}

function originalId(spec: Spec, customer: Customer): string {
  const given = textOf(spec, 'messageId') ?? textOf(spec, 'replyTo');
  const last = customer.messages.filter((one) => one.direction === 'in').at(-1)?.id;
  const id = given ?? last;
  if (!id) throw new InvalidInbound('edit and revoke need messageId: the customer has written nothing yet');
  return id;
}
