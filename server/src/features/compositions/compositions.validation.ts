import { z } from 'zod';

/** Long enough for every limit of WhatsApp; the exact ones are the law's to say, in words. */
const words = z.string().max(65_536);
const short = z.string().max(2_000);

const chosen = {
  account: z.string().min(1).max(100).optional(),
  to: z.union([z.string().trim().min(1).max(200), z.strictObject({ contact: z.string().min(1).max(64) })]).optional(),
  country: z.string().regex(/^[A-Z]{2}$/).optional(),
  template: z.string().min(1).max(512).optional(),
  language: z.string().min(2).max(20).optional(),
  typed: z.record(z.string().max(100), short).optional(),
};

export const prepareBody = z.strictObject({ ...chosen, kind: z.enum(['text', 'image', 'document', 'template', 'buttons', 'list']) });

const interactive = { body: words, header: short.optional(), footer: short.optional() };

const content = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: words }),
  z.strictObject({ kind: z.literal('image'), caption: words.optional() }),
  z.strictObject({ kind: z.literal('document'), caption: words.optional() }),
  z.strictObject({ kind: z.literal('template') }),
  z.strictObject({ kind: z.literal('buttons'), ...interactive, buttons: z.array(z.strictObject({ title: short })).max(100) }),
  z.strictObject({
    kind: z.literal('list'),
    ...interactive,
    button: short,
    sections: z.array(z.strictObject({ title: short.optional(), rows: z.array(z.strictObject({ title: short, description: short.optional() })).max(100) })).max(100),
  }),
]);

export const sendBody = z.strictObject({
  ...chosen,
  content,
  useDefault: z.boolean().optional(),
  confirmElsewhere: z.boolean().optional(),
  idempotencyKey: z.string().min(8).max(255),
});

export const peopleQuery = z.object({ search: z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), z.string().trim().max(200).optional()) });
