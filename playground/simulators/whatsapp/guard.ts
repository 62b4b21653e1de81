import type { IncomingMessage } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';

export interface Guard {
  /** False for a foreign Host (DNS rebinding) or a page of another origin (forged posts). */
  mayEnter(req: IncomingMessage): boolean;
}

/**
 * Bound to loopback only this machine's names are let in. With another address the names and
 * addresses of its interfaces count as ours too, and those given in `allowed`.
 */
export function createGuard(boundTo: string, allowed: readonly string[] = []): Guard {
  const names = new Set(['localhost', '127.0.0.1', '[::1]', ...allowed.map((name) => name.toLowerCase())]);
  if (!isLoopback(boundTo)) {
    names.add(boundTo.toLowerCase());
    names.add(hostname().toLowerCase());
    for (const list of Object.values(networkInterfaces())) {
      for (const one of list ?? []) names.add(one.family === 'IPv6' ? `[${one.address.toLowerCase()}]` : one.address);
    }
  }
  // Sends come by the thousand with the same header: remember what was decided.
  const decided = new Map<string, boolean>();
  const isOurs = (host: string): boolean => {
    const known = decided.get(host);
    if (known !== undefined) return known;
    const match = /^(\[[0-9a-f:.]+\]|[^:/@\s]+)(?::\d{1,5})?$/i.exec(host);
    const verdict = match !== null && names.has(match[1]!.toLowerCase());
    if (decided.size < 1_000) decided.set(host, verdict);
    return verdict;
  };
  return {
    mayEnter(req) {
      const host = req.headers.host;
      if (host === undefined || !isOurs(host)) return false;
      const origin = req.headers.origin;
      return origin === undefined || origin === `http://${host}`;
    },
  };
}

export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === 'localhost' || address === '::1' || /^(::ffff:)?127\./.test(address);
}
