import { z } from 'zod';

const shortcut = z
  .string()
  .trim()
  .transform((value) => value.replace(/^\//, '').toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9-]{1,32}$/, 'A shortcut is up to 32 small letters, digits and dashes.'));
const body = z.string().trim().min(1, 'Write the text.').max(4_096);
const language = z
  .string()
  .trim()
  .regex(/^[a-z]{2,3}([-_][A-Za-z]{2,4})?$/, 'A language is written as en or pt_BR.')
  .nullable();
const account = z.string().min(1).max(64).nullable();

export const quickReplyBody = z.strictObject({ shortcut, body, language: language.default(null), account: account.default(null), shared: z.boolean().default(false) });

export const quickReplyChanges = z.strictObject({ shortcut: shortcut.optional(), body: body.optional(), language: language.optional(), account: account.optional(), shared: z.boolean().optional() });

/** `channel`: only what can be used there. */
export const quickRepliesQuery = z.object({ search: z.string().trim().max(100).optional(), channel: z.string().max(64).optional() });
