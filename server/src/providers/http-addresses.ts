import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Which network addresses a provider's address may lead to. Addresses come from settings an administrator typed, so a
 * private network is fine where `allowPrivate` says so; link-local and cloud metadata never are, whoever typed them:
 * a "base URL" of 169.254.169.254 would read the machine's own credentials.
 */
export type AllowPrivate = boolean | ((hostname: string) => boolean);

/** Thrown inside the connect, before a byte leaves; the caller sees `misconfigured`. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';

  constructor(hostname: string, why: string) {
    super(`${hostname} leads to ${why}, which is never called.`);
    this.name = 'AddressRefusedError';
  }
}

const PRIVATE_RANGES = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);

/** Metadata services outside the link-local range: Alibaba Cloud, and AWS over IPv6 (providers' own pages, 2026-11). */
const METADATA_ADDRESSES = new Set(['100.100.100.200', 'fd00:ec2::254']);

/** Why an address may not be called, or null where it may. */
export function findAddressRefusal(address: string, mayBePrivate: boolean): string | null {
  if (!ipaddr.isValid(address)) return 'no valid address';
  const parsed = ipaddr.process(address);
  if (METADATA_ADDRESSES.has(parsed.toString())) return 'a metadata service';
  const range: string = parsed.range();
  if (range === 'unicast') return null;
  if (range === 'linkLocal') return 'a link-local address';
  if (PRIVATE_RANGES.has(range)) return mayBePrivate ? null : 'a private network';
  return `a reserved address (${range})`;
}

function mayBePrivate(allowPrivate: AllowPrivate, hostname: string): boolean {
  return typeof allowPrivate === 'function' ? allowPrivate(hostname) : allowPrivate;
}

/** A host that is an address by itself is never looked up, so it has to be judged before the connect. */
export function findHostRefusal(hostname: string, allowPrivate: AllowPrivate): AddressRefusedError | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) === 0) return null;
  const refusal = findAddressRefusal(bare, mayBePrivate(allowPrivate, bare));
  return refusal ? new AddressRefusedError(hostname, refusal) : null;
}

/**
 * The resolver of the connect itself: what was judged is what is connected to, so a name that changes its answer
 * between a check and the connect gains nothing.
 */
export function createGuardedLookup(allowPrivate: AllowPrivate): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const allowed = mayBePrivate(allowPrivate, hostname);
      const refusal = addresses.map(({ address }) => findAddressRefusal(address, allowed)).find((reason) => reason !== null);
      const [first] = addresses;
      if (refusal) callback(new AddressRefusedError(hostname, refusal), '', 0);
      else if (!first) callback(Object.assign(new Error(`No address for ${hostname}.`), { code: 'ENOTFOUND' }), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
