import type { Bench, BenchAccount, LoadResult, PortFacts, Scenario } from '../harness/bench';
import { ask, connectAccount, connectSimulated, makeAccount, startLoad, startStrapi, startWhatsapp, webhookPath } from '../harness/bench';
import type { DatabaseKind } from '../harness/databases';
import { check, figure, perThousand } from '../harness/figures';
import type { Figure } from '../harness/figures';
import type { Child } from '../harness/processes';

const RATE = 1_000;
const SETTLED_WITHIN_S = 10;
const LEAST: Record<DatabaseKind, number> = { sqlite: 300, postgres: 800 };
const RECIPIENTS: Record<DatabaseKind, number> = { sqlite: 4_000, postgres: 8_000 };
const POLL_MS = 400;
const PARALLEL_ENQUEUES = 8;

const TEMPLATE = { name: 'payment_received', language: { code: 'en_US' }, components: [{ type: 'body', parameters: ['Ana', '10.00', 'INV/2026/00042'].map((text) => ({ type: 'text', text })) }] };

interface LedgerAnswer {
  data: { to: string; at: string }[];
}

type Statuses = Record<string, number>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Straight at the simulator, with nothing in between and no webhooks: what it can take on this machine. */
const ceilingOf = async (bench: Bench, url: string, load: Child<object>): Promise<LoadResult> => {
  const account = makeAccount('ceiling', 90);
  await connectSimulated(url, account, null);
  await ask(`${url}/control`, { account: account.key, messagingLimit: 'UNLIMITED', throughput: 1_000_000 });
  const port = Number(new URL(url).port);
  const count = bench.options.isQuick ? 4_000 : 12_000;
  await load.call('prepare', { kind: 'send', port, path: `/graph/v26.0/${account.phoneNumberId}/messages`, accessToken: account.accessToken, template: TEMPLATE, count });
  const result = await load.call<LoadResult>('run', { port, connections: 32 });
  if (result.refusals.length > 0) throw new Error(`the simulator refused its ceiling's load: ${result.refusals[0]}`);
  await ask(`${url}/control`, { reset: true });
  return result;
};

interface Run {
  accepted: number;
  recipients: number;
  perSecond: number;
  /** From the last accept until the last status was written; Infinity where that never came. */
  settledInS: number;
  statuses: Statuses;
  failures: string[];
  /** Of Strapi's process, from the first claim to the last status. */
  cpuSeconds: number;
}

interface RunPlan {
  strapi: Child<PortFacts>;
  url: string;
  account: BenchAccount;
  accountId: number;
  total: number;
  /** Read messages of earlier runs. */
  before: number;
  statusBatch: number;
}

const sendAll = async ({ strapi, url, account, accountId, total, before, statusBatch }: RunPlan): Promise<Run> => {
  await ask(`${url}/control`, { account: account.key, messagingLimit: 'UNLIMITED', throughput: RATE, statusBatch });
  const since = new Date().toISOString();
  const cpuBefore = await strapi.call<number>('cpuSeconds');
  await strapi.call('letGo', { account: accountId });
  const wanted = before + total;
  const giveUpAt = performance.now() + 30_000 + (total / 100) * 1_000;
  let statuses: Statuses = {};
  let settledAt = Infinity;
  while (performance.now() < giveUpAt) {
    statuses = await strapi.call<Statuses>('countStatuses');
    if ((statuses['read'] ?? 0) + (statuses['failed'] ?? 0) + (statuses['uncertain'] ?? 0) >= wanted) {
      settledAt = Date.now();
      break;
    }
    await pause(POLL_MS);
  }
  const cpuSeconds = (await strapi.call<number>('cpuSeconds')) - cpuBefore;
  const { data } = await ask<LedgerAnswer>(`${url}/control/ledger?account=${account.key}&since=${since}`);
  const times = data.map(({ at }) => Date.parse(at)).sort((one, other) => one - other);
  const [first = 0] = times;
  const last = times.at(-1) ?? 0;
  return {
    accepted: data.length,
    recipients: new Set(data.map(({ to }) => to)).size,
    perSecond: data.length > 1 ? (data.length - 1) / ((last - first) / 1_000) : 0,
    settledInS: Math.max(0, settledAt - last) / 1_000,
    statuses,
    failures: await strapi.call<string[]>('findFailures'),
    cpuSeconds,
  };
};

