import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Table } from '../../server/src/platform/database';
import type { ChannelRow, InvoiceRow, MediaRow, MessageRow } from '../../server/src/platform/records';
import type { Provider } from '../../server/src/providers/provider';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const VOICE = Buffer.concat([Buffer.from(`OggS${'\0'.repeat(24)}OpusHead`, 'latin1'), Buffer.alloc(200)]);
/** Nobody reads here: after this no news of a message comes that would undo what a test writes. */
const LAST = ['delivered'];
const PDF = Buffer.from('%PDF-1.7\n%%EOF');

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are checked by the tests */
interface Answer {
  status: number;
  body: any;
}
interface Picked {
  name: string;
  type: string;
  content: Buffer;
}

describe.each(DATABASES)('answers in a conversation, on %s', (database) => {
  const usualTemp = process.env.TMPDIR;
  let temp: string;
  let app: App;
  let account: TestAccount;
  let anna: { token: string; userId: number };
  let ben: { token: string; userId: number };
  let lastNumber = 0;
  let lastKey = 0;

  const newPhone = () => `+1415557${String(1_000 + (lastNumber += 1))}`;
  const newKey = () => `reply-key-${(lastKey += 1)}`;
  const control = async (where: string, body: object): Promise<any> => {
    const answer = await fetch(`${app.whatsapp.url}${where}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const ask = (where: string, body: object | undefined, token = anna.token): Promise<Answer> => app.request('POST', `/whatsapp${where}`, { token, body });
  const reply = (channel: ChannelRow, body: object, token?: string) => ask(`/channels/${channel.documentId}/replies`, { idempotencyKey: newKey(), ...body }, token);
  const upload = async (channel: ChannelRow, { name, type, content }: Picked, token = anna.token, field = 'file'): Promise<Answer> => {
    const form = new FormData();
    form.append(field, new Blob([new Uint8Array(content)], { type }), name);
    const answer = await fetch(`${app.url}/whatsapp/channels/${channel.documentId}/files`, { method: 'POST', headers: token ? { authorization: `Bearer ${token}` } : {}, body: form });
    return { status: answer.status, body: await answer.json() };
  };
  const messages = () => new Table<MessageRow>(app.strapi, 'plugin::whatsapp.message');
  const channels = () => new Table<ChannelRow>(app.strapi, 'plugin::whatsapp.channel');
  const medias = () => new Table<MediaRow>(app.strapi, 'whatsapp::media');
  const stored = (id: string): Promise<MessageRow> => app.service('messages').findByDocumentId(id) as Promise<MessageRow>;
  const rowsOf = async (channel: ChannelRow): Promise<MessageRow[]> => messages().fromRows(await messages().query().where('channel', channel.id).orderBy('id'));
  const fresh = async (channel: ChannelRow): Promise<ChannelRow> => (await channels().findById(channel.id)) as ChannelRow;
  const code = ({ body }: Answer): string => body.error?.details?.code;
  const ends = (id: string, statuses: string[]): Promise<MessageRow> =>
    eventually(`message ${id} is ${statuses.join(' or ')}`, async () => {
      const row = await stored(id);
      return statuses.includes(row.deliveryStatus) ? row : null;
    });
  /** As it came to WhatsApp. */
  const arrives = async (id: string): Promise<any> => {
    await ends(id, ['accepted', 'sent', 'delivered', 'read', 'played']);
    const { data } = (await (await fetch(`${app.whatsapp.url}/control/ledger`)).json()) as { data: { callbackData?: string }[] };
    return data.find(({ callbackData }) => callbackData === id);
  };

  /** A customer with whom there is a conversation; one who has written may be answered freely. */
  const openChannel = async ({ writes = true, says = 'Hello' } = {}): Promise<ChannelRow> => {
    const phone = newPhone();
    if (!writes) {
      const { contact } = await app.service('contacts').findOrCreate({ phone, scope: 'installation', source: 'test' });
      return app.service('channels').open(account.row.id, contact.id, null);
    }
    await control('/control/inbound', { account: account.key, from: phone.slice(1), type: 'text', text: says });
    return eventually('the conversation is there', async () => {
      const contact = await app.service('contacts').findByPhone(phone);
      const channel = contact ? await app.service('channels').find(account.row.id, contact.id) : null;
      return channel?.lastInboundProviderMessageId ? channel : null;
    });
  };
  const newest = async (channel: ChannelRow): Promise<MessageRow> => (await rowsOf(channel)).at(-1) as MessageRow;
  /** A failed message of this content. */
  const makeFailed = async (channel: ChannelRow, changes: Partial<MessageRow> = {}): Promise<MessageRow> => {
    const { body } = await reply(channel, { text: 'Once more, please' });
    const row = await ends(body.data.id, LAST);
    await messages().update(row.id, { deliveryStatus: 'failed', errorCode: 'recipient.refused', ...changes });
    return stored(row.documentId);
  };

  beforeAll(async () => {
    temp = mkdtempSync(path.join(tmpdir(), 'whatsapp-forms-'));
    process.env.TMPDIR = temp;
    app = await boot({ database });
    account = await app.connectAccount();
    await control('/control', { account: account.key, statusDelayMs: 5, autoRead: false });
    const actions = ['channels.read', 'channels.read-all', 'channels.reply'];
    anna = await app.signIn(actions);
    ben = await app.signIn(actions);
  });
  afterAll(async () => {
    await app?.stop();
    if (usualTemp === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usualTemp;
    rmSync(temp, { recursive: true, force: true });
  });

  it('sends a text that quotes the customer, as its writer', async () => {
    const channel = await openChannel();
    const question = await newest(channel);
    const answer = await reply(channel, { text: ' Good *morning* ', replyTo: question.documentId });
    expect([answer.status, answer.body.data.text]).toEqual([202, 'Good *morning*']);
    expect((await arrives(answer.body.data.id)).raw).toMatchObject({ type: 'text', text: { body: 'Good *morning*' }, context: { message_id: question.providerMessageId } });
    expect(await stored(answer.body.data.id)).toMatchObject({ origin: 'admin', sentBy: anna.userId, purpose: 'reply', channel: channel.id, replyTo: question.id });
  });

  it('reacts, and takes the reaction back, without becoming the newest message', async () => {
    const channel = await openChannel();
    const question = await newest(channel);
    const before = await fresh(channel);
    for (const emoji of ['👍🏽', '']) {
      const answer = await reply(channel, { reaction: { message: question.documentId, emoji } });
      expect([answer.status, answer.body.data.id]).toEqual([202, question.documentId]);
      const reaction = await newest(channel);
      expect(reaction).toMatchObject({ type: 'reaction', replyTo: question.id, replyToProviderMessageId: question.providerMessageId });
      expect((await arrives(reaction.documentId)).raw).toMatchObject({ type: 'reaction', reaction: { message_id: question.providerMessageId, emoji } });
    }
    expect(await fresh(channel)).toMatchObject({ preview: before.preview, lastMessageAt: before.lastMessageAt, assignee: null });
  });

  it.each([
    ['buttons', { type: 'buttons', body: 'Is Tuesday fine?', footer: 'Shop', header: 'Delivery', buttons: [{ id: 'y', title: 'Yes' }, { id: 'n', title: 'No' }] }, 'button'],
    ['a list', { type: 'list', body: 'Which day?', button: 'Days', sections: [{ rows: [{ id: 'm', title: 'Monday' }] }] }, 'list'],
    ['a link', { type: 'url', body: 'Your order', label: 'Track', url: 'https://shop.example/track' }, 'cta_url'],
  ])('sends %s', async (_, interactive, type) => {
    const channel = await openChannel();
    const answer = await reply(channel, { interactive });
    expect(answer.status).toBe(202);
    expect((await arrives(answer.body.data.id)).raw).toMatchObject({ type: 'interactive', interactive: { type, body: { text: interactive.body } } });
  });

  it('sends a place', async () => {
    const channel = await openChannel();
    const answer = await reply(channel, { location: { latitude: 41.38, longitude: 2.17, name: 'Shop', address: 'Rambla 1' } });
    expect((await arrives(answer.body.data.id)).raw).toMatchObject({ type: 'location', location: { latitude: 41.38, longitude: 2.17, name: 'Shop' } });
    expect(answer.body.data.text).toBe('Shop, Rambla 1');
  });

  it.each<[string, Picked, string, object]>([
    ['a picture', { name: 'shelf.png', type: 'image/png', content: PNG }, 'image', { type: 'image', image: { caption: 'Look' } }],
    ['a picture without a type', { name: 'shelf', type: '', content: PNG }, 'image', { type: 'image', image: { caption: 'Look' } }],
    ['a document', { name: 'Angebot März.pdf', type: 'application/pdf', content: PDF }, 'document', { type: 'document', document: { caption: 'Look', filename: 'Angebot März.pdf' } }],
    ['a voice note', { name: 'note.opus', type: 'audio/ogg; codecs=opus', content: VOICE }, 'voice', { type: 'audio', audio: { voice: true } }],
  ])('sends %s as what it is', async (_, file, kind, raw) => {
    const channel = await openChannel();
    const taken = await upload(channel, file);
    expect([taken.status, taken.body.data]).toEqual([200, expect.objectContaining({ kind, filename: file.name, bytes: file.content.length })]);
    const answer = await reply(channel, { media: taken.body.data.id, ...(kind === 'voice' ? {} : { text: 'Look' }) });
    expect(answer.status).toBe(202);
    expect((await arrives(answer.body.data.id)).raw).toMatchObject(raw);
  });

  it.each<[string, Picked, string]>([
    ['a page that calls itself a picture', { name: 'photo.png', type: 'image/png', content: Buffer.from('<!doctype html><script>alert(1)</script>') }, 'media.executable'],
    ['a drawing', { name: 'logo.svg', type: 'image/svg+xml', content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }, 'media.executable'],
    ['a program', { name: 'setup.exe', type: '', content: Buffer.from('MZ\0\0') }, 'media.executable'],
    ['nothing', { name: 'empty.png', type: 'image/png', content: Buffer.alloc(0) }, 'media.empty'],
    ['a picture of more than 5 MB', { name: 'large.png', type: 'image/png', content: Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]) }, 'media.too_large'],
    ['a moving picture', { name: 'cat.gif', type: 'image/gif', content: Buffer.from('GIF89a....') }, 'media.type_not_allowed'],
    ['a lie about a picture', { name: 'photo.png', type: 'image/png', content: Buffer.from('nothing of the kind') }, 'media.type_not_allowed'],
  ])('refuses to take %s and keeps nothing of it', async (_, file, expected) => {
    const channel = await openChannel();
    const count = async () => Number(((await medias().query().count({ total: '*' }).first()) as { total: number }).total);
    const before = await count();
    const answer = await upload(channel, file);
    expect([answer.status, code(answer)]).toEqual([400, expected]);
    expect(answer.body.error.message).toBeTruthy();
    expect(await count()).toBe(before);
  });

  it('leaves no file in the temporary folder, whoever sends it', async () => {
    const channel = await openChannel();
    const file = { name: 'shelf.png', type: 'image/png', content: PNG };
    const { token: reader } = await app.signIn(['channels.read', 'channels.read-all']);
    expect((await upload(channel, file)).status).toBe(200);
    expect((await upload(channel, { ...file, name: 'x.exe' })).status).toBe(400);
    expect((await upload(channel, file, reader)).status).toBe(403);
    expect((await upload(channel, file, 'nobody')).status).toBe(401);
    expect((await upload(channel, file, reader, 'files')).status).toBe(403);
    await eventually('the folder is empty', async () => readdirSync(temp, { withFileTypes: true }).every((entry) => !entry.isFile()));
  });

  it('forgets a file that was not sent in a day, and keeps one that was', async () => {
    const channel = await openChannel();
    const take = async () => (await upload(channel, { name: 'shelf.png', type: 'image/png', content: PNG })).body.data.id as string;
    const [sent, left] = [await take(), await take()];
    const answer = await reply(channel, { media: sent });
    await arrives(answer.body.data.id);
    const media = app.service('media') as ReturnType<typeof app.service<'media'>> & { forgetUnsent(): Promise<number> };
    const rowOf = async (id: string) => (await media.findByDocumentId(id)) as MediaRow;
    expect([(await rowOf(sent)).forgetAt, (await rowOf(left)).forgetAt?.getTime()]).toEqual([null, expect.any(Number)]);
    await medias().query().where('document_id', left).update(medias().toRow({ forgetAt: new Date(Date.now() - 1) }));
    expect(await media.forgetUnsent()).toBe(1);
    expect([await rowOf(left), (await rowOf(sent)).state]).toEqual([null, 'stored']);
    const late = await reply(channel, { media: left });
    expect([late.status, code(late)]).toEqual([404, 'media.not_found']);
  });

  it('takes no file of another conversation', async () => {
    const [one, other] = [await openChannel(), await openChannel()];
    const { body } = await upload(one, { name: 'shelf.png', type: 'image/png', content: PNG });
    expect(code(await reply(other, { media: body.data.id }))).toBe('media.not_found');
  });

  it.each<[string, boolean, (channel: ChannelRow) => Promise<object>, number, string]>([
    ['a text outside the window', false, async () => ({ text: 'x' }), 400, 'message.outside_window'],
    ['an empty text', true, async () => ({ text: '  ' }), 400, 'message.part_missing'],
    ['a text that is too long', true, async () => ({ text: 'x'.repeat(4_097) }), 400, 'message.part_too_long'],
    ['nothing at all', true, async () => ({}), 400, 'request.invalid'],
    ['two things at once', true, async () => ({ text: 'x', location: { latitude: 1, longitude: 1 } }), 400, 'request.invalid'],
    ['four buttons', true, async () => ({ interactive: { type: 'buttons', body: 'x', buttons: ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id })) } }), 400, 'message.too_many_parts'],
    ['a place off the earth', true, async () => ({ location: { latitude: 91, longitude: 0 } }), 400, 'message.part_invalid'],
    ['two reactions in one', true, async (channel) => ({ reaction: { message: (await newest(channel)).documentId, emoji: '👍👎' } }), 400, 'message.part_invalid'],
    ['a reaction that is a letter', true, async (channel) => ({ reaction: { message: (await newest(channel)).documentId, emoji: 'x' } }), 400, 'message.part_invalid'],
    ['a quote of another conversation', true, async () => ({ text: 'x', replyTo: (await newest(await openChannel())).documentId }), 400, 'message.reply_not_found'],
    ['a quote of nothing', true, async () => ({ text: 'x', replyTo: 'unknown' }), 400, 'message.reply_not_found'],
    ['a time that is past', true, async () => ({ text: 'x', sendAt: new Date(Date.now() - 1_000).toISOString() }), 400, 'message.send_at_past'],
    ['a file that is not there', true, async () => ({ media: 'unknown' }), 404, 'media.not_found'],
  ])('refuses %s at once and leaves no row', async (_, writes, body, status, expected) => {
    const channel = await openChannel({ writes });
    const content = await body(channel);
    const before = (await rowsOf(channel)).length;
    const answer = await reply(channel, content);
    expect([answer.status, code(answer)]).toEqual([status, expected]);
    expect(answer.body.error.message).toBeTruthy();
    expect(await rowsOf(channel)).toHaveLength(before);
  });

  it('says nothing to who has written nothing but STOP', async () => {
    const channel = await openChannel({ says: 'STOP' });
    expect(channel.windowOpenedByStop).toBe(true);
    expect(code(await reply(channel, { text: 'x' }))).toBe('message.opted_out');
  });

  it('makes one message of a press that is repeated, and refuses another under the same key', async () => {
    const channel = await openChannel();
    const body = { text: 'Once', idempotencyKey: newKey(), seen: (await newest(channel)).documentId };
    const [one, two] = await Promise.all([reply(channel, body), reply(channel, body)]);
    expect([one.status, two.status, two.body.data.id]).toEqual([202, 202, one.body.data.id]);
    expect((await reply(channel, { ...body, seen: one.body.data.id })).body.data.id).toBe(one.body.data.id);
    expect(code(await reply(channel, { ...body, text: 'Twice' }))).toBe('idempotency.mismatch');
  });

  it('sends one of two answers that are pressed at the same moment, and loses neither', async () => {
    const channel = await openChannel();
    let seen = (await newest(channel)).documentId;
    for (let round = 0; round < 20; round += 1) {
      const presses = [anna, ben].map((person, index) => ({ person, body: { text: `Answer ${round} ${index}`, seen, idempotencyKey: newKey() } }));
      const answers = await Promise.all(presses.map(({ person, body }) => reply(channel, body, person.token)));
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
      const won = answers.findIndex(({ status }) => status === 202);
      const [winner, loser] = [presses[won], presses[1 - won]];
      if (!winner || !loser) throw new Error('both are there');
      const refused = answers[1 - won]?.body.error;
      expect(refused.details).toMatchObject({ code: 'channel.answered_meanwhile', preview: winner.body.text, newest: answers[won]?.body.data.id, by: expect.stringContaining('Test') });
      expect(refused.message).toContain(refused.details.by);
      expect((await reply(channel, winner.body, winner.person.token)).body.data.id).toBe(answers[won]?.body.data.id);
      const again = await reply(channel, { ...loser.body, seen: refused.details.newest }, loser.person.token);
      expect(again.status).toBe(202);
      seen = again.body.data.id;
    }
    const texts = (await rowsOf(channel)).filter(({ direction }) => direction === 'outbound').map(({ body }) => body);
    expect([texts.length, new Set(texts).size]).toEqual([40, 40]);
  });

  it('asks only about answers: not about one’s own, reactions, what waits for its time, or what failed', async () => {
    const channel = await openChannel();
    const question = await newest(channel);
    const seen = question.documentId;
    const pressed = async () => (await reply(channel, { text: 'Mine', seen })).status;
    expect(await pressed()).toBe(202);
    expect(await pressed()).toBe(202);
    await reply(channel, { reaction: { message: question.documentId, emoji: '❤️' } }, ben.token);
    await reply(channel, { text: 'Tomorrow', sendAt: new Date(Date.now() + 86_400_000).toISOString() }, ben.token);
    expect(await pressed()).toBe(202);
    const failed = await reply(channel, { text: 'Not arrived' }, ben.token);
    await ends(failed.body.data.id, LAST);
    expect(await pressed()).toBe(409);
    await messages().query().where('document_id', failed.body.data.id).update({ delivery_status: 'failed' });
    expect(await pressed()).toBe(202);
    // One that waits for its pace is on its way.
    const paced = await reply(channel, { text: 'In a moment' }, ben.token);
    await ends(paced.body.data.id, LAST);
    await messages().query().where('document_id', paced.body.data.id).update({ delivery_status: 'queued', attempts: 0, not_before: new Date(Date.now() + 60_000) });
    expect(await pressed()).toBe(409);
    await messages().query().where('document_id', paced.body.data.id).update({ delivery_status: 'failed' });
    // Nobody is asked who does not say what they saw.
    await reply(channel, { text: 'His' }, ben.token);
    expect((await reply(channel, { text: 'Mine' })).status).toBe(202);
  });

  it('has read what it answers', async () => {
    const channel = await openChannel();
    const unread = async () => (await channels().findById(channel.id))?.unreadCount;
    expect(await unread()).toBeGreaterThan(0);
    const { documentId: seen } = await newest(channel);
    expect((await reply(channel, { text: 'Here it is', seen })).status).toBe(202);
    await eventually('it is read', async () => (await unread()) === 0);
  });

  it('asks about what was written on the phone, and about everything where nothing was seen', async () => {
    const channel = await openChannel();
    const { documentId: seen } = await newest(channel);
    expect((await reply(channel, { text: 'First of all', seen: null }, ben.token)).status).toBe(202);
    expect(code(await reply(channel, { text: 'x', seen: null }))).toBe('channel.answered_meanwhile');
    expect(code(await reply(channel, { text: 'x', seen: 'of another conversation' }))).toBe('channel.answered_meanwhile');
    const other = await openChannel();
    await app.service('messages').insertOutbound({ account: other.account, channel: other.id, contact: other.contact, type: 'text', deliveryStatus: 'sent', origin: 'phone-app', body: 'By hand', occurredAt: new Date() });
    const refused = await reply(other, { text: 'x', seen: (await rowsOf(other))[0]?.documentId });
    expect([refused.status, refused.body.error.details]).toEqual([409, expect.objectContaining({ fromPhone: true, preview: 'By hand', by: account.row.name })]);
    expect(seen).toBeTruthy();
  });

  it('takes what nobody had taken and opens what was closed; a reaction and a later message do neither', async () => {
    for (const state of ['resolved', 'snoozed', 'archived'] as const) {
      const channel = await openChannel();
      await channels().update(channel.id, { state });
      await reply(channel, { reaction: { message: (await newest(channel)).documentId, emoji: '👍' } });
      await reply(channel, { text: 'Later', sendAt: new Date(Date.now() + 86_400_000).toISOString() });
      expect(await fresh(channel)).toMatchObject({ state, assignee: null });
      await reply(channel, { text: 'Here I am' });
      expect(await fresh(channel)).toMatchObject({ state: 'open', assignee: anna.userId });
      await reply(channel, { text: 'So am I' }, ben.token);
      expect((await fresh(channel)).assignee).toBe(anna.userId);
    }
    const pending = await openChannel();
    await channels().update(pending.id, { state: 'pending' });
    await reply(pending, { text: 'Wait' });
    expect((await fresh(pending)).state).toBe('pending');
  });

  it('sends later, decides the window then, and takes back what still waits', async () => {
    const closed = await openChannel();
    const soon = await reply(closed, { text: 'Too late', sendAt: new Date(Date.now() + 1_500).toISOString() });
    expect([soon.status, soon.body.data.status]).toEqual([202, 'queued']);
    await channels().update(closed.id, { lastCustomerMessageAt: new Date(Date.now() - 86_400_000) });
    expect(await ends(soon.body.data.id, ['failed'])).toMatchObject({ errorCode: 'message.outside_window' });
    const open = await openChannel();
    const sent = await reply(open, { text: 'In a moment', sendAt: new Date(Date.now() + 1_000).toISOString() });
    expect((await arrives(sent.body.data.id)).raw.text.body).toBe('In a moment');
    const later = await reply(open, { text: 'Tomorrow', sendAt: new Date(Date.now() + 86_400_000).toISOString() });
    const where = `/channels/${open.documentId}/messages`;
    const taken = await ask(`${where}/${later.body.data.id}/cancel`, undefined);
    expect([taken.status, taken.body.data.status]).toEqual([200, 'cancelled']);
    const twice = await ask(`${where}/${later.body.data.id}/cancel`, undefined);
    expect([twice.status, code(twice)]).toEqual([409, 'message.not_cancellable']);
    expect(code(await ask(`${where}/${sent.body.data.id}/cancel`, undefined))).toBe('message.not_cancellable');
    expect(code(await ask(`${where}/${soon.body.data.id}/cancel`, undefined))).toBe('message.not_found');
  });

  it('tries a failed message again, once however often and by whomever it is pressed', async () => {
    const channel = await openChannel();
    const failed = await makeFailed(channel);
    const press = (token: string) => ask(`/channels/${channel.documentId}/messages/${failed.documentId}/retry`, undefined, token);
    const [one, two] = await Promise.all([press(anna.token), press(ben.token)]);
    expect([one.status, two.status, two.body.data.id]).toEqual([202, 202, one.body.data.id]);
    expect((await arrives(one.body.data.id)).raw.text.body).toBe('Once more, please');
    expect((await stored(failed.documentId)).deliveryStatus).toBe('failed');
    const thread = await app.request('GET', `/whatsapp/channels/${channel.documentId}/thread`, { token: anna.token });
    const links = thread.body.data.messages.map(({ id, retriedBy }: { id: string; retriedBy: string | null }) => [id, retriedBy]);
    expect(links.slice(-2)).toEqual([[failed.documentId, one.body.data.id], [one.body.data.id, null]]);
    // Long after: the key is forgotten, the second try is not.
    await messages().update((await stored(one.body.data.id)).id, { idempotencyScope: null, idempotencyKey: null });
    expect((await press(anna.token)).body.data.id).toBe(one.body.data.id);
  });

  it('tries a failed file again, with its bytes', async () => {
    const channel = await openChannel();
    const { body } = await upload(channel, { name: 'shelf.png', type: 'image/png', content: PNG });
    const first = await reply(channel, { media: body.data.id, text: 'Look' });
    const row = await ends(first.body.data.id, LAST);
    await messages().update(row.id, { deliveryStatus: 'failed' });
    const again = await ask(`/channels/${channel.documentId}/messages/${row.documentId}/retry`, undefined);
    expect((await arrives(again.body.data.id)).raw).toMatchObject({ type: 'image', image: { caption: 'Look' } });
  });

  it('fetches the document of a record anew, for who may send documents', async () => {
    await app.connectErp();
    const { token: clerk } = await app.signIn();
    const invoices = (await app.strapi.db.query('plugin::whatsapp.invoice' as never).findMany({ where: { state: 'posted', moveType: 'out_invoice' }, orderBy: { erpId: 'asc' } })) as unknown as InvoiceRow[];
    const prepare = async (row: InvoiceRow) => (await ask('/documents/prepare', { record: { type: 'invoice', id: row.documentId }, account: account.key }, clerk)).body.data as { to: string | null; mode: string };
    let found: { row: InvoiceRow; to: string } | null = null;
    for (const row of invoices) {
      const { to } = await prepare(row);
      if (to && !found) found = { row, to };
    }
    if (!found) throw new Error('no invoice with a usable number');
    const { row, to } = found;
    await control('/control/inbound', { account: account.key, from: to.slice(1), type: 'text', text: 'My invoice, please' });
    await eventually('the window is open', async () => (await prepare(row)).mode === 'plain');
    const first = await ask('/documents/send', { record: { type: 'invoice', id: row.documentId }, account: account.key, caption: 'As you asked', idempotencyKey: newKey() }, clerk);
    expect(first.status).toBe(202);
    const sent = await ends(first.body.data.id, LAST);
    await messages().update(sent.id, { deliveryStatus: 'failed', errorCode: 'recipient.refused' });
    const channel = (await channels().findById(sent.channel ?? 0)) as ChannelRow;
    const press = (token: string) => ask(`/channels/${channel.documentId}/messages/${sent.documentId}/retry`, undefined, token);
    expect(code(await press(anna.token))).toBe('access.denied');
    const [one, two] = await Promise.all([press(clerk), press(clerk)]);
    expect([one.status, two.body.data.id]).toEqual([202, one.body.data.id]);
    expect((await arrives(one.body.data.id)).raw).toMatchObject({ type: 'document', document: { caption: 'As you asked' } });
    expect(await stored(one.body.data.id)).toMatchObject({ sourceType: 'invoice', sourceId: row.id, purpose: sent.purpose });
  });

  it.each<[string, Partial<MessageRow>, string]>([
    ['nobody knows about', { deliveryStatus: 'uncertain' }, 'message.uncertain'],
    ['has arrived', { deliveryStatus: 'delivered' }, 'message.not_resendable'],
    ['was not sent in its time', { errorCode: 'message.expired' }, 'message.expired'],
    ['carries a file that is gone', { media: 999_999 }, 'media.not_found'],
    ['carries a document its presser may not send', { document: { recordType: 'invoice', record: 1, title: 'invoice' } }, 'access.denied'],
  ])('does not try again what %s', async (_, changes, expected) => {
    const channel = await openChannel();
    const { documentId } = await makeFailed(channel, changes);
    const before = (await rowsOf(channel)).length;
    expect(code(await ask(`/channels/${channel.documentId}/messages/${documentId}/retry`, undefined))).toBe(expected);
    expect(await rowsOf(channel)).toHaveLength(before);
  });

  it('does not try again a customer’s message, nor one of another conversation', async () => {
    const [one, other] = [await openChannel(), await openChannel()];
    const { documentId } = await newest(one);
    expect(code(await ask(`/channels/${one.documentId}/messages/${documentId}/retry`, undefined))).toBe('message.not_resendable');
    expect(code(await ask(`/channels/${other.documentId}/messages/${documentId}/retry`, undefined))).toBe('message.not_found');
  });

  it('sends only from accounts that are given for sending', async () => {
    const channel = await openChannel();
    const grants = await app.service('access').accountGrants(account.row.id);
    await app.service('access').saveAccountGrants(account.row.id, [{ subjectType: 'user', subject: anna.userId, verbs: ['read'] }, { subjectType: 'user', subject: ben.userId, verbs: ['read', 'send'] }], null);
    const refused = await reply(channel, { text: 'x' });
    expect([refused.status, code(refused)]).toEqual([403, 'access.account_not_given']);
    expect((await upload(channel, { name: 'shelf.png', type: 'image/png', content: PNG })).status).toBe(403);
    expect((await reply(channel, { text: 'x' }, ben.token)).status).toBe(202);
    await app.service('access').saveAccountGrants(account.row.id, grants, null);
  });

  it('shows the customer that somebody writes: in an open window, and not with every key', async () => {
    const row = await app.service('accounts').getById(account.row.id);
    const typing = jest.spyOn(app.service('accounts').provider(row) as Required<Provider>, 'typing');
    const [open, closed] = [await openChannel(), await openChannel({ writes: false })];
    for (const channel of [open, open, closed, { ...open, id: -1, windowOpenedByStop: true }]) await app.service('channels').typing(channel);
    expect(typing).toHaveBeenCalledTimes(1);
    await expect(typing.mock.results[0]?.value).resolves.toBeUndefined();
    // What WhatsApp refuses disturbs nobody.
    await expect(app.service('channels').typing({ ...open, id: -2, lastInboundProviderMessageId: 'wamid.unknown' })).resolves.toBeUndefined();
    typing.mockRestore();
  });
});
