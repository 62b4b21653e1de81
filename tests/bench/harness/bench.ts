import path from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Child, Processes } from './processes';
import type { Database, Databases } from './databases';
import type { Figure } from './figures';
import type { Options } from './options';

export interface Bench {
  options: Options;
  processes: Processes;
  databases: Databases;
  say(line: string): void;
}

export interface Scenario {
  name: string;
  title: string;
  run(bench: Bench): Promise<Figure[]>;
}

export interface PortFacts {
  port: number;
}

export interface LoadResult {
  seconds: number;
  requests: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** How often each HTTP status was answered. */
  statuses: Record<string, number>;
  /** The first answers that were not 200. */
  refusals: string[];
  isExhausted: boolean;
}

export interface BenchAccount {
  key: string;
  phoneNumberId: string;
  displayPhoneNumber: string;
  businessAccountId: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
}

const HARNESS = __dirname;
const PLAYGROUND = path.join(__dirname, '..', '..', '..', 'playground');
const SIMULATORS = path.join(PLAYGROUND, 'dist', 'simulators');

export const makeAccount = (key: string, number: number): BenchAccount => ({
  key,
  phoneNumberId: `20000000000${String(number).padStart(4, '0')}`,
  displayPhoneNumber: `+1 555 010 ${String(number).padStart(4, '0')}`,
  businessAccountId: `10000000000${String(number).padStart(4, '0')}`,
  accessToken: `EAA${randomBytes(24).toString('hex')}`,
  appSecret: randomBytes(16).toString('hex'),
  verifyToken: randomBytes(12).toString('hex'),
});

export const webhookPath = ({ key }: BenchAccount): string => `/api/whatsapp/webhook/meta/${key}`;

export const startStrapi = ({ processes, options }: Bench, database: Database, env: Record<string, string> = {}): Promise<Child<PortFacts>> =>
  processes.start<PortFacts>(path.join(HARNESS, 'strapi.child.mjs'), {
    cwd: PLAYGROUND,
    env: { STRAPI_TELEMETRY_DISABLED: 'true', ...database.env, ...env },
    execArgv: options.profileDirectory ? ['--cpu-prof', '--cpu-prof-dir', path.resolve(options.profileDirectory)] : [],
  });

export const startLoad = ({ processes }: Bench): Promise<Child<object>> => processes.start(path.join(HARNESS, 'load.child.mjs'));

export const startBareKoa = ({ processes }: Bench, database: Database, appSecret: string): Promise<Child<PortFacts>> =>
  processes.start<PortFacts>(path.join(HARNESS, 'baseline.child.mjs'), { args: ['koa'], env: { ...database.env, BENCH_APP_SECRET: appSecret } });

export const startNothing = ({ processes }: Bench): Promise<Child<PortFacts>> => processes.start<PortFacts>(path.join(HARNESS, 'baseline.child.mjs'), { args: ['nothing'] });

interface SimulatorFacts {
  url: string;
}

export const startWhatsapp = ({ processes }: Bench): Promise<Child<SimulatorFacts>> =>
  processes.start<SimulatorFacts>(path.join(SIMULATORS, 'whatsapp', 'main.js'), { env: { SIM_WHATSAPP_PORT: '0' } });

export const startErp = ({ processes }: Bench): Promise<Child<SimulatorFacts>> => processes.start<SimulatorFacts>(path.join(SIMULATORS, 'erp', 'main.js'), { env: { SIM_ERP_PORT: '0' } });

/** JSON to a simulator; throws what it answered where it refused. */
export const ask = async <Answer>(url: string, body?: object): Promise<Answer> => {
  const answer = await fetch(url, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
};

export const connectSimulated = (url: string, account: BenchAccount, webhookUrl: string | null): Promise<unknown> =>
  ask(`${url}/control/accounts`, { ...account, provider: 'meta', webhookUrl });

export const connectAccount = (strapi: Child<PortFacts>, account: BenchAccount, simulator: { url: string; hasHealth: boolean; messagesPerSecond?: number }): Promise<number> => {
  const { key, phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken } = account;
  return strapi.call<number>('connectAccount', {
    key,
    settings: { phoneNumberId, businessAccountId, baseUrl: `${simulator.url}/graph`, graphVersion: 'v26.0' },
    secrets: { accessToken, appSecret },
    verifyToken,
    messagesPerSecond: simulator.messagesPerSecond ?? null,
    hasHealth: simulator.hasHealth,
  });
};

/** Answers other than 200: none may be. */
export const refusedOf = (results: readonly LoadResult[]): number =>
  results.reduce((sum, { statuses }) => sum + Object.entries(statuses).reduce((other, [status, count]) => (status === '200' ? other : other + count), 0), 0);
