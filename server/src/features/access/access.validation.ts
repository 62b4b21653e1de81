import { z } from 'zod';
import { ACCOUNT_VERBS, VERBS } from '../../../../plugin/contracts/access';

const limit = (most: number) => z.number().int().min(1).max(most).nullable().default(null);

export const grantBody = z.strictObject({
  verbs: z.array(z.enum(VERBS)).max(VERBS.length),
  /** Account keys; null: every account. */
  accounts: z.array(z.string().min(1).max(100)).max(1_000).nullable(),
  limits: z.strictObject({ callsPerMinute: limit(100_000), strangersPerDay: limit(1_000_000) }).optional(),
});

export const accountAccessBody = z.strictObject({
  people: z
    .array(z.strictObject({ type: z.enum(['role', 'user']), id: z.number().int().min(1), verbs: z.array(z.enum(ACCOUNT_VERBS)).min(1).max(ACCOUNT_VERBS.length) }))
    .max(500)
    .refine((people) => new Set(people.map(({ type, id }) => `${type} ${id}`)).size === people.length, 'Name each role and user once.'),
});

export const subjectsQuery = z.object({
  search: z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), z.string().trim().max(100).optional()),
});
