import type { Bench, Scenario } from '../harness/bench';
import { ask, connectAccount, connectSimulated, makeAccount, startStrapi, startWhatsapp } from '../harness/bench';
import type { DatabaseKind } from '../harness/databases';
import { check, figure, p95 } from '../harness/figures';
import type { Figure } from '../harness/figures';

const INVOICES = 500;
const WITHIN_S = 5;
const PEEK_EVERY_MS = 20;

interface Prepared {
  seconds: number;
  counts: Record<string, number>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What an administrator's page waits for while `work` runs, in milliseconds. */
const peekWhile = async <T>(url: string, work: Promise<T>): Promise<{ result: T; p95: number }> => {
  const waited: number[] = [];
  let isDone = false;
  const peeking = (async () => {
    while (!isDone) {
      const startedAt = performance.now();
      await (await fetch(url)).arrayBuffer();
      waited.push(performance.now() - startedAt);
      await pause(PEEK_EVERY_MS);
    }
  })();
  const result = await work.finally(() => (isDone = true));
  await peeking;
  return { result, p95: p95(waited) };
};

const measure = async (bench: Bench, kind: DatabaseKind): Promise<Figure[]> => {
  const simulator = await startWhatsapp(bench);
  const { url } = simulator.facts;
  const strapi = await startStrapi(bench, await bench.databases.make(kind));
  const account = makeAccount('batch', 1);
  await connectSimulated(url, account, null);
  await ask(`${url}/control`, { account: account.key, messagingLimit: 'UNLIMITED' });
  const id = await connectAccount(strapi, account, { url, hasHealth: true });
  await strapi.call('syncTemplates', { account: id });
  await strapi.call('addCustomers', { account: id, from: 0, total: INVOICES });
  const ids = await strapi.call<string[]>('addInvoices', { from: 0, total: INVOICES });
  const page = `http://127.0.0.1:${strapi.facts.port}/admin/init`;
  const { p95: idle } = await peekWhile(page, pause(2_000));
  // The first of its kind pays for what every first call pays for: it is the second that people wait for each day.
  await strapi.call<Prepared>('prepareBatch', { ids, key: 'first-batch' });
  const { result, p95: meanwhile } = await peekWhile(page, strapi.call<Prepared>('prepareBatch', { ids, key: 'second-batch' }));
  await strapi.stop();
  await simulator.stop();
  return [
    figure({ what: `${INVOICES} invoices looked through`, database: kind, measured: result.seconds, unit: 's', demand: { most: WITHIN_S } }),
    check('each of them can be sent', kind, result.counts.ready === INVOICES, result.counts.ready ?? 0, 'invoices', JSON.stringify(result.counts)),
    figure({ what: 'a page asked for meanwhile, p95', database: kind, measured: meanwhile, unit: 'ms', baseline: { what: 'with nothing beside it', value: idle }, demand: { most: 250 } }),
  ];
};

export const batch: Scenario = {
  name: 'batch',
  title: `A batch of ${INVOICES} invoices: preparation, and the page beside it`,
  async run(bench) {
    const figures: Figure[] = [];
    for (const kind of bench.options.databases) figures.push(...(await measure(bench, kind)));
    return figures;
  },
};
