import type { AccountView, TestResult } from '../../plugin/contracts/accounts';
import type { AccountInput } from '../../server/src/platform/services';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

describe.each(DATABASES)('accounts and templates, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;

  const form = () => ({ phoneNumberId: account.phoneNumberId, businessAccountId: account.businessAccountId, baseUrl: `${app.whatsapp.url}/graph`, graphVersion: 'v26.0' });
  const input = (extra: Partial<AccountInput> = {}): AccountInput => ({ name: 'Second shop', provider: 'meta', settings: { ...form(), phoneNumberId: '299000000000001' }, secrets: { accessToken: 'EAAsecretsecret', appSecret: 'app-secret' }, ...extra });
  const test = async (body: object): Promise<TestResult> => (await app.request('POST', '/whatsapp/accounts/test', { token: admin, body })).body.data as TestResult;

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
  }, 120_000);
  afterAll(() => app?.stop());

  it('makes the first account the default, and learns its number and limits', async () => {
    expect(account.row).toMatchObject({ isDefault: true, allCompanies: true });
    const known = await eventually('the health is known', async () => {
      const row = await app.service('accounts').getById(account.row.id);
      return row.connectionState === 'connected' ? row : null;
    });
    expect(known.displayPhoneNumber).toBeTruthy();
    expect(known.messagingLimit).toBe(2_000);
  });

  it('answers with settings and the names of secrets, never with their values', async () => {
    const { body, status } = await app.request('GET', '/whatsapp/accounts', { token: admin });
    expect(status).toBe(200);
    const [view] = body.data as AccountView[];
    expect(view).toMatchObject({ key: account.key, storedSecrets: ['accessToken', 'appSecret'], callbackPath: `/api/whatsapp/webhook/meta/${account.key}` });
    expect(JSON.stringify(body)).not.toContain(account.accessToken);
    expect(JSON.stringify(body)).not.toContain(account.appSecret);
    const stored = JSON.stringify(await app.strapi.db.connection('whatsapp_secrets'));
    expect(stored).not.toContain(account.accessToken);
  });

  it('refuses a number that is connected already, in a race too', async () => {
    await expect(app.service('accounts').create(input({ settings: form() }), null)).rejects.toMatchObject({ details: { code: 'account.number_taken' } });
    const tries = await Promise.allSettled([1, 2, 3].map(() => app.service('accounts').create(input(), null)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ details: { code: expect.stringMatching(/^account\.(number|key)_taken$/) } });
    expect((await app.service('accounts').list()).filter((row) => row.providerNumber === '299000000000001')).toHaveLength(1);
  });

  it.each([
    ['a field nobody knows', { settings: { other: 'x' } }, 'account.settings_invalid'],
    ['a pattern that does not fit', { settings: { phoneNumberId: 'abc' } }, 'account.settings_invalid'],
    ['a missing secret', { secrets: { accessToken: 'x' } }, 'account.secret_missing'],
    ['a provider nobody knows', { provider: 'nobody' }, 'account.provider_unknown'],
  ])('refuses %s', async (_what, { settings, ...extra }: { settings?: object; secrets?: Record<string, string>; provider?: string }, code) => {
    const number = { phoneNumberId: '299000000000009' };
    await expect(app.service('accounts').create(input({ ...extra, settings: { ...form(), ...number, ...settings } }), null)).rejects.toMatchObject({ details: { code } });
  });

  it('keeps a replaced secret for a while, and forgets all of them when the host changes', async () => {
    const other = (await app.service('accounts').list()).find((row) => row.providerNumber === '299000000000001')!;
    await app.service('accounts').update(other.id, { secrets: { appSecret: 'new-secret' } }, null);
    const renewed = await app.service('accounts').connectionOf(await app.service('accounts').getById(other.id));
    expect(renewed).toMatchObject({ secrets: { appSecret: 'new-secret' }, formerSecrets: { appSecret: 'app-secret' } });
    const elsewhere = await test({ id: other.documentId, provider: 'meta', settings: { ...other.settings, baseUrl: 'http://127.0.0.1:9' } });
    expect(elsewhere).toMatchObject({ ok: false, checks: expect.arrayContaining([expect.objectContaining({ name: 'secrets.accessToken', ok: false })]) });
    await app.service('accounts').update(other.id, { settings: { ...other.settings, baseUrl: 'http://127.0.0.1:9' } }, null);
    const moved = await app.service('accounts').connectionOf(await app.service('accounts').getById(other.id));
    expect({ ...moved.secrets, ...moved.formerSecrets }).toEqual({});
  });

  it.each([
    ['well', {}, {}, null],
    ['a wrong token', {}, { accessToken: 'EAAwrong' }, 'token'],
    ['an address where nobody answers', { baseUrl: 'http://127.0.0.1:9' }, {}, 'address'],
    ['a number of nobody', { phoneNumberId: '1' }, {}, 'number'],
  ])('tests a connection: %s', async (_what, settings, secrets, failing) => {
    const result = await test({ provider: 'meta', settings: { ...form(), ...settings }, secrets: { accessToken: account.accessToken, appSecret: account.appSecret, ...secrets } });
    expect(result.ok).toBe(failing === null);
    expect(result.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(failing === null ? [] : [failing]);
    for (const { message } of result.checks) expect(message.length).toBeGreaterThan(10);
  });

  it('chooses the named account, else the default, and none that does not serve the company', async () => {
    const accounts = app.service('accounts');
    expect((await accounts.choose({})).key).toBe(account.key);
    await accounts.update(account.row.id, { companies: [1] }, null);
    await expect(accounts.choose({ key: account.key, company: 2 })).rejects.toMatchObject({ details: { code: 'account.none_for_company' } });
    expect((await accounts.choose({ company: 1 })).key).toBe(account.key);
    await expect(accounts.choose({ key: account.key, allowed: [] })).rejects.toMatchObject({ details: { code: 'account.missing' } });
    await accounts.update(account.row.id, { companies: null }, null);
  });

  it('reads every page of templates and keeps what people added to them', async () => {
    const templates = app.service('templates');
    const row = await app.service('accounts').getById(account.row.id);
    const first = await templates.sync(row);
    expect(first.seen).toBeGreaterThan(0);
    const [one] = await templates.listForAccount(row);
    await app.strapi.db.query('plugin::whatsapp.template' as never).update({ where: { id: one!.id }, data: { mapping: { 'body.1': { text: 'kept' } }, documentTitles: ['invoice'] } });
    expect(await templates.sync(row)).toMatchObject({ created: 0, changed: 0, missing: 0 });
    app.whatsapp.setTemplates(account.businessAccountId, []);
    expect(await templates.sync(row)).toMatchObject({ seen: 0, missing: first.seen });
    expect(await templates.listForAccount(row)).toEqual([]);
    expect(await templates.findById(one!.id)).toMatchObject({ mapping: { 'body.1': { text: 'kept' } }, documentTitles: ['invoice'] });
  });

  it('deletes an account that nothing waits for', async () => {
    const other = (await app.service('accounts').list()).find((row) => row.providerNumber === '299000000000001')!;
    expect((await app.request('DELETE', `/whatsapp/accounts/${other.documentId}`, { token: admin })).status).toBe(200);
    expect(await app.service('accounts').findById(other.id)).toBeNull();
  });
});
