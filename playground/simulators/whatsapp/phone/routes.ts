import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeAccount, describeCustomer } from '../control';
import type { Customer } from '../customers';
import { answerJson, answerProblem, answerText } from '../http';
import type { MediaFile } from '../media-store';
import type { MetaSimulator } from '../meta';
import type { World } from '../world';
import { createPhonePage } from './page';
import { createPhoneView } from './view';

export interface Phone {
  serve(req: IncomingMessage, res: ServerResponse, path: string, query: URLSearchParams): void;
}

const CHATS_SHOWN = 200;
const MESSAGES_SHOWN = 200;
/** What a browser may draw on this origin; the rest is saved, for it was written by others. */
const SHOWN_TYPES = /^(image\/(jpeg|png|webp|gif)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf)$/;

export function createPhone(world: World, meta: MetaSimulator): Phone {
  const page = createPhonePage();
  const view = createPhoneView(world);

  const serveState = (res: ServerResponse, key: string | null, words: string): void => {
    const accounts = world.accounts.all();
    const account = accounts.find((one) => one.config.key === key) ?? accounts[0] ?? null;
    const chats = account ? chatsOf(account.config.key, words.toLowerCase()) : [];
    const last = account ? world.webhooks.recent(account.config.key)[0] : undefined;
    answerJson(res, 200, {
      accounts: accounts.map(describeAccount), account: account?.config.key ?? null, chats,
      webhook: last ? { status: last.status, at: last.at } : null,
    });
  };

  const chatsOf = (key: string, words: string): unknown[] => {
    const found: Customer[] = [];
    for (const one of world.customers.ofAccount(key)) {
      if (words === '' || `${one.name} ${one.waId ?? ''} ${one.userId ?? ''}`.toLowerCase().includes(words)) found.push(one);
    }
    found.sort((a, b) => b.lastAt - a.lastAt || a.name.localeCompare(b.name));
    return found.slice(0, CHATS_SHOWN).map((one) => {
      const last = one.messages.at(-1);
      const unread = one.messages.slice(-99).filter((entry) => entry.direction === 'out' && entry.deliveryStatus === 'delivered').length;
      return { ...describeCustomer(one), unread, preview: last ? view.previewOf(last) : '', previewIsOwn: last?.direction === 'in' };
    });
  };

  const serveChat = async (res: ServerResponse, customer: Customer | null): Promise<void> => {
    if (!customer) return answerProblem(res, 404, 'no such chat');
    const shown = customer.messages.slice(-MESSAGES_SHOWN);
    answerJson(res, 200, { customer: describeCustomer(customer), messages: await Promise.all(shown.map(view.bubbleOf)) });
  };

  const serveEvents = (res: ServerResponse, query: URLSearchParams): void => {
    const customer = world.customers.findById(query.get('chat') ?? '');
    const account = world.accounts.findByKey(query.get('account') ?? '');
    if (customer && account && customer.account === account.config.key) {
      customer.watchers += 1;
      meta.statuses.chatOpened(account, customer);
    }
    world.live.join(res, account?.config.key ?? '', () => {
      if (customer) customer.watchers = Math.max(0, customer.watchers - 1);
    });
  };

  const servePlayed = (res: ServerResponse, id: string): void => {
    const entry = world.ledger.find(id);
    const account = entry ? world.accounts.findByKey(entry.account) : null;
    if (!entry || entry.direction !== 'out' || !account) return answerProblem(res, 404, 'no such message');
    meta.statuses.played(account, entry);
    answerJson(res, 200, { data: { id } });
  };

  return {
    serve(req, res, path, query) {
      if (path === '/phone/played' && req.method === 'POST') {
        req.resume();
        return servePlayed(res, query.get('id') ?? '');
      }
      if (req.method !== 'GET' && req.method !== 'HEAD') {
        req.resume();
        return answerProblem(res, 404, 'not found');
      }
      if (path === '/') return answerText(res, 200, page.html, 'text/html; charset=utf-8', page.headers);
      if (path === '/phone/state') return serveState(res, query.get('account'), query.get('q') ?? '');
      if (path === '/phone/chat') return void serveChat(res, world.customers.findById(query.get('id') ?? '')).catch(() => answerProblem(res, 500, 'the simulator failed'));
      if (path === '/phone/events') return serveEvents(res, query);
      const media = /^\/phone\/media\/(\d{1,30})$/.exec(path);
      const file = media ? world.media.find(media[1]!) : null;
      if (file) return serveMedia(req, res, world, file);
      answerProblem(res, 404, 'not found');
    },
  };
}

function serveMedia(req: IncomingMessage, res: ServerResponse, world: World, file: MediaFile): void {
  const isShown = SHOWN_TYPES.test(file.mimeType);
  const name = encodeURIComponent(file.filename ?? file.id).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  const headers: Record<string, string | number> = {
    'content-type': isShown ? file.mimeType : 'application/octet-stream',
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
    // Browsers refuse to open their PDF viewer in a sandboxed answer; a PDF can't script this origin anyway.
    ...(file.mimeType === 'application/pdf' ? {} : { 'content-security-policy': "default-src 'none'; sandbox" }),
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range && range[2] !== '' ? Math.min(Number(range[2]), file.bytes - 1) : file.bytes - 1;
  if (range && (start > end || start >= file.bytes)) {
    res.writeHead(416, { 'content-range': `bytes */${file.bytes}` });
    res.end();
    return;
  }
  res.writeHead(range ? 206 : 200, { ...headers, 'content-length': end - start + 1, ...(range ? { 'content-range': `bytes ${start}-${end}/${file.bytes}` } : {}) });
  if (req.method === 'HEAD' || file.bytes === 0) res.end();
  else world.media.read(file, { start, end }).on('error', () => res.destroy()).pipe(res);
}
