import { z } from 'zod';

const settings = z.record(z.string().max(100), z.union([z.string().max(4_096), z.number(), z.boolean(), z.null()]));
const secrets = z.record(z.string().max(100), z.string().max(4_096));

export const accountBody = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'must be lower-case letters, digits and dashes, at most 40')
    .optional(),
  name: z.string().trim().min(1).max(100),
  provider: z.string().min(1).max(50),
  active: z.boolean().optional(),
  isDefault: z.boolean().optional(),
  companies: z.array(z.string().min(1).max(64)).max(1_000).nullish(),
  defaultFor: z.array(z.string().min(1).max(64)).max(1_000).optional(),
  settings,
  secrets: secrets.optional(),
  verifyToken: z
    .string()
    .trim()
    .regex(/^[\w-]{8,256}$/, 'must be 8 to 256 letters, digits, dashes and underscores')
    .optional(),
  defaultLanguage: z
    .string()
    .trim()
    .regex(/^[a-z]{2,3}(?:_[A-Za-z0-9]{2,4})?$/, 'must be a language code such as en or pt_BR')
    .nullish()
    .or(z.literal('').transform(() => null)),
  messagesPerSecond: z.number().int().min(1).max(1_000).nullish(),
  defaultMediaUrl: z.string().trim().max(2_048).nullish(),
});

/** A change may name any part; what is absent stays. */
export const accountChange = accountBody.partial();

export const accountTestBody = z.strictObject({
  id: z.string().max(64).optional(),
  provider: z.string().min(1).max(50),
  settings,
  secrets: secrets.optional(),
});

export const secretBody = z.strictObject({
  value: z.string().min(1).max(4_096),
  former: z.union([z.strictObject({ keep: z.literal(false) }), z.strictObject({ keep: z.literal(true), until: z.iso.datetime({ offset: true }).nullable() })]),
});

export const mediaSettingsBody = z.strictObject({
  defaultMediaUrl: z
    .string()
    .trim()
    .max(2_048)
    .nullable()
    .transform((url) => url || null),
});

export const firstMessageBody = z.strictObject({
  to: z.string().trim().min(1).max(200),
  template: z.string().trim().min(1).max(512).optional(),
  language: z.string().trim().min(2).max(20).optional(),
  agreed: z.boolean().optional(),
});
export const myDefaultsBody = z.strictObject({ account: z.string().min(1).max(100).nullable() });
