import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import { createWhatsappSimulator } from '../../playground/simulators/whatsapp';
import { ACCOUNT, ANA, BEN, requestWith, startRig, template, text, until, words, type GraphErrorBody, type Rig } from './sim-whatsapp-harness';

interface Rows { data: Array<Record<string, unknown> & { id: string; at: string; to: string }>; meta: { next: number } }
const OTHER = { ...ACCOUNT, key: 'other', phoneNumberId: '200000000000009', businessAccountId: '100000000000009', displayPhoneNumber: '+1 555-010-0009', accessToken: 'EAAtoken-of-other', appSecret: 'secret-of-other' };
const SECRETS = [ACCOUNT.accessToken, ACCOUNT.appSecret, ACCOUNT.verifyToken];

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.control({ reset: true, throughput: 10_000, pairRate: false, statusDelayMs: 0 }));

const ledger = (query = '') => rig.call<Rows & { error?: unknown }>('GET', `/control/ledger${query}`);

describe('faults', () => {
  it.each<[string, Record<string, unknown>, number, number | null, RegExp]>([
    ['a code answers its own body', { code: 131016 }, 503, 131016, /Service unavailable/],
    ['a code with another HTTP status', { http: 500, code: 130429 }, 500, 130429, /Rate limit hit/],
    ['HTTP alone answers HTML', { http: 502 }, 502, null, /<!DOCTYPE html>/],
    ['an empty body', { http: 500, body: 'empty' }, 500, null, /^$/],
    ['a cut body', { code: 2, body: 'garbage' }, 503, null, /^{"error":{[^}]*$/],
  ])('%s', async (_name, error, http, code, body) => {
    await rig.control({ error, times: 1 });
    const refused = await rig.send(text('Hi'));
    expect(refused.status).toBe(http);
    expect(refused.text).toMatch(body);
    expect(refused.body?.error?.code ?? null).toBe(code);
    expect((await rig.send(text('Hi'))).status).toBe(200);
    expect(rig.sim.ledger()).toHaveLength(1);
  });

  it('lasts until changed without times', async () => {
    await rig.control({ error: { code: 190 } });
    for (let at = 0; at < 3; at += 1) expect((await rig.send(text('Hi'))).body.error.code).toBe(190);
    await rig.control({ error: null });
    expect((await rig.send(text('Hi'))).status).toBe(200);
  });

  it('carries Retry-After', async () => {
    await rig.control({ error: { code: 80007, retryAfter: 7 }, times: 1 });
    const { headers } = await rig.send(text('Hi'));
    expect(headers.get('retry-after')).toBe('7');
    expect(headers.get('x-business-use-case-usage')).toContain('estimated_time_to_regain_access');
  });

  it('can meet uploads and lists instead of sends', async () => {
    await rig.control({ error: { http: 503, on: 'templates' }, times: 1 });
    expect((await rig.send(text('Hi'))).status).toBe(200);
    expect((await rig.graph('GET', `/${ACCOUNT.businessAccountId}/message_templates`)).status).toBe(503);
  });

  it('a 5xx after acceptance leaves the message taken', async () => {
    await rig.control({ error: { http: 504, afterAccept: true }, times: 1 });
    expect((await rig.send(text('Hi'))).status).toBe(504);
    expect(rig.sim.ledger()).toHaveLength(1);
    expect((await rig.send(text('Hi'))).status).toBe(200);
  });

  it('dropAnswers takes the message, tells its statuses, and breaks the connection', async () => {
    await rig.control({ dropAnswers: true, times: 1 });
    await expect(rig.send({ ...text('Hi'), biz_opaque_callback_data: 'lost' })).rejects.toThrow();
    expect(rig.sim.ledger()).toEqual([expect.objectContaining({ callbackData: 'lost' })]);
    await until('its status', () => rig.hook.statuses().find((one) => one.biz_opaque_callback_data === 'lost'));
    expect((await rig.send(text('Hi'))).status).toBe(200);
  });

  it('hang takes the message and never answers', async () => {
    await rig.control({ hang: 1 });
    await expect(fetch(`${rig.sim.url}/graph/v26.0/${ACCOUNT.phoneNumberId}/messages`, {
      method: 'POST', signal: AbortSignal.timeout(150), headers: { authorization: `Bearer ${ACCOUNT.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: ANA, ...text('Hi') }),
    })).rejects.toThrow();
    expect(rig.sim.ledger()).toHaveLength(1);
  });

  it('latency delays the answer, not the acceptance', async () => {
    await rig.control({ latencyMs: 250, statuses: ['sent'] });
    const order: string[] = [];
    const answered = rig.send({ ...text('Hi'), biz_opaque_callback_data: 'slow' }).then(() => order.push('answer'));
    await until('its status', () => rig.hook.statuses().find((one) => one.biz_opaque_callback_data === 'slow'));
    order.push('status');
    await answered;
    expect(order).toEqual(['status', 'answer']);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ colour: 'red' }, /unknown field colour/],
    [{ latencyMs: -1 }, /latencyMs/],
    [{ error: {} }, /http, code or both/],
    [{ error: { code: 1, colour: 2 } }, /error.colour/],
    [{ statuses: ['gone'] }, /a status is one of/],
    [{ statusBatch: 1001 }, /statusBatch/],
    [{ messagingLimit: 'TIER_9' }, /messagingLimit/],
    [{ account: 'nobody' }, /no account nobody/],
    [{ template: { name: 'nothing', status: 'PAUSED' } }, /no such template/],
    [{ contact: { name: 'x' } }, /phone or userId/],
  ])('refuses %j and changes nothing', async (body, message) => {
    const answer = await rig.control<{ error: { message: string } }>({ ...body, throughput: body.throughput ?? 5 });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
  });
});

describe('the ledger', () => {
  it('has one row a message, as agreed', async () => {
    await rig.send({ ...template('payment_received', words('Ana', '1', '2')), biz_opaque_callback_data: 'msg_01' });
    const { body } = await ledger();
    expect(body.data).toEqual([{
      id: expect.stringMatching(/^wamid\./), at: expect.stringMatching(/^\d{4}-.*Z$/), provider: 'meta', account: ACCOUNT.key, to: ANA, type: 'template',
      text: 'Thank you Ana, we received 1 for invoice 2 today.', template: 'payment_received', callbackData: 'msg_01',
      raw: expect.objectContaining({ messaging_product: 'whatsapp', to: ANA, type: 'template' }),
    }]);
  });

  it('goes on after an id, a number, or a time', async () => {
    await rig.send(text('1'));
    const first = (await ledger()).body;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await rig.send(text('2'));
    await rig.send(text('3'));
    const all = (await ledger()).body.data;
    const texts = async (since: string) => (await ledger(`?since=${encodeURIComponent(since)}`)).body.data.map((row) => row.text);
    expect(await texts(first.data[0]!.id)).toEqual(['2', '3']);
    expect(await texts(String(first.meta.next))).toEqual(['2', '3']);
    expect(await texts(all[1]!.at)).toEqual(expect.arrayContaining(['2', '3']));
    expect(await texts('2999-01-01T00:00:00Z')).toEqual([]);
    expect((await ledger(`?since=${first.meta.next}&limit=1`)).body.data).toHaveLength(1);
    expect((await ledger('?since=nonsense')).status).toBe(400);
  });

  it('is emptied by reset, of one account alone when named', async () => {
    await rig.call('POST', '/control/accounts', { ...OTHER });
    await rig.send(text('main'));
    await rig.call('POST', `/graph/v26.0/${OTHER.phoneNumberId}/messages`, { messaging_product: 'whatsapp', to: BEN, ...template('hello_world') }, { authorization: `Bearer ${OTHER.accessToken}` });
    await rig.control({ reset: true, account: 'other' });
    expect((await ledger()).body.data.map((row) => row.account)).toEqual([ACCOUNT.key]);
    await rig.control({ reset: true });
    expect((await ledger()).body.data).toEqual([]);
  });
});

describe('accounts', () => {
  it('are added while running, with settings of their own', async () => {
    await rig.call('POST', '/control/accounts', { ...OTHER });
    await rig.control({ account: 'other', error: { code: 190 } });
    const asOther = () => rig.call<GraphErrorBody>('POST', `/graph/v26.0/${OTHER.phoneNumberId}/messages`, { messaging_product: 'whatsapp', to: BEN, ...template('hello_world') }, { authorization: `Bearer ${OTHER.accessToken}` });
    expect((await asOther()).body.error.code).toBe(190);
    expect((await rig.send(text('Hi'))).status).toBe(200);
  });

  it('hold their tokens apart', async () => {
    await rig.call('POST', '/control/accounts', { ...OTHER });
    const { body } = await rig.graph('POST', `/${OTHER.phoneNumberId}/messages`, { messaging_product: 'whatsapp', to: BEN, ...text('Hi') });
    expect(body.error).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ ...OTHER, appSecret: '' }, /appSecret must be/],
    [{ ...OTHER, colour: 'red' }, /unknown account field colour/],
    [{ ...OTHER, provider: 'fax' }, /provider/],
    [{ ...OTHER, webhookUrl: 'ftp://x' }, /webhookUrl/],
    [{ ...OTHER, key: 'twin', phoneNumberId: ACCOUNT.phoneNumberId }, /held by account main/],
  ])('are refused when wrong, without repeating what is secret', async (account, message) => {
    const { status, text: answer } = await rig.call('POST', '/control/accounts', account);
    expect(status).toBe(400);
    expect(answer).toMatch(message);
    expect(answer).not.toContain(OTHER.accessToken);
  });
});

describe('safety', () => {
  it('shows no credentials anywhere but to Graph', async () => {
    await rig.inbound({ type: 'text', text: 'hi' });
    await rig.send(text('Hi'));
    const { chats } = (await rig.call<{ chats: Array<{ id: string }> }>('GET', '/phone/state')).body;
    const pages = await Promise.all(['/', '/control/ledger', '/control/accounts', '/control/webhooks', '/phone/state', `/phone/chat?id=${chats[0]!.id}`].map((path) => rig.call('GET', path)));
    pages.push(await rig.call('POST', '/control', {}));
    for (const page of pages) {
      expect(page.status).toBe(200);
      for (const secret of SECRETS) expect(page.text).not.toContain(secret);
      expect(page.text).not.toContain('/hook');
    }
  });

  it.each([
    ['a foreign Host', { host: 'evil.example' }],
    ['a Host that only begins like ours', { host: 'localhost.evil.example' }],
    ['a user before the host', { host: 'localhost@evil.example' }],
    ['a foreign Origin', { origin: 'http://evil.example' }],
    ['another port\'s page', { origin: 'http://127.0.0.1:1' }],
    ['a page without origin', { origin: 'null' }],
  ])('refuses %s with 403 on every path', async (_name, headers) => {
    for (const path of ['/', '/control/ledger', '/phone/state', `/graph/v26.0/${ACCOUNT.phoneNumberId}`]) {
      const answer = await requestWith(rig.sim.url + path, headers);
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect((await requestWith(`${rig.sim.url}/control`, { ...headers, 'content-type': 'application/json' }, 'POST', '{"reset":true}')).status).toBe(403);
  });

  it.each(['localhost', '127.0.0.1', 'LOCALHOST:9'])('lets in %s', async (host) => {
    expect((await requestWith(`${rig.sim.url}/phone/state`, { host })).status).toBe(200);
  });

  it('lets in its own page, without CORS headers', async () => {
    const answer = await requestWith(`${rig.sim.url}/phone/state`, { origin: rig.sim.url, host: new URL(rig.sim.url).host });
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('takes control only as JSON, which a foreign form can not send', async () => {
    expect((await rig.call('POST', '/control', '{"reset":true}', { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('the phone', () => {
  interface Chat { messages: Array<{ id: string; type: string; text: string; header: string | null; footer: string | null; media: { url: string; pages: number; filename: string } | null; buttons: Array<{ kind: string; title: string }>; status: string; error: string | null; reactions: string[] }> }
  const chatOf = async (): Promise<Chat> => {
    const { chats } = (await rig.call<{ chats: Array<{ id: string; phone: string }> }>('GET', '/phone/state')).body;
    return (await rig.call<Chat>('GET', `/phone/chat?id=${chats.find((one) => one.phone === ANA)!.id}`)).body;
  };

  it('is one page that loads nothing from elsewhere and runs no foreign script', async () => {
    const { text: html, headers } = await rig.call('GET', '/');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="(?!data:)/);
    expect(html).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write/);
  });

  it('shows a template with its PDF, which opens in the browser', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    document.addPage();
    const form = new FormData();
    form.append('messaging_product', 'whatsapp');
    form.append('file', new Blob([new Uint8Array(await document.save())], { type: 'application/pdf' }), 'INV.pdf');
    const { body: { id } } = await rig.graph<{ id: string }>('POST', `/${ACCOUNT.phoneNumberId}/media`, form);
    await rig.send(template('invoice_document', [], { components: [{ type: 'header', parameters: [{ type: 'document', document: { id, filename: 'INV 1.pdf' } }] }, { type: 'body', parameters: words('Ana', 'INV/1', 'R$ 5', 'today') }] }));
    const [bubble] = (await chatOf()).messages;
    expect(bubble).toMatchObject({ type: 'template', text: expect.stringContaining('invoice INV/1'), media: { filename: 'INV 1.pdf', pages: 2 } });
    const file = await fetch(rig.sim.url + bubble!.media!.url);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('content-disposition')).toContain("inline; filename*=UTF-8''INV.pdf");
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });

  it('saves what could script its origin instead of showing it', async () => {
    await rig.inbound({ type: 'media', media: { base64: Buffer.from('<script>alert(1)</script>').toString('base64'), mimeType: 'text/html', filename: 'a.html' } });
    const file = await fetch(rig.sim.url + (await chatOf()).messages[0]!.media!.url);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('draws buttons, failures and reactions', async () => {
    const { body } = await rig.send({ type: 'interactive', interactive: { type: 'button', header: { type: 'text', text: 'H' }, body: { text: 'B' }, footer: { text: 'F' }, action: { buttons: [{ type: 'reply', reply: { id: 'y', title: 'Yes' } }] } } });
    await rig.inbound({ type: 'reaction', messageId: body.messages[0]!.id, emoji: '❤️' });
    await rig.control({ account: ACCOUNT.key, contact: { phone: ANA, undeliverable: true } });
    await rig.send(text('lost'));
    await until('the failure', () => rig.hook.statuses().find((one) => one.errors?.[0]?.code === 131026));
    const { messages } = await chatOf();
    expect(messages[0]).toMatchObject({ header: 'H', text: 'B', footer: 'F', buttons: [{ kind: 'reply', title: 'Yes' }], reactions: ['❤️'] });
    expect(messages[1]).toMatchObject({ status: 'failed', error: expect.stringContaining('131026') });
  });

  it('tells open pages what changed', async () => {
    const stop = new AbortController();
    const stream = await fetch(`${rig.sim.url}/phone/events?account=${ACCOUNT.key}`, { signal: stop.signal });
    const reader = stream.body!.getReader();
    const seen = async (what: string): Promise<void> => {
      let heard = '';
      while (!heard.includes(what)) heard += new TextDecoder().decode((await reader.read()).value);
    };
    await seen('event: hello');
    await rig.send(text('Hi'));
    await seen('event: chats');
    stop.abort();
  });
});

describe('its life', () => {
  it('says when the port is taken', async () => {
    await expect(createWhatsappSimulator({ port: rig.sim.port })).rejects.toThrow(/EADDRINUSE/);
  });

  it('runs as a process: says it is ready in one line, ends on SIGTERM, and never prints a secret', async () => {
    const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
    const child = fork(join(__dirname, '../../playground/simulators/whatsapp/main.ts'), [], {
      execArgv: ['--import', tsx], silent: true,
      env: { ...process.env, SIM_WHATSAPP_PORT: '0', HOST: '', SIM_WHATSAPP_ACCOUNTS: JSON.stringify([ACCOUNT]) },
    });
    let output = '';
    child.stdout!.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    child.stderr!.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const ready = await new Promise<{ ready: boolean; url: string }>((resolve) => child.on('message', (message) => resolve(message as { ready: boolean; url: string })));
    expect(ready.ready).toBe(true);
    expect((await fetch(`${ready.url}/phone/state`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(output.trim().split('\n')).toEqual([expect.stringContaining(ready.url)]);
    for (const secret of SECRETS) expect(output).not.toContain(secret);
  }, 30_000);
});
