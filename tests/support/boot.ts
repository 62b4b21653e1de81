import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Core } from '@strapi/types';
import type { Services } from '../../server/src/platform/services';
import { createErpSimulator } from '../../playground/simulators/erp';
import { DEMO } from '../../playground/simulators/erp/demo';
import { createWhatsappSimulator } from '../../playground/simulators/whatsapp';
import type { AccountRow } from '../../server/src/platform/records';
import { testDatabase } from './postgres';
import type { DatabaseKind } from './postgres';

const PLAYGROUND = path.join(__dirname, '..', '..', 'playground');

export interface BootOptions {
  database?: DatabaseKind;
  /** Boot on what another boot left: its directory and database. */
  at?: { directory: string; databaseUrl: string | null };
  /** More of `config/plugins.ts`, for this boot only. */
  options?: Record<string, unknown>;
  /** Environment for this boot only, such as WHATSAPP_DISABLED or NO_ENCRYPTION_KEY. */
  env?: Record<string, string>;
  simulators?: boolean;
  erpVersion?: 17 | 18 | 19;
}

export interface TestAccount {
  row: AccountRow;
  key: string;
  phoneNumberId: string;
  businessAccountId: string;
  appSecret: string;
  verifyToken: string;
  accessToken: string;
}

type WhatsappSimulator = Awaited<ReturnType<typeof createWhatsappSimulator>>;
type ErpSimulator = Awaited<ReturnType<typeof createErpSimulator>>;

export interface App {
  strapi: Core.Strapi;
  url: string;
  directory: string;
  databaseUrl: string | null;
  whatsapp: WhatsappSimulator;
  erp: ErpSimulator;
  service<Name extends keyof Services>(name: Name): Services[Name];
  /** Connects an account to the simulated WhatsApp, over the accounts service. */
  connectAccount(overrides?: Partial<{ key: string; appSecret: string; businessAccountId: string; phoneNumberId: string }>): Promise<TestAccount>;
  /** Connects the simulated ERP and pulls everything. */
  connectErp(): Promise<void>;
  /** A full-access API token with these grants (null: none). */
  createToken(grant: { verbs: string[]; accounts: number[] | null; limits?: { callsPerMinute: number | null; strangersPerDay: number | null } } | null): Promise<{ id: number; accessKey: string }>;
  /** Signs in a super-admin, or a user of a new role with these actions of ours. */
  signIn(actions?: string[]): Promise<{ token: string; userId: number }>;
  /** JSON over real HTTP. */
  request(method: string, path: string, options?: { token?: string; body?: unknown; headers?: Record<string, string> }): Promise<{ status: number; body: any; headers: Headers }>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers are checked by the tests
  /** Stops Strapi and the simulators and deletes what was made; `keep` leaves the data for another boot. */
  stop(options?: { keep?: boolean; keepSimulators?: boolean }): Promise<void>;
}

/** Strapi's own shutdown removes every process listener, jest's too, and leaves SIGTERM handlers behind. */
const withListenersKept = async (work: () => Promise<void>): Promise<void> => {
  const kept = process.eventNames().map((name) => [name, process.listeners(name as 'exit')] as const);
  await work();
  process.removeAllListeners('SIGTERM');
  process.removeAllListeners('SIGINT');
  for (const [name, listeners] of kept) {
    for (const listener of listeners) if (!process.listeners(name as 'exit').includes(listener)) process.on(name as 'exit', listener);
  }
};

const MANAGED = ['PLAYGROUND_DATA', 'DATABASE_URL', 'DATABASE_FILENAME', 'PLAYGROUND_DEMO', 'WHATSAPP_DISABLED', 'NO_ENCRYPTION_KEY', 'SIM_WHATSAPP_URL', 'SIM_ERP_URL', 'PUBLIC_URL', 'PLAYGROUND_PROVIDERS', 'PLAYGROUND_OPTIONS'];

let accountNumber = 0;

