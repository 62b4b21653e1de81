import { z } from 'zod';
import { interactiveInput } from '../../platform/interactive-input';

const text = (max: number) => z.string().trim().min(1).max(max);
const date = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

export const recipient = z.union([
  z.string().trim().min(1).max(200),
  z.strictObject({ contact: z.string().min(1).max(64) }),
  z.strictObject({ group: z.string().min(1).max(200) }),
]);

const common = {
  account: z.string().min(1).max(100).optional(),
  to: recipient,
  idempotencyKey: z.string().min(1).max(255).optional(),
  sendAt: date.optional(),
  expiresAt: date.optional(),
  replyTo: z.string().min(1).max(64).optional(),
};

export const textBody = z.strictObject({ ...common, text: z.string().min(1).max(65_536), previewUrl: z.boolean().optional() });

export const MEDIA_KINDS = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;

const mediaSource = z
  .strictObject({
    type: z.enum(MEDIA_KINDS),
    url: z.string().min(1).max(2_048).optional(),
    mediaId: z.string().min(1).max(64).optional(),
    base64: z.string().min(1).optional(),
    filename: z.string().min(1).max(240).optional(),
    mimeType: z.string().min(3).max(200).optional(),
  })
  .refine(({ url, mediaId, base64 }) => [url, mediaId, base64].filter((source) => source !== undefined).length <= 1, 'give one of url, mediaId and base64');

export const mediaBody = z.strictObject({ ...common, media: mediaSource, caption: z.string().max(4_096).optional() });

const value = z.union([z.string(), z.number()]);

export const templateBody = z.strictObject({
  ...common,
  template: text(512),
  language: z.string().min(2).max(20).optional(),
  variables: z
    .strictObject({
      header: z.union([z.string(), z.array(z.string()), z.record(z.string(), value)]).optional(),
      body: z.union([z.array(value).max(100), z.record(z.string(), value)]).optional(),
      buttons: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
});

export const interactiveBody = z.strictObject({ ...common, interactive: interactiveInput });

export const documentBody = z.strictObject({
  ...common,
  to: recipient.optional(),
  record: z
    .strictObject({
      type: z.string().min(1).max(100),
      id: z.string().min(1).max(64).optional(),
      number: z.string().min(1).max(200).optional(),
      company: z.string().min(1).max(200).optional(),
      connection: z.string().min(1).max(200).optional(),
    })
    .refine(({ id, number }) => (id === undefined) !== (number === undefined), 'give id or number'),
  template: text(512).optional(),
  caption: z.string().max(4_096).optional(),
});

const limit = z.coerce.number().int().min(1).max(100).default(25);
const STATUSES = ['queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'played', 'failed', 'uncertain', 'cancelled', 'received'] as const;

export const messagesQuery = z.strictObject({
  channel: z.string().max(64).optional(),
  contact: z.string().max(64).optional(),
  status: z.enum(STATUSES).optional(),
  direction: z.enum(['inbound', 'outbound']).optional(),
  after: z.string().max(200).optional(),
  limit,
});

export const recordsQuery = z.strictObject({ number: z.string().max(200).optional(), changedAfter: date.optional(), after: z.string().max(200).optional(), limit });

export const contactBody = z.strictObject({
  phone: z.string().trim().min(1).max(40),
  name: text(200).optional(),
  consent: z
    .strictObject({ utility: z.boolean().optional(), marketing: z.boolean().optional(), source: text(200), wording: z.string().max(2_000).optional() })
    .optional(),
});

export const syncBody = z.strictObject({ records: z.array(z.enum(['partner', 'sales-order', 'invoice'])).min(1).optional(), full: z.boolean().optional() });

export type CommonSend = Pick<z.infer<typeof textBody>, 'account' | 'to' | 'idempotencyKey' | 'sendAt' | 'expiresAt' | 'replyTo'>;
