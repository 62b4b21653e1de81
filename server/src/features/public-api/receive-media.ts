import { createHash } from 'node:crypto';
import busboy from '@fastify/busboy';
import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { z } from 'zod';
import type { MediaKind } from '../../../../plugin/domain/message';
import { LARGEST_FILE_BYTES } from '../../../../plugin/domain/media-limits';
import { checkFile as checkFileLaw } from '../../../../plugin/domain/validate';
import { parseInput } from '../../platform/input';
import type { AccountRow, MediaRow } from '../../platform/records';
import { invalid, missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesMessage } from '../../platform/sight';
import { getCaller } from './caller';
import type { Caller } from './caller';
import { enqueueFromApi } from './enqueue-from-api';
import { mediaBody } from './public-api.validation';

/** API.md: JSON up to 24 MB. A document may have 100 MB, by multipart. */
const MAX_JSON_BYTES = 24 * 1024 * 1024;

const tooLarge = (): Error => new errors.PayloadTooLargeError('The request is too large.', { code: 'request.too_large' });

const readBody = async (ctx: Context, maxBytes: number): Promise<Buffer> => {
  if (Number(ctx.get('content-length')) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

interface Upload {
  content: Buffer;
  filename: string;
  mimeType: string;
}

/** Fields by name and at most one file; a field named like a JSON object (`to`, `media`) may hold JSON. */
const readMultipart = (ctx: Context): Promise<{ fields: Record<string, string>; file: Upload | null }> =>
  new Promise((resolve, reject) => {
    const parser = busboy({
      headers: ctx.req.headers as { 'content-type': string },
      limits: { files: 1, fileSize: LARGEST_FILE_BYTES, fields: 30, fieldSize: 1024 * 1024 },
    });
    const fields: Record<string, string> = {};
    let file: Upload | null = null;
    parser.on('field', (name: string, value: string) => {
      fields[name] = value;
    });
    parser.on('file', (_name: string, stream: NodeJS.ReadableStream, filename: string, _encoding: string, mimeType: string) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => reject(tooLarge()));
      stream.on('end', () => {
        file = { content: Buffer.concat(chunks), filename: filename || 'file', mimeType };
      });
    });
    parser.on('error', (error: unknown) => reject(invalid(`The form could not be read: ${error instanceof Error ? error.message : String(error)}`)));
    parser.on('finish', () => resolve({ fields, file }));
    ctx.req.pipe(parser);
  });

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuse('request.not_json');
  }
};

const formToBody = ({ to, media, type, filename, mimeType, ...rest }: Record<string, string>): unknown => ({
  ...rest,
  to: to?.trim().startsWith('{') ? parseJson(to) : to,
  media: media === undefined ? { type, ...(filename ? { filename } : {}), ...(mimeType ? { mimeType } : {}) } : parseJson(media),
});

const decodeBase64 = (text: string): Buffer => {
  const plain = text.replace(/^data:[^,]*,/, '').replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(plain)) throw invalid('media.base64: is not base64', { path: 'media.base64' });
  return Buffer.from(plain, 'base64');
};

export const checkFile = (strapi: Core.Strapi, account: AccountRow, kind: MediaKind, file: { bytes: number; mimeType: string }, path = 'media'): void => {
  const problem = checkFileLaw(kind, file, getService(strapi, 'accounts').provider(account).limits.media[kind]);
  if (problem) throw refuse(problem.code, { path: path === 'media' ? problem.field : path, sentence: problem.sentence, values: problem.values });
};

const DEFAULT_TYPES: Record<MediaKind, string> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
  document: 'application/octet-stream',
  sticker: 'image/webp',
};

const TYPES_BY_EXTENSION: Record<string, string> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', mp4: 'video/mp4', '3gp': 'video/3gpp', mp3: 'audio/mpeg',
  m4a: 'audio/mp4', aac: 'audio/aac', amr: 'audio/amr', ogg: 'audio/ogg', pdf: 'application/pdf', txt: 'text/plain', csv: 'text/csv',
};

const typeOf = (kind: MediaKind, filename: string | undefined, given: string | undefined): string =>
  given && given !== 'application/octet-stream' ? given : (TYPES_BY_EXTENSION[filename?.split('.').pop()?.toLowerCase() ?? ''] ?? DEFAULT_TYPES[kind]);

