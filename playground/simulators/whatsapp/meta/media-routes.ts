import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import busboy from '@fastify/busboy';
import type { AccountState } from '../accounts';
import { answerText } from '../http';
import { MediaTooLarge, type MediaFile } from '../media-store';
import type { World } from '../world';
import { refuse, refuseParameter, Refusal, errorFor } from './errors';
import { ACCEPTED_TYPES, kindOfType, LIVES_MS, mediaTypeOf, MEDIA_LIMITS } from './media-kinds';

export const ATTACHMENTS_PATH = '/whatsapp_business/attachments/';
const PART_KEYS = new Set(['messaging_product', 'type', 'ttl_minutes']);

export interface MediaRoutes {
  upload(account: AccountState, req: IncomingMessage): Promise<string>;
  describe(account: AccountState, file: MediaFile, origin: string): string;
  /** The second hop: bytes for the bearer of the token, for five minutes. */
  download(req: IncomingMessage, res: ServerResponse, token: string | null): void;
  urlOf(account: AccountState, file: MediaFile, origin: string): string;
}

export function createMediaRoutes(world: World): MediaRoutes {
  const secret = randomBytes(32);
  const hashOf = (id: string, expires: string): string => createHmac('sha256', secret).update(`${id} ${expires}`).digest('base64url');

  const urlOf = (account: AccountState, file: MediaFile, origin: string): string => {
    const expires = String(Date.now() + account.settings.mediaUrlTtlMs);
    return `${origin}${ATTACHMENTS_PATH}?mid=${file.id}&ext=${expires}&hash=${hashOf(file.id, expires)}`;
  };

  return {
    urlOf,
    upload(account, req) {
      return new Promise((resolve, reject) => {
        const fields = new Map<string, string>();
        let stored: Promise<MediaFile> | null = null;
        let problem: Error | null = null;
        const fail = (error: Error): void => void (problem ??= error);
        const contentType = req.headers['content-type'] ?? '';
        if (!contentType.startsWith('multipart/form-data')) {
          req.resume();
          reject(new Refusal(errorFor(100, 'The request must be multipart/form-data with a file', { message: '(#100) The parameter file is required.' })));
          return;
        }
        const form = busboy({ headers: { ...req.headers, 'content-type': contentType }, limits: { files: 1, fields: 10, fieldSize: 1_000 } });
        form.on('field', (name, value) => void fields.set(name, value));
        form.on('file', (name, source, filename, _encoding, partType) => {
          const mimeType = mediaTypeOf(partType);
          const kind = kindOfType(mimeType);
          if (name !== 'file' || kind === null) {
            source.resume();
            const sentence = name !== 'file'
              ? `Unexpected key "${name}" on param "media".`
              : `Param file must be a file with one of the following types: ${ACCEPTED_TYPES}. Received file of type '${mimeType}'.`;
            fail(new Refusal(errorFor(100, sentence, { message: `(#100) ${sentence}` })));
            return;
          }
          stored = world.media.put(account.config.key, source, { mimeType, filename: filename || null, limit: MEDIA_LIMITS[kind], livesMs: LIVES_MS.uploaded });
          stored.catch((error: Error) => {
            source.resume();
            fail(error instanceof MediaTooLarge ? new Refusal(errorFor(131053, `Media file size too big. Max file size supported for ${kind}: ${MEDIA_LIMITS[kind]} bytes`)) : error);
          });
        });
        form.on('error', () => reject(new Refusal(errorFor(100, 'The multipart body is broken'))));
        form.on('finish', () => {
          const settle = async (): Promise<string> => {
            const file = await Promise.resolve(stored).catch(() => null);
            try {
              if (problem) throw problem;
              if (fields.get('messaging_product') === undefined) refuseParameter('The parameter messaging_product is required.');
              if (fields.get('messaging_product') !== 'whatsapp') refuseParameter('Param messaging_product must be one of {WHATSAPP}.');
              for (const name of fields.keys()) if (!PART_KEYS.has(name)) refuseParameter(`Unexpected key "${name.slice(0, 100)}" on param "media".`);
              if (!file) return refuseParameter('The parameter file is required.');
            } catch (error) {
              if (file) world.media.remove(file.id);
              throw error;
            }
            return `{"id":"${file.id}"}`;
          };
          settle().then(resolve, reject);
        });
        req.on('aborted', () => reject(new Error('the client went away')));
        req.pipe(form);
      });
    },
    describe: (account, file, origin) => JSON.stringify({
      messaging_product: 'whatsapp', url: urlOf(account, file, origin), mime_type: file.mimeType, sha256: file.sha256, file_size: String(file.bytes), id: file.id,
    }),
    download(req, res, token) {
      const query = new URL(req.url ?? '', 'http://localhost').searchParams;
      const id = query.get('mid') ?? '';
      const expires = query.get('ext') ?? '';
      const given = Buffer.from(query.get('hash') ?? '');
      const right = Buffer.from(hashOf(id, expires));
      if (given.length !== right.length || !timingSafeEqual(given, right)) return answerText(res, 404, 'Not found', 'text/plain');
      const file = world.media.find(id);
      const owner = file ? world.accounts.findByKey(file.account) : null;
      if (!file || !owner || Number(expires) < Date.now()) return answerText(res, 404, 'Not found', 'text/plain');
      if (token === null || !world.accounts.mayUse(owner, token)) return answerText(res, 401, 'Unauthorized', 'text/plain');
      res.writeHead(200, { 'content-type': file.mimeType, 'content-length': file.bytes, 'x-content-type-options': 'nosniff', 'content-disposition': 'attachment' });
      world.media.read(file).on('error', () => res.destroy()).pipe(res);
    },
  };
}

/** @throws Refusal 100/33 when the id is nobody's, another account's, or expired */
export function getMediaFile(world: World, id: string, mayUse: (account: AccountState) => boolean, phoneNumberId: string | null): { file: MediaFile; account: AccountState } {
  const file = world.media.find(id);
  const account = file ? world.accounts.findByKey(file.account) : null;
  if (!file || !account || !mayUse(account)) return refuseObject(id, 'get');
  if (phoneNumberId !== null && account.config.phoneNumberId !== phoneNumberId) refuse(100, 'Media does not belong to the phone number');
  return { file, account };
}

/** What Graph says of an object that is not there or not yours: the two look alike. */
export function refuseObject(id: string, method: string): never {
  const sentence = `Unsupported ${method} request. Object with ID '${id.slice(0, 64)}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`;
  return refuse(100, sentence, { message: sentence, type: 'GraphMethodException', subcode: 33 });
}
