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
