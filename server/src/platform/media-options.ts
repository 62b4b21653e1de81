import path from 'node:path';
import type { Core } from '@strapi/types';
import { z } from 'zod';
import { PLUGIN_ID } from '../../../plugin/plugin-id';
import { isEnteredUrl } from './entered-address';
import { createFolderStore } from './media-store';
import type { MediaStore } from './media-store';
import { createS3Store } from './s3-media-store';

const address = z.string().refine(isEnteredUrl, 'must be an http(s) address without credentials, and none of a link-local network');

/** `media` in `config/plugins.ts`: where private files lie. */
export const mediaSchema = z.strictObject({
  store: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('folder'), path: z.string().min(1) }),
      z.strictObject({
        kind: z.literal('s3'),
        endpoint: address,
        region: z.string().min(1),
        bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is not a name of a bucket'),
        accessKeyId: z.string().min(1),
        secretAccessKey: z.string().min(1),
        prefix: z.string().regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*\/?$/, 'may hold letters, digits, dots, dashes and slashes').optional(),
        forcePathStyle: z.boolean().optional(),
      }),
    ])
    .optional(),
});

/** `transcription` in `config/plugins.ts`; without it nothing is written down. */
export const transcriptionSchema = z.strictObject({
  url: address,
  apiKey: z.string().regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces').optional(),
  model: z.string().min(1).optional(),
  language: z.string().min(2).optional(),
});

export type TranscriptionOptions = z.infer<typeof transcriptionSchema>;

export const transcriptionOptionsOf = (strapi: Core.Strapi): TranscriptionOptions | null =>
  (strapi.config.get(`plugin::${PLUGIN_ID}.transcription`, null) as TranscriptionOptions | null | undefined) ?? null;

/** The store the configuration names; a folder of the app where it names none. */
export const openMediaStore = (strapi: Core.Strapi): MediaStore => {
  const { store } = strapi.config.get(`plugin::${PLUGIN_ID}.media`, {}) as z.infer<typeof mediaSchema>;
  if (store?.kind === 's3') return createS3Store(store);
  const directory = store?.path ?? (strapi.config.get(`plugin::${PLUGIN_ID}.mediaDirectory`, '.whatsapp-media') as string);
  return createFolderStore(path.resolve(strapi.dirs.app.root, directory));
};
