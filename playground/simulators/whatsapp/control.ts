import type { IncomingMessage, ServerResponse } from 'node:http';
import { getAccount, InvalidAccount, type AccountState } from './accounts';
import type { Customer, SeedCustomer } from './customers';
import { DAY_MS } from './customers';
import { isLoopback } from './guard';
import { answerJson, answerProblem, BodyTooLarge, parseJsonObject, readBody } from './http';
import type { MetaSimulator } from './meta';
import { InvalidInbound } from './meta/inbound-content';
import { InvalidTemplateChange } from './meta/template-routes';
import { applySettings, defaultSettings, InvalidControl, SETTING_NAMES, tierOf, type Settings } from './settings';
import type { World } from './world';

const BODY_LIMIT = 200 * 1024 * 1024;
const CONTROL_KEYS = new Set([...SETTING_NAMES, 'reset', 'account', 'template', 'contact', 'verifyWebhook']);

export interface Control {
  serve(req: IncomingMessage, res: ServerResponse, path: string, query: URLSearchParams): Promise<void>;
  reset(account: AccountState | null): void;
  putAccount(value: unknown): AccountState;
}

export function createControl(world: World, meta: MetaSimulator, seedCustomers: readonly SeedCustomer[]): Control {
  const putAccount = (value: unknown): AccountState => {
    const isNew = world.accounts.findByKey((value as { key?: string } | null)?.key ?? '') === null;
    const account = world.accounts.put(getAccount(value));
    if (isNew) seed(account);
    world.live.refresh();
    return account;
  };
  const seed = (account: AccountState): void => {
    for (const one of seedCustomers) if (one.account === undefined || one.account === account.config.key) world.customers.seed(account.config.key, one);
  };

  /** Forgets messages, people, files and settings; accounts stay. */
  const reset = (account: AccountState | null): void => {
    const key = account?.config.key ?? null;
    world.webhooks.drop(key);
    meta.reset(account);
    world.ledger.reset(key);
    world.customers.reset(key);
    world.media.reset(key);
    if (account === null) world.accounts.defaults = defaultSettings();
    for (const one of account === null ? world.accounts.all() : [account]) {
      one.settings = defaultSettings();
      one.subscribed = true;
      seed(one);
    }
    world.live.refresh();
  };

  const getNamed = (value: unknown): AccountState => {
    if (typeof value !== 'string') throw new InvalidControl('account must be the key of an account');
    const account = world.accounts.findByKey(value);
    if (!account) throw new InvalidControl(`no account ${value}`);
    return account;
  };

  const change = async (body: Record<string, unknown>): Promise<unknown> => {
    const stray = Object.keys(body).find((key) => !CONTROL_KEYS.has(key));
    if (stray) throw new InvalidControl(`unknown field ${stray}`);
    const named = body.account === undefined || body.account === null ? null : getNamed(body.account);
    // Judged on a copy first: a body that is wrong in one place changes nothing anywhere.
    applySettings(defaultSettings(), body);
    if (body.reset === true) reset(named);
    const targets = named ? [named] : world.accounts.all();
    for (const target of targets) applySettings(target.settings, body);
    if (!named) applySettings(world.accounts.defaults, body);
    const extra: Record<string, unknown> = {};
    if (body.template !== undefined) extra.webhook = { status: await meta.changeTemplate(getOnly(targets), body.template as Record<string, unknown>) };
    if (body.contact !== undefined) extra.contact = changeContact(getOnly(targets), body.contact as Record<string, unknown>);
    if (body.verifyWebhook === true) extra.verified = await meta.verifyWebhook(getOnly(targets));
    world.live.refresh();
    return { data: { accounts: targets.map((one) => ({ key: one.config.key, settings: shown(one.settings) })), ...extra } };
  };

  const getOnly = (targets: AccountState[]): AccountState => {
    if (targets.length !== 1) throw new InvalidControl('name the account: there are several');
    return targets[0]!;
  };

  /** A person's state without a message of theirs: their window, their wish for offers, whether they can be reached. */
  const changeContact = (account: AccountState, input: Record<string, unknown>): unknown => {
    const { phone, userId, name, windowOpen, stoppedMarketing, undeliverable } = input;
    const stray = Object.keys(input).find((key) => !['phone', 'userId', 'name', 'username', 'windowOpen', 'stoppedMarketing', 'undeliverable'].includes(key));
    if (stray) throw new InvalidControl(`unknown field contact.${stray}`);
    if (typeof phone !== 'string' && typeof userId !== 'string') throw new InvalidControl('contact needs phone or userId');
    for (const [key, value] of Object.entries({ windowOpen, stoppedMarketing, undeliverable })) {
      if (value !== undefined && typeof value !== 'boolean') throw new InvalidControl(`contact.${key} must be true or false`);
    }
    if (name !== undefined && typeof name !== 'string') throw new InvalidControl('contact.name must be a string');
    const customer = world.customers.seed(account.config.key, input as SeedCustomer);
    world.live.changed(customer);
    return describeCustomer(customer);
  };

  const inbound = async (body: Record<string, unknown>): Promise<unknown> => {
    const all = world.accounts.all();
    const account = body.account === undefined && all.length === 1 ? all[0]! : getNamed(body.account);
    return { data: await meta.inbound.play(account, body) };
  };

  const serveLedger = (res: ServerResponse, query: URLSearchParams): void => {
    const limit = query.get('limit');
    const found = world.ledger.list(query.get('since') || null, {
      ...(query.get('account') ? { account: query.get('account')! } : {}),
      ...(limit && /^\d+$/.test(limit) ? { limit: Number(limit) } : {}),
    });
    if (!found) return answerProblem(res, 400, 'since is an ISO time, the id of a message in the ledger, or meta.next of an earlier answer');
    answerJson(res, 200, { data: found.rows, meta: { next: found.next } });
  };

  const serveAccounts = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (req.method === 'GET') return answerJson(res, 200, { data: world.accounts.all().map(describeAccount) });
    // The body holds tokens: from this machine only, wherever the port is bound.
    if (!isLoopback(req.socket.remoteAddress)) return answerProblem(res, 403, 'accounts are set from this machine only');
    const body: unknown = JSON.parse((await readBody(req, 1024 * 1024)).toString('utf8'));
    const list = Array.isArray(body) ? body : [body];
    const states = list.map(putAccount);
    answerJson(res, 200, { data: states.map(describeAccount) });
  };

  const route = async (req: IncomingMessage, res: ServerResponse, path: string, query: URLSearchParams): Promise<void> => {
    if (path === '/control/ledger' && req.method === 'GET') return serveLedger(res, query);
    if (path === '/control/accounts' && (req.method === 'GET' || req.method === 'POST')) return serveAccounts(req, res);
    if (path === '/control/webhooks' && req.method === 'GET') {
      const key = query.get('account');
      return answerJson(res, 200, { data: world.accounts.all().filter((one) => !key || one.config.key === key).flatMap((one) => world.webhooks.recent(one.config.key)), meta: { waiting: world.webhooks.waiting() } });
    }
    if (req.method !== 'POST' || (path !== '/control' && path !== '/control/inbound')) return answerProblem(res, 404, 'not found');
    if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) return answerProblem(res, 415, 'send application/json');
    const body = parseJsonObject(await readBody(req, BODY_LIMIT));
    if (!body) return answerProblem(res, 400, 'the body must be a JSON object');
    answerJson(res, 200, path === '/control' ? await change(body) : await inbound(body));
  };

  return {
    reset,
    putAccount,
    async serve(req, res, path, query) {
      try {
        await route(req, res, path, query);
      } catch (error) {
        if (!req.complete) req.resume();
        if (error instanceof InvalidControl || error instanceof InvalidInbound || error instanceof InvalidAccount || error instanceof InvalidTemplateChange) return answerProblem(res, 400, error.message);
        if (error instanceof SyntaxError) return answerProblem(res, 400, 'the body must be JSON');
        if (error instanceof BodyTooLarge) return answerProblem(res, 413, error.message);
        answerProblem(res, 500, 'the simulator failed');
      }
    },
  };
}

