import { buffer } from 'node:stream/consumers';
import type { Core } from '@strapi/types';
import sharp from 'sharp';
import { failureText } from '../../platform/failure-text';
import type { MediaStore } from '../../platform/media-store';
import type { MediaRow } from '../../platform/records';
import { sizeOf } from './serve-media';

const LONGEST_SIDE = 480;
/** Larger than a photograph of any phone; a small file can claim a picture of gigabytes. */
const MAX_PIXELS = 100_000_000;
const MAX_BYTES = 30 * 1024 * 1024;
const AT_ONCE = 2;
/** Raster images alone, told by their bytes at receipt: what else libvips reads (SVG, PDF) is no business of a customer's file. */
const TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/jpg', 'image/png', 'image/gif', 'image/webp']);

const keyOf = (storageKey: string): string => `${storageKey}-thumbnail`;

/** Small, still, upright, and without what the camera wrote about place and owner. Throws where the bytes are no picture. */
const shrink = (content: Buffer): Promise<Buffer> =>
  sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false, sequentialRead: true })
    .timeout({ seconds: 20 })
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75 })
    .toBuffer();

/** Thumbnails lie beside their originals: made when first asked for, deleted with them. */
export const createThumbnails = (strapi: Core.Strapi, store: MediaStore) => {
  const making = new Map<string, Promise<string | null>>();
  const waiting: (() => void)[] = [];
  let active = 0;

  /** A screen asks for a page of them at once; decoding takes a core each. */
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (active >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else active += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else active -= 1;
    }
  };

  const make = async (storageKey: string): Promise<string | null> => {
    const key = keyOf(storageKey);
    const content = await buffer(store.get(storageKey));
    const thumbnail = await shrink(content).catch((error: unknown) => {
      strapi.log.debug(`[whatsapp] no thumbnail of ${storageKey}: ${failureText(error)}`);
      return null;
    });
    // Nothing under the key says that there is none: a picture that can't be read is not read again.
    await store.put(key, thumbnail ?? Buffer.alloc(0));
    return thumbnail ? key : null;
  };

  return {
    /** The key of its thumbnail; null where there can be none. */
    async find({ storageKey, mimeType, bytes }: Pick<MediaRow, 'storageKey' | 'mimeType' | 'bytes'>): Promise<string | null> {
      if (storageKey === null || !TYPES.has(mimeType ?? '') || (bytes ?? 0) > MAX_BYTES) return null;
      const key = keyOf(storageKey);
      const size = await sizeOf(store, key);
      if (size !== null) return size === 0 ? null : key;
      if ((await sizeOf(store, storageKey)) === null) return null;
      const running = making.get(key);
      if (running) return running;
      const started = inTurn(() => make(storageKey)).finally(() => making.delete(key));
      making.set(key, started);
      return started;
    },

    delete: (storageKey: string): Promise<void> => store.delete(keyOf(storageKey)),
  };
};
