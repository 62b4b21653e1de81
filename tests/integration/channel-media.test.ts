import { existsSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { ChannelRow, MediaRow, MessageRow } from '../../server/src/platform/records';
import { Table } from '../../server/src/platform/database';
import { boot, eventually } from '../support/boot';
import type { App } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { startS3Server } from '../support/s3-server';
import { change, newWamid, post, secondsOf, webhook } from '../support/signed-webhooks';

interface SentFile {
  content: Buffer;
  mimeType: string;
  filename?: string;
}

/** Files of conversations, from a customer's phone (the simulated one, by real webhooks) to an agent's screen. */
const world = async (app: App) => {
  const account = await app.connectAccount();
  const { token, userId } = await app.signIn();
  const mediaTable = new Table<MediaRow>(app.strapi, 'whatsapp::media');
  const changed: number[] = [];
  app.strapi.eventHub.on('whatsapp.message.changed', async (event: unknown) => void changed.push(...(event as { messages: number[] }).messages));

  const messageOf = async (providerMessageId: string): Promise<MessageRow> => {
    const message = await eventually('the message is there', async () => (await app.service('messages').findByProviderIds(account.row.id, [providerMessageId]))[0] ?? null);
    return message;
  };
  const fileOf = (message: MessageRow, state: MediaRow['state']): Promise<MediaRow> =>
    eventually(`the file is ${state}`, async () => {
      const row = await app.service('media').findById(message.media ?? 0);
      return row?.state === state ? row : null;
    });
  const channelOf = async (message: MessageRow): Promise<ChannelRow> => (await app.service('channels').findByIds([message.channel ?? 0]))[0] as ChannelRow;

  return {
    account,
    token,
    userId,
    mediaTable,
    changed,
    channelOf,
    fileOf,
    /** A customer sends a file from the simulated phone. */
    async sends({ content, mimeType, filename }: SentFile, type = 'media', from = '4915155980001') {
      const answer = await fetch(`${app.whatsapp.url}/control/inbound`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account: account.key, from, type, media: { base64: content.toString('base64'), mimeType, ...(filename === undefined ? {} : { filename }) } }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text);
      const { data } = JSON.parse(text) as { data: { ids: string[] } };
      await app.service('inbound').drain();
      const message = await messageOf(data.ids[0] ?? '');
      const media = await fileOf(message, 'stored');
      return { message, media, channel: await channelOf(message) };
    },
    /** A webhook of a file that Meta does not have, or not under this id. */
    async announces(file: object, type = 'document', from = '4915155980001') {
      const id = newWamid();
      expect((await post(app, account, webhook(change(account, { contacts: [{ wa_id: from }], messages: [{ id, from, timestamp: secondsOf(new Date()), type, [type]: file }] })))).status).toBe(200);
      await app.service('inbound').drain();
      const message = await messageOf(id);
      return { message, channel: await channelOf(message) };
    },
    get: (where: string, headers: Record<string, string> = {}, as = token) => fetch(`${app.url}/whatsapp/channels/${where}`, { headers: { authorization: `Bearer ${as}`, ...headers } }),
    call: (where: string, as = token) => app.request('POST', `/whatsapp/channels/${where}`, { token: as, body: {} }),
  };
};

const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());

/** As a phone held upright writes it: lying on its side, turned by a tag, with place and owner beside it. */
const photograph = (): Promise<Buffer> =>
  sharp({ create: { width: 1_200, height: 600, channels: 3, background: { r: 200, g: 30, b: 30 } } })
    .withExif({ IFD0: { Copyright: 'Ana Teste' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '40/1 25/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** Three frames of 32 by 32. */
const animation = (): Promise<Buffer> =>
  sharp(Buffer.from(Array.from({ length: 3 * 32 * 32 }, (_, index) => [index % 256, index > 1_024 ? 255 : 0, index > 2_048 ? 255 : 0]).flat()), { raw: { width: 32, height: 96, channels: 3, pageHeight: 32 } })
    .gif({ delay: [50, 50, 50] })
    .toBuffer();

/** A few bytes that claim 3.6 thousand million pixels. */
const bomb = (): Buffer => {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(content.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1_000))), chunk('IEND', Buffer.alloc(0))]);
};

