import { readFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';
import type { ChatEntry, SentMessage } from '../ledger';
import type { MediaFile } from '../media-store';
import type { RenderedTemplate } from '../meta/template-request';
import type { World } from '../world';

/** A message as the phone draws it. All text is data: the page writes it with textContent. */
export interface Bubble {
  id: string;
  direction: 'in' | 'out';
  at: number;
  type: string;
  status: string | null;
  error: string | null;
  header: string | null;
  text: string | null;
  footer: string | null;
  media: { url: string; mimeType: string; filename: string | null; bytes: number; pages: number | null; kind: string; voice: boolean } | null;
  /** Replies the customer can press. */
  buttons: Array<{ kind: 'reply' | 'url' | 'call' | 'copy'; title: string; id?: string; value?: string }>;
  list: { label: string; sections: Array<{ title: string; rows: Array<{ id: string; title: string; description: string }> }> } | null;
  location: { name: string; address: string; latitude: string; longitude: string } | null;
  contacts: Array<{ name: string; phone: string }>;
  quote: string | null;
  template: string | null;
  isRevoked: boolean;
  isEdited: boolean;
  reactions: string[];
}

type Json = Record<string, unknown>;
const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const asText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const asList = (value: unknown): Json[] => (Array.isArray(value) ? value.map(asObject) : []);

export interface PhoneView {
  bubbleOf(entry: ChatEntry): Promise<Bubble>;
  /** One line for the list of chats. */
  previewOf(entry: ChatEntry): string;
}

export function createPhoneView(world: World): PhoneView {
  const pageCounts = new Map<string, number | null>();

  const pagesOf = async (file: MediaFile): Promise<number | null> => {
    if (file.mimeType !== 'application/pdf') return null;
    if (!pageCounts.has(file.id)) pageCounts.set(file.id, await countPages(file));
    return pageCounts.get(file.id) ?? null;
  };

  const mediaOf = async (entry: ChatEntry): Promise<Bubble['media']> => {
    const file = entry.mediaId === null ? null : world.media.find(entry.mediaId);
    if (!file) return null;
    const filename = (entry.direction === 'out' ? entry.filename : null) ?? file.filename;
    const content = asObject(entry.raw[entry.type]);
    return {
      url: `/phone/media/${file.id}`, mimeType: file.mimeType, filename, bytes: file.bytes, pages: await pagesOf(file),
      kind: kindOf(entry.type, file.mimeType), voice: content.voice === true,
    };
  };

  const quoteOf = (entry: ChatEntry): string | null => {
    const context = asObject(entry.raw.context);
    const quoted = world.ledger.find(asText(context.message_id) ?? asText(context.id) ?? '');
    return quoted ? previewOf(quoted) : null;
  };

  const previewOf = (entry: ChatEntry): string => {
    if (entry.direction === 'in' && entry.isRevoked) return 'This message was deleted';
    const text = entry.direction === 'out' ? entry.text : receivedText(entry);
    const label = LABELS[entry.type];
    const line = label === undefined ? text : text ? `${label.split(' ')[0]} ${text}` : label;
    const state = entry.direction === 'out' && entry.deliveryStatus === 'failed' ? 'Not delivered: ' : '';
    return `${state}${line ?? entry.type}`.replace(/\s+/g, ' ').slice(0, 120);
  };

  return {
    previewOf,
    async bubbleOf(entry) {
      const bubble: Bubble = {
        id: entry.id, direction: entry.direction, at: entry.at, type: entry.type,
        status: entry.direction === 'out' ? entry.deliveryStatus : entry.isRead ? 'read' : 'delivered',
        error: entry.direction === 'out' && entry.failure ? `${entry.failure.code}: ${entry.failure.details}` : null,
        header: null, text: entry.direction === 'out' ? entry.text : receivedText(entry), footer: null,
        media: await mediaOf(entry), buttons: [], list: null, location: null, contacts: [], quote: quoteOf(entry),
        template: entry.direction === 'out' ? entry.template : null,
        isRevoked: entry.direction === 'in' && entry.isRevoked, isEdited: entry.direction === 'in' && entry.editedText !== null,
        reactions: Object.values(entry.reactions).filter((one): one is string => one !== null),
      };
      if (entry.type === 'location') bubble.location = placeOf(asObject(entry.raw.location));
      if (entry.type === 'contacts') bubble.contacts = asList(entry.raw.contacts).map((card) => ({ name: asText(asObject(card.name).formatted_name) ?? '?', phone: asText(asList(card.phones)[0]?.phone) ?? '' }));
      if (entry.direction === 'out' && entry.type === 'interactive') addInteractive(bubble, asObject(entry.raw.interactive));
      if (entry.direction === 'out' && entry.view) addTemplate(bubble, entry);
      return bubble;
    },
  };
}

const LABELS: Record<string, string> = {
  image: '📷 Photo', video: '🎬 Video', audio: '🎤 Audio', document: '📄 Document', sticker: '🩷 Sticker', location: '📍 Location', contacts: '👤 Contact', order: '🛒 Order', unsupported: '⚠️ Unsupported message',
};

function receivedText(entry: ChatEntry): string | null {
  if (entry.direction === 'in' && entry.editedText !== null) return entry.editedText;
  const { raw } = entry;
  const interactive = asObject(raw.interactive);
  return asText(asObject(raw.text).body) ?? asText(asObject(raw[entry.type]).caption) ?? asText(asObject(raw.button).text)
    ?? asText(asObject(interactive.button_reply).title) ?? asText(asObject(interactive.list_reply).title) ?? asText(asObject(raw.order).text);
}

function kindOf(type: string, mimeType: string): string {
  if (type === 'sticker') return 'sticker';
  if (/^image\/(jpeg|png|webp|gif)$/.test(mimeType)) return 'image';
  if (mimeType.startsWith('video/')) return 'video';
  if (mimeType.startsWith('audio/')) return 'audio';
  return 'document';
}

function placeOf(location: Json): Bubble['location'] {
  return { name: asText(location.name) ?? 'Location', address: asText(location.address) ?? '', latitude: String(location.latitude ?? ''), longitude: String(location.longitude ?? '') };
}

function addInteractive(bubble: Bubble, interactive: Json): void {
  const header = asObject(interactive.header);
  const action = asObject(interactive.action);
  bubble.header = asText(header.text);
  bubble.footer = asText(asObject(interactive.footer).text);
  for (const button of asList(action.buttons)) {
    const reply = asObject(button.reply);
    bubble.buttons.push({ kind: 'reply', title: asText(reply.title) ?? '', id: asText(reply.id) ?? '' });
  }
  if (interactive.type === 'list') {
    bubble.list = {
      label: asText(action.button) ?? '',
      sections: asList(action.sections).map((section) => ({
        title: asText(section.title) ?? '',
        rows: asList(section.rows).map((row) => ({ id: asText(row.id) ?? '', title: asText(row.title) ?? '', description: asText(row.description) ?? '' })),
      })),
    };
  }
  if (interactive.type === 'cta_url') {
    const parameters = asObject(action.parameters);
    bubble.buttons.push({ kind: 'url', title: asText(parameters.display_text) ?? '', value: asText(parameters.url) ?? '' });
  }
}

function addTemplate(bubble: Bubble, entry: SentMessage): void {
  const view = entry.view as RenderedTemplate;
  bubble.header = view.header?.text ?? null;
  bubble.footer = view.footer;
  if (view.header?.location) bubble.location = placeOf(view.header.location);
  bubble.buttons = view.buttons.map((button) => {
    switch (button.type) {
      case 'URL': case 'OTP': return { kind: 'url' as const, title: button.text, value: button.url ?? '' };
      case 'PHONE_NUMBER': return { kind: 'call' as const, title: button.text, value: button.phone ?? '' };
      case 'COPY_CODE': return { kind: 'copy' as const, title: button.text, value: button.code ?? '' };
      default: return { kind: 'reply' as const, title: button.text, id: button.payload ?? button.text };
    }
  });
}

async function countPages(file: MediaFile): Promise<number | null> {
  try {
    const document = await PDFDocument.load(await readFile(file.path), { ignoreEncryption: true, updateMetadata: false });
    return document.getPageCount();
  } catch {
    // Called a PDF, but none: the card then shows the size alone.
    return null;
  }
}
