import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MessageRow, TemplateRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App } from '../support/boot';
import { templateRequest } from '../support/template-request';
import { DATABASES, testDatabase } from '../support/postgres';
import type { DatabaseKind } from '../support/postgres';

const SENT = ['accepted', 'sent', 'delivered', 'read', 'played'];
const MESSAGES = 40;

interface Outage {
  app: App;
  /** Takes the database away; resolves with what brings it back. */
  begin(): Promise<() => Promise<void>>;
}

/** Postgres behind a relay that can cut every connection and take no new one, as a restart of the server does. */
const bootBehindRelay = async (): Promise<Outage> => {
  const target = new URL((await testDatabase('postgres'))!);
  const sockets = new Set<net.Socket>();
  const relay = net.createServer((client) => {
    const server = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server).pipe(client);
  });
  const listen = (port: number) => new Promise<void>((resolve) => relay.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = relay.address() as net.AddressInfo;
  const relayed = new URL(target);
  relayed.hostname = '127.0.0.1';
  relayed.port = String(port);
  const app = await boot({ at: { directory: mkdtempSync(path.join(tmpdir(), 'whatsapp-test-')), databaseUrl: relayed.href } });
  const stop = app.stop.bind(app);
  app.stop = async (options) => {
    await stop(options);
    relay.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    app,
    async begin() {
      const closed = new Promise((resolve) => relay.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      return () => listen(port);
    },
  };
};

/** SQLite whose one writer is somebody else, longer than a statement waits. */
const bootBesideWriter = async (): Promise<Outage> => {
  const app = await boot({ database: 'sqlite' });
  const [{ file }] = (await app.strapi.db.connection.raw('PRAGMA database_list')) as [{ file: string }];
  const script = `
    const db = require('better-sqlite3')(process.argv[1]);
    db.exec('BEGIN IMMEDIATE');
    process.stdout.write('locked');
    setTimeout(() => process.exit(0), 12_000);`;
  return {
    app,
    async begin() {
      const writer = spawn(process.execPath, ['-e', script, file], { stdio: ['ignore', 'pipe', 'inherit'], cwd: path.join(__dirname, '..', '..') });
      // SQLite waits in this very thread: the writer must end by itself.
      const ended = new Promise<void>((resolve) => writer.once('exit', () => resolve()));
      await new Promise<void>((resolve) => writer.stdout.once('data', () => resolve()));
      return () => ended;
    },
  };
};

const BOOT: Record<DatabaseKind, () => Promise<Outage>> = { postgres: bootBehindRelay, sqlite: bootBesideWriter };

it('lets nobody down whom another process overtakes in the same SQLite file', async () => {
  const app = await boot({ database: 'sqlite' });
  const account = await app.connectAccount();
  await app.service('templates').sync(account.row);
  const template = (await app.service('templates').find(account.row, 'hello_world', 'en_US')) as TemplateRow;
  const [{ file }] = (await app.strapi.db.connection.raw('PRAGMA database_list')) as [{ file: string }];
  // Short writes, one after the other, each of which overtakes whoever has read and not yet written.
  const script = `
    const db = require('better-sqlite3')(process.argv[1], { timeout: 5_000 });
    db.exec('CREATE TABLE beside (n INTEGER)');
    process.stdout.write('writing');
    setInterval(() => {
      try {
        db.exec('INSERT INTO beside VALUES (1)');
      } catch (error) {
        if (!error.code.startsWith('SQLITE_BUSY')) throw error;
      }
    }, 8);`;
  const writer = spawn(process.execPath, ['-e', script, file], { stdio: ['ignore', 'pipe', 'inherit'], cwd: path.join(__dirname, '..', '..') });
  try {
    await new Promise<void>((resolve) => writer.stdout.once('data', () => resolve()));
    const phones = Array.from({ length: 40 }, (_, index) => `+1415556${String(1_000 + index)}`);
    const sendAt = new Date(Date.now() + 3_600_000);
    for (const phone of phones) {
      const { contact } = await app.service('contacts').findOrCreate({ phone, scope: 'installation', source: 'test' });
      await app.service('contacts').stateConsent([{ contact: contact.id, purpose: 'utility', state: 'granted', source: 'test', statedAt: new Date() }]);
      await app.service('delivery').enqueue({ ...templateRequest(account.row, contact.id, template), sendAt });
    }
    expect(await app.strapi.db.query('plugin::whatsapp.message').count()).toBe(phones.length);
    expect((await app.strapi.db.connection('beside').count({ total: '*' }).first() as { total: number }).total).toBeGreaterThan(20);
  } finally {
    writer.kill();
    await app.stop();
  }
}, 120_000);

describe.each(DATABASES)('a database that goes away while answers of WhatsApp come in, on %s', (kind) => {
  it('loses none of them, sends none again, and calls none uncertain', async () => {
    const { app, begin } = await BOOT[kind]();
    const account = await app.connectAccount();
    const control = (body: object) => fetch(`${app.whatsapp.url}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account: account.key, ...body }) });
    await control({ messagingLimit: -1, throughput: 1_000 });
    const fresh = () => app.service('accounts').getById(account.row.id);
    await eventually('the health is known', async () => (await fresh()).connectionState === 'connected');
    await app.service('accounts').applyChange(account.row.id, { messagingLimit: null, detail: 'test' });
    await app.service('templates').sync(await fresh());
    const template = (await app.service('templates').find(await fresh(), 'hello_world', 'en_US')) as TemplateRow;

    await control({ latencyMs: 1_500 });
    const messages: MessageRow[] = [];
    for (let index = 0; index < MESSAGES; index += 1) {
      const { contact } = await app.service('contacts').findOrCreate({ phone: `+1415555${String(1_000 + index)}`, scope: 'installation', source: 'test' });
      await app.service('contacts').stateConsent([{ contact: contact.id, purpose: 'utility', state: 'granted', source: 'test', statedAt: new Date() }]);
      const { message } = await app.service('delivery').enqueue(templateRequest(await fresh(), contact.id, template));
      messages.push(message);
    }
    const states = async (): Promise<string[]> => {
      const rows = await Promise.all(messages.map(({ id }) => app.service('messages').findById(id)));
      return rows.map((row) => row!.deliveryStatus);
    };
    await eventually('posts are under way', async () => (await states()).includes('sending'));
    const end = await begin();
    const accepted = () => (app.whatsapp.ledger() as { callbackData?: string }[]).filter(({ callbackData }) => messages.some(({ documentId }) => documentId === callbackData));
    await eventually('answers came while nothing could be written', async () => accepted().length > 0, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await end();
    await control({ latencyMs: 0 });

    await eventually('every message is settled', async () => (await states()).every((state) => SENT.includes(state)), 30_000);
    expect(accepted()).toHaveLength(MESSAGES);
    expect(new Set(accepted().map(({ callbackData }) => callbackData)).size).toBe(MESSAGES);
    await app.stop();
  }, 120_000);
});
