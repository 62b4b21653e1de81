import { z } from 'zod';
import { INTERVAL_MINUTES } from '../../../../plugin/contracts/erp';

const minutes = z.number().int().min(INTERVAL_MINUTES.least).max(INTERVAL_MINUTES.most);

export const connectionBody = z.strictObject({
  name: z.string().trim().max(100).optional(),
  baseUrl: z.string().trim().min(1).max(500),
  database: z.string().trim().min(1).max(200),
  login: z.string().trim().min(1).max(200),
  /** Write-only; absent or empty keeps what is stored. */
  secret: z.string().max(500).optional(),
  protocol: z.enum(['auto', 'jsonrpc']).optional(),
  active: z.boolean().optional(),
  intervalMinutes: minutes.optional(),
});

export type ConnectionInput = z.infer<typeof connectionBody>;

const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'is not the name of an ERP field');

export const consentMappingBody = z.strictObject({ utility: fieldName.or(z.literal('')).nullish(), marketing: fieldName.or(z.literal('')).nullish() });

export const syncKind = z.enum(['company', 'partner', 'sales-order', 'invoice']);

export const pullBody = z.strictObject({ records: z.array(syncKind).min(1).optional(), full: z.boolean().optional(), reconcile: z.boolean().optional() });

export const syncKindBody = z.strictObject({ active: z.boolean().optional(), intervalMinutes: minutes.nullable().optional() });

export const previewBody = z.strictObject({ kinds: z.array(syncKind).min(1), full: z.boolean().optional() });

export const failuresQuery = z.object({ kind: syncKind.optional(), after: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(100).default(25) });

export const runsQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(10) });
