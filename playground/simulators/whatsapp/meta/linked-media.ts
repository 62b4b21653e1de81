import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { fetch } from 'undici';
import type { MediaFile, MediaStore } from '../media-store';
import { findMediaProblem, LIVES_MS, mediaTypeOf, MEDIA_LIMITS } from './media-kinds';
import type { MediaReference } from './media-request';

const TIMEOUT_MS = 10_000;

export type Fetched = { file: MediaFile } | { problem: string };

/**
 * Fetches what a `link` names, as the service does after it has answered. Private addresses are
 * reachable here, for in the playground the whole world is this machine; link-local ones, where
 * clouds keep their credentials, never are.
 */
export async function fetchLinked(media: MediaStore, account: string, reference: MediaReference): Promise<Fetched> {
  const url = new URL(reference.link!);
  try {
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(name) ? [name] : (await lookup(name, { all: true })).map((one) => one.address);
    if (addresses.some(isLinkLocal)) return { problem: 'Media link is not reachable' };
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status !== 200 || !answer.body) return { problem: `Media link answered HTTP ${answer.status}` };
    const mimeType = mediaTypeOf(answer.headers.get('content-type') ?? '');
    const problem = findMediaProblem(reference.kind, mimeType, Number(answer.headers.get('content-length') ?? 0));
    if (problem !== null) {
      await answer.body.cancel();
      return { problem };
    }
    const file = await media.put(account, Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), {
      mimeType, filename: reference.filename ?? fileNameOf(url), limit: MEDIA_LIMITS[reference.kind], livesMs: LIVES_MS.uploaded,
    });
    return { file };
  } catch {
    return { problem: 'Media link could not be downloaded' };
  }
}

function isLinkLocal(address: string): boolean {
  return /^(::ffff:)?169\.254\./i.test(address) || /^fe[89ab]/i.test(address);
}

function fileNameOf(url: URL): string | null {
  const last = url.pathname.split('/').pop() ?? '';
  try {
    return decodeURIComponent(last).slice(0, 240) || null;
  } catch {
    return last.slice(0, 240) || null;
  }
}
