import { z } from 'zod';
import { CONTACT_SOURCES } from '../../../../plugin/contracts/contacts';

const empty = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());
const id = z.string().trim().min(1).max(64);
const state = z.enum(['granted', 'denied', 'unknown']);

export const directoryQuery = z.object({
  search: empty(z.string().trim().max(200)),
  utility: empty(state),
  marketing: empty(state),
  linked: empty(z.enum(['yes', 'no'])),
  company: empty(id),
  source: empty(z.enum(CONTACT_SOURCES)),
  after: empty(z.string().max(200)),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** An empty name is none: the profile's shows then. */
const text = (max: number) => z.string().trim().max(max).nullable().transform((value) => (value === '' ? null : value));

const fields = {
  name: text(255).optional(),
  company: id.nullable().optional(),
  language: text(20).optional(),
};

export const createContactBody = z.strictObject({ ...fields, phone: z.string().max(64) });
export const updateContactBody = z.strictObject({ ...fields, phone: z.string().max(64).optional() });

export const mergeBody = z.strictObject({ kept: id, merged: id });
