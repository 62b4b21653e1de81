import type { Context } from 'koa';
import type { MediaRow } from '../../platform/records';
import { MediaStoreError } from '../../platform/media-store';
import type { MediaStore } from '../../platform/media-store';
import { missing, refuse } from '../../platform/request-errors';
import { parseByteRange } from './byte-range';
import { contentDisposition, safeFilename } from './media-names';
import { mayShowInline, servedType } from './media-types';

interface ServedFile {
  key: string;
  mimeType: string | null;
  filename: string;
}

/** Null where it is not there. A store that does not answer says so before a header is sent. */
export const sizeOf = async (store: MediaStore, key: string): Promise<number | null> => {
  try {
    return await store.size(key);
  } catch (error) {
    throw error instanceof MediaStoreError ? refuse('media.store_away') : error;
  }
};

/** The bytes under a key, whoever asked was let in before. A customer chose content and name: neither may act in our page. */
export const createServeFile =
  (store: MediaStore) =>
  async (ctx: Context, { key, mimeType, filename }: ServedFile): Promise<void> => {
    const size = await sizeOf(store, key);
    if (size === null) throw missing('media.not_found');

    ctx.set('Content-Type', servedType(mimeType));
    ctx.set('Content-Disposition', contentDisposition(mayShowInline(mimeType) ? 'inline' : 'attachment', filename));
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Content-Security-Policy', "sandbox; default-src 'none'");
    ctx.set('Cache-Control', 'private, no-store');
    ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
    ctx.set('Accept-Ranges', 'bytes');

    // Without a validator of ours a conditional range can't be honoured: the whole is always right.
    const range = ctx.get('If-Range') ? ({ kind: 'whole' } as const) : parseByteRange(ctx.get('Range') || undefined, size);
    if (range.kind === 'unsatisfiable') {
      ctx.set('Content-Range', `bytes */${size}`);
      ctx.status = 416;
      ctx.body = '';
      return;
    }
    const part = range.kind === 'part' ? { start: range.start, end: range.end } : undefined;
    ctx.status = part ? 206 : 200;
    if (part) ctx.set('Content-Range', `bytes ${part.start}-${part.end}/${size}`);
    ctx.body = ctx.method === 'HEAD' || size === 0 ? Buffer.alloc(0) : store.get(key, part);
    // Koa takes the type from a stream's path and drops the length; both are set after the body for that reason.
    ctx.set('Content-Type', servedType(mimeType));
    ctx.length = part ? part.end - part.start + 1 : size;
  };

export const createServeMedia = (store: MediaStore) => {
  const serveFile = createServeFile(store);
  return async (ctx: Context, media: MediaRow): Promise<void> => {
    if (media.state === 'pending') throw missing('media.not_yet_fetched');
    if (media.state !== 'stored' || media.storageKey === null) throw missing('media.not_found');
    await serveFile(ctx, { key: media.storageKey, mimeType: media.mimeType, filename: safeFilename(media.filename, media.documentId) });
  };
};
