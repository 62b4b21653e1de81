import type { IncomingMessage } from 'node:http';

export type ReadBody = { kind: 'body'; body: Buffer } | { kind: 'too_large' } | { kind: 'too_slow' } | { kind: 'gone' };

/** How long a body that is too large is listened to and thrown away, so that the sender can read our answer. */
const DISCARD_MS = 2_000;
const DISCARD_BYTES = 16 * 1024 * 1024;

/**
 * Collects a request's bytes under a limit and a deadline. A body beyond the limit is not kept but read on for a moment:
 * a connection closed on a sender in mid-sentence shows a reset there, not our 413.
 */
export const readBody = (request: IncomingMessage, limits: { maxBytes: number; timeoutMs: number }): Promise<ReadBody> =>
  new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    let isTooLarge = Number(request.headers['content-length'] ?? 0) > limits.maxBytes;

    const end = (result: ReadBody): void => {
      clearTimeout(deadline);
      request.off('data', onData);
      request.off('end', onEnd);
      request.off('error', onGone);
      request.off('close', onGone);
      // An error after we have answered has no other listener and would end the process.
      request.on('error', () => undefined);
      resolve(result);
    };
    let deadline = setTimeout(() => end({ kind: isTooLarge ? 'too_large' : 'too_slow' }), isTooLarge ? DISCARD_MS : limits.timeoutMs);

    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (!isTooLarge && bytes > limits.maxBytes) {
        isTooLarge = true;
        chunks = [];
        clearTimeout(deadline);
        deadline = setTimeout(() => end({ kind: 'too_large' }), DISCARD_MS);
      }
      if (!isTooLarge) chunks.push(chunk);
      else if (bytes > limits.maxBytes + DISCARD_BYTES) end({ kind: 'too_large' });
    };
    const onEnd = (): void => end(isTooLarge ? { kind: 'too_large' } : { kind: 'body', body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) });
    const onGone = (): void => end({ kind: 'gone' });

    request.on('data', onData);
    request.on('end', onEnd);
    request.on('error', onGone);
    request.on('close', onGone);
  });
