import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MediaRow, MessageRow } from '../../server/src/platform/records';
import { Table } from '../../server/src/platform/database';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

const OGG = Buffer.from('OggS\0\x02 a voice, as Opus writes it', 'latin1');
const KEY = 'sk-very-secret';

/** A service as OpenAI's, over real HTTP. */
const startService = async () => {
  const calls: { authorization: string | undefined; name: string; model: unknown; language: unknown; content: Buffer }[] = [];
  const state = { status: 200, text: 'Where is my order?', active: 0, most: 0 };
  const server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    state.active += 1;
    state.most = Math.max(state.most, state.active);
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      void new Response(Buffer.concat(chunks), { headers: { 'content-type': req.headers['content-type'] ?? '' } }).formData().then(async (form) => {
        const file = form.get('file') as File;
        calls.push({ authorization: req.headers.authorization, name: file.name, model: form.get('model'), language: form.get('language'), content: Buffer.from(await file.arrayBuffer()) });
        state.active -= 1;
        res.writeHead(state.status, { 'content-type': 'application/json' }).end(JSON.stringify(state.status === 200 ? { text: state.text } : { error: { message: `${KEY} is wrong; ${state.text}` } }));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    calls,
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

describe.each(DATABASES)('voice notes in words, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let service: Awaited<ReturnType<typeof startService>>;
  let early: MessageRow;
  const logged: string[] = [];
  const changed: number[] = [];

  const media = () => new Table<MediaRow>(app.strapi, 'whatsapp::media');
  const sends = async (type: string, content: Buffer, mimeType: string): Promise<MessageRow> => {
    const answer = await fetch(`${app.whatsapp.url}/control/inbound`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: account.key, from: '4915155980001', type, media: { base64: content.toString('base64'), mimeType } }),
    });
    const { data } = (await answer.json()) as { data: { ids: string[] } };
    await app.service('inbound').drain();
    const message = await eventually('the message is there', async () => (await app.service('messages').findByProviderIds(account.row.id, data.ids))[0] ?? null);
    await eventually('its file is stored', async () => (await app.service('media').findById(message.media ?? 0))?.state === 'stored');
    return message;
  };
  const settled = (message: MessageRow, transcription: string): Promise<MediaRow> =>
    eventually(`the recording is ${transcription}`, async () => {
      const row = await app.service('media').findById(message.media ?? 0);
      return row?.transcription === transcription ? row : null;
    });
  const transcriptOf = async (message: MessageRow): Promise<string | null> => (await app.service('messages').findById(message.id))?.transcript ?? null;

  beforeAll(async () => {
    service = await startService();
    // Before anyone switches it on.
    app = await boot({ database });
    account = await app.connectAccount();
    early = await sends('voice', OGG, 'audio/ogg');
    const at = { directory: app.directory, databaseUrl: app.databaseUrl };
    await app.stop({ keep: true });
    app = await boot({ at, options: { transcription: { url: service.url, apiKey: KEY, model: 'large', language: 'en' } } });
    account = await app.connectAccount();
    for (const level of ['error', 'warn', 'info', 'debug'] as const) app.strapi.log[level] = ((line: unknown) => void logged.push(String(line))) as never;
    app.strapi.eventHub.on('whatsapp.message.changed', async (event: unknown) => void changed.push(...(event as { messages: number[] }).messages));
  }, 180_000);
  afterAll(async () => {
    await app?.stop();
    await service?.close();
  }, 60_000);
  beforeEach(() => {
    service.calls.length = 0;
    Object.assign(service.state, { status: 200, text: 'Where is my order?', most: 0 });
  });

  it('are written down when they arrive, and open screens hear of it', async () => {
    const message = await sends('voice', OGG, 'audio/ogg; codecs=opus');
    await settled(message, 'done');
    expect(await transcriptOf(message)).toBe('Where is my order?');
    expect(service.calls).toEqual([{ authorization: `Bearer ${KEY}`, name: 'audio.ogg', model: 'large', language: 'en', content: OGG }]);
    // Once for the file, once for its words.
    await eventually('screens heard', async () => changed.filter((id) => id === message.id).length === 2);
  });

  it('of before are left alone, and so is what is no sound', async () => {
    const picture = await sends('document', Buffer.from('%PDF-1.4'), 'application/pdf');
    const sound = await sends('audio', Buffer.concat([Buffer.from('ID3'), Buffer.alloc(50)]), 'audio/mpeg');
    await settled(sound, 'done');
    expect(service.calls.map(({ name }) => name)).toEqual(['audio.mp3']);
    expect([await transcriptOf(picture), await transcriptOf(early), await transcriptOf(sound)]).toEqual([null, null, 'Where is my order?']);
    expect((await app.service('media').findById(early.media ?? 0))?.transcription).toBeNull();
  });

  it('are asked for one at a time', async () => {
    const messages = await Promise.all([1, 2, 3, 4].map(() => sends('voice', OGG, 'audio/ogg')));
    for (const message of messages) await settled(message, 'done');
    expect([service.calls.length, service.state.most]).toEqual([4, 1]);
  });

  it('in which nothing is said have no words', async () => {
    service.state.text = '  ';
    const message = await sends('voice', OGG, 'audio/ogg');
    await settled(message, 'done');
    expect(await transcriptOf(message)).toBeNull();
  });

  it('are tried again with pauses, given up after five, and nothing secret is logged', async () => {
    logged.length = 0;
    service.state.status = 401;
    const message = await sends('voice', OGG, 'audio/ogg');
    for (let attempt = 1; attempt < 5; attempt += 1) {
      const row = await eventually(`try ${attempt}`, async () => {
        const found = await app.service('media').findById(message.media ?? 0);
        return found?.transcriptionAttempts === attempt ? found : null;
      });
      expect(row.transcription).toBe('pending');
      expect((row.transcriptionNotBefore?.getTime() ?? 0) > Date.now()).toBe(true);
      // Before its time nobody asks.
      app.service('media').nudge();
      expect(service.calls).toHaveLength(attempt);
      await media().update(row.id, { transcriptionNotBefore: new Date(0) });
      app.service('media').nudge();
    }
    await settled(message, 'failed');
    app.service('media').nudge();
    expect(service.calls).toHaveLength(5);
    expect(await transcriptOf(message)).toBeNull();
    const about = logged.filter((line) => line.includes('written down'));
    expect([about.length, about.at(-1)]).toEqual([5, expect.stringMatching(/given up.*401/)]);
    expect(logged.join('\n')).not.toMatch(/sk-very-secret|Where is my order/);
  });

  it('come after a failure, and wait for nobody behind them', async () => {
    service.state.status = 503;
    const first = await sends('voice', OGG, 'audio/ogg');
    await eventually('it failed once', async () => (await app.service('media').findById(first.media ?? 0))?.transcriptionAttempts === 1);
    service.state.status = 200;
    const second = await sends('voice', OGG, 'audio/ogg');
    await settled(second, 'done');
    await media().update(first.media ?? 0, { transcriptionNotBefore: new Date(0) });
    app.service('media').nudge();
    await settled(first, 'done');
    expect([await transcriptOf(first), await transcriptOf(second)]).toEqual(['Where is my order?', 'Where is my order?']);
  });
});
