import { z } from 'zod';

const chosen = {
  record: z.strictObject({ type: z.string().min(1).max(100), id: z.string().min(1).max(64) }),
  account: z.string().min(1).max(100).optional(),
  to: z.string().trim().min(1).max(60).optional(),
  template: z.string().min(1).max(512).optional(),
  language: z.string().min(2).max(20).optional(),
  typed: z.record(z.string().max(100), z.string().max(2_000)).optional(),
};

export const prepareBody = z.strictObject(chosen);

export const sendBody = z.strictObject({
  ...chosen,
  caption: z.string().max(1_024).optional(),
  confirmElsewhere: z.boolean().optional(),
  idempotencyKey: z.string().min(8).max(255),
});

const recordType = z.enum(['invoice', 'sales-order']);

export const fieldsQuery = z.object({ type: recordType.default('invoice'), record: z.string().max(64).optional() });

export const samplesQuery = z.object({ type: recordType.default('invoice'), number: z.string().trim().max(100).optional() });
