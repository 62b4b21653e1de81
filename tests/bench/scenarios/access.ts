import { connectAccount, makeAccount, startStrapi } from '../harness/bench';
import type { Bench, Scenario } from '../harness/bench';
import type { DatabaseKind } from '../harness/databases';
import { figure, median } from '../harness/figures';
import type { Figure } from '../harness/figures';

const MOST_RATIO = 1.1;
const NOWHERE = 'http://127.0.0.1:9';
const LIMIT = 50;

const measure = async (bench: Bench, kind: DatabaseKind): Promise<Figure[]> => {
  const [total, rounds, pages] = bench.options.isQuick ? [50_000, 3, 20] : [1_000_000, 7, 40];
  const database = await bench.databases.make(kind);
  const strapi = await startStrapi(bench, database);
  const ids: number[] = [];
  for (const number of [1, 2, 3]) ids.push(await connectAccount(strapi, makeAccount(`bench-${number}`, number), { url: NOWHERE, hasHealth: false }));
  const [first = 0, second = 0, quiet = 0] = ids;
  const rows = await strapi.call<number>('addMessages', { accounts: [first, second], quiet, company: 1, total });
  const user = await strapi.call<number>('makePeople', { given: [first, second], withheld: [quiet] });

  const inTurn = async (): Promise<{ asked: number; bare: number }> => {
    const asked: number[] = [];
    const bare: number[] = [];
    await strapi.call('readPages', { user, pages, limit: LIMIT });
    await strapi.call('readPages', { user: null, pages, limit: LIMIT });
    for (let round = 0; round < rounds; round += 1) {
      asked.push(await strapi.call<number>('readPages', { user, pages, limit: LIMIT }));
      bare.push(await strapi.call<number>('readPages', { user: null, pages, limit: LIMIT }));
    }
    return { asked: median(asked), bare: median(bare) };
  };
  const most = await inTurn();
  await strapi.call('narrowTo', { user, account: quiet, others: [first, second] });
  const few = await inTurn();
  await strapi.stop();
  const of = (what: string, { asked, bare }: { asked: number; bare: number }): Figure =>
    figure({ what, database: kind, measured: asked, unit: 'ms/page', baseline: { what: 'without the question', value: bare }, ratioDemand: { most: MOST_RATIO }, note: `${rows} messages` });
  return [of('a page of 50, two of three accounts', most), of('a page of 50, one quiet account', few)];
};

export const access: Scenario = {
  name: 'access',
  title: 'The message list with and without the question who may see what',
  async run(bench) {
    const figures: Figure[] = [];
    for (const kind of bench.options.databases) figures.push(...(await measure(bench, kind)));
    return figures;
  },
};
