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
});

/** A change may name any part; what is absent stays. */
export const accountChange = accountBody.partial();

export const accountTestBody = z.strictObject({
  id: z.string().max(64).optional(),
  provider: z.string().min(1).max(50),
  settings,
  secrets: secrets.optional(),
});

export const myDefaultsBody = z.strictObject({ account: z.string().min(1).max(100).nullable() });
