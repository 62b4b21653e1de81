import { BlockList, isIP } from 'node:net';
import { OdooError } from './odoo-error';

/** An ERP's address, split so that portal paths can be held to its origin. */
export interface ErpAddress {
  /** `https://erp.example.com:8443`, without a slash at the end. */
  origin: string;
  /** What stands between the origin and `/jsonrpc` where a proxy serves Odoo below a path; mostly empty. */
  prefix: string;
}

/** Reads what an administrator typed; null where it is no http(s) address. Credentials in it are refused: they would end up in logs. */
export function parseErpAddress(typed: string): ErpAddress | null {
  const text = typed.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '' || url.username !== '' || url.password !== '') return null;
  // People paste what their browser shows: /web, /web/login, /odoo/action-… (the backend's paths of 17 to 19).
  const prefix = url.pathname.replace(/\/(?:web|odoo|jsonrpc|xmlrpc|json)(?:\/.*)?$/, '').replace(/\/+$/, '');
  return { origin: url.origin, prefix };
}

/** As `parseErpAddress`, throwing `bad_address` or `address_refused`. */
export function getErpAddress(typed: string): ErpAddress {
  const address = parseErpAddress(typed);
  if (!address) throw new OdooError('bad_address');
  if (isForbiddenHost(new URL(address.origin).hostname)) throw new OdooError('address_refused');
  return address;
}

/**
 * Link-local and cloud metadata addresses. An ERP may stand in a private network, but these hand out the
 * host's own credentials to whoever asks. Includes the IPv4-in-IPv6 spellings of the same addresses.
 */
function createForbiddenList(): BlockList {
  const list = new BlockList();
  list.addSubnet('169.254.0.0', 16, 'ipv4');
  list.addAddress('100.100.100.200', 'ipv4');
  list.addAddress('192.0.0.192', 'ipv4');
  list.addSubnet('fe80::', 10, 'ipv6');
  list.addAddress('fd00:ec2::254', 'ipv6');
  list.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
  for (const mapped of ['::ffff:', '::']) {
    list.addSubnet(`${mapped}169.254.0.0`, 112, 'ipv6');
    list.addAddress(`${mapped}100.100.100.200`, 'ipv6');
    list.addAddress(`${mapped}192.0.0.192`, 'ipv6');
  }
  return list;
}

const forbidden = createForbiddenList();

/** True for a literal IP that is never called. */
export function isForbiddenIp(ip: string): boolean {
  const family = isIP(ip.split('%')[0]!);
  if (family === 0) return false;
  return forbidden.check(ip.split('%')[0]!, family === 6 ? 'ipv6' : 'ipv4');
}

/** True where a URL's host is itself a forbidden IP. Names are checked after resolution, see `createErpFetch`. */
export function isForbiddenHost(hostname: string): boolean {
  return isForbiddenIp(hostname.replace(/^\[|\]$/g, ''));
}
