import { boot } from '../support/boot';
import type { App } from '../support/boot';
import { DATABASES } from '../support/postgres';

describe.each(DATABASES)('a start with the plugin disabled, on %s', (database) => {
  it('keeps every table, every row and every role’s grants', async () => {
    let app: App = await boot({ database });
    const account = await app.connectAccount();
    const { contact } = await app.service('contacts').findOrCreate({ phone: '+14155550100', scope: 'installation', name: 'Kept', source: 'test' });
    const { userId } = await app.signIn(['documents.send', 'messages.read']);
    const at = { directory: app.directory, databaseUrl: app.databaseUrl };
    const grantsOf = async (current: App) => {
      const user = (await current.strapi.db.query('admin::user').findOne({ where: { id: userId }, populate: ['roles', 'roles.permissions'] })) as { roles: { permissions: { action: string }[] }[] };
      return user.roles.flatMap(({ permissions }) => permissions.map(({ action }) => action)).sort();
    };
    const before = await grantsOf(app);
    expect(before).toEqual(['plugin::whatsapp.documents.send', 'plugin::whatsapp.messages.read']);
    const token = await app.createToken({ verbs: ['health.read'], accounts: null });
    await app.stop({ keep: true });

    app = await boot({ at, env: { WHATSAPP_DISABLED: '1' } });
    expect(app.strapi.plugins.whatsapp).toBeUndefined();
    expect(await grantsOf(app)).toEqual([]);
    await app.stop({ keep: true });

    app = await boot({ at });
    expect((await app.service('accounts').findByKey(account.key))?.settings).toMatchObject({ phoneNumberId: account.phoneNumberId });
    expect((await app.service('accounts').connectionOf((await app.service('accounts').findByKey(account.key))!)).secrets.accessToken).toBe(account.accessToken);
    expect((await app.service('contacts').findById(contact.id))?.name).toBe('Kept');
    expect(await grantsOf(app)).toEqual(before);
    expect((await app.request('GET', '/api/whatsapp/health', { token: token.accessKey })).status).toBe(200);
    await app.stop();
  }, 60_000);
});

describe('an installation without an encryption key', () => {
  it('starts, says so, and stores no secret', async () => {
    const app = await boot({ env: { NO_ENCRYPTION_KEY: '1' } });
    try {
      const { token } = await app.signIn();
      const status = await app.request('GET', '/whatsapp/status', { token });
      expect(status.body.data).toMatchObject({ encryptionKey: false });
      expect(status.body.data.notices.map(({ code }: { code: string }) => code)).toContain('secrets.no_key');
      const { status: code, body } = await app.request('POST', '/whatsapp/accounts', {
        token,
        body: { name: 'No key', provider: 'meta', settings: { phoneNumberId: '200000000000900', businessAccountId: '100000000000900', baseUrl: `${app.whatsapp.url}/graph` }, secrets: { accessToken: 'EAAsecret', appSecret: 'secret' } },
      });
      expect([code, body.error.details.code]).toEqual([400, 'secrets.no_key']);
      expect(await app.strapi.db.query('plugin::whatsapp.account').count({})).toBe(0);
    } finally {
      await app.stop();
    }
  });
});
