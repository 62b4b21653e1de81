import type { Context } from 'koa';
import type { MediaRow } from '../../platform/records';
import type { MediaStore } from '../../platform/media-store';
import { missing } from '../../platform/request-errors';
import { parseByteRange } from './byte-range';
import { contentDisposition, safeFilename } from './media-names';
import { mayShowInline, servedType } from './media-types';

/** The bytes of a file, whoever asked was let in before. A customer chose content and name: neither may act in our page. */
export const createServeMedia =
  (store: MediaStore) =>
  async (ctx: Context, media: MediaRow): Promise<void> => {
    if (media.state === 'pending') throw missing('media.not_yet_fetched');
    const size = media.state === 'stored' && media.storageKey !== null ? await store.size(media.storageKey) : null;
    if (size === null || media.storageKey === null) throw missing('media.not_found');

    const isInline = mayShowInline(media.mimeType);
    ctx.set('Content-Type', servedType(media.mimeType));
    ctx.set('Content-Disposition', contentDisposition(isInline ? 'inline' : 'attachment', safeFilename(media.filename, media.documentId)));
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
    ctx.body = ctx.method === 'HEAD' || size === 0 ? Buffer.alloc(0) : store.get(media.storageKey, part);
    // Koa takes the type from a stream's path and drops the length; both are set after the body for that reason.
    ctx.set('Content-Type', servedType(media.mimeType));
    ctx.length = part ? part.end - part.start + 1 : size;
  };
