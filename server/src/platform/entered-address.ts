import { lookup as resolveName } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent } from 'undici';

/** Thrown before a byte leaves. */
export class EnteredAddressError extends Error {
  constructor(hostname: string) {
    super(`${hostname} leads to a link-local, metadata or reserved address, which is never called.`);
    this.name = 'EnteredAddressError';
  }
}

/** Private networks are an administrator's own; link-local and metadata addresses are the machine's credentials. */
const RANGES: ReadonlySet<string> = new Set(['unicast', 'private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);
/** Metadata services outside the link-local range: Alibaba Cloud, and AWS over IPv6 (providers' own pages, 2026-11). */
const METADATA: ReadonlySet<string> = new Set(['100.100.100.200', 'fd00:ec2::254']);

export const isEnteredAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return RANGES.has(parsed.range()) && !METADATA.has(parsed.toString());
};

/** Judged inside the connect: a name that answers differently the second time gains nothing. */
const guardedLookup: LookupFunction = (hostname, options: LookupOptions, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error || !first) callback(error ?? Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' }), '', 0);
    else if (!addresses.every(({ address }) => isEnteredAddress(address))) callback(new EnteredAddressError(hostname), '', 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** Whether a text of the configuration is an http(s) address that may be called, by what can be read in it. */
export const isEnteredUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 || isEnteredAddress(host);
};

/** Connections to an origin that the configuration names (RULES, URLs from outside). A host that is an address is never looked up: judge it by `isEnteredUrl`. */
export const createEnteredAgent = (timeouts: { headersMs: number; bodyMs: number }): Agent =>
  new Agent({ headersTimeout: timeouts.headersMs, bodyTimeout: timeouts.bodyMs, connect: { timeout: 10_000, lookup: guardedLookup } });
