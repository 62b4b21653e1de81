import type { Bench, LoadResult, PortFacts, Scenario } from '../harness/bench';
import { connectAccount, makeAccount, refusedOf, startBareKoa, startLoad, startNothing, startStrapi, webhookPath } from '../harness/bench';
import type { Child } from '../harness/processes';
import type { DatabaseKind } from '../harness/databases';
import { check, figure, median, perThousand } from '../harness/figures';
import type { Figure } from '../harness/figures';

const CONNECTIONS = 16;
/** More than any side can answer in a round. */
const PER_SECOND_PREPARED = 12_000;
/** Nobody listens there: the account is only written to. */
const NOWHERE = 'http://127.0.0.1:9';

const measure = async ({ options, processes, databases, ...rest }: Bench, kind: DatabaseKind): Promise<Figure[]> => {
  const bench = { options, processes, databases, ...rest };
  const rounds = options.isQuick ? 2 : 5;
  const durationMs = options.isQuick ? 2_000 : 4_000;
  const account = makeAccount('bench', 1);
  const strapi = await startStrapi(bench, await databases.make(kind));
  const koa = await startBareKoa(bench, await databases.make(kind), account.appSecret);
  const nothing = await startNothing(bench);
  const load = await startLoad(bench);
  await connectAccount(strapi, account, { url: NOWHERE, hasHealth: false });
  await strapi.call('pauseInbound');

  let series = 0;
  const round = async (target: Child<PortFacts>, forMs: number): Promise<LoadResult> => {
    series += 1;
    const { port } = target.facts;
    await load.call('prepare', {
      ...account, kind: 'webhook', port, path: webhookPath(account), series: `${kind}.${series}.`, people: 2_000, perPost: 1, count: Math.ceil((forMs / 1_000) * PER_SECOND_PREPARED),
    });
    const result = await load.call<LoadResult>('run', { port, connections: CONNECTIONS, durationMs: forMs });
    if (result.isExhausted) throw new Error('the load generator ran out of messages: raise PER_SECOND_PREPARED');
    return result;
  };

  // The ceiling is of the generator, not of this machine's disk: short, and allowed to run out.
  await load.call('prepare', { ...account, kind: 'webhook', port: nothing.facts.port, path: '/', series: 'ceiling', people: 2_000, perPost: 1, count: 40_000 });
  const ceiling = await load.call<LoadResult>('run', { port: nothing.facts.port, connections: CONNECTIONS, durationMs: 2_000 });
  const warmups = [await round(strapi, 1_000), await round(koa, 1_000)];
  const ours: LoadResult[] = [];
  const bare: LoadResult[] = [];
  const usedBefore = { ours: await strapi.call<number>('cpuSeconds'), bare: await koa.call<number>('cpuSeconds') };
  for (let index = 0; index < rounds; index += 1) {
    ours.push(await round(strapi, durationMs));
    bare.push(await round(koa, durationMs));
  }
  const requestsOf = (results: LoadResult[]): number => results.reduce((sum, { requests }) => sum + requests, 0);
  const used = {
    ours: perThousand((await strapi.call<number>('cpuSeconds')) - usedBefore.ours, requestsOf(ours)),
    bare: perThousand((await koa.call<number>('cpuSeconds')) - usedBefore.bare, requestsOf(bare)),
  };
  const [warmup] = warmups;
  const answered = requestsOf([...ours, ...(warmup ? [warmup] : [])]);
  const stored = await strapi.call<number>('countEvents');
  const refused = refusedOf(ours);

  const perSecond = (results: LoadResult[]): number => median(results.map((result) => result.perSecond));
  const worstP99 = (results: LoadResult[]): number => Math.max(...results.map(({ p99 }) => p99));
  const p50 = (results: LoadResult[]): number => median(results.map((result) => result.p50));
  await processes.stopAll();
  return [
    figure({
      what: 'intake, one message a POST, 16 connections', database: kind, measured: perSecond(ours), unit: 'requests/s', baseline: { what: 'bare Koa', value: perSecond(bare) }, ratioDemand: { least: 0.5 },
      note: `${used.ours} s of CPU per 1,000, bare Koa ${used.bare}; generator's own ceiling ${Math.round(ceiling.perSecond).toLocaleString('en-US')}/s`,
    }),
    figure({ what: 'its p50', database: kind, measured: p50(ours), unit: 'ms', baseline: { what: 'bare Koa', value: p50(bare) }, hasRatio: false }),
    figure({ what: 'its p99, worst round', database: kind, measured: worstP99(ours), unit: 'ms', baseline: { what: 'bare Koa', value: worstP99(bare) }, hasRatio: false, demand: { most: 250 } }),
    check('every answer 200 and every message stored', kind, refused === 0 && stored === answered, stored, `rows of ${answered}`, refused > 0 ? `${refused} refused: ${ours.flatMap(({ refusals }) => refusals)[0] ?? ''}` : undefined),
  ];
};

export const intake: Scenario = {
  name: 'intake',
  title: 'Intake, pipeline paused',
  async run(bench) {
    const figures: Figure[] = [];
    for (const kind of bench.options.databases) figures.push(...(await measure(bench, kind)));
    return figures;
  },
};
