import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AccountView } from '../../plugin/contracts/accounts';
import { createCipher } from '../../server/src/platform/cipher';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

const PLAYGROUND = path.join(__dirname, '..', '..', 'playground');
const PROGRAM = path.join(__dirname, '..', '..', 'server', 'bin', 'strapi-plugin-whatsapp.cjs');

describe.each(DATABASES)('another encryption key, on %s', (database) => {
  let app: App | null = null;
  let account: TestAccount;
  let left: { directory: string; databaseUrl: string | null };
  let oldKey = '';
  const newKey = 'another key of the same installation';
  const ERP_SECRET = 'erp-api-key-kept-secret';

  const keysFile = () => path.join(left.directory, 'keys.json');
  const setKey = (encryptionKey: string): string => {
    const keys = JSON.parse(readFileSync(keysFile(), 'utf8')) as { encryptionKey: string };
    writeFileSync(keysFile(), JSON.stringify({ ...keys, encryptionKey }));
    return keys.encryptionKey;
  };
  const reboot = async (): Promise<App> => (app = await boot({ at: left }));
  const stop = async (keep = true): Promise<void> => {
    await app?.stop({ keep });
    app = null;
  };
  const stored = (of: App) => of.strapi.db.connection('whatsapp_secrets').select('*').orderBy('id') as Promise<Record<string, unknown>[]>;
  const rekey = (from: string, ...flags: string[]) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const env = { ...process.env, PLAYGROUND_DATA: left.directory, ...(left.databaseUrl ? { DATABASE_URL: left.databaseUrl } : {}), WHATSAPP_OLD_ENCRYPTION_KEY: from };
      const child = spawn(process.execPath, [PROGRAM, 'rekey', ...flags], { cwd: PLAYGROUND, env });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('close', (code) => resolve({ code, output }));
    });

  beforeAll(async () => {
    app = await boot({ database });
    left = { directory: app.directory, databaseUrl: app.databaseUrl };
    account = await app.connectAccount();
    await app.service('accounts').update(account.row.id, { secrets: { appSecret: 'the-new-app-secret' } }, null);
    const erp = app.service('erp') as unknown as { connection: { save(input: object): Promise<unknown> } };
    await erp.connection.save({ baseUrl: app.erp.url, database: 'demo', login: 'demo', secret: ERP_SECRET });
    await stop();
    oldKey = setKey(newKey);
  }, 180_000);
  afterAll(() => stop(false));

  it('writes and reads what Strapi itself does', async () => {
    setKey(oldKey);
    const { strapi } = await reboot();
    const service = strapi.service('admin::encryption') as unknown as { encrypt(value: string): string; decrypt(value: string): string };
    const cipher = createCipher(oldKey);
    for (const value of ['plain', 'ünï ☎️', 'x'.repeat(4_000)]) {
      expect(cipher.open(service.encrypt(value))).toBe(value);
      expect(service.decrypt(cipher.seal(value))).toBe(value);
    }
    expect(createCipher(newKey).open(cipher.seal('x'))).toBeNull();
    for (const damaged of ['', 'v1', 'v2:00:00:00', 'v1:zz:zz:zz', 'not sealed at all']) expect(cipher.open(damaged)).toBeNull();
    await stop();
    setKey(newKey);
  }, 120_000);

  it('is said on every account in words, loses nothing, and heals when the old key is back', async () => {
    let now = await reboot();
    const rows = await stored(now);
    const { token } = await now.signIn();
    const { body } = await now.request('GET', '/whatsapp/accounts', { token });
    const [view] = body.data as AccountView[];
    expect(view).toMatchObject({ connectionState: 'halted', halt: { code: 'secrets.unreadable', message: expect.stringContaining('encryption key has changed') } });
    expect(view!.secretStates.map(({ readable }) => readable)).toEqual([false, false]);
    const status = await now.request('GET', '/whatsapp/status', { token });
    expect(status.body.data.notices.map(({ code }: { code: string }) => code)).toContain('account.key_changed');
    await stop();
    setKey(oldKey);
    now = await reboot();
    expect(await stored(now)).toEqual(rows);
    const healed = await now.service('accounts').getById(account.row.id);
    expect(healed.haltCode).toBeNull();
    expect((await now.service('accounts').connectionOf(healed)).secrets.accessToken).toBe(account.accessToken);
    await stop();
    setKey(newKey);
  }, 180_000);

  it('counts in a dry run, writes nothing with a wrong old key, and then seals everything anew', async () => {
    const dry = await rekey(oldKey, '--dry-run');
    expect(dry).toMatchObject({ code: 0, output: expect.stringContaining('account: 3 secrets') });
    expect(dry.output).toContain('erp-connection: 1 secret\n');
    const wrong = await rekey('a key of nobody');
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('opened by neither key: 4') });
    const done = await rekey(oldKey);
    expect(done).toMatchObject({ code: 0, output: expect.stringContaining('account: 3 secrets') });
    for (const { output } of [dry, wrong, done]) {
      for (const value of [account.accessToken, account.appSecret, 'the-new-app-secret', ERP_SECRET, oldKey, newKey]) expect(output).not.toContain(value);
    }
    expect((await rekey(oldKey)).output).toContain('under the new key already: 4');

    const now = await reboot();
    const row = await now.service('accounts').getById(account.row.id);
    expect(row.haltCode).toBeNull();
    expect(await now.service('accounts').connectionOf(row)).toMatchObject({
      secrets: { accessToken: account.accessToken, appSecret: 'the-new-app-secret' },
      formerSecrets: { appSecret: account.appSecret },
    });
    const { token } = await now.signIn();
    const status = await now.request('GET', '/whatsapp/status', { token });
    expect(status.body.data.notices.map(({ code }: { code: string }) => code)).not.toContain('account.key_changed');
    const cipher = createCipher(newKey);
    expect((await stored(now)).map(({ ciphertext }) => cipher.open(String(ciphertext)))).toEqual(expect.arrayContaining([ERP_SECRET, account.accessToken]));
    await stop();
  }, 600_000);

  it('says how it is used, and does nothing without the old key', async () => {
    expect(await rekey('', '--dry-run')).toMatchObject({ code: 2, output: expect.stringContaining('WHATSAPP_OLD_ENCRYPTION_KEY') });
    expect(await rekey(oldKey, '--force')).toMatchObject({ code: 2, output: expect.stringContaining('Usage') });
  }, 60_000);
});
