import { z } from 'zod';
import { BATCH_LIMIT } from '../../../../plugin/contracts/batches';

const optional = (longest: number) => z.string().min(1).max(longest).optional();

export const batchBody = z.strictObject({
  type: z.string().min(1).max(100),
  ids: z.array(z.string().min(1).max(64)).min(1).max(BATCH_LIMIT),
  account: optional(100),
  template: optional(512),
  language: optional(20),
  idempotencyKey: z.string().min(8).max(255),
});

export const batchSendBody = z.strictObject({ repeats: z.boolean().optional() });

const number = (most: number) => z.coerce.number().int().min(1).max(most);

export const batchesQuery = z.object({ after: number(Number.MAX_SAFE_INTEGER).optional(), limit: number(100).default(20) });

export const batchEntriesQuery = z.object({
  after: number(1_000_000).optional(),
  limit: number(200).default(50),
  state: z.enum(['waiting', 'ready', 'refused', 'repeated', 'queued', 'failed']).optional(),
});
