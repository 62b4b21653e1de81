import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ConnectionView, ProviderView } from '../../plugin/contracts/accounts';
import { boot, eventually } from '../support/boot';
import type { App } from '../support/boot';
import { writeProviders } from '../support/own-provider';
import { DATABASES } from '../support/postgres';

const TOKEN = 'pager-token-1';
/** One that would take Meta's place, one without its parts, and one that is none. */
const WRONG = `[{ ...pager, id: 'meta' }, { id: 'half', label: 'Half', settings: [] }, null, { ...pager, id: '../x' }]`;

describe.each(DATABASES)("a host's own provider, on %s", (database) => {
  let app: App;
  let service: Server;
  let admin: string;
  const taken: { url: string; authorization: string; body: Record<string, string> }[] = [];
  const file = writeProviders(WRONG);

  beforeAll(async () => {
    service = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const isRight = request.headers.authorization === `Bearer ${TOKEN}`;
        if (isRight) taken.push({ url: request.url ?? '', authorization: request.headers.authorization ?? '', body: JSON.parse(text) as Record<string, string> });
        response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `page-${taken.length}` }));
      });
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', () => resolve()));
    app = await boot({ database, env: { PLAYGROUND_PROVIDERS: file } });
    admin = (await app.signIn()).token;
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    delete process.env.PLAYGROUND_PROVIDERS;
    service?.close();
    rmSync(path.dirname(file), { recursive: true, force: true });
  });

  it('is offered beside the built-in one, and wrong ones are left out', async () => {
    const { body } = await app.request('GET', '/whatsapp/providers', { token: admin });
    const providers = body.data as ProviderView[];
    expect(providers.map(({ id }) => id)).toEqual(['meta', 'pager']);
    expect(providers[0]!.label).toContain('Cloud API');
    expect(providers[1]).toMatchObject({ capabilities: [], serviceWindow: false, webhookFields: [], limits: { messagesPerSecond: 5 } });
    expect(providers[1]!.ports.every(({ present }) => !present)).toBe(true);
  });

  it('is connected, tested, sends, and receives what is signed', async () => {
    const settings = { url: `http://127.0.0.1:${(service.address() as AddressInfo).port}` };
    const wrong = await app.request('POST', '/whatsapp/accounts/test', { token: admin, body: { provider: 'pager', settings, secrets: { token: 'wrong' } } });
    expect(wrong.body.data).toMatchObject({ ok: false, checks: expect.arrayContaining([expect.objectContaining({ name: 'token', message: 'The service refuses the token.' })]) });
    const made = await app.request('POST', '/whatsapp/accounts', { token: admin, body: { name: 'Pager', provider: 'pager', key: 'pager', settings, secrets: { token: TOKEN } } });
    expect(made.status).toBe(201);
    const id = made.body.data.id as string;

    const first = await app.request('POST', `/whatsapp/accounts/${id}/first-message`, { token: admin, body: { to: '+34600111222', agreed: true } });
    expect(first.status).toBe(200);
    expect((first.body.data as ConnectionView).hasTemplates).toBe(false);
    const sent = await eventually('the text arrived at the service', async () => taken.find(({ url }) => url === '/send'));
    expect(sent.body).toMatchObject({ to: '34600111222', text: 'Test message of Pager.' });
    await eventually('the first message is ticked', async () => {
      const { body } = await app.request('GET', `/whatsapp/accounts/${id}/connection`, { token: admin });
      return (body.data as ConnectionView).steps.find(({ name }) => name === 'first-message')?.state === 'done';
    });

    const post = (text: string, token: string) =>
      app.request('POST', '/api/whatsapp/webhook/pager/pager', { body: text, headers: { 'content-type': 'application/json', 'x-signature': createHmac('sha256', token).update(text).digest('hex') } });
    const text = JSON.stringify({ id: 'in-1', from: '34600111222', text: 'Hello back' });
    expect((await post(text, 'not the token')).status).toBe(401);
    expect((await post(text, TOKEN)).status).toBe(200);
    await eventually('the answer is a message', async () => {
      const rows = (await app.strapi.db.query('plugin::whatsapp.message').findMany({ where: { direction: 'inbound' } })) as { body: string }[];
      return rows[0]?.body === 'Hello back';
    });
    expect((await post('this is not JSON', TOKEN)).status).toBeLessThan(500);
  }, 60_000);
});
