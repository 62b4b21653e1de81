import type { IncomingMessage } from 'node:http';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:]+\])$/i;

const hostnameOf = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/**
 * Only this machine's own names may be called: a page elsewhere that points its domain here (DNS rebinding) sends its
 * own name as Host. Bound to every interface, bare addresses are names of this machine as well.
 */
const isOwnHost = (header: string | undefined, boundTo: string): boolean => {
  if (!header) return false;
  const name = hostnameOf(header);
  if (LOOPBACK.has(name) || name === boundTo.toLowerCase() || name === `[${boundTo.toLowerCase()}]`) return true;
  return (boundTo === '0.0.0.0' || boundTo === '::') && ADDRESS.test(name);
};

/** Why a request is refused with 403, or null. A browser sends `Origin` with every cross-site POST. */
export const findForeignCaller = (request: IncomingMessage, boundTo: string): string | null => {
  if (!isOwnHost(request.headers.host, boundTo)) return 'This simulator answers to its own host name only.';
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${request.headers.host ?? ''}`) return 'This simulator does not answer other sites.';
  return null;
};
