import type { Bench, LoadResult, PortFacts, Scenario } from '../harness/bench';
import { connectAccount, makeAccount, startBareKoa, startLoad, startStrapi, webhookPath } from '../harness/bench';
import type { BenchAccount } from '../harness/bench';
import type { DatabaseKind } from '../harness/databases';
import { check, figure, perThousand } from '../harness/figures';
import type { Figure } from '../harness/figures';
import type { Child } from '../harness/processes';

const NOWHERE = 'http://127.0.0.1:9';
const BATCH = 1_000;

interface Plan {
  posts: number;
  perPost: number;
  /** Customers who write in turn. */
  people: number;
  connections: number;
}

/** From the first POST until every message is a row and nothing waits any more. */
const workAll = async (strapi: Child<PortFacts>, load: Child<object>, account: BenchAccount, series: string, plan: Plan) => {
  const { port } = strapi.facts;
  const before = await strapi.call<number>('countReceived');
  await load.call('prepare', { ...account, kind: 'webhook', port, path: webhookPath(account), series, people: plan.people, perPost: plan.perPost, count: plan.posts });
  const cpuBefore = await strapi.call<number>('cpuSeconds');
  const startedAt = performance.now();
  const posted = await load.call<LoadResult>('run', { port, connections: plan.connections }, 180_000);
  await strapi.call('drainInbound', {}, 180_000);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuSeconds = (await strapi.call<number>('cpuSeconds')) - cpuBefore;
  const rows = (await strapi.call<number>('countReceived')) - before;
  return { rows, seconds, perSecond: rows / seconds, cpuSeconds, posted, expected: plan.posts * plan.perPost };
};

const measure = async (bench: Bench, kind: DatabaseKind): Promise<Figure[]> => {
  const { databases, processes, options } = bench;
  const account = makeAccount('bench', 1);
  const strapi = await startStrapi(bench, await databases.make(kind));
  const koa = await startBareKoa(bench, await databases.make(kind), account.appSecret);
  const load = await startLoad(bench);
  await connectAccount(strapi, account, { url: NOWHERE, hasHealth: false });

  const posts = options.isQuick ? 1_500 : 6_000;
  await workAll(strapi, load, account, 'warm.', { posts: options.isQuick ? 300 : 1_500, perPost: 1, people: 50, connections: 16 });
  const known = await workAll(strapi, load, account, 'known.', { posts, perPost: 1, people: 1_000, connections: 16 });
  const strangers = await workAll(strapi, load, account, 'stranger.', { posts, perPost: 1, people: 10_000_000, connections: 16 });
  const batches = await workAll(strapi, load, account, 'batch.', { posts: options.isQuick ? 4 : 15, perPost: BATCH, people: 5_000, connections: 4 });

  await load.call('prepare', { ...account, kind: 'webhook', port: koa.facts.port, path: '/', series: 'koa.', people: 1_000, perPost: 1, count: posts });
  const bare = await load.call<LoadResult>('run', { port: koa.facts.port, connections: 16 });
  const baseline = { what: 'bare Koa, one row each', value: bare.perSecond };
  const demand = kind === 'postgres' ? { least: 300 } : undefined;
  const noteOf = ({ posted, cpuSeconds, rows }: typeof known): string =>
    `accepted at ${Math.round(posted.perSecond)} POSTs/s, p99 ${Math.round(posted.p99)} ms, ${perThousand(cpuSeconds, rows)} s of CPU per 1,000`;
  const all = [known, strangers, batches];
  await processes.stopAll();
  return [
    figure({ what: 'worked, one message a POST, 1,000 customers', database: kind, measured: known.perSecond, unit: 'events/s', baseline, demand, note: noteOf(known) }),
    figure({ what: 'worked, every message a stranger’s', database: kind, measured: strangers.perSecond, unit: 'events/s', baseline, demand, note: noteOf(strangers) }),
    figure({ what: `worked, ${BATCH.toLocaleString('en-US')} messages a POST`, database: kind, measured: batches.perSecond, unit: 'events/s', baseline, note: noteOf(batches) }),
    check('one row a message', kind, all.every(({ rows, expected }) => rows === expected), all.reduce((sum, { rows }) => sum + rows, 0), `rows of ${all.reduce((sum, { expected }) => sum + expected, 0)}`),
  ];
};

export const pipeline: Scenario = {
  name: 'pipeline',
  title: 'Intake with the pipeline running: stored, worked, drained',
  async run(bench) {
    const figures: Figure[] = [];
    for (const kind of bench.options.databases) figures.push(...(await measure(bench, kind)));
    return figures;
  },
};
