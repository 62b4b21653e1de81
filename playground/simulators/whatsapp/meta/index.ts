import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccountState } from '../accounts';
import { answerText, BodyTooLarge, parseJsonObject, readBody } from '../http';
import type { FaultTarget } from '../settings';
import type { World } from '../world';
import { describeBusiness, describePhone, describeToken, pageOf } from './account-routes';
import { errorBody, errorFor, refuse, refuseParameter, Refusal } from './errors';
import { answerFault, takeError, takeSilence } from './faults';
import { createInbound, type Inbound } from './inbound';
import { createLimits } from './limits';
import { ATTACHMENTS_PATH, createMediaRoutes, getMediaFile, refuseObject } from './media-routes';
import { createSends } from './sends';
import { createStatuses, type Statuses } from './statuses';
import { changeTemplate, describeTemplate, listTemplates } from './template-routes';
import type { Template } from './template-catalogue';
import { createTemplateStore } from './template-store';
import { judgeVersion } from './versions';

export interface MetaSimulator {
  /** False when the path is none of Meta's. */
  handles(url: string): boolean;
  serve(req: IncomingMessage, res: ServerResponse): void;
  inbound: Inbound;
  statuses: Statuses;
  /** Plays a change by the platform and tells the plugin. */
  changeTemplate(account: AccountState, change: Record<string, unknown>): Promise<number | null>;
  replaceTemplates(businessAccountId: string, templates: Template[]): void;
  /** `GET hub.challenge` at the account's webhook, as the app dashboard does. */
  verifyWebhook(account: AccountState, url?: string, verifyToken?: string): Promise<{ ok: boolean; status: number | null }>;
  reset(account: AccountState | null): void;
}

const GRAPH = /^\/graph\/([^/?]+)(?:\/([^/?]*))?(?:\/([^/?]*))?(\/[^?]*)?(?:\?(.*))?$/;
const SEND_LIMIT = 1024 * 1024;
const JSON_TYPE = 'application/json; charset=UTF-8';
const GRAPH_HEADERS = { 'facebook-api-version': 'v26.0' };
const BEARER = /^Bearer +(\S+)$/i;

interface Call {
  req: IncomingMessage;
  res: ServerResponse;
  token: string;
  version: string;
  id: string;
  edge: string | null;
  query: URLSearchParams;
  origin: string;
}