const measure = async (bench: Bench, kind: DatabaseKind): Promise<Figure[]> => {
  const { databases, processes, options } = bench;
  const total = Math.round(RECIPIENTS[kind] / (options.isQuick ? 4 : 1));
  const single = Math.round(total / 2);
  const account = makeAccount('bench', 1);
  const { facts: { url } } = await startWhatsapp(bench);
  const load = await startLoad(bench);
  const ceiling = await ceilingOf(bench, url, load);
  await load.stop();

  const strapi = await startStrapi(bench, await databases.make(kind));
  await connectSimulated(url, account, `http://127.0.0.1:${strapi.facts.port}${webhookPath(account)}`);
  await ask(`${url}/control`, { account: account.key, messagingLimit: 'UNLIMITED', throughput: RATE, statusBatch: 50 });
  const accountId = await connectAccount(strapi, account, { url, hasHealth: true, messagesPerSecond: RATE });
  await strapi.call('syncTemplates', { account: accountId });

  const prepareRun = async (from: number, count: number): Promise<number> => {
    await strapi.call('addCustomers', { account: accountId, from, total: count });
    return strapi.call<number>('enqueue', { account: accountId, from, total: count, parallel: PARALLEL_ENQUEUES }, 300_000);
  };
  const enqueuedInS = await prepareRun(0, total);
  const batched = await sendAll({ strapi, url, account, accountId, total, before: 0, statusBatch: 50 });
  await prepareRun(total, single);
  const apart = await sendAll({ strapi, url, account, accountId, total: single, before: total, statusBatch: 1 });
  await processes.stopAll();

  const baseline = { what: 'the simulator alone', value: ceiling.perSecond };
  const describe = ({ failures, statuses, cpuSeconds, accepted }: Run): string =>
    [`${perThousand(cpuSeconds, accepted)} s of CPU per 1,000`, ...(failures.length > 0 ? [JSON.stringify(statuses), ...failures] : [])].join('; ');
  const isExact = (run: Run, count: number): boolean => run.accepted === count && run.recipients === count;
  return [
    figure({ what: `accepted, rate ${RATE}/s, statuses by 50`, database: kind, measured: batched.perSecond, unit: 'messages/s', baseline, demand: { least: LEAST[kind] }, note: describe(batched) }),
    figure({ what: 'last status after the last accept', database: kind, measured: batched.settledInS, unit: 's', demand: { most: SETTLED_WITHIN_S } }),
    check('one ledger entry a recipient', kind, isExact(batched, total), batched.accepted, `entries, ${batched.recipients} recipients of ${total}`),
    figure({ what: 'accepted, statuses one by one', database: kind, measured: apart.perSecond, unit: 'messages/s', baseline, note: describe(apart) }),
    figure({ what: 'last status after the last accept, one by one', database: kind, measured: apart.settledInS, unit: 's' }),
    check('one ledger entry a recipient, one by one', kind, isExact(apart, single), apart.accepted, `entries, ${apart.recipients} recipients of ${single}`),
    figure({ what: `enqueued, ${PARALLEL_ENQUEUES} callers, each through the one door`, database: kind, measured: total / enqueuedInS, unit: 'messages/s' }),
  ];
};

export const send: Scenario = {
  name: 'send',
  title: `Sending through one account set to ${RATE}/s`,
  async run(bench) {
    const figures: Figure[] = [];
    for (const kind of bench.options.databases) figures.push(...(await measure(bench, kind)));
    return figures;
  },
};
