import { z } from 'zod';

export const connectionBody = z.strictObject({
  name: z.string().trim().max(100).optional(),
  baseUrl: z.string().trim().min(1).max(500),
  database: z.string().trim().min(1).max(200),
  login: z.string().trim().min(1).max(200),
  /** Write-only; absent or empty keeps what is stored. */
  secret: z.string().max(500).optional(),
  protocol: z.enum(['auto', 'jsonrpc']).optional(),
  active: z.boolean().optional(),
  intervalMinutes: z.number().int().min(1).max(24 * 60).optional(),
});

export type ConnectionInput = z.infer<typeof connectionBody>;

const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'is not the name of an ERP field');

export const consentMappingBody = z.strictObject({ utility: fieldName.or(z.literal('')).nullish(), marketing: fieldName.or(z.literal('')).nullish() });

export const pullBody = z.strictObject({ records: z.array(z.enum(['company', 'partner', 'sales-order', 'invoice'])).min(1).optional(), full: z.boolean().optional() });

export const runsQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(10) });
