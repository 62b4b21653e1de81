import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Provider, AccountRef } from '../../providers/provider';

const inflate = promisify(gunzip);

export type DecodedBody =
  | { kind: 'text'; text: string; refs: AccountRef[] }
  | { kind: 'refused'; status: 400 | 413 | 415; code: 'webhook.not_json' | 'webhook.not_utf8' | 'webhook.too_large' | 'request.unsupported_type' };

/**
 * What the bytes say. A gzip body is inflated under the same limit as a plain one (the signature is over the bytes as
 * they were sent); any other encoding is refused, because what can't be read can't be stored.
 */
export const decodeBody = async (rawBody: Buffer, encoding: string | undefined, provider: Provider, maxBytes: number): Promise<DecodedBody> => {
  const name = (encoding ?? '').trim().toLowerCase();
  let bytes = rawBody;
  if (name === 'gzip' || name === 'x-gzip') {
    try {
      bytes = await inflate(rawBody, { maxOutputLength: maxBytes });
    } catch (error) {
      const isTooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
      return isTooLarge ? { kind: 'refused', status: 413, code: 'webhook.too_large' } : { kind: 'refused', status: 400, code: 'webhook.not_json' };
    }
  } else if (name !== '' && name !== 'identity') {
    return { kind: 'refused', status: 415, code: 'request.unsupported_type' };
  }
  if (!isUtf8(bytes)) return { kind: 'refused', status: 400, code: 'webhook.not_utf8' };
  const text = bytes.toString('utf8');
  try {
    const body: unknown = JSON.parse(text);
    return { kind: 'text', text, refs: provider.webhook.identify?.(body) ?? [] };
  } catch {
    return { kind: 'refused', status: 400, code: 'webhook.not_json' };
  }
};
