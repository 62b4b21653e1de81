import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { request } from 'undici';
import { now } from './clock';
import { createEnteredAgent, EnteredAddressError, isEnteredUrl } from './entered-address';
import { checkKey, isDiskFull, MediaStoreError } from './media-store';
import type { MediaStore } from './media-store';

export interface S3Options {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  prefix?: string;
  /** The bucket in the path instead of the host; by default everywhere but at Amazon. */
  forcePathStyle?: boolean;
}

const TRIES = 3;
const PAUSE_MS = 250;
/** An error's XML is short; more is not read. */
const ERROR_BYTES = 4_096;
/** SHA-256 of nothing. */
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface Sent {
  hash: string;
  bytes: number;
  open(): Buffer | Readable;
}

type Answer = Awaited<ReturnType<typeof request>>;

const addressOf = ({ endpoint, bucket, prefix, forcePathStyle }: S3Options) => {
  const url = new URL(endpoint);
  if (!isEnteredUrl(endpoint)) throw new EnteredAddressError(url.hostname);
  const isPathStyle = forcePathStyle ?? !url.hostname.endsWith('.amazonaws.com');
  const root = `${isPathStyle ? url.origin : `${url.protocol}//${bucket}.${url.host}`}${url.pathname.replace(/\/+$/, '')}`;
  const folder = [...(isPathStyle ? [bucket] : []), ...(prefix ? [prefix.replace(/^\/+|\/+$/g, '')] : [])].join('/');
  return (key: string): string => `${root}/${folder === '' ? '' : `${folder}/`}${checkKey(key)}`;
};

/** What S3 says in its XML, without what it repeats of the request. */
const wordsOf = async (answer: Answer): Promise<string> => {
  let text = '';
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    text += chunk.toString('latin1');
    if (text.length > ERROR_BYTES) break;
  }
  const part = (name: string): string => new RegExp(`<${name}>([^<]{1,200})</${name}>`).exec(text)?.[1] ?? '';
  return [`it answered ${answer.statusCode}`, part('Code'), part('Message')].filter(Boolean).join(', ');
};

const failed = (error: unknown): MediaStoreError => (error instanceof MediaStoreError ? error : new MediaStoreError(isDiskFull(error) ? 'disk_full' : 'failed', error));

/** A stream's length and hash must be known before its first byte leaves: S3 takes no body of unknown length. */
const spool = async (content: NodeJS.ReadableStream): Promise<Sent & { remove(): Promise<void> }> => {
  const draft = path.join(tmpdir(), `whatsapp-media-${randomBytes(12).toString('hex')}`);
  const hash = createHash('sha256');
  let bytes = 0;
  const remove = () => rm(draft, { force: true });
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      for await (const chunk of content) {
        hash.update(chunk);
        bytes += Buffer.byteLength(chunk);
        await file.appendFile(chunk);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { hash: hash.digest('hex'), bytes, open: () => createReadStream(draft), remove };
};

/** A bucket of S3 or of what speaks like it (MinIO, R2, Spaces). One PUT a file: ours are below 100 MB. */
export const createS3Store = (options: S3Options): MediaStore => {
  const urlOf = addressOf(options);
  const agent = createEnteredAgent({ headersMs: 60_000, bodyMs: 60_000 });
  const { accessKeyId, secretAccessKey, region } = options;

  const callOnce = async (method: 'GET' | 'PUT' | 'HEAD' | 'DELETE', url: string, headers: Record<string, string>, sent?: Sent): Promise<Answer> => {
    const datetime = now().toISOString().replace(/[:-]|\.\d{3}/g, '');
    const signer = new AwsV4Signer({
      method,
      url,
      headers: { ...headers, 'x-amz-content-sha256': sent?.hash ?? EMPTY_HASH },
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
      datetime,
    });
    const signed = await signer.sign();
    return request(signed.url, {
      dispatcher: agent,
      method,
      headers: { ...Object.fromEntries(signed.headers), ...(sent ? { 'content-length': String(sent.bytes) } : {}) },
      body: sent?.open() ?? null,
    });
  };

  /** Every call here may be made twice: a key is written once, under a name nobody else has. */
  const call = async (method: 'GET' | 'PUT' | 'HEAD' | 'DELETE', key: string, headers: Record<string, string> = {}, sent?: Sent): Promise<Answer> => {
    const url = urlOf(key);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await callOnce(method, url, headers, sent);
        if (attempt === TRIES || (answer.statusCode < 500 && answer.statusCode !== 429)) return answer;
        await answer.body.dump();
      } catch (error) {
        if (attempt === TRIES || error instanceof EnteredAddressError) throw error;
      }
      await pause(PAUSE_MS * 2 ** attempt);
    }
  };

  const refused = async (answer: Answer): Promise<MediaStoreError> => new MediaStoreError('failed', new Error(`the store of files refused, ${await wordsOf(answer)}`));

  const read = async function* (key: string, range?: { start: number; end: number }): AsyncGenerator<Buffer> {
    let answer: Answer;
    try {
      answer = await call('GET', key, range ? { range: `bytes=${range.start}-${range.end}` } : {});
    } catch (error) {
      throw failed(error);
    }
    const expected = range ? 206 : 200;
    if (answer.statusCode !== expected) throw await refused(answer);
    yield* answer.body as AsyncIterable<Buffer>;
  };

  return {
    async put(key, content) {
      try {
        checkKey(key);
        const spooled = Buffer.isBuffer(content) ? null : await spool(content);
        const sent = spooled ?? { hash: createHash('sha256').update(content as Buffer).digest('hex'), bytes: (content as Buffer).length, open: () => content as Buffer };
        try {
          const answer = await call('PUT', key, {}, sent);
          if (answer.statusCode !== 200) throw await refused(answer);
          await answer.body.dump();
        } finally {
          await spooled?.remove();
        }
        return { bytes: sent.bytes };
      } catch (error) {
        throw failed(error);
      }
    },

    get(key, range) {
      checkKey(key);
      return Readable.from(read(key, range), { objectMode: false });
    },

    async size(key) {
      try {
        const answer = await call('HEAD', key);
        await answer.body.dump();
        if (answer.statusCode === 404) return null;
        // A HEAD has no body that says why.
        if (answer.statusCode !== 200) throw new MediaStoreError('failed', new Error(`the store of files refused, it answered ${answer.statusCode}`));
        return Number(answer.headers['content-length']);
      } catch (error) {
        throw failed(error);
      }
    },

    async delete(key) {
      try {
        const answer = await call('DELETE', key);
        if (answer.statusCode !== 204 && answer.statusCode !== 200 && answer.statusCode !== 404) throw await refused(answer);
        await answer.body.dump();
      } catch (error) {
        throw failed(error);
      }
    },
  };
};
