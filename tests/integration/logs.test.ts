import type { ActivityView } from '../../plugin/contracts/logs';
import type { Activity, LogsService } from '../../server/src/platform/services';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

type OwnLogs = LogsService & { flush(): Promise<void>; repository: { prune(olderThan: Date): Promise<number> } };

describe.each(DATABASES)('the activity log, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;
  const logs = () => app.service('logs') as OwnLogs;
  const list = async (query = ''): Promise<{ rows: ActivityView[]; nextCursor: string | null }> => {
    await logs().flush();
    const { status, body } = await app.request('GET', `/whatsapp/activities?${query}`, { token: admin });
    expect(status).toBe(200);
    return { rows: body.data as ActivityView[], nextCursor: body.meta.nextCursor as string | null };
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it('is for those alone who hold its action', async () => {
    const { token } = await app.signIn(['messages.read', 'accounts.configure']);
    for (const path of ['activities', 'activities/operations', 'activities/export']) expect((await app.request('GET', `/whatsapp/${path}`, { token })).status).toBe(403);
    expect((await app.request('GET', '/whatsapp/activities')).status).toBe(401);
    const reader = await app.signIn(['logs.read']);
    expect((await app.request('GET', '/whatsapp/activities', { token: reader.token })).status).toBe(200);
  });

  it('holds who connected the account', async () => {
    const { rows } = await list('operation=account.create');
    expect(rows[0]).toMatchObject({ operation: 'account.create', account: account.key, success: true, provider: 'meta' });
  });

  it('shows what people did alone, where that is asked for', async () => {
    const { userId } = await app.signIn(['messages.read']);
    logs().record({ operation: 'test.people', success: true, user: userId });
    logs().record({ operation: 'test.people', success: true });
    expect((await list('operation=test.people')).rows).toHaveLength(2);
    expect((await list('operation=test.people&by=people')).rows.map(({ user }) => user?.id)).toEqual([userId]);
    expect((await app.request('GET', '/whatsapp/activities?by=robots', { token: admin })).status).toBe(400);
  });

  it('holds a call to the provider with its time and message, and neither token nor link', async () => {
    await app.service('templates').sync(account.row);
    const { rows } = await list('operation=template.fetch');
    expect(rows[0]).toMatchObject({ provider: 'meta', account: account.key, success: true });
    expect(typeof rows[0]?.responseTimeMs).toBe('number');
    expect(JSON.stringify(rows)).not.toContain(account.accessToken);
  });

  it('takes out secrets, tokens and links, whoever records them', async () => {
    logs().record({ operation: 'test.secret', success: false, errorCode: 'x.y', errorMessage: 'GET https://erp.example/my/orders/1?access_token=zzz999 with Bearer abcdefgh', details: { authorization: 'abc', nested: { url: 'https://erp.example/p?t=zzz999' } } });
    const { rows } = await list('operation=test.secret');
    const text = JSON.stringify(rows);
    for (const secret of ['zzz999', 'abcdefgh', '"abc"', 'orders/1']) expect(text).not.toContain(secret);
    expect(text).toContain('https://erp.example/…');
  });

  it('writes ten thousand activities in batches', async () => {
    let statements = 0;
    const knex = app.strapi.db.connection as unknown as { on(name: string, listener: (query: { sql: string }) => void): void; removeListener(name: string, listener: unknown): void };
    const count = ({ sql }: { sql: string }): void => {
      if (/^insert into\W+whatsapp_logs/i.test(sql)) statements += 1;
    };
    knex.on('query', count);
    const activity: Activity = { operation: 'test.many', success: true, account: account.row.id };
    for (let index = 0; index < 10_000; index += 1) logs().record({ ...activity, subject: String(index) });
    await logs().flush();
    const rows = await eventually('all rows written', async () => {
      const total = await app.strapi.db.query('plugin::whatsapp.log' as never).count({ where: { operation: 'test.many' } });
      return total === 10_000 ? total : null;
    });
    knex.removeListener('query', count);
    expect(rows).toBe(10_000);
    expect(statements).toBeGreaterThan(0);
    expect(statements).toBeLessThan(200);
  });

  it('pages by cursor, newest first, each row once', async () => {
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const { rows, nextCursor } = await list(`operation=test.many&limit=4&after=${after}`);
      seen.push(...rows.map(({ subject }) => subject?.id ?? ''));
      after = nextCursor ?? '';
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => String(9_999 - index)));
  });

  it.each([
    ['success=false', (row: ActivityView) => !row.success],
    ['account=nobody', () => false],
    ['from=2999-01-01', () => false],
  ])('filters by %s', async (query, fits) => {
    const { rows } = await list(query);
    expect(rows.filter((row) => !fits(row))).toEqual([]);
  });

  it.each(['limit=0', 'success=maybe', 'from=soon', 'after=***'])('refuses %s', async (query) => {
    expect((await app.request('GET', `/whatsapp/activities?${query}`, { token: admin })).status).toBe(400);
  });

  it('exports everything as CSV that no spreadsheet runs', async () => {
    logs().record({ operation: 'test.formula', success: true, subject: '=HYPERLINK("x")' });
    await logs().flush();
    const answer = await app.request('GET', '/whatsapp/activities/export', { token: admin });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const text = String(answer.body);
    expect(text.split('\r\n').length).toBeGreaterThan(10_000);
    expect(text).toContain('"\'=HYPERLINK(""x"")"');
  });

  it('forgets what is old', async () => {
    const before = (await list('limit=1')).rows;
    expect(before).toHaveLength(1);
    expect(await logs().repository.prune(new Date(Date.now() + 60_000))).toBeGreaterThan(10_000);
    expect((await list('limit=1')).rows).toEqual([]);
  });
});
