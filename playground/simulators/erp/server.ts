import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { publicRecord, runAction } from './actions';
import { versionInfo, type ErpDispatch } from './dispatch';
import { ErpFault } from './faults';
import { answer, answerJson, answerNoDatabase, answerNotFound, HTML, readBody, readJsonObject, redirect } from './http-answer';
import { findForeignCaller } from './http-safety';
import { answerJsonRpc, jsonRpcFailure, parseJsonRpc, type ParsedCall } from './json-rpc';
import { createPace, type Pace } from './pace';
import { renderPage } from './page';
import { answerPortal } from './portal';
import { parseControl, takeErrorRule, type ControlRequest, type Settings } from './settings';
import type { ErpStore } from './store';
import type { JsonObject, JsonValue } from './types';

/** The simulator's changing insides, read anew on each request because a reset replaces them. */
export interface Running {
  store: ErpStore;
  dispatch: ErpDispatch;
  settings: Settings;
  database: string;
  renderPdf(model: string, id: number): Promise<Uint8Array>;
  applyControl(request: ControlRequest): void;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const ERROR_PAGE = '<!doctype html>\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n';

const subjectOf = ({ service, method, args }: ParsedCall): [model: string, method: string] =>
  service === 'object' ? [String(args[3]), String(args[4])] : [service, method];

const answerRpc = async (request: IncomingMessage, response: ServerResponse, running: Running, pace: Pace): Promise<void> => {
  const startedAt = performance.now();
  const { settings, store, dispatch } = running;
  if (settings.answers === 'html') return answer(response, 200, { 'content-type': HTML }, ERROR_PAGE);
  const body = await readBody(request);
  if (!body) return answer(response, 413, { 'content-type': HTML }, '<!doctype html>\n<title>413 Request Entity Too Large</title>\n');
  if (settings.answers === 'hang') return undefined;
  const parsed = parseJsonRpc(request.headers['content-type'], body, store.version);
  if ('answer' in parsed) return answer(response, parsed.answer.status, parsed.answer.headers, parsed.answer.body);
  const [model, method] = subjectOf(parsed.call);
  const rule = takeErrorRule(settings, model, method);
  if (rule?.http) {
    const headers: Record<string, string> = { 'content-type': HTML, ...(rule.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) }) };
    return answer(response, rule.http, headers, `<!doctype html>\n<title>${rule.http}</title>\n<h1>${rule.http}</h1>\n`);
  }
  if (rule) {
    const failed = jsonRpcFailure(parsed.call.id, new ErpFault(rule.name ?? 'odoo.exceptions.UserError', rule.message ?? 'Simulated error'), store.version);
    return answer(response, failed.status, failed.headers, failed.body);
  }
  const { answer: rpc, result } = await answerJsonRpc(parsed.call, dispatch, store.version);
  if (settings.paceRowsPerSecond > 0 && (method === 'search_read' || method === 'read') && Array.isArray(result)) {
    await pace(result.length, settings.paceRowsPerSecond, startedAt);
  }
  return answer(response, rpc.status, rpc.headers, rpc.body);
};

const state = (running: Running, url: URL): JsonValue => {
  const { store, settings } = running;
  const only = url.searchParams.get('model');
  const limit = Number(url.searchParams.get('limit') ?? 1000);
  const models = only ? [only] : ['res.company', 'res.partner', 'sale.order', 'sale.order.line', 'account.move', 'account.move.line', 'ir.attachment', 'mail.message', 'phone.blacklist'];
  const records: JsonObject = {};
  const counts: JsonObject = {};
  for (const model of models) {
    const table = [...store.table(model).values()];
    counts[model] = table.length;
    records[model] = table.slice(0, limit).map(publicRecord);
  }
  return { data: { version: store.version, database: running.database, settings: settings as unknown as JsonObject, counts, records } };
};

const answerControl = async (request: IncomingMessage, response: ServerResponse, url: URL, running: () => Running): Promise<void> => {
  if (url.pathname === '/control/state' && request.method === 'GET') return answerJson(response, 200, state(running(), url));
  if (url.pathname !== '/control' || request.method !== 'POST') return answerJson(response, 404, { data: null, error: { message: 'There are POST /control and GET /control/state.' } });
  const body = await readJsonObject(request);
  const parsed = body ? parseControl(body) : { refusal: 'Send a JSON object as application/json.' };
  if ('refusal' in parsed) return answerJson(response, 400, { data: null, error: { message: parsed.refusal } });
  running().applyControl(parsed.request);
  const { settings, store } = running();
  return answerJson(response, 200, { data: { settings: settings as unknown as JsonObject, partners: store.table('res.partner').size } });
};

