import { z } from 'zod';
import { STATUS_RANK } from '../../../../plugin/domain/message-status';
import type { DeliveryStatus } from '../../../../plugin/domain/message-status';

const STATUSES = Object.keys(STATUS_RANK) as [DeliveryStatus, ...DeliveryStatus[]];

const absent = (value: unknown): unknown => (value === '' ? undefined : value);

/** A query parameter given as `?status=a,b`, `?status[]=a` or not at all. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value), z.array(item).max(20).optional());

const page = {
  after: z.preprocess(absent, z.string().max(100).optional()),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

const day = z.preprocess(absent, z.iso.datetime({ offset: true }).or(z.iso.date()).optional());

const filter = {
  status: listOf(z.enum(STATUSES)),
  account: z.preprocess(absent, z.string().max(100).optional()),
  contact: z.preprocess(absent, z.string().max(100).optional()),
  direction: z.preprocess(absent, z.enum(['inbound', 'outbound']).optional()),
  search: z.preprocess(absent, z.string().max(200).optional()),
  purpose: z.preprocess(absent, z.enum(['reply', 'utility', 'marketing']).optional()),
  /** A template's name, in whatever language. */
  template: z.preprocess(absent, z.string().max(512).optional()),
  source: z.preprocess(absent, z.string().max(100).optional()),
  from: day,
  until: day,
};

export const messagesQuery = z.object({ ...filter, ...page });
export const messagesExport = z.object(filter);
export type MessagesFilterQuery = z.infer<typeof messagesExport>;

/** Without ids: everything, a round at a time, from `before` down. */
export const replayBody = z.strictObject({ ids: z.array(z.number().int().positive()).min(1).max(100).optional(), before: z.number().int().positive().optional() });

export const parkedQuery = z.object(page);
