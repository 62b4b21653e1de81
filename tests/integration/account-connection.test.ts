import type { ConnectionView, ProviderView } from '../../plugin/contracts/accounts';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { post, texts, webhook } from '../support/signed-webhooks';

const PHONE = '+34600111222';

describe.each(DATABASES)('the guided connection, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;

  const at = (path: string) => `/whatsapp/accounts/${account.row.documentId}${path}`;
  const read = async (): Promise<ConnectionView> => (await app.request('GET', at('/connection'), { token: admin })).body.data as ConnectionView;
  const stateOf = (view: ConnectionView) => Object.fromEntries(view.steps.map(({ name, state }) => [name, state]));
  const sendFirst = (body: object, token = admin) => app.request('POST', at('/first-message'), { token, body });

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
  }, 120_000);
  afterAll(() => app?.stop());

  it('says of each step how far it is, from the account alone', async () => {
    const checked = await app.request('POST', at('/connection/check'), { token: admin });
    expect(checked.status).toBe(200);
    const view = await read();
    expect(stateOf(view)).toEqual({ credentials: 'done', test: 'done', webhook: 'failed', subscription: 'open', 'first-message': 'open' });
    const codes = view.steps.flatMap(({ findings }) => findings.map(({ code }) => code));
    expect(codes).toEqual(expect.arrayContaining(['complete', 'number', 'not_public', 'subscribed', 'fields_unseen', 'first_none']));
    for (const { findings } of view.steps) for (const { message } of findings) expect(message.length).toBeGreaterThan(10);
    expect(JSON.stringify(view)).not.toContain(account.accessToken);
    expect(JSON.stringify(view)).not.toContain(account.appSecret);
  });

  it('ticks the callback when the provider verified it, and not when a stranger tried', async () => {
    const ask = (token: string) => app.request('GET', `/api/whatsapp/webhook/meta/${account.key}?hub.mode=subscribe&hub.challenge=abc123&hub.verify_token=${token}`);
    expect((await ask('wrong-token')).status).toBe(403);
    expect(stateOf(await read()).webhook).toBe('failed');
    expect((await ask(account.verifyToken)).body).toBe('abc123');
    await eventually('the callback is ticked', async () => stateOf(await read()).webhook === 'done');
  });

  it('refuses the first message to someone who did not agree, and to no number at all', async () => {
    expect((await sendFirst({ to: 'nobody' })).body.error.details).toMatchObject({ code: 'recipient.invalid', path: 'to' });
    const { status, body } = await sendFirst({ to: PHONE });
    expect([status, body.error.details]).toEqual([400, expect.objectContaining({ code: 'message.no_opt_in', path: 'agreed' })]);
    expect((await sendFirst({ to: PHONE, agreed: true, template: 'nothing_of_the_kind' })).body.error.details.code).toBe('account.first_template_missing');
    expect((await read()).firstMessage).toBeNull();
  });

  it.each([
    ['may not send', ['accounts.read', 'accounts.configure', 'contacts.state-consent'], 403],
    ['may not state consent', ['accounts.read', 'accounts.configure', 'messages.send'], 403],
    ['may not configure', ['accounts.read', 'messages.send', 'contacts.state-consent'], 403],
  ])('refuses the first message of someone who %s', async (_what, actions, expected) => {
    const { token } = await app.signIn(actions);
    expect((await sendFirst({ to: PHONE, agreed: true }, token)).status).toBe(expected);
    expect(await app.strapi.db.query('plugin::whatsapp.message').count({})).toBe(0);
  });

  it('sends hello_world through the one door out, records the consent, and ticks when it is sent', async () => {
    const { status, body } = await sendFirst({ to: PHONE, agreed: true });
    expect([status, body.error]).toEqual([200, undefined]);
    const done = await eventually('the first message is sent', async () => {
      const view = await read();
      return stateOf(view)['first-message'] === 'done' ? view : null;
    });
    expect(done.firstMessage).toMatchObject({ to: PHONE });
    expect(done.testTemplates[0]).toMatchObject({ name: 'hello_world' });
    const consents = await app.strapi.db.connection('whatsapp_consents').select('source', 'state', 'purpose');
    expect(consents).toEqual([{ source: 'first-message', state: 'granted', purpose: 'utility' }]);
  });

  it('never overrides a STOP', async () => {
    const contact = await app.service('contacts').findByPhone(PHONE);
    await app.strapi.db.transaction(({ trx }) => app.service('contacts').applyConsentWord('stop', { contact: contact!.id, wording: 'STOP', message: null, statedAt: new Date() }, trx as never));
    expect((await sendFirst({ to: PHONE, agreed: true })).body.error.details).toMatchObject({ code: 'message.opted_out', path: 'to' });
  });

  it('shows what a provider can do from its ports', async () => {
    const { body } = await app.request('GET', '/whatsapp/providers', { token: admin });
    const [meta] = body.data as ProviderView[];
    expect(meta!.ports).toEqual(expect.arrayContaining([{ name: 'templates', present: true }, { name: 'media', present: true }]));
    expect(meta!.limits).toMatchObject({ messagesPerSecond: 80, portfolioBudget: 250 });
    expect(meta!.webhookFields).toContainEqual({ name: 'messages', required: true });
  });

  describe('replacing a secret', () => {
    const secret = (name: string) => at(`/secrets/${name}`);
    const replace = (name: string, value: string, former: object) => app.request('PUT', secret(name), { token: admin, body: { value, former } });
    const deliver = async (appSecret: string) => (await post(app, { ...account, appSecret }, webhook(texts(account, { from: '34600999888' })))).status;
    const stateOfSecret = async (name: string) => (await read()).account.secretStates.find((state) => state.name === name);

    it('takes webhooks signed with either app secret until the former is removed', async () => {
      expect((await replace('appSecret', 'new-app-secret-1', { keep: true, until: null })).status).toBe(200);
      expect(await stateOfSecret('appSecret')).toMatchObject({ readable: true, former: { until: null }, changedAt: expect.any(String) });
      expect([await deliver('new-app-secret-1'), await deliver(account.appSecret)]).toEqual([200, 200]);
      expect((await app.request('DELETE', `${secret('appSecret')}/former`, { token: admin })).status).toBe(200);
      expect(await stateOfSecret('appSecret')).toMatchObject({ former: null });
      await eventually('the former is refused', async () => (await deliver(account.appSecret)) === 401);
      expect(await deliver('new-app-secret-1')).toBe(200);
      expect((await app.request('DELETE', `${secret('appSecret')}/former`, { token: admin })).body.error.details.code).toBe('secrets.former_missing');
    });

    it('refuses an end that has passed, a name nobody knows, and an empty value', async () => {
      expect((await replace('appSecret', 'x-secret', { keep: true, until: '2020-01-01T00:00:00.000Z' })).body.error.details.code).toBe('secrets.until_past');
      expect((await replace('other', 'x-secret', { keep: false })).body.error.details.code).toBe('account.secret_unknown');
      expect((await replace('appSecret', '', { keep: false })).status).toBe(400);
    });

    it('never sends with a former token: a refused new one halts, says so, and the former can be put back', async () => {
      const until = new Date(Date.now() + 3_600_000).toISOString();
      const { body } = await replace('accessToken', 'EAAnotthetoken', { keep: true, until });
      expect(body.data).toMatchObject({ connectionState: 'halted', halt: { code: 'account.unauthorized' } });
      expect(body.data.halt.message).toContain('put it back');
      const view = await read();
      expect(stateOf(view).test).toBe('failed');
      expect(view.steps[1]!.findings.map(({ code }) => code)).toContain('former_unused');
      const row = await app.service('accounts').getById(account.row.id);
      expect((await app.service('accounts').connectionOf(row)).secrets.accessToken).toBe('EAAnotthetoken');
      const back = await app.request('POST', `${secret('accessToken')}/put-back`, { token: admin });
      expect(back.body.data).toMatchObject({ connectionState: 'connected', halt: null });
      expect(stateOf(await read()).test).toBe('done');
    });
  });

  describe('the default image', () => {
    const put = (defaultMediaUrl: string | null) => app.request('PUT', '/whatsapp/accounts/media-settings', { token: admin, body: { defaultMediaUrl } });

    it.each([
      ['http', 'http://93.184.216.34/a.jpg'],
      ['a private address', 'https://10.0.0.1/a.jpg'],
      ['the metadata service', 'https://169.254.169.254/latest'],
      ['this machine by name', 'https://localhost/a.jpg'],
      ['a name of one word', 'https://intranet/a.jpg'],
      ['credentials', 'https://user:pass@93.184.216.34/a.jpg'],
      ['no address', 'picture.jpg'],
    ])('refuses %s, for installation and account', async (_what, url) => {
      expect((await put(url)).body.error.details.code).toBe('media.default_not_public');
      const { body } = await app.request('PUT', at(''), { token: admin, body: { defaultMediaUrl: url } });
      expect(body.error.details).toMatchObject({ code: 'media.default_not_public', path: 'defaultMediaUrl' });
    });

    it('goes with an image that is sent without a file: the account’s, else the installation’s', async () => {
      const { accessKey } = await app.createToken({ verbs: ['send.media'], accounts: null });
      const send = () => app.request('POST', '/api/whatsapp/send/media', { token: accessKey, body: { to: '+34600111333', media: { type: 'image' }, account: account.key } });
      const contact = await app.strapi.db.transaction(({ trx }) => app.service('contacts').findOrCreate({ phone: '+34600111333', scope: 'x', source: 'test' }, trx as never));
      await app.service('contacts').stateConsent([{ contact: contact.contact.id, purpose: 'utility', state: 'granted', source: 'test', statedAt: new Date() }]);
      await app.strapi.db.transaction(async ({ trx }) => {
        const channel = await app.service('channels').open(account.row.id, contact.contact.id, null, trx as never);
        await app.service('channels').applyReceived([{ channel: channel.id, at: new Date(), opensWindow: true, isStop: false, providerMessageId: 'wamid.x', preview: 'Hi' }], trx as never);
      });
      expect((await send()).body.error.details.code).toBe('media.default_missing');
      expect((await put('https://93.184.216.34/all.jpg')).status).toBe(200);
      const linkOf = async (id: string) => ((await app.service('messages').findByDocumentId(id))!.payload as { media: { link: string } }).media.link;
      const first = await send();
      expect(first.status).toBe(202);
      expect(await linkOf(first.body.data.id as string)).toBe('https://93.184.216.34/all.jpg');
      await app.request('PUT', at(''), { token: admin, body: { defaultMediaUrl: 'https://93.184.216.34/own.jpg' } });
      expect(await linkOf((await send()).body.data.id as string)).toBe('https://93.184.216.34/own.jpg');
      expect((await read()).account).toMatchObject({ defaultMediaUrl: 'https://93.184.216.34/own.jpg', effectiveMediaUrl: 'https://93.184.216.34/own.jpg' });
    });
  });
});
