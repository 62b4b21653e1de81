import { boot } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { post, texts, webhook } from '../support/signed-webhooks';

describe.each(DATABASES)('the door in after a restart, on %s', (database) => {
  it('works what was stored and not worked, once', async () => {
    const before = await boot({ database });
    const { directory, databaseUrl } = before;
    try {
      const account = await before.connectAccount();
      before.service('inbound').pause();
      const answer = await post(before, account, webhook(texts(account, { from: '4915166000001', body: 'before the restart' })));
      expect(answer.status).toBe(200);
    } finally {
      await before.stop({ keep: true });
    }
    const after = await boot({ at: { directory, databaseUrl }, database });
    try {
      await after.service('inbound').drain();
      const found = (await after.strapi.db.query('plugin::whatsapp.message' as never).findMany({ where: { body: 'before the restart' } })) as unknown[];
      expect(found).toHaveLength(1);
    } finally {
      await after.stop();
    }
  }, 180_000);
});
