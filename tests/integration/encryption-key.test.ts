import { boot } from '../support/boot';

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
