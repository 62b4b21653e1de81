import { ProviderError } from '../provider-error';
import { isResponseTooLarge } from '../http';
import type { HttpResponse, Provider, ProviderAccount, ProviderIo } from '../provider';
import { toProviderError } from './errors';
import { asRepeatable, callGraph, redact } from './graph';
import { idOf, numberOf, textOf } from './json';
import { toMultipart } from './multipart';
import { getConnection } from './settings';

/** 100 MB at a slow 1 MB/s. */
const TRANSFER_TIMEOUT_MS = 120_000;
const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+(\s*;\s*[\w-]+=("[^"\r\n]*"|[\w.+-]+))*$/;
const MAX_REDIRECTS = 2;

/** Uploaded files live 30 days, those of customers 7, an address 5 minutes (facts 1.3, 2026-11). */
export const metaMedia: NonNullable<Provider['media']> = {
  async upload(account, file, io) {
    if (!MIME_TYPE.test(file.mimeType)) throw new ProviderError('invalid_media', 'The file has no valid type.');
    const { phoneNumberId } = getConnection(account);
    const multipart = toMultipart(
      { messaging_product: 'whatsapp', type: file.mimeType },
      { name: 'file', filename: file.filename || 'file', mimeType: file.mimeType, content: file.content },
    );
    const answer = await ofMedia(() =>
      callGraph(account, { method: 'POST', path: `/${encodeURIComponent(phoneNumberId)}/media`, multipart, timeoutMs: TRANSFER_TIMEOUT_MS }, io),
    );
    const providerMediaId = idOf(answer['id']);
    if (!providerMediaId) throw new ProviderError('temporary', 'Meta took the file but gave no id for it.');
    return { providerMediaId };
  },

  async download(account, providerMediaId, { maxBytes }, io) {
    const first = await findAddress(account, providerMediaId, maxBytes, io);
    const answer = await fetchFile(account, first.url, maxBytes, io);
    // The address ended meanwhile (5 minutes): one fresh look-up, then it is gone.
    const isStale = isGone(answer);
    const address = isStale ? await findAddress(account, providerMediaId, maxBytes, io) : first;
    const response = isStale ? await fetchFile(account, address.url, maxBytes, io) : answer;
    return readFile(account, response, address.mimeType, io);
  },

  async remove(account, providerMediaId, io) {
    const { phoneNumberId } = getConnection(account);
    await ofMedia(() => callGraph(account, { method: 'DELETE', path: `/${encodeURIComponent(providerMediaId)}`, query: { phone_number_id: phoneNumberId } }, io));
  },
};

/** A request about a file that Meta finds wrong is about the file: an unknown id, a type it does not take. */
async function ofMedia<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    // 100/33 means "no such object, or not yours": here the object is the file, so the account must not be halted.
    const isAboutFile = error.kind === 'invalid_request' || (error.kind === 'misconfigured' && error.vendorCode === '100');
    throw isAboutFile ? new ProviderError('invalid_media', error.message, { vendorCode: error.vendorCode, cause: error.cause }) : error;
  }
}

async function findAddress(account: ProviderAccount, providerMediaId: string, maxBytes: number, io: ProviderIo): Promise<{ url: string; mimeType?: string }> {
  const { phoneNumberId } = getConnection(account);
  const answer = await ofMedia(() => callGraph(account, { method: 'GET', path: `/${encodeURIComponent(providerMediaId)}`, query: { phone_number_id: phoneNumberId } }, io));
  // Seen as a number and as text.
  const size = numberOf(answer['file_size']);
  if (size !== undefined && size > maxBytes) throw tooLarge(maxBytes);
  const url = textOf(answer['url']);
  if (!url) throw new ProviderError('temporary', 'Meta gave no address for the file.');
  return { url, mimeType: textOf(answer['mime_type']) };
}

/** The hosts Meta serves files from (facts 1.3); the token goes to no other, redirects included. */
const MEDIA_HOSTS = /^(graph\.facebook\.com|([a-z0-9-]+\.)*(fbsbx\.com|fbcdn\.net|whatsapp\.net))$/;

/** Meta's hosts over https, or the very origin the administrator entered (a simulator, a proxy). */
export function isMediaAddress(address: string, graphOrigin: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username || url.password) return false;
  if (url.origin === graphOrigin) return true;
  return url.protocol === 'https:' && url.port === '' && MEDIA_HOSTS.test(url.hostname);
}

async function fetchFile(account: ProviderAccount, address: string, maxBytes: number, io: ProviderIo): Promise<HttpResponse> {
  const { accessToken, origin } = getConnection(account);
  let url = address;
  for (let redirects = 0; ; redirects += 1) {
    if (!isMediaAddress(url, origin)) throw new ProviderError('invalid_media', 'The file’s address is not one of Meta’s; it was not called.');
    const response = await fetchOnce(url, accessToken, maxBytes, io);
    const location = response.headers['location'];
    if (response.status < 300 || response.status > 399 || !location) return response;
    if (redirects === MAX_REDIRECTS || !URL.canParse(location, url)) throw new ProviderError('temporary', 'The file’s address leads from redirect to redirect.');
    url = new URL(location, url).toString();
  }
}

function isGone({ status }: HttpResponse): boolean {
  return status === 404 || status === 410;
}

async function fetchOnce(url: string, accessToken: string, maxBytes: number, io: ProviderIo): Promise<HttpResponse> {
  try {
    return await io.http({ method: 'GET', url, headers: { authorization: `Bearer ${accessToken}` }, timeoutMs: TRANSFER_TIMEOUT_MS, maxBytes });
  } catch (error) {
    throw isResponseTooLarge(error) ? tooLarge(maxBytes) : asRepeatable(error);
  }
}

function readFile(account: ProviderAccount, response: HttpResponse, mimeType: string | undefined, io: ProviderIo): { content: Buffer; mimeType: string } {
  if (isGone(response)) throw new ProviderError('invalid_media', 'Meta no longer has this file.');
  if (response.status < 200 || response.status > 299) {
    throw asRepeatable(redact(toProviderError(response, io.now()), getConnection(account).accessToken));
  }
  const answeredType = response.headers['content-type'];
  // An error page under HTTP 200 must not be kept as the customer's picture.
  if (answeredType?.startsWith('text/html') && mimeType !== undefined && !mimeType.startsWith('text/html')) {
    throw new ProviderError('temporary', 'A web page came instead of the file.');
  }
  return { content: response.body, mimeType: mimeType ?? answeredType ?? 'application/octet-stream' };
}

function tooLarge(maxBytes: number): ProviderError {
  return new ProviderError('invalid_media', `The file is larger than ${Math.floor(maxBytes / 1024)} KB.`);
}
