import { lookup as resolveName } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';

/** Why an address from outside was not fetched. */
export class PublicAddressError extends Error {
  constructor(
    readonly reason: 'refused' | 'unreachable' | 'too_large',
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = 'PublicAddressError';
  }
}

export interface FetchedFile {
  content: Buffer;
  contentType: string | null;
  contentDisposition: string | null;
}

/** True only for addresses of the public internet: no private, local, shared, documentation or translated ranges. */
export const isPublicAddress = (address: string): boolean => ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';

export type ResolveName = (hostname: string, options: { all: true; verbatim?: boolean }, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

const DEADLINE_MS = 30_000;

const parseAddress = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.protocol !== 'https:') throw new PublicAddressError('refused', 'Only https addresses are fetched.');
  if (url.username || url.password) throw new PublicAddressError('refused', 'Addresses with credentials are not fetched.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new PublicAddressError('refused', 'The address does not lead to the public internet.');
  return url;
};

/** Names that lead nowhere outside the own network, whatever a resolver says. */
const LOCAL_NAME = /^(?:[^.]+|.*\.(?:local|localhost|internal|lan|home\.arpa|test|invalid))$/i;

/** Whether a text is a public https address by what can be read in it, without asking anyone. */
export const looksPublic = (text: string): boolean => {
  try {
    const host = parseAddress(text).hostname.replace(/^\[|\]$/g, '');
    return isIP(host) !== 0 || !LOCAL_NAME.test(host);
  } catch {
    return false;
  }
};

/** Whether a public https address also leads to the public internet now. What is fetched later is judged again, at the connect. */
export const leadsToPublic = async (text: string, resolve: ResolveName = resolveName as ResolveName): Promise<boolean> => {
  if (!looksPublic(text)) return false;
  const host = new URL(text).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return true;
  return new Promise((answer) => {
    resolve(host, { all: true, verbatim: true }, (error, addresses) => answer(!error && addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address))));
  });
};

/**
 * Resolves inside the connect, so that what was judged is what is connected to: a name that answers differently the
 * second time gains nothing. One address that is not public refuses the name: an attacker adds, never takes away.
 */
const createPublicLookup =
  (resolve: ResolveName, isAllowed: (address: string) => boolean): LookupFunction =>
  (hostname, options: LookupOptions, callback) => {
    resolve(hostname, { all: true, verbatim: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) callback(error ?? Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' }), '', 0);
      else if (!addresses.every(({ address }) => isAllowed(address))) {
        callback(new PublicAddressError('refused', 'The address does not lead to the public internet.'), '', 0);
      } else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

const findRefusal = (error: unknown): PublicAddressError | null => {
  let current = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (current instanceof PublicAddressError) return current;
    if (current instanceof AggregateError) current = current.errors[0];
    else current = (current as { cause?: unknown } | null)?.cause;
  }
  return null;
};

export interface PublicFetchOptions {
  resolve?: ResolveName;
  isAllowed?: (address: string) => boolean;
  /** Additional trust, for hosts with a certificate authority of their own. */
  ca?: string;
  deadlineMs?: number;
}

/**
 * Fetches a file whose address a stranger may have chosen (RULES, URLs from outside): public https, the address pinned
 * after resolution, no redirect, bounded in size and time.
 */
export const createPublicFetch = ({ resolve = resolveName as ResolveName, isAllowed = isPublicAddress, ca, deadlineMs = DEADLINE_MS }: PublicFetchOptions = {}) => {
  const lookup = createPublicLookup(resolve, isAllowed);

  return async (address: string, { maxBytes }: { maxBytes: number }): Promise<FetchedFile> => {
    const url = parseAddress(address);
    const agent = new Agent({ connections: 1, pipelining: 0, connect: { timeout: 10_000, lookup, ...(ca === undefined ? {} : { ca }) } });
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const answer = await request(url, { dispatcher: agent, method: 'GET', headers: { accept: '*/*', 'accept-encoding': 'identity' }, signal: deadline });
      if (answer.statusCode >= 300 && answer.statusCode < 400) throw new PublicAddressError('unreachable', 'The address redirects; give the address it leads to.');
      if (answer.statusCode !== 200) throw new PublicAddressError('unreachable', `The address answered ${answer.statusCode}.`);
      const header = (name: string): string | null => {
        const value = answer.headers[name];
        return (Array.isArray(value) ? value[0] : value) ?? null;
      };
      if (Number(header('content-length') ?? 0) > maxBytes) throw new PublicAddressError('too_large', `The file is larger than ${maxBytes} bytes.`);
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new PublicAddressError('too_large', `The file is larger than ${maxBytes} bytes.`);
        chunks.push(chunk);
      }
      return { content: Buffer.concat(chunks), contentType: header('content-type'), contentDisposition: header('content-disposition') };
    } catch (error) {
      const refusal = findRefusal(error);
      if (refusal) throw refusal;
      throw new PublicAddressError('unreachable', deadline.aborted ? 'The address did not answer in time.' : 'The address could not be fetched.', { cause: error });
    } finally {
      // Ends what is left of an answer nobody reads any more.
      agent.destroy().catch(() => undefined);
    }
  };
};