export function createMetaSimulator(world: World, ownOrigin: () => string): MetaSimulator {
  const templates = createTemplateStore();
  const limits = createLimits();
  const statuses = createStatuses(world);
  const sends = createSends({ world, statuses, limits, templates });
  const media = createMediaRoutes(world);
  const inbound = createInbound(world, statuses, (account, file) => media.urlOf(account, file, ownOrigin()));

  const answer = (res: ServerResponse, account: AccountState | null, body: string, status = 200): void => {
    const latency = account?.settings.latencyMs ?? 0;
    if (latency > 0) setTimeout(() => answerText(res, status, body, JSON_TYPE, GRAPH_HEADERS), latency);
    else answerText(res, status, body, JSON_TYPE, GRAPH_HEADERS);
  };

  /** The account the path names, if the token may act for it. Unknown and foreign look alike. */
  const getPhone = (call: Call, method: string): AccountState => {
    const account = world.accounts.findByPhoneNumberId(call.id);
    return account && world.accounts.mayUse(account, call.token) ? account : refuseObject(call.id, method);
  };
  const findBusiness = (call: Call): AccountState | null => world.accounts.findByBusinessAccountId(call.id).find((one) => world.accounts.mayUse(one, call.token)) ?? null;

  /** True when the call has been answered by a fault that was asked for. */
  const isFaulted = (call: Call, account: AccountState, target: FaultTarget): boolean => {
    const rule = account.settings.error?.afterAccept ? null : takeError(account, target);
    if (!rule) return false;
    call.req.resume();
    if (account.settings.latencyMs > 0) setTimeout(() => answerFault(call.res, rule), account.settings.latencyMs);
    else answerFault(call.res, rule);
    return true;
  };

  const send = async (call: Call): Promise<void> => {
    const account = getPhone(call, 'post');
    if (isFaulted(call, account, 'messages')) return;
    if (!/^application\/json\b/i.test(call.req.headers['content-type'] ?? '')) {
      call.req.resume();
      return refuseParameter('The parameter messaging_product is required.');
    }
    const body = parseJsonObject(await readBody(call.req, SEND_LIMIT));
    if (!body) return refuseParameter('The request body is not a JSON object.');
    const accepted = sends.accept(account, body);
    const silence = body.status === undefined ? takeSilence(account) : null;
    if (silence === 'drop') {
      const { socket } = call.res;
      if (account.settings.latencyMs > 0) setTimeout(() => socket?.destroy(), account.settings.latencyMs);
      else socket?.destroy();
      return;
    }
    if (silence === 'hang') return;
    const late = account.settings.error?.afterAccept ? takeError(account, 'messages') : null;
    if (late) answerFault(call.res, late);
    else answer(call.res, account, accepted);
  };

  const serveObject = async (call: Call): Promise<void> => {
    const { method } = call.req;
    const fields = call.query.get('fields');
    if (call.id === 'debug_token' && method === 'GET') {
      const inspected = call.query.get('input_token') ?? refuseParameter('The parameter input_token is required.');
      const byToken = (token: string) => world.accounts.all().find((one) => one.config.accessToken === token) ?? null;
      return answer(call.res, null, JSON.stringify(describeToken(byToken(call.token)?.config ?? null, byToken(inspected)?.config ?? null)));
    }
    const phone = world.accounts.findByPhoneNumberId(call.id);
    if (phone && method === 'GET') {
      const account = getPhone(call, 'get');
      return isFaulted(call, account, 'all') ? undefined : answer(call.res, account, JSON.stringify(describePhone(account, fields)));
    }
    const business = findBusiness(call);
    if (business && method === 'GET') {
      return isFaulted(call, business, 'all') ? undefined : answer(call.res, business, JSON.stringify(describeBusiness(business, fields)));
    }
    const known = templates.findById(call.id);
    if (known && method === 'GET') {
      const owner = world.accounts.findByBusinessAccountId(known.businessAccountId).find((one) => world.accounts.mayUse(one, call.token));
      return owner ? answer(call.res, owner, JSON.stringify(describeTemplate(known.template, fields))) : refuseObject(call.id, 'get');
    }
    if (method !== 'GET' && method !== 'DELETE') return refuseObject(call.id, 'post');
    const { file, account } = getMediaFile(world, call.id, (one) => world.accounts.mayUse(one, call.token), call.query.get('phone_number_id'));
    if (isFaulted(call, account, 'media')) return;
    if (method === 'GET') return answer(call.res, account, media.describe(account, file, call.origin));
    world.media.remove(file.id);
    answer(call.res, account, '{"success":true}');
  };

  const subscribe = async (call: Call, account: AccountState): Promise<void> => {
    if (call.req.method === 'GET') {
      const apps = account.subscribed ? [{ whatsapp_business_api_data: { id: account.config.appId, link: 'https://www.facebook.com/games/?app_id=' + account.config.appId, name: account.config.verifiedName } }] : [];
      return answer(call.res, account, JSON.stringify({ data: apps }));
    }
    const same = world.accounts.findByBusinessAccountId(call.id).filter((one) => world.accounts.mayUse(one, call.token));
    if (call.req.method === 'DELETE') {
      for (const one of same) one.subscribed = false;
      return answer(call.res, account, '{"success":true}');
    }
    if (call.req.method !== 'POST') return refuseObject(call.id, 'post');
    const raw = await readBody(call.req, SEND_LIMIT);
    const body = raw.length === 0 ? {} : (parseJsonObject(raw) ?? refuseParameter('The request body is not a JSON object.'));
    for (const key of Object.keys(body)) if (key !== 'override_callback_uri' && key !== 'verify_token') refuseParameter(`Unexpected key "${key.slice(0, 60)}" on param "subscribed_apps".`);
    const { override_callback_uri: uri, verify_token: token } = body;
    if (uri !== undefined) {
      if (typeof uri !== 'string' || !URL.canParse(uri) || !/^https?:/i.test(uri)) return refuseParameter('Param override_callback_uri must be a valid URI.');
      if (typeof token !== 'string' || token === '') return refuseParameter('The parameter verify_token is required.');
      const check = await verifyWebhook(account, uri, token);
      if (!check.ok) refuse(2200, `Callback verification failed: HTTP ${check.status ?? 'no answer'}`, { message: '(#2200) Callback verification failed' });
      for (const one of same) one.config.webhookUrl = uri;
    }
    for (const one of same) one.subscribed = true;
    answer(call.res, account, '{"success":true}');
  };

  const serveEdge = async (call: Call): Promise<void> => {
    const { method } = call.req;
    if (call.edge === 'media' && method === 'POST') {
      const account = getPhone(call, 'post');
      if (isFaulted(call, account, 'media')) return;
      return answer(call.res, account, await media.upload(account, call.req));
    }
    const business = findBusiness(call);
    if (!business) return refuseObject(call.id, method === 'GET' ? 'get' : 'post');
    const here = `${call.origin}/graph/${call.version}/${call.id}/${call.edge}`;
    if (call.edge === 'message_templates' && method === 'GET') {
      if (isFaulted(call, business, 'templates')) return;
      return answer(call.res, business, JSON.stringify(listTemplates(templates, business, call.query, here)));
    }
    if (call.edge === 'phone_numbers' && method === 'GET') {
      if (isFaulted(call, business, 'all')) return;
      const numbers = world.accounts.findByBusinessAccountId(call.id).filter((one) => world.accounts.mayUse(one, call.token));
      const fields = call.query.get('fields');
      return answer(call.res, business, JSON.stringify(pageOf(numbers, call.query, here, (one) => describePhone(one, fields))));
    }
    if (call.edge === 'subscribed_apps') return subscribe(call, business);
    return refuse(2500, 'Unknown path components', { message: `Unknown path components: /${call.edge ?? ''}` });
  };

  const verifyWebhook: MetaSimulator['verifyWebhook'] = async (account, url = account.config.webhookUrl ?? undefined, verifyToken = account.config.verifyToken) => {
    if (url === undefined) return { ok: false, status: null };
    const challenge = String(Math.floor(Math.random() * 2 ** 31));
    const address = new URL(url);
    address.searchParams.set('hub.mode', 'subscribe');
    address.searchParams.set('hub.challenge', challenge);
    address.searchParams.set('hub.verify_token', verifyToken);
    try {
      const reply = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
      return { ok: reply.status === 200 && (await reply.text()) === challenge, status: reply.status };
    } catch {
      return { ok: false, status: null };
    }
  };

  const route = async (call: Call): Promise<void> => {
    if (call.edge === 'messages' && call.req.method === 'POST') return send(call);
    return call.edge === null ? serveObject(call) : serveEdge(call);
  };

  const fail = (res: ServerResponse, req: IncomingMessage, error: unknown): void => {
    if (!req.complete) req.resume();
    if (error instanceof Refusal) answerText(res, error.error.http, errorBody(error.error), JSON_TYPE, { 'www-authenticate': `OAuth "Facebook Platform" "invalid_request"` });
    else if (error instanceof BodyTooLarge) answerText(res, 413, errorBody(errorFor(100, 'Request body too large')), JSON_TYPE, { connection: 'close' });
    else if (!res.headersSent) answerText(res, 500, errorBody(errorFor(1)), JSON_TYPE);
  };

  return {
    inbound,
    statuses,
    verifyWebhook,
    handles: (url) => url.startsWith('/graph/') || url.startsWith(ATTACHMENTS_PATH),
    serve(req, res) {
      const url = req.url!;
      const token = BEARER.exec(req.headers.authorization ?? '')?.[1] ?? null;
      if (!url.startsWith('/graph/')) return media.download(req, res, token);
      try {
        const match = GRAPH.exec(url);
        if (!match || match[4] !== undefined) return void refuse(2500, 'Unknown path components', { message: 'Unknown path components' });
        const [, version, id = '', edge, , query] = match;
        const verdict = judgeVersion(version!, new Date());
        if (verdict === 'ended') refuse(2635, `${version} has ended`, { message: '(#2635) You are calling a deprecated version of the API. Please update to the latest version: v26.0.' });
        if (verdict === 'unknown') refuse(2500, `${version} is no version`, { message: `Unknown path components: /${version!.slice(0, 40)}` });
        if (token === null || !world.accounts.knowsToken(token)) {
          refuse(190, 'Authentication error', { message: token === null ? 'An access token is required to request this resource.' : 'Invalid OAuth access token - Cannot parse access token' });
        }
        const call: Call = {
          req, res, token: token!, version: version!, id: decodeURIComponent(id), edge: edge === undefined || edge === '' ? null : edge,
          query: new URLSearchParams(query), origin: `http://${req.headers.host}`,
        };
        route(call).catch((error: unknown) => fail(res, req, error));
      } catch (error) {
        fail(res, req, error);
      }
    },
    async changeTemplate(account, change) {
      let first: number | null = null;
      for (const one of changeTemplate(templates, account, change)) first = await statuses.notify(account, [one], ['template']);
      world.live.refresh();
      return first;
    },
    replaceTemplates: (businessAccountId, list) => templates.replace(businessAccountId, list),
    reset(account) {
      statuses.drop(account?.config.key ?? null);
      limits.reset();
      templates.reset(account?.config.businessAccountId ?? null);
    },
  };
}
