import { readFile, rm } from 'node:fs/promises';
import type { Core } from '@strapi/types';
import type { Context, Next } from 'koa';
import { LARGEST_FILE_BYTES } from '../../../plugin/domain/media-limits';
import { megabytes } from '../../../plugin/domain/validate';
import { respondWithError } from './request-envelope';
import { invalid, refuse } from './request-errors';

/** A file of a form, as Strapi's body parser left it in a temporary folder. */
export interface FormFile {
  filepath: string;
  originalFilename: string | null;
  mimetype: string | null;
  size: number;
}

/** One that was picked, read. */
export interface PickedFile {
  content: Buffer;
  filename: string;
  mimeType: string;
}

const filesOf = (ctx: Context): FormFile[] => Object.values((ctx.request as unknown as { files?: Record<string, FormFile | FormFile[] | undefined> }).files ?? {}).flatMap((file) => file ?? []);

const drop = async (files: FormFile[]): Promise<void> => {
  await Promise.all(files.map(({ filepath }) => rm(filepath, { force: true })));
};

/** The one file of a form, whatever its field is called; null where there is none. It is gone from the folder afterwards. */
export const takeFormFile = async (ctx: Context, { maxBytes }: { maxBytes: number }): Promise<PickedFile | null> => {
  const files = filesOf(ctx);
  try {
    const [file, ...others] = files;
    if (others.length > 0) throw invalid('files: one file at most', { path: 'files' });
    if (!file) return null;
    // The size first: a film too large is not read into memory to be refused.
    if (file.size > maxBytes) throw refuse('media.too_large', { path: 'media', values: { max: megabytes(maxBytes) } });
    return { content: await readFile(file.filepath), filename: file.originalFilename || 'file', mimeType: file.mimetype ?? 'application/octet-stream' };
  } finally {
    await drop(files);
  }
};

/** What a form holds beside its file. */
const ROOM_BYTES = 1024 * 1024;

/**
 * Strapi writes the files of a form before it knows who sends them, and removes only a field called `files`, and only
 * where nothing was thrown (5.54, middlewares/body): without this, a stranger's refused uploads would fill the disk.
 * What says itself that it is too large is not read at all.
 */
export const defineFormFiles = (strapi: Core.Strapi) => async (ctx: Context, next: Next): Promise<void> => {
  if (!ctx.path.startsWith('/whatsapp/') || !/^multipart\/form-data/i.test(ctx.get('content-type'))) return next();
  if (Number(ctx.get('content-length')) > LARGEST_FILE_BYTES + ROOM_BYTES) {
    respondWithError(strapi, ctx, refuse('media.too_large', { path: 'file', values: { max: megabytes(LARGEST_FILE_BYTES) } }));
    ctx.set('Connection', 'close');
    return;
  }
  try {
    await next();
  } finally {
    await drop(filesOf(ctx));
  }
};
