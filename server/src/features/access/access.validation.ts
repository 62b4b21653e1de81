import { z } from 'zod';
import { VERBS } from '../../../../plugin/contracts/access';

export const grantBody = z.strictObject({
  verbs: z.array(z.enum(VERBS)).max(VERBS.length),
  /** Account keys; null: every account. */
  accounts: z.array(z.string().min(1).max(100)).max(1_000).nullable(),
});