function shown(settings: Settings): Record<string, unknown> {
  return { ...settings, messagingLimit: tierOf(settings.messagingLimit), dropAnswers: finite(settings.dropAnswers), hang: finite(settings.hang), error: settings.error === null ? null : { ...settings.error, remaining: finite(settings.error.remaining) } };
}

/** JSON has no Infinity: "until changed" is written true. */
const finite = (count: number): number | true => (count === Infinity ? true : count);

/** Whatever is secret stays out: tokens, the app secret, and the webhook's path, which may hold one. */
export function describeAccount(account: AccountState): Record<string, unknown> {
  const { key, provider, phoneNumberId, displayPhoneNumber, verifiedName, businessAccountId } = account.config;
  return { key, provider, phoneNumberId, displayPhoneNumber, verifiedName, businessAccountId, hasWebhook: account.config.webhookUrl !== null, subscribed: account.subscribed, autoRead: account.settings.autoRead };
}

export function describeCustomer(customer: Customer): Record<string, unknown> {
  const { id, waId, userId, username, name, windowUntil, stoppedMarketing, undeliverable, unread, lastAt } = customer;
  return { id, phone: waId, userId, username, name, windowUntil: windowUntil > Date.now() ? windowUntil : null, windowMs: DAY_MS, stoppedMarketing, undeliverable, unread, lastAt };
}
