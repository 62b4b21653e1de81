import { z } from 'zod';
import { hostRecordsSchema } from './platform/host-records';
import { mediaSchema, transcriptionSchema } from './platform/media-options';

const schema = z.strictObject({
  /** Folder for private files; below the app's root where relative. */
  mediaDirectory: z.string().min(1).optional(),
  /** Providers of the host's own. Judged one by one where they are registered: a wrong one is left out, and said. */
  providers: z.array(z.unknown()).optional(),
  /** `embedded` sends from this process. */
  jobs: z.strictObject({ engine: z.literal('embedded').optional() }).optional(),
  /** Words that end and resume consent, by language; added to the built-in ones. */
  consentWords: z.strictObject({ stop: z.array(z.string()).optional(), start: z.array(z.string()).optional() }).optional(),
  /** How many days the activity log is kept; 0: for ever. */
  logs: z.strictObject({ keepDays: z.number().int().min(0).optional() }).optional(),
  /** Collection types of the host that messages are sent from, by uid. */
  records: hostRecordsSchema.optional(),
  /** Whether a PDF is made here where the ERP answers but can't make one; of an invoice only *Summary, not an invoice*. */
  documents: z.strictObject({ localPdf: z.strictObject({ orders: z.boolean().optional(), invoices: z.boolean().optional() }).optional() }).optional(),
  /** Where private files lie: a folder, or a bucket of S3 or what speaks like it. Its folder comes before `mediaDirectory`. */
  media: mediaSchema.optional(),
  /** An OpenAI-compatible service that writes down what customers say in voice notes. Left out: none does. */
  transcription: transcriptionSchema.optional(),
  /** False: nothing is sent from this process (a console, a one-off script). */
  enabled: z.boolean().optional(),
});

/** Options of `config/plugins.ts`. Every one has a default: a host edits nothing. */
export const config = {
  default: { mediaDirectory: '.whatsapp-media', providers: [], jobs: { engine: 'embedded' }, consentWords: {}, records: {}, documents: { localPdf: { orders: true, invoices: false } } },
  validator: (value: unknown): void => {
    const result = schema.safeParse(value);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new Error(`whatsapp plugin: config/plugins.ts, ${issue?.path.join('.') ?? 'config'}: ${issue?.message ?? 'is not valid'}`);
    }
  },
};
