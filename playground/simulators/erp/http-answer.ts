import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject, type JsonValue } from './types';

export const HTML = 'text/html; charset=utf-8';

export const answer = (response: ServerResponse, status: number, headers: Record<string, string>, body: string | Buffer = ''): void => {
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
};

export const answerJson = (response: ServerResponse, status: number, body: JsonValue): void =>
  answer(response, status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }, JSON.stringify(body));

export const escapeHtml = (value: unknown): string =>
  String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');

/** Recorded: what a path that does not exist answers. */
export const answerNotFound = (response: ServerResponse): void =>
  answer(response, 404, { 'content-type': HTML }, '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n');

/** Recorded: an `X-Odoo-Database` that is not here, or none where several are. */
export const answerNoDatabase = (response: ServerResponse): void =>
  answer(response, 404, { 'content-type': HTML }, '<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>\n<p>Please verify the hostname, <a href=/web/login>login</a> and try again.</p>\n\n<!-- Alternatively, use the X-Odoo-Database header. -->\n');

export const redirect = (response: ServerResponse, to: string): void =>
  answer(response, 303, { 'content-type': HTML, location: to }, `<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href="${escapeHtml(to)}">${escapeHtml(to)}</a>. If not, click the link.\n`);

const MAX_BODY = 64 * 1024 * 1024;

/** Null when the body is over 64 MB. */
export const readBody = async (request: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

/** The object in a control or action body; a form cannot send one without the page's own script. */
export const readJsonObject = async (request: IncomingMessage): Promise<JsonObject | null> => {
  if (!(request.headers['content-type'] ?? '').toLowerCase().startsWith('application/json')) return null;
  const body = await readBody(request);
  try {
    const value: unknown = JSON.parse(body?.toString('utf8') || '{}');
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
};
