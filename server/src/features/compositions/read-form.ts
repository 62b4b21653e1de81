import { readFile, rm } from 'node:fs/promises';
import type { Context } from 'koa';
import { invalid, refuse } from '../../platform/request-errors';
import type { Upload } from './send-composition';

interface FormFile {
  filepath: string;
  originalFilename: string | null;
  mimetype: string | null;
  size: number;
}

/** The largest any provider takes; what each kind may have is said once the account is known. */
const MAX_BYTES = 100 * 1024 * 1024;

const parseJson = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    throw refuse('request.not_json');
  }
};

/**
 * What was asked for and the picked file: JSON alone, or a form with the JSON in `body` and the file in `files`.
 * Strapi's body parser has written the file to a temporary folder, and removes only a field of that name itself.
 */
export const readForm = async (ctx: Context): Promise<{ body: unknown; upload: Upload | null }> => {
  if (!/^multipart\/form-data/i.test(ctx.get('content-type'))) return { body: ctx.request.body, upload: null };
  const { files } = ctx.request as unknown as { files?: Record<string, FormFile | FormFile[] | undefined> };
  const sent = Object.values(files ?? {}).flatMap((file) => file ?? []);
  try {
    const [file, ...others] = sent;
    if (others.length > 0) throw invalid('files: one file at most', { path: 'files' });
    const body = parseJson((ctx.request.body as Record<string, unknown> | undefined)?.body);
    if (!file) return { body, upload: null };
    if (file.size > MAX_BYTES) throw refuse('media.too_large', { path: 'media', values: { max: '100 MB' } });
    return { body, upload: { content: await readFile(file.filepath), filename: file.originalFilename || 'file', mimeType: file.mimetype ?? 'application/octet-stream' } };
  } finally {
    await Promise.all(sent.map(({ filepath }) => rm(filepath, { force: true })));
  }
};