const PAGE = Buffer.from('<!doctype html><html><script>alert(document.domain)</script></html>');
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>');
const EXE = Buffer.from('MZ\x90\x00\x03\x00\x00\x00This program cannot be run in DOS mode.', 'latin1');
const PDF = Buffer.from('%PDF-1.4 a contract');

describe.each(DATABASES)('files of conversations, on %s', (database) => {
  let app: App;
  let on: Awaited<ReturnType<typeof world>>;
  let photo: Awaited<ReturnType<(typeof on)['sends']>>;
  let photoBytes: Buffer;

  beforeAll(async () => {
    app = await boot({ database });
    on = await world(app);
    photoBytes = await photograph();
    photo = await on.sends({ content: photoBytes, mimeType: 'image/jpeg' }, 'image');
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it('a picture is shown whole and in parts, and can not act', async () => {
    const where = `${photo.channel.documentId}/media/${photo.media.documentId}`;
    const whole = await on.get(where);
    expect(whole.status).toBe(200);
    expect((await bytesOf(whole)).equals(photoBytes)).toBe(true);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(photoBytes.length),
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox') as string,
      'cache-control': expect.stringContaining('no-store') as string,
      'content-disposition': expect.stringMatching(/^inline/) as string,
    });
    const part = await on.get(where, { range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range'), (await bytesOf(part)).equals(photoBytes.subarray(10, 20))]).toEqual([206, `bytes 10-19/${photoBytes.length}`, true]);
    expect((await on.get(where, { range: 'bytes=99999999-' })).status).toBe(416);
  });

  it('open screens hear that it arrived', () => expect(on.changed).toContain(photo.message.id));

  it('its thumbnail is small, upright, and says nothing of place and owner', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => on.get(`${photo.channel.documentId}/media/${photo.media.documentId}/thumbnail`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(Object.fromEntries(answers[0]?.headers ?? [])).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringContaining('sandbox') as string });
    const content = await bytesOf(answers[0] as Response);
    const about = await sharp(content).metadata();
    expect([about.format, about.width, about.height, about.exif, about.xmp, about.icc, about.orientation]).toEqual(['webp', 240, 480, undefined, undefined, undefined, undefined]);
    // The original has them, or the test would prove nothing.
    expect((await sharp(photoBytes).metadata()).exif).toBeDefined();
    expect(content.toString('latin1')).not.toContain('Ana Teste');
  });

  it('a thumbnail lies beside its original and goes with it', async () => {
    const { media, channel } = await on.sends({ content: await sharp({ create: { width: 20, height: 10, channels: 3, background: 'blue' } }).png().toBuffer(), mimeType: 'image/png' }, 'image');
    const file = path.join(app.directory, 'media', media.storageKey ?? '');
    const answer = await on.get(`${channel.documentId}/media/${media.documentId}/thumbnail`);
    const { width, height } = await sharp(await bytesOf(answer)).metadata();
    // Never larger than it was.
    expect([width, height, existsSync(file), existsSync(`${file}-thumbnail`)]).toEqual([20, 10, true, true]);
    await app.service('media').remove(media);
    expect([existsSync(file), existsSync(`${file}-thumbnail`)]).toEqual([false, false]);
    expect((await on.get(`${channel.documentId}/media/${media.documentId}`)).status).toBe(404);
  });

  it('what moves is kept still', async () => {
    const content = await animation();
    expect((await sharp(content).metadata()).pages).toBe(3);
    const { media, channel } = await on.sends({ content, mimeType: 'image/gif', filename: 'cat.gif' });
    const answer = await on.get(`${channel.documentId}/media/${media.documentId}/thumbnail`);
    const { pages = 1, width, height } = await sharp(await bytesOf(answer)).metadata();
    expect([answer.status, pages, width, height]).toEqual([200, 1, 32, 32]);
  });

  it.each<[string, () => Buffer, string]>([
    ['a picture that breaks off', () => photoBytes.subarray(0, 300), 'image/jpeg'],
    ['a picture that claims more pixels than a memory has', bomb, 'image/png'],
    ['a document', () => PDF, 'application/pdf'],
    ['a drawing', () => SVG, 'image/svg+xml'],
  ])('%s has no thumbnail, however often it is asked for', async (_, content, mimeType) => {
    const { media, channel } = await on.sends({ content: content(), mimeType, filename: 'x' });
    for (let times = 0; times < 2; times += 1) {
      const answer = await app.request('GET', `/whatsapp/channels/${channel.documentId}/media/${media.documentId}/thumbnail`, { token: on.token });
      expect([answer.status, answer.body.error.details.code]).toEqual([404, 'media.no_thumbnail']);
    }
    expect((await on.get(`${channel.documentId}/media/${media.documentId}`)).status).toBe(200);
  });

  it.each<[string, Buffer, string, string]>([
    ['a page called a picture', PAGE, 'image/jpeg', 'image'],
    ['a drawing called a picture', SVG, 'image/png', 'image'],
    ['a program called a picture', EXE, 'image/jpeg', 'image'],
    ['a page called a PDF', PAGE, 'application/pdf', 'document'],
    ['a page called a video', PAGE, 'video/mp4', 'video'],
    ['a page called sound', PAGE, 'audio/ogg', 'audio'],
    ['a page called a sticker', PAGE, 'image/webp', 'sticker'],
    ['a page', PAGE, 'text/html', 'document'],
    ['a drawing', SVG, 'image/svg+xml', 'document'],
    ['a program', EXE, 'application/x-msdownload', 'document'],
    ['a document of XML', Buffer.from('<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"/>'), 'application/xhtml+xml', 'document'],
  ])('%s is given as a download alone, and never to the Media Library', async (_, content, mimeType, type) => {
    const { media, channel } = await on.sends({ content, mimeType, filename: 'innocent.jpg' }, type);
    const where = `${channel.documentId}/media/${media.documentId}`;
    const answer = await on.get(where);
    expect(answer.status).toBe(200);
    expect((await bytesOf(answer)).equals(content)).toBe(true);
    expect(answer.headers.get('content-type')).toMatch(/^application\/(octet-stream|x-msdownload)$/);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect([answer.headers.get('x-content-type-options'), answer.headers.get('content-security-policy')]).toEqual(['nosniff', expect.stringContaining('sandbox')]);
    const kept = await on.call(`${where}/library`);
    expect([kept.status, kept.body.error?.details.code]).toEqual([400, 'media.kind_not_kept']);
  });

  it.each<[string, string, string]>([
    ['a path', '../../../etc/passwd', '_.._.._etc_passwd'],
    ['a path of Windows', 'C:\\Windows\\win.ini', 'C__Windows_win.ini'],
    ['control characters', 'a\u0001b\u0007c\u007f.pdf', 'a_b_c_.pdf'],
    ['text that runs backwards', 'invoice_\u202efdp.exe', 'invoice__fdp.exe'],
    ['a header of its own', 'a"\r\nSet-Cookie: session=1\r\n\r\n<script>.pdf', 'a___Set-Cookie_ session=1_____script_.pdf'],
    ['a thousand characters', `${'ü'.repeat(1_000)}.pdf`, `${'ü'.repeat(196)}.pdf`],
    ['dots alone', '...', 'DOCUMENT_ID'],
    ['words of another script', 'فاتورة مارس.pdf', 'فاتورة مارس.pdf'],
  ])('a name of %s is cleaned at receipt and in the header', async (_, filename, expected) => {
    const { media, channel } = await on.sends({ content: PDF, mimeType: 'application/pdf', filename }, 'document');
    const name = expected === 'DOCUMENT_ID' ? media.documentId : expected;
    if (expected !== 'DOCUMENT_ID') expect(media.filename).toBe(expected);
    const answer = await on.get(`${channel.documentId}/media/${media.documentId}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const [, extended = ''] = /filename\*=UTF-8''(\S+)$/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
    expect(decodeURIComponent(extended)).toBe(expected === 'DOCUMENT_ID' ? (media.filename ?? name) : name);
    expect(media.storageKey).toMatch(/^[a-z0-9]{2}\/[a-z0-9]+$/);
  });

  describe('who may see it', () => {
    const paths = ['', '/thumbnail'];

    it('nobody in another conversation, and nobody who does not see the conversation', async () => {
      const other = await on.sends({ content: PDF, mimeType: 'application/pdf' }, 'document', '4915155980002');
      const own = `${photo.channel.documentId}/media/${photo.media.documentId}`;
      const crossed = `${other.channel.documentId}/media/${photo.media.documentId}`;
      const nothing = `${photo.channel.documentId}/media/nothing`;
      const answers = await Promise.all([crossed, nothing].flatMap((where) => paths.map((tail) => app.request('GET', `/whatsapp/channels/${where}${tail}`, { token: on.token }))));
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.error.details.code}`))).toEqual(new Set(['404 media.not_found']));
      const written = await Promise.all([crossed, nothing].flatMap((where) => ['library', 'fetch'].map((tail) => on.call(`${where}/${tail}`))));
      expect(new Set(written.map(({ status, body }) => `${status} ${body.error.details.code}`))).toEqual(new Set(['404 media.not_found']));

      const { token: agent, userId } = await app.signIn(['channels.read', 'channels.reply']);
      const seen = async () => (await on.get(own, {}, agent)).status;
      expect(await seen()).toBe(404);
      const channels = new Table<ChannelRow>(app.strapi, 'plugin::whatsapp.channel');
      await channels.update(photo.channel.id, { assignee: userId });
      expect(await seen()).toBe(200);
      await channels.update(photo.channel.id, { assignee: null });
      expect(await seen()).toBe(404);
    });

    it('nobody without the permission, and nobody who is not signed in', async () => {
      const { token: stranger } = await app.signIn(['messages.read']);
      const { token: reader } = await app.signIn(['channels.read', 'channels.read-all']);
      const own = `${photo.channel.documentId}/media/${photo.media.documentId}`;
      for (const tail of paths) {
        expect((await on.get(`${own}${tail}`, {}, stranger)).status).toBe(403);
        expect((await fetch(`${app.url}/whatsapp/channels/${own}${tail}`)).status).toBe(401);
        expect((await on.get(`${own}${tail}`, {}, reader)).status).toBe(200);
      }
      expect((await on.call(`${own}/fetch`, reader)).status).toBe(403);
      const library = await on.call(`${own}/library`, reader);
      expect([library.status, library.body.error.details.code]).toEqual([403, 'media.library_denied']);
    });

    it('asks the index of the messages that carry files', async () => {
      if (database !== 'sqlite') return;
      const asked: { sql: string; bindings: unknown[] }[] = [];
      const knex = app.strapi.db.connection;
      const listener = (query: { sql: string; bindings: unknown[] }) => void asked.push(query);
      knex.on('query', listener);
      await on.get(`${photo.channel.documentId}/media/${photo.media.documentId}`);
      knex.off('query', listener);
      const about = asked.filter(({ sql }) => sql.includes('whatsapp_media'));
      expect(about).toHaveLength(1);
      const plan = JSON.stringify(await knex.raw(`EXPLAIN QUERY PLAN ${about[0]?.sql}`, about[0]?.bindings as never));
      expect(plan).toMatch(/whatsapp_messages .*INDEX whatsapp_messages_media_channel_pix \(media=\? AND channel=\?\)/);
      expect(plan).not.toContain('SCAN');
    });
  });

  describe('in the Media Library', () => {
    interface LibraryRow {
      id: number;
      name: string;
      url: string;
      mime: string;
    }
    const files = () => app.strapi.db.query('plugin::upload.file').findMany({}) as unknown as Promise<LibraryRow[]>;
    const removeAll = async () => {
      const service = app.strapi.plugin('upload').service('upload') as unknown as { remove(file: object): Promise<unknown> };
      for (const file of await files()) await service.remove(file);
    };
    afterAll(removeAll);

    it('is one file, however often and at once it is asked for', async () => {
      const { media, channel } = await on.sends({ content: PDF, mimeType: 'application/pdf', filename: 'contract.html' }, 'document');
      const where = `${channel.documentId}/media/${media.documentId}/library`;
      const answers = await Promise.all([on.call(where), on.call(where), on.call(where)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const again = await on.call(where);
      expect(new Set([...answers, again].map(({ body }) => body.data.id)).size).toBe(1);
      const [kept, ...others] = await files();
      expect(others).toEqual([]);
      expect(again.body.data).toEqual({ id: kept?.id, name: 'contract.pdf', url: expect.stringMatching(/\.pdf$/) });
      expect(kept?.mime).toBe('application/pdf');
      await removeAll();
      const anew = await on.call(where);
      expect([anew.status, anew.body.data.id === again.body.data.id]).toEqual([200, false]);
    });

    it('is refused where the library takes no such files', async () => {
      const { media, channel } = await on.sends({ content: PDF, mimeType: 'application/pdf', filename: 'second.pdf' }, 'document');
      app.strapi.config.set('plugin::upload.security', { allowedTypes: ['image/*'] });
      const refused = await on.call(`${channel.documentId}/media/${media.documentId}/library`);
      app.strapi.config.set('plugin::upload.security', {});
      expect([refused.status, refused.body.error.details.code]).toEqual([400, 'media.kind_not_kept']);
    });

    it('is refused in words where it fails', async () => {
      const { media, channel } = await on.sends({ content: PDF, mimeType: 'application/pdf', filename: 'third.pdf' }, 'document');
      app.strapi.config.set('plugin::upload.sizeLimit', 1);
      const refused = await on.call(`${channel.documentId}/media/${media.documentId}/library`);
      app.strapi.config.set('plugin::upload.sizeLimit', undefined);
      expect([refused.status, refused.body.error.details.code]).toEqual([400, 'media.library_refused']);
    });
  });

  describe('that does not arrive', () => {
    it('says why, and comes when a person asks again', async () => {
      const { message, channel } = await on.announces({ id: '999999999999', mime_type: 'application/pdf', sha256: 'x', filename: 'late.pdf' });
      const failed = await on.fileOf(message, 'failed');
      expect(failed).toMatchObject({ errorCode: 'media.gone', errorMessage: expect.stringContaining('WhatsApp') as string });
      await eventually('the screens to be told', () => Promise.resolve(on.changed.includes(message.id)));
      const where = `${channel.documentId}/media/${failed.documentId}`;
      expect((await on.get(where)).status).toBe(404);

      on.changed.length = 0;
      const asked = await on.call(`${where}/fetch`);
      expect([asked.status, asked.body.data]).toEqual([202, { id: failed.documentId, state: 'pending' }]);
      await eventually('it failed once more', async () => ((await app.service('media').findById(failed.id))?.attempts ?? 0) > 0 && on.changed.filter((id) => id === message.id).length >= 2);
      await on.fileOf(message, 'failed');

      // The provider has it after all.
      const ours = await app.service('media').store({ content: PDF, mimeType: 'application/pdf', filename: 'x.pdf', origin: 'outbound', kind: 'document', account: on.account.row.id });
      await on.mediaTable.update(failed.id, { providerMediaId: await app.service('media').providerIdOf(ours, on.account.row) });
      expect((await on.call(`${where}/fetch`)).status).toBe(202);
      await on.fileOf(message, 'stored');
      expect((await bytesOf(await on.get(where))).equals(PDF)).toBe(true);
      const settled = await on.call(`${where}/fetch`);
      expect(settled.body.data).toEqual({ id: failed.documentId, state: 'stored' });
    });

    it('has nobody to ask where its account is gone', async () => {
      const { message } = await on.announces({ id: '999999999998', mime_type: 'image/jpeg', sha256: 'x' }, 'image');
      const failed = await on.fileOf(message, 'failed');
      await on.mediaTable.update(failed.id, { state: 'pending', account: 0, providerAccount: 0 });
      app.service('media').nudge();
      expect((await on.fileOf(message, 'failed')).errorCode).toBe('media.not_found');
    });

    it('is not asked for where it is ours', async () => {
      const ours = await app.service('media').store({ content: PDF, mimeType: 'application/pdf', filename: 'x.pdf', origin: 'outbound', kind: 'document', account: on.account.row.id });
      await on.mediaTable.update(ours.id, { state: 'failed' });
      const { channel, message } = await on.sends({ content: PDF, mimeType: 'application/pdf' }, 'document');
      await new Table<MessageRow>(app.strapi, 'plugin::whatsapp.message').update(message.id, { media: ours.id });
      const refused = await on.call(`${channel.documentId}/media/${ours.documentId}/fetch`);
      expect([refused.status, refused.body.error.details.code]).toEqual([400, 'media.not_fetchable']);
    });
  });
});

