import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A little S3 over real HTTP, as strict as the real one where it matters. Signatures are verified by the specification
 * (AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header"), with none of the client's code.
 */
export interface S3Server {
  url: string;
  objects: Map<string, Buffer>;
  /** `METHOD key` of what was let in, in order. */
  accepted: string[];
  /** Answers that come before anything else: a status each. */
  faults: number[];
  close(): Promise<void>;
}

interface S3Account {
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const SKEW_MS = 15 * 60 * 1000;
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** RFC 3986, as the specification's UriEncode: everything but unreserved characters, slashes kept in paths. */
const encode = (text: string, keepSlash: boolean): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Za-z0-9\-._~]/.test(character) || (keepSlash && character === '/')) return character;
      return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

class S3Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const headerOf = (req: IncomingMessage, name: string): string => [req.headers[name] ?? ''].flat().join(',').trim().replace(/\s+/g, ' ');

const verify = (req: IncomingMessage, account: S3Account): void => {
  const authorization = headerOf(req, 'authorization');
  if (authorization === '') throw new S3Refusal(403, 'AccessDenied', 'Access Denied');
  const match = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(authorization);
  if (!match) throw new S3Refusal(400, 'AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  const [, keyId = '', day = '', region = '', signedNames = '', signature = ''] = match;
  if (keyId !== account.accessKeyId) throw new S3Refusal(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  if (region !== account.region) throw new S3Refusal(400, 'AuthorizationHeaderMalformed', `the region '${region}' is wrong; expecting '${account.region}'`);
  const at = headerOf(req, 'x-amz-date');
  const stamp = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(at);
  if (!stamp || !at.startsWith(day)) throw new S3Refusal(403, 'AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  const [, year, month, date, hour, minute, second] = stamp.map(Number);
  if (Math.abs(Date.UTC(year ?? 0, (month ?? 1) - 1, date, hour, minute, second) - Date.now()) > SKEW_MS) {
    throw new S3Refusal(403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.');
  }
  const payload = headerOf(req, 'x-amz-content-sha256');
  if (payload === '') throw new S3Refusal(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  const names = signedNames.split(';');
  if ([...names].sort().join(';') !== signedNames) throw new S3Refusal(400, 'AuthorizationHeaderMalformed', 'Signed headers are not sorted.');
  // The host, and every x-amz- header that is sent, must be signed.
  const needed = ['host', ...Object.keys(req.headers).filter((name) => name.startsWith('x-amz-'))];
  if (!needed.every((name) => names.includes(name))) throw new S3Refusal(403, 'AccessDenied', 'There were headers present in the request which were not signed');

  const url = new URL(req.url ?? '/', 'http://s3');
  const query = [...url.searchParams].map(([name, value]) => `${encode(name, false)}=${encode(value, false)}`).sort().join('&');
  const canonical = [
    req.method,
    encode(decodeURIComponent(url.pathname), true),
    query,
    ...names.map((name) => `${name}:${headerOf(req, name)}`),
    '',
    signedNames,
    payload,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', at, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${account.secretAccessKey}`, day), region), 's3'), 'aws4_request');
  if (!timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'))) {
    throw new S3Refusal(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your key and signing method.');
  }
};

const readBody = async (req: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const put = async (req: IncomingMessage, res: ServerResponse, objects: Map<string, Buffer>, key: string): Promise<void> => {
  if (req.headers['content-length'] === undefined) throw new S3Refusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  const body = await readBody(req);
  const promised = headerOf(req, 'x-amz-content-sha256');
  if (promised !== 'UNSIGNED-PAYLOAD' && promised !== sha256(body)) throw new S3Refusal(400, 'XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");
  objects.set(key, body);
  res.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"`, 'content-length': 0 }).end();
};

const get = (req: IncomingMessage, res: ServerResponse, content: Buffer): void => {
  const range = /^bytes=(\d+)-(\d*)$/.exec(headerOf(req, 'range'));
  if (!range || req.method === 'HEAD') {
    res.writeHead(200, { 'content-length': content.length, 'accept-ranges': 'bytes', 'content-type': 'binary/octet-stream' }).end(req.method === 'HEAD' ? undefined : content);
    return;
  }
  const start = Number(range[1]);
  const end = Math.min(range[2] ? Number(range[2]) : content.length - 1, content.length - 1);
  if (start >= content.length) throw new S3Refusal(416, 'InvalidRange', 'The requested range is not satisfiable');
  const part = content.subarray(start, end + 1);
  res.writeHead(206, { 'content-length': part.length, 'content-range': `bytes ${start}-${end}/${content.length}`, 'content-type': 'binary/octet-stream' }).end(part);
};

export const startS3Server = async (account: S3Account): Promise<S3Server> => {
  const objects = new Map<string, Buffer>();
  const accepted: string[] = [];
  const faults: number[] = [];

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const fault = faults.shift();
    if (fault) throw new S3Refusal(fault, 'ServiceUnavailable', 'Please reduce your request rate.');
    verify(req, account);
    const [, bucket = '', ...rest] = decodeURIComponent(new URL(req.url ?? '/', 'http://s3').pathname).split('/');
    if (bucket !== account.bucket) throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
    const key = rest.join('/');
    accepted.push(`${req.method} ${key}`);
    if (req.method === 'PUT') return put(req, res, objects, key);
    if (req.method === 'DELETE') {
      objects.delete(key);
      res.writeHead(204).end();
      return;
    }
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new S3Refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
    const content = objects.get(key);
    if (!content) throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    get(req, res, content);
  };

  const server = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      const { status, code, message } = error instanceof S3Refusal ? error : new S3Refusal(500, 'InternalError', String(error));
      req.resume();
      const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>TEST</RequestId></Error>`;
      res.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(xml) }).end(req.method === 'HEAD' ? undefined : xml);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    accepted,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
