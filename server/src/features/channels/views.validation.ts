import { z } from 'zod';

/** What a screen filters by, as it stands in the address: names and short texts. */
const filters = z.record(z.string().regex(/^[a-zA-Z]{1,32}$/), z.string().max(200)).refine((value) => Object.keys(value).length <= 20, 'Too many filters.');

export const viewBody = z.strictObject({ name: z.string().trim().min(1, 'Give the view a name.').max(80), shared: z.boolean().default(false), filters });