describe('files in a bucket', () => {
  const ACCOUNT = { bucket: 'private-files', region: 'eu-central-1', accessKeyId: 'AKIATEST', secretAccessKey: 'a/secret+key' };
  let app: App;
  let server: Awaited<ReturnType<typeof startS3Server>>;
  let on: Awaited<ReturnType<typeof world>>;

  beforeAll(async () => {
    server = await startS3Server(ACCOUNT);
    app = await boot({ options: { media: { store: { kind: 's3', endpoint: server.url, prefix: 'inbox', ...ACCOUNT } } } });
    on = await world(app);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await server?.close();
  }, 60_000);

  it('are stored, shown in parts, made small and deleted there, and nowhere else', async () => {
    const content = await photograph();
    const { media, channel } = await on.sends({ content, mimeType: 'image/jpeg' }, 'image');
    const where = `${channel.documentId}/media/${media.documentId}`;
    expect((await bytesOf(await on.get(where))).equals(content)).toBe(true);
    const part = await on.get(where, { range: 'bytes=-5' });
    expect([part.status, (await bytesOf(part)).equals(content.subarray(-5))]).toEqual([206, true]);
    expect((await sharp(await bytesOf(await on.get(`${where}/thumbnail`))).metadata()).height).toBe(480);
    expect([...server.objects.keys()].sort()).toEqual([`inbox/${media.storageKey}`, `inbox/${media.storageKey}-thumbnail`]);
    expect(existsSync(path.join(app.directory, 'media'))).toBe(false);
    await app.service('media').remove(media);
    expect(server.objects.size).toBe(0);
  });

  it('say in words that the bucket is away, and never the secret', async () => {
    const { media, channel } = await on.sends({ content: PDF, mimeType: 'application/pdf' }, 'document');
    server.faults.push(500, 500, 500);
    const answer = await app.request('GET', `/whatsapp/channels/${channel.documentId}/media/${media.documentId}`, { token: on.token });
    expect([answer.status, answer.body.error.details.code]).toEqual([400, 'media.store_away']);
    expect(JSON.stringify(answer.body)).not.toContain(ACCOUNT.secretAccessKey);
    expect((await on.get(`${channel.documentId}/media/${media.documentId}`)).status).toBe(200);
  });

  it('are fetched again when the bucket is back', async () => {
    server.faults.push(500, 500, 500);
    const { media } = await on.sends({ content: PDF, mimeType: 'application/pdf' }, 'document');
    expect(media.attempts).toBe(2);
  });
});
