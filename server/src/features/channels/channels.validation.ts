import { z } from 'zod';
import { CHANNEL_PRIORITIES, CHANNEL_STATES, CHANNEL_TABS } from '../../../../plugin/contracts/channels';

const empty = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());
const id = z.string().trim().min(1).max(64);
const key = z.string().trim().min(1).max(100);
const yes = z.enum(['1', 'true', '0', 'false']).transform((value) => value === '1' || value === 'true');

export const channelsQuery = z.object({
  tab: empty(z.enum(CHANNEL_TABS)),
  account: empty(key),
  company: empty(id),
  tag: empty(id),
  window: empty(z.enum(['open', 'closed'])),
  state: empty(z.enum(CHANNEL_STATES)),
  assignee: empty(z.coerce.number().int().positive()),
  unread: empty(yes),
  priority: empty(z.enum(CHANNEL_PRIORITIES)),
  search: empty(z.string().trim().max(200)),
  after: empty(z.string().max(200)),
  limit: z.coerce.number().int().min(1).max(100).default(40),
});
export type ChannelsListQuery = z.infer<typeof channelsQuery>;

export const threadQuery = z
  .object({ before: empty(id), after: empty(id), around: empty(id), limit: z.coerce.number().int().min(1).max(100).default(40) })
  .refine(({ before, after, around }) => [before, after, around].filter(Boolean).length <= 1, { message: 'give one of before, after and around', path: ['around'] });

export const openBody = z
  .strictObject({ account: key.optional(), contact: id.optional(), phone: z.string().trim().min(1).max(64).optional(), record: z.strictObject({ type: z.string().min(1).max(200), id }).optional() })
  .refine(({ contact, phone, record }) => [contact, phone, record].filter((one) => one !== undefined).length === 1, { message: 'give one of contact, phone and record', path: ['contact'] });
export type OpenBody = z.infer<typeof openBody>;

export const readBody = z.strictObject({ upTo: id });
