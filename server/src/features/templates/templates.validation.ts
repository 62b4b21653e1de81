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
  recordMappings: z.partialRecord(z.enum(['invoice', 'sales-order']), slotMapping).optional(),
  documentTitles: z.array(z.enum(['invoice', 'credit_note', 'quotation', 'order'])).max(4).optional(),
});
