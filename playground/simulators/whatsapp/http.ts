import type { IncomingMessage, ServerResponse } from 'node:http';

export class BodyTooLarge extends Error {}

/** Collects a body up to `limit` bytes. @throws BodyTooLarge, or the socket's own error. */
export function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) {
        reject(new BodyTooLarge(`more than ${limit} bytes`));
        req.pause();
        return;
      }
      chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    req.on('error', reject);
    req.on('aborted', () => reject(new Error('the client went away')));
  });
}

export function parseJsonObject(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** No CORS headers anywhere: only pages of the simulator itself may read its answers. */
export function answerText(res: ServerResponse, status: number, body: string, type: string, headers: Record<string, string> = {}): void {
  if (res.destroyed || res.writableEnded) return;
  res.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', ...headers });
  res.end(body);
}

export function answerJson(res: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  answerText(res, status, JSON.stringify(value), 'application/json; charset=UTF-8', headers);
}

/** The simulator's own errors (control, phone); Graph's have their own form. */
export function answerProblem(res: ServerResponse, status: number, message: string): void {
  answerJson(res, status, { error: { status, message } });
}
