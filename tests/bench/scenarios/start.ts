import type { Bench, Scenario } from '../harness/bench';
import { startStrapi } from '../harness/bench';
import type { Database, DatabaseKind } from '../harness/databases';
import { figure, median } from '../harness/figures';
import type { Figure } from '../harness/figures';

const WITHOUT = { WHATSAPP_DISABLED: 'true' };
const MOST_MS = 1_000;

/**
 * A database on which nothing is left to do: started twice, always with the same plugins. Taking one that had the plugin
 * and starting it without would measure Strapi's search for changes of the schema, not a start.
 */
const migrated = async (bench: Bench, kind: DatabaseKind, env: Record<string, string>): Promise<Database> => {
  const database = await bench.databases.make(kind);
  for (let times = 0; times < 2; times += 1) await (await startStrapi(bench, database, env)).stop();
  return database;
};

/** From the start of the process until it listens. */
const startOnce = async (bench: Bench, original: Database, env: Record<string, string>): Promise<number> => {
  const database = await bench.databases.copy(original);
  const strapi = await startStrapi(bench, database, env);
  await strapi.stop();
  await bench.databases.drop(database);
  return strapi.startedInMs;
};

const measure = async (bench: Bench, kind: DatabaseKind): Promise<Figure> => {
  const rounds = bench.options.isQuick ? 3 : 7;
  const withPlugin = await migrated(bench, kind, {});
  const without = await migrated(bench, kind, WITHOUT);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let index = 0; index < rounds; index += 1) {
    ours.push(await startOnce(bench, withPlugin, {}));
    bare.push(await startOnce(bench, without, WITHOUT));
  }
  const [own, other] = [median(ours), median(bare)];
  return figure({
    what: `added to Strapi’s start, median of ${rounds}`, database: kind, measured: own - other, unit: 'ms', baseline: { what: 'start without the plugin', value: other }, hasRatio: false, demand: { most: MOST_MS },
    note: `with the plugin ${Math.round(own)} ms`,
  });
};

export const start: Scenario = {
  name: 'start',
  title: 'Strapi’s start with and without the plugin',
  async run(bench) {
    const figures: Figure[] = [];
    for (const kind of bench.options.databases) figures.push(await measure(bench, kind));
    return figures;
  },
};
