import { z } from 'zod';

export const templatesQuery = z.object({
  account: z.string().max(100).optional(),
  search: z.string().trim().max(200).optional(),
  status: z.string().trim().max(50).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
});

export const syncBody = z.strictObject({ account: z.string().min(1).max(100) });

const slot = z.string().regex(/^(header|body|buttons)\.\w{1,100}$/);
const fallback = z.string().max(200).optional();
const source = z.union([z.strictObject({ path: z.string().min(1).max(200), fallback }), z.strictObject({ text: z.string().max(1_024), fallback })]);
const slotMapping = z.record(slot, source);

export const mappingBody = z.strictObject({
  mapping: slotMapping.optional(),
  recordMappings: z.record(z.string().regex(/^(invoice|sales-order|api::[\w-]+\.[\w-]+)$/), slotMapping).optional(),
  documentTitles: z.array(z.enum(['invoice', 'credit_note', 'quotation', 'order'])).max(4).optional(),
});

export const headerFileBody = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('url'), url: z.string().trim().min(1).max(2_048) }),
  z.strictObject({ source: z.literal('default') }),
  z.strictObject({ source: z.literal('none') }),
]);

const words = z.string().max(4_000);
const samples = z.array(z.string().max(500)).max(100).optional();
const button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('quick_reply'), text: words }),
  z.strictObject({ type: z.literal('url'), text: words, url: words, example: samples }),
  z.strictObject({ type: z.literal('phone'), text: words, phone: words }),
  z.strictObject({ type: z.literal('copy_code'), text: words, example: words.optional() }),
]);
const component = z.union([
  z.strictObject({ type: z.literal('header'), format: z.enum(['text', 'image', 'video', 'document', 'location']), text: words.optional(), example: samples }),
  z.strictObject({ type: z.literal('body'), text: words, example: samples }),
  z.strictObject({ type: z.literal('footer'), text: words }),
  z.strictObject({ type: z.literal('buttons'), buttons: z.array(button).max(50) }),
]);

/** What WhatsApp allows in it is the domain's to say, rule by rule. */
const written = { category: z.enum(['MARKETING', 'UTILITY']), components: z.array(component).max(10) };

export const updateDraftBody = z.strictObject(written);

export const draftBody = z.strictObject({ account: z.string().min(1).max(100), name: z.string().max(600), language: z.string().max(20), ...written });

export const duplicateBody = z.strictObject({ language: z.string().max(20) });
