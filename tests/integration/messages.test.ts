import type { MessageView } from '../../plugin/contracts/messages';
import type { MessageRow } from '../../server/src/platform/records';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { change, newWamid, post, secondsOf, statuses, texts, webhook } from '../support/signed-webhooks';

describe.each(DATABASES)('messages, on %s', (database) => {
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
  const again = async (message: MessageRow): Promise<MessageRow> => (await app.service('messages').findById(message.id)) as MessageRow;
  const parked = (where: object) => app.strapi.db.query('whatsapp::parked-events' as never).findMany({ where }) as unknown as Promise<{ resolvedAt: Date | null; reason: string }[]>;
  const trx = <T>(work: Parameters<App['strapi']['db']['transaction']>[0]): Promise<T> => app.strapi.db.transaction(work as never) as Promise<T>;

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
    contact = (await app.service('contacts').findOrCreate({ phone: '+5511987654321', scope: 'installation', source: 'api' })).contact.id;
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it.each([
    [['sent', 'delivered', 'read'], 'read'],
    [['read', 'delivered', 'sent'], 'read'],
    [['delivered', 'read', 'sent', 'read'], 'read'],
    [['failed', 'delivered'], 'delivered'],
    [['delivered', 'failed'], 'delivered'],
    [['sent', 'failed'], 'failed'],
  ])('statuses %j, one webhook each, end at %s', async (order, expected) => {
    const id = newWamid();
    const message = await outbound({ providerMessageId: id });
    for (const status of order) await receive(statuses(account, { id, status, ...(status === 'failed' ? { errors: [{ code: 131026, title: 'Undeliverable', message: 'Undeliverable' }] } : {}) }));
    const row = await again(message);
    expect(row.deliveryStatus).toBe(expected);
    if (order.includes('failed')) expect(row.errorVendorCode).toBe('131026');
    if (order.includes('sent')) expect(row.sentAt).not.toBeNull();
  });

  it('statuses of one message in one webhook are folded in order, and twice is once', async () => {
    const id = newWamid();
    const message = await outbound({ providerMessageId: id });
    const body = statuses(account, { id, status: 'read' }, { id, status: 'sent' }, { id, status: 'delivered' });
    await receive(body);
    await receive(body);
    expect((await again(message)).deliveryStatus).toBe('read');
  });

  it('a status that overtakes the send’s own answer finds its message by our id, and teaches it the provider’s', async () => {
    const id = newWamid();
    const message = await outbound({ deliveryStatus: 'sending' });
    await receive(statuses(account, { id, status: 'delivered', callbackData: message.documentId }));
    expect(await again(message)).toMatchObject({ deliveryStatus: 'delivered', providerMessageId: id });
    expect(await parked({ providerMessageId: id })).toHaveLength(0);
  });

  it('a status resolves what was uncertain', async () => {
    const message = await outbound({ deliveryStatus: 'uncertain' });
    await receive(statuses(account, { id: newWamid(), status: 'sent', callbackData: message.documentId }));
    expect((await again(message)).deliveryStatus).toBe('sent');
  });

  it('a status without our id waits until the message knows its own', async () => {
    const id = newWamid();
    await receive(statuses(account, { id, status: 'sent' }), statuses(account, { id, status: 'read' }));
    expect(await parked({ providerMessageId: id, resolvedAt: null })).toHaveLength(2);
    const message = await outbound({ providerMessageId: id });
    await trx(async ({ trx: own }: { trx: never }) => app.service('messages').joinParked([{ id: message.id, account: account.row.id, providerMessageId: id }], own));
    expect((await again(message)).deliveryStatus).toBe('read');
    expect(await parked({ providerMessageId: id, resolvedAt: null })).toHaveLength(0);
  });

  it('our id in another account’s status is not ours', async () => {
    const other = await app.connectAccount();
    const message = await outbound({ deliveryStatus: 'sending' });
    const id = newWamid();
    expect((await post(app, other, webhook(statuses(other, { id, status: 'read', callbackData: message.documentId })))).status).toBe(200);
    await app.service('inbound').drain();
    expect((await again(message)).deliveryStatus).toBe('sending');
  });

  it('a refusal because the customer stopped marketing is kept with the person', async () => {
    const id = newWamid();
    const message = await outbound({ providerMessageId: id });
    await receive(statuses(account, { id, status: 'failed', errors: [{ code: 131050, title: 'User has opted out', message: 'User has opted out' }] }));
    expect(await again(message)).toMatchObject({ deliveryStatus: 'failed', errorCode: 'message.opted_out' });
    expect((await app.service('contacts').consentFactsOf(await app.service('contacts').findByIds([contact]))).get(contact)).toMatchObject({ metaStop: true, stopped: false });
  });

  it('what the company writes on its phone is an outgoing message that opens no window', async () => {
    const id = newWamid();
    const echo = change(account, { message_echoes: [{ from: '15550100000', to: '5511987654399', id, timestamp: secondsOf(new Date()), type: 'text', text: { body: 'from the phone' } }] }, 'smb_message_echoes');
    await receive(statuses(account, { id, status: 'read' }));
    await receive(echo);
    await receive(echo);
    const [row, ...others] = await app.service('messages').findByProviderIds(account.row.id, [id]);
    expect(others).toHaveLength(0);
    expect(row).toMatchObject({ direction: 'outbound', origin: 'phone-app', deliveryStatus: 'read' });
    expect(await app.service('channels').findByIds([row?.channel ?? 0])).toMatchObject([{ lastCustomerMessageAt: null, unreadCount: 0 }]);
  });

  it('an answer from the phone marks as read what it answers, but not what was written after it', async () => {
    const from = '5511987654397';
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000);
    const echo = (seconds: number) => receive(change(account, { message_echoes: [{ from: '15550100000', to: from, id: newWamid(), timestamp: secondsOf(at(seconds)), type: 'text', text: { body: 'from the phone' } }] }, 'smb_message_echoes'));
    const unread = async () => {
      const contact = await app.service('contacts').findByPhone(`+${from}`);
      return (await app.service('channels').find(account.row.id, contact?.id ?? 0))?.unreadCount;
    };
    await receive(texts(account, { from, body: 'Where is it?', at: at(-60) }));
    expect(await unread()).toBe(1);
    await echo(-50);
    expect(await unread()).toBe(0);
    await receive(texts(account, { from, body: 'And when?', at: at(-20) }));
    await echo(-40);
    expect(await unread()).toBe(1);
  });

  it('edits keep what was written before, also when they come first; withdrawals are marked', async () => {
    const [id, from] = [newWamid(), '5511987654398'];
    const edit = change(account, { contacts: [{ wa_id: from }], messages: [{ id: newWamid(), from, timestamp: secondsOf(new Date()), type: 'edit', edit: { original_message_id: id, message: { type: 'text', text: { body: 'corrected' } } } }] });
    await receive(edit);
    await receive(texts(account, { id, from, body: 'wrogn' }));
    await receive(edit);
    const revoke = change(account, { contacts: [{ wa_id: from }], messages: [{ id: newWamid(), from, timestamp: secondsOf(new Date()), type: 'revoke', revoke: { original_message_id: id } }] });
    await receive(revoke);
    const [row] = await app.service('messages').findByProviderIds(account.row.id, [id]);
    expect(row).toMatchObject({ body: 'corrected', edits: [{ body: 'wrogn' }] });
    expect(row?.revokedAt).not.toBeNull();
  });

  it('a reply knows the message it quotes', async () => {
    const [first, second] = [newWamid(), newWamid()];
    await receive(texts(account, { id: first, from: '5511987654397', body: 'question' }, { id: second, from: '5511987654397', body: 'more', context: { id: first } }));
    const [quoted, reply] = await app.service('messages').findByProviderIds(account.row.id, [first, second]);
    expect(reply?.replyTo).toBe(quoted?.id);
  });

  it('lists newest first by cursor, filters, and says 404 for what is not there', async () => {
    const from = '5511987654396';
    await receive(texts(account, ...Array.from({ length: 5 }, (_, index) => ({ from, body: `page ${index}` }))));
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await app.request('GET', `/whatsapp/messages?account=${account.key}&search=PAGE%20&limit=2&after=${after}`, { token: admin });
      seen.push(...(body.data as MessageView[]).map(({ text }) => text ?? ''));
      after = (body.meta.nextCursor as string | null) ?? '';
    }
    expect(seen).toEqual(['page 4', 'page 3', 'page 2', 'page 1', 'page 0']);
    expect(after).toBe('');
    const none = await app.request('GET', '/whatsapp/messages?account=nobody', { token: admin });
    expect(none.body.data).toEqual([]);
    expect((await app.request('GET', '/whatsapp/messages?after=***', { token: admin })).status).toBe(400);
    expect((await app.request('GET', '/whatsapp/messages?status=lost', { token: admin })).status).toBe(400);
    expect((await app.request('GET', '/whatsapp/messages/nothing', { token: admin })).status).toBe(404);
  });
});
