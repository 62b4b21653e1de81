import { z } from 'zod';

export const pageQuery = z.object({
  search: z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), z.string().trim().max(200).optional()),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
});

const ids = z.array(z.string().min(1).max(64)).max(500);

export const stateConsentBody = z
  .strictObject({
    partners: ids.optional(),
    contacts: ids.optional(),
    purposes: z.array(z.enum(['utility', 'marketing'])).min(1).max(2),
    state: z.enum(['granted', 'denied']),
    /** Where the proof is, typed by the person who states it. */
    source: z.string().trim().min(1, 'Say where the consent comes from.').max(255),
    wording: z.string().trim().max(5_000).optional(),
  })
  .refine(({ partners = [], contacts = [] }) => partners.length + contacts.length > 0, { message: 'Choose at least one partner or contact.', path: ['contacts'] });
