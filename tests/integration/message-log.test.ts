import type { MessageView } from '../../plugin/contracts/messages';
import type { ParkedEventView, ReplayView } from '../../plugin/contracts/status';
import type { MessageRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { newWamid, post, statuses, texts, webhook } from '../support/signed-webhooks';

describe.each(DATABASES)('the message log and what could not be placed, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;
  let contact: number;

  const receive = async (...entries: object[]) => {
    expect((await post(app, account, webhook(...entries))).status).toBe(200);
    await app.service('inbound').drain();
  };
  const outbound = (changes: Partial<MessageRow> = {}): Promise<MessageRow> =>
    app.service('messages').insertOutbound({
      account: account.row.id, contact, type: 'text', purpose: 'utility', deliveryStatus: 'accepted', body: 'ours', payload: { type: 'text', text: 'ours' }, recipient: '+5511987654321', origin: 'api', blockedBy: null, ...changes,
    });
  const texted = async (query: string): Promise<string[]> => {
    const { status, body } = await app.request('GET', `/whatsapp/messages?${query}`, { token: admin });
    expect(status).toBe(200);
    return (body.data as MessageView[]).map(({ text }) => text ?? '');
  };
  const parked = async (): Promise<ParkedEventView[]> => (await app.request('GET', '/whatsapp/parked', { token: admin })).body.data as ParkedEventView[];
  const replay = async (body: object): Promise<ReplayView> => {
    const answer = await app.request('POST', '/whatsapp/parked/replay', { token: admin, body });
    expect(answer.status).toBe(200);
    return answer.body.data as ReplayView;
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
    contact = (await app.service('contacts').findOrCreate({ phone: '+5511987654321', scope: 'installation', source: 'api' })).contact.id;
    const day = (iso: string) => ({ createdAt: new Date(iso) }) as Partial<MessageRow>;
    await outbound({ body: 'first', purpose: 'utility', ...day('2026-01-10T10:00:00Z') });
    await outbound({ body: '=cmd|calc', purpose: 'marketing', ...day('2026-01-20T10:00:00Z') });
    await outbound({ body: 'third', purpose: 'reply', sourceType: 'invoice', sourceId: 7, ...day('2026-01-30T10:00:00Z') });
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it.each([
    ['purpose=marketing', ['=cmd|calc']],
    ['source=invoice', ['third']],
    ['template=nothing', []],
    ['from=2026-01-15', ['third', '=cmd|calc']],
    ['until=2026-01-15', ['first']],
    ['from=2026-01-15&until=2026-01-25T00:00:00Z', ['=cmd|calc']],
    ['from=2027-01-01', []],
    ['until=2020-01-01', []],
  ])('narrowed by %s', async (query, expected) => {
    expect(await texted(query)).toEqual(expected);
  });

  it('exports what the filters show, as CSV that no spreadsheet runs', async () => {
    const answer = await app.request('GET', '/whatsapp/messages/export?from=2026-01-15&until=2026-02-01', { token: admin });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const lines = String(answer.body).trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain(`"'=cmd|calc"`);
    expect(lines[1]).toContain('"third"');
    const { token } = await app.signIn(['logs.read']);
    expect((await app.request('GET', '/whatsapp/messages/export', { token })).status).toBe(403);
  });

  it('says why a status could not be placed, and places it once its message is there', async () => {
    const id = newWamid();
    await receive(statuses(account, { id, status: 'delivered' }));
    const [event] = (await parked()).filter(({ providerMessageId }) => providerMessageId === id);
    expect(event).toMatchObject({ code: 'parked.unknown_message', kind: 'status' });
    expect(event?.sentence).toContain('not known here');
    const refused = await replay({ ids: [event?.id] });
    expect(refused).toMatchObject({ placed: 0, kept: [{ id: event?.id, code: 'parked.unknown_message' }] });
    const message = await outbound({ providerMessageId: id });
    expect(await replay({ ids: [event?.id] })).toMatchObject({ placed: 1, kept: [] });
    expect((await app.service('messages').findById(message.id))?.deliveryStatus).toBe('delivered');
    expect((await parked()).filter(({ providerMessageId }) => providerMessageId === id)).toEqual([]);
    expect((await app.request('POST', '/whatsapp/parked/replay', { token: admin, body: { ids: [event?.id] } })).status).toBe(404);
  });

  it('places a message of a number that the account has learned to be its own, and of no other', async () => {
    const foreign = { phoneNumberId: '299999999999001', businessAccountId: '199999999999001' };
    const id = newWamid();
    await receive(texts(foreign, { id, from: '5511987650099', body: 'anyone there?' }));
    const [event] = (await parked()).filter(({ providerMessageId }) => providerMessageId === id);
    expect(event).toMatchObject({ code: 'parked.unclaimed_number' });
    expect(await replay({ ids: [event?.id] })).toMatchObject({ placed: 0, kept: [{ code: 'parked.unclaimed_number' }] });
    // Another account of that number can't take it: its secret never vouched for the webhook.
    const other = await app.connectAccount({ phoneNumberId: foreign.phoneNumberId, businessAccountId: foreign.businessAccountId });
    expect(await replay({ ids: [event?.id] })).toMatchObject({ placed: 0 });
    await app.strapi.db.query('plugin::whatsapp.account' as never).update({ where: { id: other.row.id }, data: { providerNumber: 'gone' } as never });
    await app.strapi.db.query('plugin::whatsapp.account' as never).update({ where: { id: account.row.id }, data: { providerNumber: foreign.phoneNumberId } as never });
    await app.service('accounts').resume(account.row.id);
    expect(await replay({ ids: [event?.id] })).toMatchObject({ placed: 1, kept: [] });
    const [message] = await app.service('messages').findByProviderIds(account.row.id, [id]);
    expect(message).toMatchObject({ body: 'anyone there?', direction: 'inbound' });
  });

  it('replays everything, a round at a time, for those alone who may', async () => {
    await receive(statuses(account, { id: newWamid(), status: 'read' }));
    const { token } = await app.signIn(['messages.read']);
    expect((await app.request('POST', '/whatsapp/parked/replay', { token, body: {} })).status).toBe(403);
    const all = await replay({});
    expect(all.left).toBe(false);
    expect(all.kept.length).toBe((await parked()).length);
    expect((await app.request('POST', '/whatsapp/parked/replay', { token: admin, body: { ids: ['x'] } })).status).toBe(400);
  });

  it('a merge in mid-send loses nothing: the message goes on under the contact that stayed', async () => {
    const contacts = app.service('contacts');
    const kept = (await contacts.findOrCreate({ phone: '+5511987650201', scope: 'installation', source: 'api' })).contact.id;
    const merged = (await contacts.findOrCreate({ phone: '+5511987650202', scope: 'installation', source: 'api' })).contact.id;
    const channel = await app.service('channels').open(account.row.id, merged, null);
    const sending = await outbound({ contact: merged, channel: channel.id, deliveryStatus: 'sending', leaseUntil: new Date(Date.now() + 60_000), body: 'on its way' });
    const queued = await outbound({ contact: merged, channel: channel.id, deliveryStatus: 'queued', notBefore: new Date(Date.now() + 3_600_000), body: 'next' });
    await app.strapi.db.transaction((async ({ trx }: { trx: never }) => contacts.merge(kept, merged, 'test', trx)) as never);
    const id = newWamid();
    await post(app, account, webhook(statuses({ ...account, phoneNumberId: '299999999999001' }, { id, status: 'sent', callbackData: sending.documentId })));
    await app.service('inbound').drain();
    expect(await app.service('messages').findById(sending.id)).toMatchObject({ contact: kept, deliveryStatus: 'sent', providerMessageId: id });
    expect(await app.service('messages').findById(queued.id)).toMatchObject({ contact: kept, deliveryStatus: 'queued' });
    const own = await app.service('channels').find(account.row.id, kept);
    expect((await app.service('messages').findById(sending.id))?.channel).toBe(own?.id);
  });

  it('a merge while the post is under way: the answer lands in the channel of the contact that stayed', async () => {
    const own = await app.connectAccount();
    const [staying, leaving] = ['5511987650301', '5511987650302'];
    await post(app, own, webhook(texts(own, { from: staying, body: 'I stay' }, { from: leaving, body: 'I go' })));
    await app.service('inbound').drain();
    const contacts = app.service('contacts');
    const kept = (await contacts.findByPhone(`+${staying}`))?.id as number;
    const merged = (await contacts.findByPhone(`+${leaving}`))?.id as number;
    const slow = await fetch(`${app.whatsapp.url}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account: own.key, latencyMs: 1_500 }) });
    expect(slow.ok).toBe(true);
    const { message } = await app.service('delivery').enqueue({
      account: await app.service('accounts').getById(own.row.id), to: { contact: merged }, message: { type: 'text', text: 'in mid-air' }, body: 'in mid-air', purpose: 'reply', priority: 'conversation', origin: 'admin',
    });
    const inMidSend = async (status: string): Promise<MessageRow | null> => {
      const row = await app.service('messages').findById(message.id);
      return row?.deliveryStatus === status ? row : null;
    };
    await eventually('the post is under way', () => inMidSend('sending'));
    await app.strapi.db.transaction((async ({ trx }: { trx: never }) => contacts.merge(kept, merged, 'test', trx)) as never);
    const settled = await eventually('the message is accepted', async () => {
      const row = await app.service('messages').findById(message.id);
      return row && row.acceptedAt !== null ? row : null;
    });
    const channel = await app.service('channels').find(own.row.id, kept);
    expect(settled).toMatchObject({ contact: kept, channel: channel?.id });
    await eventually('the channel shows it', async () => (await app.service('channels').find(own.row.id, kept))?.preview === 'in mid-air');
  });
});
