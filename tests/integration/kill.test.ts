import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createWhatsappSimulator } from '../../playground/simulators/whatsapp';
import type { AccountRow, ContactRow, MessageRow } from '../../server/src/platform/records';
import { eventually } from '../support/boot';
import { DATABASES, testDatabase } from '../support/postgres';
import { startStrapiProcess } from '../support/strapi-process';
import type { StrapiProcess } from '../support/strapi-process';

const MESSAGES = 300;
const SENT = ['accepted', 'sent', 'delivered', 'read', 'played'];

interface Entry {
  to: string;
  callbackData?: string;
}

/** Ends the process in mid-send, then counts at the other side what really left. */
describe.each(DATABASES)('a process that ends while it sends, on %s', (database) => {
  let directory: string;
  let databaseUrl: string | null;
  let whatsapp: Awaited<ReturnType<typeof createWhatsappSimulator>>;
  let running: StrapiProcess | null = null;
  const port = 22_000 + Math.floor(Math.random() * 8_000);

  const start = async (): Promise<StrapiProcess> => {
    running = await startStrapiProcess({ PLAYGROUND_DATA: directory, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) });
    return running;
  };
  const ledger = async (): Promise<Entry[]> => ((await (await fetch(`${whatsapp.url}/control/ledger`)).json()) as { data: Entry[] }).data;
  const control = (body: object) => fetch(`${whatsapp.url}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'whatsapp-kill-'));
    databaseUrl = await testDatabase(database);
    whatsapp = await createWhatsappSimulator({ port: 0, host: '127.0.0.1', accounts: [] });
  });
  afterEach(async () => {
    if (running && running.child.exitCode === null && running.child.signalCode === null) await running.end('SIGKILL');
    await whatsapp.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** An account that may send fast, and messages to as many people, queued. */
  const prepare = async (): Promise<string[]> => {
    const strapi = await start();
    const account = { key: 'kill', phoneNumberId: '200000000000777', businessAccountId: '100000000000777', accessToken: `EAA${randomBytes(8).toString('hex')}`, appSecret: randomBytes(8).toString('hex'), verifyToken: 'verify-token' };
    await fetch(`${whatsapp.url}/control/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...account, provider: 'meta', displayPhoneNumber: '+1 555 010 0777', verifiedName: 'Kill', webhookUrl: `${strapi.url}/api/whatsapp/webhook/meta/kill` }),
    });
    await control({ account: 'kill', messagingLimit: -1, throughput: 1_000, latencyMs: 200, statusDelayMs: 5_000 });
    const row = await strapi.call<AccountRow>('accounts', 'create', {
      key: 'kill',
      name: 'Kill',
      provider: 'meta',
      settings: { phoneNumberId: account.phoneNumberId, businessAccountId: account.businessAccountId, baseUrl: `${whatsapp.url}/graph`, graphVersion: 'v26.0' },
      secrets: { accessToken: account.accessToken, appSecret: account.appSecret },
      verifyToken: account.verifyToken,
      messagesPerSecond: 60,
    }, null);
    await eventually('templates are there', async () => (await strapi.call<unknown[]>('templates', 'sync', row), true));
    const template = await strapi.call('templates', 'find', row, 'hello_world', 'en_US');
    const connected = await eventually('the limit is known', async () => {
      const fresh = await strapi.call<AccountRow>('accounts', 'getById', row.id);
      return fresh.messagingUnlimited ? fresh : null;
    });
    // Everything is queued before the first is sent, however slow the machine.
    await strapi.call('accounts', 'update', row.id, { active: false }, null);
    const ids: string[] = [];
    for (let index = 0; index < MESSAGES; index += 1) {
      const phone = `+1415555${String(1_000 + index)}`;
      const { contact } = await strapi.call<{ contact: ContactRow }>('contacts', 'findOrCreate', { phone, scope: 'installation', source: 'test' });
      await strapi.call('contacts', 'stateConsent', [{ contact: contact.id, purpose: 'utility', state: 'granted', source: 'test', statedAt: new Date() }, { contact: contact.id, purpose: 'marketing', state: 'granted', source: 'test', statedAt: new Date() }]);
      const { message } = await strapi.call<{ message: MessageRow }>('delivery', 'enqueue', {
        account: connected, to: { contact: contact.id }, message: { type: 'template', name: 'hello_world', language: 'en_US', body: [], buttons: [] }, body: 'Hello', purpose: 'utility', template, priority: 'campaign', origin: 'api',
      });
      ids.push(message.documentId);
    }
    await strapi.call('accounts', 'update', row.id, { active: true }, null);
    return ids;
  };

  const statuses = async (strapi: StrapiProcess, ids: string[]): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    for (const id of ids) {
      const message = await strapi.call<MessageRow | null>('messages', 'findByDocumentId', id);
      if (message) found.set(id, message.deliveryStatus);
    }
    return found;
  };

  it('sends nothing twice after kill -9, and every recipient with nothing is queued or uncertain', async () => {
    const ids = await prepare();
    await eventually('some have left', async () => (await ledger()).length > 20, 60_000);
    expect(await running!.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    // What was posted and not yet answered still arrives there.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const atKill = new Set((await ledger()).map(({ callbackData }) => callbackData));
    expect(atKill.size).toBeLessThan(MESSAGES);

    const strapi = await start();
    const known = await statuses(strapi, ids);
    expect(known.size).toBe(MESSAGES);
    for (const id of ids) if (!atKill.has(id)) expect(['queued', 'sending', 'uncertain', ...SENT]).toContain(known.get(id));

    await control({ account: 'kill', statusDelayMs: 10 });
    const settled = await eventually('the rest has been sent', async () => {
      const now = await statuses(strapi, ids);
      return [...now.values()].some((status) => status === 'queued' || status === 'sending') ? null : now;
    }, 90_000);
    const entries = await ledger();
    const counts = new Map<string, number>();
    for (const { callbackData } of entries) counts.set(callbackData ?? '', (counts.get(callbackData ?? '') ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
    for (const id of ids) if (!counts.has(id)) expect(settled.get(id)).toBe('uncertain');
    for (const [id, status] of settled) if (SENT.includes(status)) expect(counts.get(id)).toBe(1);
    await strapi.end('SIGTERM');
  }, 240_000);

  it('finishes what it is posting on SIGTERM and leaves nothing uncertain', async () => {
    const ids = await prepare();
    await eventually('some have left', async () => (await ledger()).length > 20, 60_000);
    expect(await running!.end('SIGTERM')).toEqual({ code: 0, signal: null });
    const left = new Set((await ledger()).map(({ callbackData }) => callbackData));
    const strapi = await start();
    const known = await statuses(strapi, ids);
    expect([...known.values()].filter((status) => status === 'uncertain')).toEqual([]);
    for (const id of left) expect(SENT).toContain(known.get(id ?? ''));
    await strapi.end('SIGTERM');
  }, 240_000);
});
