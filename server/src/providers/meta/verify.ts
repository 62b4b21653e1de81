import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ProviderAccount } from '../provider';

/**
 * `X-Hub-Signature-256: sha256=<hex of HMAC-SHA256(bytes received, app secret)>` (Meta's webhook pages, 2026-11).
 * Meta escapes unicode in its own way: only the bytes as received give the same sum, never re-serialised JSON.
 */
const SIGNATURE_HEADER = 'x-hub-signature-256';
const SIGNATURE_PATTERN = /^sha256=([0-9a-f]{64})$/i;

/** Signs with when there is nothing to check against; its value protects nothing. */
const NO_SECRET = 'no app secret is stored';

type Headers = Record<string, string | string[] | undefined>;

/** Present and former app secret both count while one replaces the other. Never throws. */
export function verifySignature(account: ProviderAccount, request: { headers: Headers; rawBody: Buffer }): boolean {
  const secrets = [account.secrets['appSecret'], account.formerSecrets?.['appSecret']].filter((secret): secret is string => Boolean(secret));
  if (secrets.length === 0) {
    burnSignature(request.rawBody);
    return false;
  }
  // The sums are made before the header is looked at, so that a missing header costs the same as a wrong one.
  const sums = secrets.map((secret) => sign(request.rawBody, secret));
  const given = findSignature(request.headers);
  if (!given) return false;
  return sums.map((sum) => timingSafeEqual(sum, given)).some(Boolean);
}

/**
 * Costs what a check costs and proves nothing: for an account that does not exist or has no secret, so that the time of
 * a 401 does not tell which accounts exist.
 */
export function burnSignature(rawBody: Buffer): void {
  sign(rawBody, NO_SECRET);
}

/** The answer to Meta's GET: the challenge where the token is the account's, else null (403). */
export function answerChallenge(account: ProviderAccount, query: Record<string, string | undefined>): string | null {
  const token: unknown = query['hub.verify_token'];
  const challenge: unknown = query['hub.challenge'];
  if (query['hub.mode'] !== 'subscribe' || typeof token !== 'string' || typeof challenge !== 'string') return null;
  if (!account.verifyToken || !isSameText(token, account.verifyToken)) return null;
  // What is echoed to a stranger's browser can't be markup.
  return /^[\w-]{1,256}$/.test(challenge) ? challenge : null;
}

function sign(rawBody: Buffer, secret: string): Buffer {
  return createHmac('sha256', secret).update(rawBody).digest();
}

function findSignature(headers: Headers): Buffer | null {
  const value = headers[SIGNATURE_HEADER] ?? Object.entries(headers).find(([name]) => name.toLowerCase() === SIGNATURE_HEADER)?.[1];
  const hex = typeof value === 'string' ? SIGNATURE_PATTERN.exec(value)?.[1] : undefined;
  return hex ? Buffer.from(hex, 'hex') : null;
}

/** Constant time for texts of any length: their hashes have the same one. */
function isSameText(left: string, right: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(hash(left), hash(right));
}