const answerAction = async (request: IncomingMessage, response: ServerResponse, url: URL, running: Running): Promise<void> => {
  const body = request.method === 'POST' ? await readJsonObject(request) : null;
  if (!body) return answerJson(response, request.method === 'POST' ? 400 : 405, { data: null, error: { message: 'POST a JSON object as application/json.' } });
  const result = await runAction(url.pathname.slice('/actions/'.length), body, running.dispatch, running.store);
  return answerJson(response, result.status, result.body);
};

/** Looking at a document from the page must not make a token, or looking would change the record. */
const answerPreview = async (response: ServerResponse, url: URL, running: Running): Promise<void> => {
  const match = /^\/preview\/(sale\.order|account\.move)\/(\d+)$/.exec(url.pathname);
  if (!match?.[1] || !running.store.find(match[1], Number(match[2]))) return answerNotFound(response);
  const bytes = await running.renderPdf(match[1], Number(match[2]));
  return answer(response, 200, { 'content-type': 'application/pdf', 'content-disposition': 'inline', 'x-content-type-options': 'nosniff' }, Buffer.from(bytes));
};

const answerAttachment = (response: ServerResponse, url: URL, store: ErpStore): void => {
  const attachment = store.find('ir.attachment', Number(/^\/web\/content\/(\d+)$/.exec(url.pathname)?.[1]));
  const token = url.searchParams.get('access_token');
  // A bearer key opens nothing here, only the attachment's own token does (recorded).
  if (!attachment || !token || attachment.access_token !== token) return answerNotFound(response);
  return answer(response, 200, {
    'content-type': String(attachment.mimetype || 'application/octet-stream'), 'cache-control': 'no-cache', 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff',
    'content-disposition': `${url.searchParams.get('download') === 'true' ? 'attachment' : 'inline'}; filename=${String(attachment.name)}`, etag: `"${String(attachment.checksum)}"`,
  }, Buffer.from(String(attachment.datas || ''), 'base64'));
};

const route = async (request: IncomingMessage, response: ServerResponse, running: () => Running, pace: Pace, boundTo: string): Promise<void> => {
  const foreign = findForeignCaller(request, boundTo);
  if (foreign) return answerJson(response, 403, { data: null, error: { message: foreign } });
  const url = new URL(request.url ?? '/', 'http://simulator.invalid');
  const { pathname } = url;
  if (pathname === '/control' || pathname.startsWith('/control/')) return answerControl(request, response, url, running);
  const now = running();
  if (pathname === '/' && request.method === 'GET') return renderPage(response, now.store, now.settings, now.database);
  if (pathname.startsWith('/actions/')) return answerAction(request, response, url, now);
  if (pathname.startsWith('/preview/')) return answerPreview(response, url, now);
  if (now.settings.offline) {
    request.socket.destroy();
    return undefined;
  }
  if (now.settings.latencyMs > 0) await pause(now.settings.latencyMs);
  if (pathname === '/jsonrpc') {
    if (request.method === 'POST') return answerRpc(request, response, now, pace);
    return answer(response, 405, { 'content-type': HTML, allow: 'POST' }, '<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n<p>The method is not allowed for the requested URL.</p>\n');
  }
  const database = request.headers['x-odoo-database'];
  if (database !== undefined && database !== now.database) return answerNoDatabase(response);
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerNotFound(response);
  if (pathname === '/my' || pathname.startsWith('/my/')) {
    return answerPortal(response, url, { store: now.store, mode: now.settings.pdf, renderPdf: now.renderPdf });
  }
  if (pathname.startsWith('/report/pdf/')) return redirect(response, `/web/login?redirect=${encodeURIComponent(`${pathname}?${url.search.slice(1)}`)}`);
  if (pathname.startsWith('/web/content/')) return answerAttachment(response, url, now.store);
  if (pathname === '/web/login') return answer(response, 200, { 'content-type': HTML }, '<!doctype html>\n<html lang="en"><head><title>Log in</title></head><body><h1>Log in</h1></body></html>\n');
  if (pathname === '/web/version' && now.store.version === 19) {
    return answerJson(response, 200, { version_info: versionInfo(19).server_version_info ?? [], version: '19.0' });
  }
  return answerNotFound(response);
};

export const createErpServer = (running: () => Running, boundTo: string): Server => {
  const pace = createPace();
  return createServer((request, response) => {
    route(request, response, running, pace, boundTo).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else answer(response, 500, { 'content-type': HTML }, '<!doctype html>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n');
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') console.error('Simulated ERP:', error);
    });
  });
};