/** The real playground in this process: real Strapi, a database of its own, simulators of its own, real HTTP. */
export const boot = async (options: BootOptions = {}): Promise<App> => {
  const directory = options.at?.directory ?? mkdtempSync(path.join(tmpdir(), 'whatsapp-test-'));
  mkdirSync(directory, { recursive: true });
  const databaseUrl = options.at ? options.at.databaseUrl : await testDatabase(options.database ?? 'sqlite');
  const erp = await createErpSimulator({ port: 0, host: '127.0.0.1', version: options.erpVersion ?? 19 });
  const whatsapp = await createWhatsappSimulator({ port: 0, host: '127.0.0.1', accounts: [] });

  for (const name of MANAGED) delete process.env[name];
  process.env.STRAPI_TELEMETRY_DISABLED = 'true';
  process.env.PLAYGROUND_DATA = directory;
  process.env.SIM_WHATSAPP_URL = whatsapp.url;
  process.env.SIM_ERP_URL = erp.url;
  if (databaseUrl) process.env.DATABASE_URL = databaseUrl;
  if (options.options) process.env.PLAYGROUND_OPTIONS = JSON.stringify(options.options);
  Object.assign(process.env, options.env ?? {});

  // eslint-disable-next-line @typescript-eslint/no-require-imports -- Strapi is CommonJS and must be loaded after the environment is set
  const { createStrapi } = require('@strapi/strapi') as { createStrapi(options: object): Core.Strapi };
  const strapi = createStrapi({ appDir: PLAYGROUND, distDir: path.join(PLAYGROUND, 'dist'), autoReload: false, serveAdminPanel: false });
  strapi.log.level = process.env.TEST_LOG ?? 'error';
  await strapi.load();
  strapi.server.mount();
  const { httpServer } = strapi.server;
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  const service = <Name extends keyof Services>(name: Name): Services[Name] => strapi.plugin('whatsapp').service(name) as unknown as Services[Name];

  const app: App = {
    strapi,
    url,
    directory,
    databaseUrl,
    whatsapp,
    erp,
    service,

    async connectAccount(overrides = {}) {
      accountNumber += 1;
      const suffix = String(accountNumber).padStart(3, '0');
      const account = {
        key: overrides.key ?? `account-${suffix}`,
        phoneNumberId: overrides.phoneNumberId ?? `200000000000${suffix}`,
        businessAccountId: overrides.businessAccountId ?? `100000000000${suffix}`,
        appSecret: overrides.appSecret ?? randomBytes(16).toString('hex'),
        verifyToken: randomBytes(8).toString('hex'),
        accessToken: `EAA${randomBytes(16).toString('hex')}`,
      };
      const answer = await fetch(`${whatsapp.url}/control/accounts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...account, provider: 'meta', displayPhoneNumber: `+1 555 010 ${suffix.padStart(4, '0')}`, verifiedName: `Test ${suffix}`, webhookUrl: `${url}/api/whatsapp/webhook/meta/${account.key}` }),
      });
      if (!answer.ok) throw new Error(`the simulator refused the account: ${await answer.text()}`);
      const row = await service('accounts').create(
        {
          key: account.key,
          name: `Test ${suffix}`,
          provider: 'meta',
          settings: { phoneNumberId: account.phoneNumberId, businessAccountId: account.businessAccountId, baseUrl: `${whatsapp.url}/graph`, graphVersion: 'v26.0' },
          secrets: { accessToken: account.accessToken, appSecret: account.appSecret },
          verifyToken: account.verifyToken,
        },
        null,
      );
      return { row, ...account };
    },

    async connectErp() {
      const erpService = service('erp') as Services['erp'] & { connection: { save(input: object): Promise<unknown> }; pulls: { settled(): Promise<void> } };
      await erpService.connection.save({ baseUrl: erp.url, database: DEMO.database, login: DEMO.login, secret: DEMO.apiKey });
      await erpService.trigger({ startedBy: 'test', full: true });
      await erpService.pulls.settled();
    },

    async createToken(grant) {
      const tokens = strapi.service('admin::api-token') as unknown as { create(input: object): Promise<{ id: number; accessKey: string }> };
      const token = await tokens.create({ name: `test ${randomBytes(4).toString('hex')}`, description: '', type: 'full-access', lifespan: null, kind: 'content-api' });
      if (grant) await service('access').saveGrant(token.id, grant, null);
      return { id: token.id, accessKey: token.accessKey };
    },

    async signIn(actions) {
      const roles = strapi.service('admin::role') as unknown as { getSuperAdmin(): Promise<{ id: number }>; create(input: object): Promise<{ id: number }> };
      const name = randomBytes(4).toString('hex');
      const role = actions ? await roles.create({ name: `role ${name}`, description: '' }) : await roles.getSuperAdmin();
      if (actions) {
        const permissions = strapi.service('admin::role') as unknown as { assignPermissions(id: number, list: object[]): Promise<unknown> };
        await permissions.assignPermissions(role.id, actions.map((action) => ({ action: `plugin::whatsapp.${action}`, subject: null, conditions: [], properties: {} })));
      }
      const password = `Test-${name}-1Aa`;
      const user = (await strapi.service('admin::user').create({ email: `${name}@example.com`, password, firstname: 'Test', lastname: name, isActive: true, blocked: false, registrationToken: null, roles: [role.id] })) as { id: number };
      const answer = await app.request('POST', '/admin/login', { body: { email: `${name}@example.com`, password } });
      if (answer.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(answer.body)}`);
      return { token: answer.body.data.token as string, userId: user.id };
    },

    async request(method, where, { token, body, headers } = {}) {
      const answer = await fetch(`${url}${where}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
        body: body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? (body as never) : JSON.stringify(body),
        redirect: 'manual',
      });
      const text = await answer.text();
      let parsed: unknown = text;
      try {
        parsed = JSON.parse(text);
      } catch {
        // not JSON: the text itself
      }
      return { status: answer.status, body: parsed, headers: answer.headers };
    },

    async stop({ keep = false } = {}) {
      await withListenersKept(async () => {
        await strapi.destroy();
      });
      await Promise.all([whatsapp.close(), erp.close()]);
      if (!keep) rmSync(directory, { recursive: true, force: true });
    },
  };
  return app;
};

export { eventually } from './eventually';
