import { lookup as resolveName } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { Agent, fetch } from 'undici';
import { isForbiddenHost, isForbiddenIp } from './address';
import type { OdooFetch } from './rpc';

/** The code on the network error when a name resolves to an address that is never called. */
export const ADDRESS_REFUSED = 'ERR_ADDRESS_REFUSED';

function createAddressRefused(): NodeJS.ErrnoException {
  return Object.assign(new Error('address refused'), { code: ADDRESS_REFUSED });
}

type LookupAnswer = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves a name and refuses it when any of its addresses is forbidden; the socket then connects to what was checked, so a second answer of DNS can't slip in. */
function resolveChecked(hostname: string, options: LookupOptions, answer: LookupAnswer): void {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error, []);
    if (addresses.some(({ address }) => isForbiddenIp(address))) return answer(createAddressRefused(), []);
    const first = addresses[0];
    if (options.all || !first) return answer(null, addresses);
    return answer(null, first.address, first.family);
  });
}

/**
 * The fetch the bridge uses by itself: undici with connections kept open (sign-in and every page share one),
 * private networks allowed, link-local and metadata addresses refused before and after resolution.
 */
export function createErpFetch(): OdooFetch {
  const agent = new Agent({ connect: { lookup: resolveChecked } });
  return async (url, init) => {
    if (isForbiddenHost(new URL(url).hostname)) throw createAddressRefused();
    return fetch(url, { ...init, dispatcher: agent });
  };
}
