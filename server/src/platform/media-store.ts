import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Bytes under keys of ours. A store that lacks a part of this is no store. */
export interface MediaStore {
  /** Whole or not at all: a key never leads to half a file. */
  put(key: string, content: Buffer | NodeJS.ReadableStream): Promise<{ bytes: number }>;
  /** `range` is inclusive at both ends. The stream fails where the key is unknown. */
  get(key: string, range?: { start: number; end: number }): NodeJS.ReadableStream;
  /** Null where there is no such file. */
  size(key: string): Promise<number | null>;
  delete(key: string): Promise<void>;
}

/** Keys are ours: letters, digits, dashes and single slashes. Anything else could lead out of the folder. */
const KEY = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/;

export const checkKey = (key: string): string => {
  if (!KEY.test(key) || key.length > 200) throw new Error('not a key of the media store');
  return key;
};

export class MediaStoreError extends Error {
  constructor(
    readonly reason: 'disk_full' | 'failed',
    cause: unknown,
  ) {
    super(reason === 'disk_full' ? 'The disk is full.' : `The store of files failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'MediaStoreError';
  }
}

export const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as { code?: string } | null)?.code ?? '');

/** A folder of the server, readable by its user alone; never one that is served. */
export const createFolderStore = (directory: string): MediaStore => {
  const root = path.resolve(directory);
  const pathOf = (key: string): string => path.join(root, checkKey(key));

  return {
    async put(key, content) {
      const target = pathOf(key);
      const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        const file = await open(draft, 'wx', 0o600);
        try {
          if (Buffer.isBuffer(content)) await file.writeFile(content);
          else for await (const chunk of content) await file.appendFile(chunk);
          // On disk before the row says so: a crash must not leave a row whose file is empty.
          await file.sync();
        } finally {
          await file.close();
        }
        const { size } = await stat(draft);
        await rename(draft, target);
        return { bytes: size };
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        throw new MediaStoreError(isDiskFull(error) ? 'disk_full' : 'failed', error);
      }
    },

    get: (key, range) => createReadStream(pathOf(key), range ?? {}),

    async size(key) {
      try {
        return (await stat(pathOf(key))).size;
      } catch (error) {
        if ((error as { code?: string }).code === 'ENOENT') return null;
        throw error;
      }
    },

    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
  };
};