/** The stored file of an earlier send or of a customer, where the caller may see it. */
export const findOwnMedia = async (strapi: Core.Strapi, caller: Caller, mediaId: string, path = 'media.mediaId'): Promise<MediaRow> => {
  const media = await getService(strapi, 'media').findByDocumentId(mediaId);
  if (!media || !seesMessage(caller.sight, media)) throw missing('media.not_found', { path });
  if (media.state !== 'stored') throw refuse('media.not_ready', { path });
  return media;
};

/** Public https only; what the name resolves to is checked again when it is fetched. */
export const checkUrl = (url: string, path = 'media.url'): void => {
  const parsed = z.url({ protocol: /^https$/ }).safeParse(url);
  if (!parsed.success) throw refuse('media.url_not_public', { path });
  const { hostname, username, password } = new URL(url);
  if (username || password || /^(localhost|.*\.local|.*\.localhost|.*\.internal)$/i.test(hostname) || /^\[/.test(hostname) || /^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)\./.test(hostname)) {
    throw refuse('media.url_not_public', { path });
  }
};

/** `POST /send/media`: read here, because Strapi's parser answers 413 above 1 MB. */
export const receiveMedia = async (strapi: Core.Strapi, ctx: Context): Promise<void> => {
  const caller = await getCaller(strapi, ctx, 'send.media');
  const isForm = /^multipart\/form-data/i.test(ctx.get('content-type'));
  const form = isForm ? await readMultipart(ctx) : null;
  const body = parseInput(mediaBody, form ? formToBody(form.fields) : parseJson((await readBody(ctx, MAX_JSON_BYTES)).toString('utf8')));
  const upload: Upload | null =
    form?.file ?? (body.media.base64 ? { content: decodeBase64(body.media.base64), filename: body.media.filename ?? '', mimeType: body.media.mimeType ?? '' } : null);
  const { type: kind, url, mediaId } = body.media;
  // An image without a file may be the account's own: which one is known only with the account.
  const wantsDefault = !upload && url === undefined && mediaId === undefined && kind === 'image';
  if (!upload && url === undefined && mediaId === undefined && !wantsDefault) throw invalid('media: give one of url, mediaId, base64 or a file', { path: 'media' });
  // What was asked for, without the bytes: their digest stands for them.
  const hashed = { ...body, media: { ...body.media, base64: undefined, digest: upload ? createHash('sha256').update(upload.content).digest('hex') : undefined } };

  await enqueueFromApi(strapi, ctx, caller, {
    endpoint: 'send/media',
    body,
    hashed,
    async compose(account, to) {
      const caption = body.caption || undefined;
      const label = body.media.filename ?? upload?.filename;
      const standard = wantsDefault ? await getService(strapi, 'accounts').defaultMediaUrlOf(account) : null;
      if (wantsDefault && standard === null) throw refuse('media.default_missing', { path: 'media' });
      const address = url ?? standard;
      if (address !== null) {
        checkUrl(address);
        return {
          message: { type: 'media', kind, media: { link: address, filename: body.media.filename, mimeType: body.media.mimeType }, caption },
          body: caption ?? label ?? kind,
          purpose: 'reply',
          mediaUrl: address,
        };
      }
      // Said before the bytes are kept: a refused send leaves no file behind.
      const { refusal } = await getService(strapi, 'delivery').preview({ account, to, purpose: 'reply', template: null, isTemplate: false });
      if (refusal) throw refuse(refusal.code);
      const media = upload ? await keep(account, upload) : await findOwnMedia(strapi, caller, mediaId ?? '');
      if (!upload) checkFile(strapi, account, kind, { bytes: media.bytes ?? 0, mimeType: media.mimeType ?? '' });
      return {
        message: { type: 'media', kind, media: { mediaId: media.documentId, filename: body.media.filename ?? media.filename ?? undefined, mimeType: media.mimeType ?? undefined }, caption },
        body: caption ?? media.filename ?? kind,
        purpose: 'reply',
        media: media.id,
      };
    },
  });

  async function keep(account: AccountRow, file: Upload): Promise<MediaRow> {
    const filename = body.media.filename ?? (file.filename || `${kind}`);
    const mimeType = typeOf(kind, filename, body.media.mimeType ?? file.mimeType);
    checkFile(strapi, account, kind, { bytes: file.content.length, mimeType });
    return getService(strapi, 'media').store({ content: file.content, mimeType, filename, origin: 'outbound', kind, account: account.id });
  }
};
