import { z } from 'zod';

export const templatesQuery = z.object({
  account: z.string().max(100).optional(),
  search: z.string().trim().max(200).optional(),
  status: z.string().trim().max(50).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
});

export const syncBody = z.strictObject({ account: z.string().min(1).max(100) });
