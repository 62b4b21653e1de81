import { z } from 'zod';

export const messageSearchQuery = z.object({
  words: z.string().trim().min(1).max(200),
  channel: z.string().max(60).optional(),
  after: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
