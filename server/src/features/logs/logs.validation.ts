import { z } from 'zod';

const absent = (value: unknown): unknown => (value === '' ? undefined : value);
const text = z.preprocess(absent, z.string().max(100).optional());
const day = z.preprocess(absent, z.iso.datetime({ offset: true }).or(z.iso.date()).optional());

export const activityFilter = {
  operation: text,
  success: z.preprocess(absent, z.enum(['true', 'false']).optional()),
  account: text,
  user: z.preprocess(absent, z.coerce.number().int().positive().optional()),
  by: z.preprocess(absent, z.enum(['people']).optional()),
  from: day,
  until: day,
};

export const activitiesQuery = z.object({ ...activityFilter, after: text, limit: z.coerce.number().int().min(1).max(200).default(50) });
export const activitiesExport = z.object(activityFilter);
