import type { ReferralView, ThreadContent, ThreadMessage } from '../../../../plugin/contracts/channels';
import type { InboundContent, InteractiveMessage, MediaKind, OutboundMessage, TemplateMessage } from '../../../../plugin/domain/message';
import { PORTAL_LINK_PLACEHOLDER, PORTAL_LINK_SHOWN, renderTemplate, valuesOf } from '../../../../plugin/domain/template';
import type { MessageRow, TemplateRow } from '../../platform/records';

type Payload = InboundContent | OutboundMessage;
type OrderItem = Extract<ThreadContent, { kind: 'order' }>['items'][number];

const FILES: ReadonlySet<string> = new Set<MediaKind>(['image', 'video', 'audio', 'voice', 'document', 'sticker']);
/** A customer's own numbers and words: bounded, whatever was sent. */
const MOST_ITEMS = 100;
const LONGEST_REFERRAL = 500;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

/** An item of a catalogue as providers name it. Meta: `product_retailer_id`, `quantity`, `item_price`, `currency` (messages webhook, 2026-11). */
const orderItem = (item: unknown): OrderItem[] => {
  if (typeof item !== 'object' || item === null) return [];
  const fields = item as Record<string, unknown>;
  return [
    {
      productId: String(fields.product_retailer_id ?? fields.productId ?? fields.id ?? ''),
      quantity: numberOf(fields.quantity) ?? 1,
      price: numberOf(fields.item_price ?? fields.price),
      currency: textOf(fields.currency),
    },
  ];
};

const interactive = ({ header, body, footer, action }: InteractiveMessage): ThreadContent => ({
  kind: 'interactive',
  header: header?.type === 'text' ? header.text : null,
  body,
  footer: footer ?? null,
  buttons: action.type === 'buttons' ? action.buttons.map(({ title }) => title) : [],
  list: action.type === 'list' ? { button: action.button, rows: action.sections.flatMap(({ rows }) => rows.map(({ title, description }) => ({ title, ...(description ? { description } : {}) }))) } : null,
  link: action.type === 'url' ? { label: action.label, url: action.url } : null,
});

const templateParts = (payload: TemplateMessage, body: string | null, template: TemplateRow | null): Extract<ThreadContent, { kind: 'template' }>['parts'] => {
  if (!template) return null;
  const { header, body: words, footer, buttons, text } = renderTemplate({ components: template.components, parameterFormat: template.parameterFormat, values: valuesOf(payload) });
  const shown = (part: string): string => part.replaceAll(PORTAL_LINK_PLACEHOLDER, PORTAL_LINK_SHOWN);
  if (shown(text) !== body) return null;
  return { header: header?.format === 'text' ? header.text : null, body: shown(words), footer: footer ?? null, buttons: buttons.map((button) => button.text).filter((title) => title !== '') };
};

const contentOf = (payload: Payload, body: string | null, template: TemplateRow | null): ThreadContent | null => {
  switch (payload.type) {
    case 'text':
    case 'reaction':
      return null;
    case 'media':
      return 'kind' in payload
        ? { kind: 'file', file: payload.kind, caption: payload.caption ?? null }
        : { kind: 'file', file: payload.media.kind, caption: payload.media.caption ?? null, ...(payload.media.animated ? { animated: true } : {}) };
    case 'location':
      return { kind: 'location', latitude: payload.latitude, longitude: payload.longitude, name: payload.name ?? null, address: payload.address ?? null };
    case 'contacts':
      return { kind: 'contacts', contacts: payload.contacts };
    case 'interactive':
      return interactive(payload);
    case 'template':
      return { kind: 'template', name: payload.name, language: payload.language, parts: templateParts(payload, body, template) };
    case 'order':
      return { kind: 'order', text: payload.text ?? null, items: payload.items.slice(0, MOST_ITEMS).flatMap(orderItem) };
    case 'poll':
      return { kind: 'poll', question: payload.question, options: payload.options };
    case 'button':
      return { kind: 'answer', text: payload.text || payload.payload };
    case 'interactive_reply':
      return { kind: 'answer', text: payload.title || payload.id };
    case 'form_reply':
      return { kind: 'answer', text: body ?? payload.body ?? payload.name ?? '' };
    case 'unsupported':
      return { kind: 'unsupported', what: payload.vendorType };
  }
};

/** What a bubble draws beyond its text. A document that is still to be fetched is a file already; an edited caption is the newer one. */
export const threadContent = (row: MessageRow, template: TemplateRow | null): ThreadContent | null => {
  const content = row.payload ? contentOf(row.payload, row.body, template) : FILES.has(row.type) ? { kind: 'file' as const, file: row.type as MediaKind, caption: row.body } : null;
  return content?.kind === 'file' && (row.edits?.length ?? 0) > 0 ? { ...content, caption: row.body } : content;
};

/** Meta: `source_url`, `headline`, `body` of an ad or a post, `referred_product` of a catalogue (messages webhook, 2026-11). */
const referralView = (referral: unknown): ReferralView | null => {
  if (typeof referral !== 'object' || referral === null) return null;
  const { headline, body, source_url: url, referred_product: product } = referral as Record<string, unknown>;
  const shortOf = (value: unknown): string | null => textOf(value)?.slice(0, LONGEST_REFERRAL) ?? null;
  const view = {
    headline: shortOf(headline),
    text: shortOf(body),
    url: textOf(url),
    product: shortOf((product as Record<string, unknown> | null | undefined)?.product_retailer_id),
  };
  return Object.values(view).some((part) => part !== null) ? view : null;
};

/** How a customer's message came about: intake keeps it beside the content. */
export const arrivalOf = ({ direction, payload }: MessageRow): Pick<ThreadMessage, 'forwarded' | 'referral'> => {
  const { forwarded, referral } = (direction === 'inbound' ? (payload ?? {}) : {}) as { forwarded?: unknown; referral?: unknown };
  return { forwarded: forwarded === true, referral: referralView(referral) };
};
