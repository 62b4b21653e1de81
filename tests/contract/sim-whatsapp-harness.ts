import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWhatsappSimulator, type AccountInput, type SeedCustomer, type WhatsappSimulator } from '../../playground/simulators/whatsapp';

/** A received webhook: raw bytes and what they say. */
export interface Received {
  headers: IncomingHttpHeaders;
  raw: Buffer;
  json: { object: string; entry: Array<{ id: string; changes: Array<{ field: string; value: Record<string, unknown> }> }> };
}

export interface StatusObject {
  id: string;
  status: string;
  timestamp: string;
  recipient_id?: string;
  recipient_user_id?: string;
  biz_opaque_callback_data?: string;
  pricing?: Record<string, unknown>;
  errors?: Array<{ code: number; error_data: { details: string } }>;
}

export interface Hook {
  url: string;
  received: Received[];
  /** HTTP status of the coming answers; each is used once, then 200. */
  answers: number[];
  statuses(): StatusObject[];
  messages(): Array<Record<string, unknown>>;
  close(): Promise<void>;
}

export const ACCOUNT = {
  key: 'main', phoneNumberId: '200000000000002', displayPhoneNumber: '+1 555-010-0000', verifiedName: 'ACME', businessAccountId: '100000000000001',
  accessToken: 'EAAtoken-of-main', appSecret: 'app-secret-of-main', verifyToken: 'verify-token-of-main',
} satisfies AccountInput;

/** Even last digits: these numbers keep their form (an odd one is an old Brazilian account without the 9). */
export const ANA = '5511987654320';
export const BEN = '5511987654322';

export async function startHook(): Promise<Hook> {
  const received: Received[] = [];
  const answers: number[] = [];
  const server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const url = new URL(req.url ?? '/', 'http://localhost');
      if (req.method === 'GET') {
        const isRight = url.searchParams.get('hub.verify_token') === ACCOUNT.verifyToken;
        res.writeHead(isRight ? 200 : 403).end(isRight ? url.searchParams.get('hub.challenge') : '');
        return;
      }
      const raw = Buffer.concat(chunks);
      received.push({ headers: req.headers, raw, json: JSON.parse(raw.toString('utf8')) as Received['json'] });
      res.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const values = (): Array<Record<string, unknown>> => received.flatMap((one) => one.json.entry.flatMap((entry) => entry.changes.map((change) => change.value)));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answers,
    statuses: () => values().flatMap((value) => (value.statuses as StatusObject[] | undefined) ?? []),
    messages: () => values().flatMap((value) => (value.messages as Array<Record<string, unknown>> | undefined) ?? []),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

export interface Answer<T = Record<string, never>> {
  status: number;
  body: T;
  text: string;
  headers: Headers;
}

export interface GraphErrorBody {
  error: { message: string; type: string; code: number; error_subcode?: number; error_data: { messaging_product: string; details: string }; fbtrace_id: string };
}
export interface SendBody {
  messaging_product: string;
  contacts: Array<{ input: string; wa_id?: string; user_id?: string }>;
  messages: Array<{ id: string; message_status?: string }>;
}

export interface Rig {
  sim: WhatsappSimulator;
  hook: Hook;
  /** Any request to the simulator; an object is sent as JSON. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  graph<T = SendBody & GraphErrorBody>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  send<T = SendBody & GraphErrorBody>(message: Record<string, unknown>): Promise<Answer<T>>;
  control<T = { data: Record<string, unknown> }>(body: Record<string, unknown>): Promise<Answer<T>>;
  inbound(body: Record<string, unknown>): Promise<Answer<{ data: { ids: string[]; webhook: { status: number | null; posts: number; refused: number } }; error?: { message: string } }>>;
  close(): Promise<void>;
}

export async function startRig(options: { customers?: SeedCustomer[]; accounts?: AccountInput[] } = {}): Promise<Rig> {
  const hook = await startHook();
  const sim = await createWhatsappSimulator({ port: 0, accounts: options.accounts ?? [{ ...ACCOUNT, webhookUrl: hook.url }], customers: options.customers ?? [{ phone: ANA, name: 'Ana Souza', windowOpen: true }] });
  const call = async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> => {
    const isRaw = body instanceof FormData || typeof body === 'string';
    const answer = await fetch(sim.url + path, {
      method,
      headers: { ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    let parsed: unknown = null;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = null;
    }
    return { status: answer.status, body: parsed as T, text, headers: answer.headers };
  };
  const graph = <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => call<T>(method, `/graph/v26.0${path}`, body, { authorization: `Bearer ${ACCOUNT.accessToken}`, ...headers });
  return {
    sim,
    hook,
    call,
    graph,
    send: <T>(message: Record<string, unknown>) => graph<T>('POST', `/${ACCOUNT.phoneNumberId}/messages`, { messaging_product: 'whatsapp', recipient_type: 'individual', to: ANA, ...message }),
    control: <T>(body: Record<string, unknown>) => call<T>('POST', '/control', body),
    inbound: (body) => call('POST', '/control/inbound', { account: ACCOUNT.key, from: ANA, ...body }),
    async close() {
      await sim.close();
      await hook.close();
    },
  };
}

/** Waits until something holds; the message says what did not come. */
export async function until<T>(what: string, find: () => T | null | undefined | false): Promise<T> {
  const giveUpAt = Date.now() + 8_000;
  for (;;) {
    const found = find();
    if (found) return found;
    if (Date.now() > giveUpAt) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A request whose Host header is chosen, which fetch does not allow. */
export function requestWith(url: string, headers: Record<string, string>, method = 'GET', body?: string): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname, search } = new URL(url);
    const req = httpRequest({ hostname, port, path: pathname + search, method, headers, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => { text += chunk; });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

export const text = (body: string): Record<string, unknown> => ({ type: 'text', text: { body } });
export const template = (name: string, parameters: unknown[] = [], over: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'template',
  template: { name, language: { code: 'en_US' }, ...(parameters.length === 0 ? {} : { components: [{ type: 'body', parameters }] }), ...over },
});
export const words = (...values: string[]): unknown[] => values.map((value) => ({ type: 'text', text: value }));
