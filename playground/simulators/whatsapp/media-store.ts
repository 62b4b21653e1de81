import { createHash, randomInt } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface MediaFile {
  id: string;
  account: string;
  mimeType: string;
  filename: string | null;
  bytes: number;
  /** Hex; webhooks of the real service carry it as base64. */
  sha256: string;
  path: string;
  expiresAt: number;
}

export class MediaTooLarge extends Error {}

export interface MediaStore {
  /** Streams to disk; a body over `limit` bytes leaves nothing behind. @throws MediaTooLarge */
  put(account: string, source: Readable, about: { mimeType: string; filename: string | null; limit: number; livesMs: number }): Promise<MediaFile>;
  find(id: string): MediaFile | null;
  read(file: MediaFile, range?: { start: number; end: number }): Readable;
  remove(id: string): void;
  reset(account: string | null): void;
  close(): void;
}

export function createMediaStore(): MediaStore {
  const folder = mkdtempSync(join(tmpdir(), 'whatsapp-simulator-'));
  const files = new Map<string, MediaFile>();
  const remove = (id: string): void => {
    const file = files.get(id);
    if (!file) return;
    files.delete(id);
    try {
      unlinkSync(file.path);
    } catch {
      // Already gone (a cleaned temporary folder): nothing is left to free.
    }
  };
  return {
    async put(account, source, { mimeType, filename, limit, livesMs }) {
      const id = `${randomInt(1, 10)}${String(randomInt(0, 10 ** 12)).padStart(12, '0')}${String(randomInt(0, 1000)).padStart(3, '0')}`;
      const path = join(folder, id);
      const hash = createHash('sha256');
      let bytes = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          if (bytes > limit) {
            done(new MediaTooLarge(`more than ${limit} bytes`));
            return;
          }
          hash.update(chunk);
          done(null, chunk);
        },
      });
      try {
        await pipeline(source, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        rmSync(path, { force: true });
        throw error;
      }
      const file: MediaFile = { id, account, mimeType, filename, bytes, sha256: hash.digest('hex'), path, expiresAt: Date.now() + livesMs };
      files.set(id, file);
      return file;
    },
    find(id) {
      const file = files.get(id);
      return file && file.expiresAt > Date.now() ? file : null;
    },
    read: (file, range) => createReadStream(file.path, range),
    remove,
    reset(account) {
      for (const file of [...files.values()]) if (account === null || file.account === account) remove(file.id);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
