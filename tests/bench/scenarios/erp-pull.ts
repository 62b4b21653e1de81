import { createOdooClient, pullRecords } from '../../../bridge/src';
import { PARTNER_FIELDS } from '../../../bridge/src/mapping/partner';
import { createFeed, EMPTY_CURSOR } from '../../../bridge/src/sync/cursor';
import { DEMO } from '../../../playground/simulators/erp/demo';
import type { Bench, PortFacts, Scenario } from '../harness/bench';
import { ask, startErp, startStrapi } from '../harness/bench';
import type { DatabaseKind } from '../harness/databases';
import { check, figure, median } from '../harness/figures';
import type { Figure } from '../harness/figures';
import type { Child } from '../harness/processes';

const PAGE = 1_000;
const FIELDS = 25;
/** What a real Odoo gave at this page and these fields, in rows a second. */
const PACE = 5_900;
const CONNECTION = { database: DEMO.database, login: DEMO.login, secret: DEMO.apiKey };
/** Beside our own, as an administrator's mapping may ask for them. */
const MORE_FIELDS = ['street', 'city', 'zip', 'state_id', 'customer_rank', 'supplier_rank', 'ref', 'tz'];

interface Read {
  rows: number;
  seconds: number;
}

const perSecond = ({ rows, seconds }: Read): number => rows / seconds;

const timed = async (read: () => Promise<number>): Promise<Read> => {
  const startedAt = performance.now();
  const rows = await read();
  return { rows, seconds: (performance.now() - startedAt) / 1_000 };
};

/** The same pages, asked for in the same way, and dropped as soon as they are read. */
const readAndDrop = (url: string, fields: readonly string[]): Promise<Read> =>
  timed(async () => {
    const client = createOdooClient({ baseUrl: url, ...CONNECTION });
    const feed = createFeed(EMPTY_CURSOR, { pageSize: PAGE, overlapMinutes: 5 });
    let rows = 0;
    for (;;) {
      const { domain, ...paging } = feed.request();
      const page = await client.searchRead('res.partner', domain, fields, { activeTest: false, ...paging });
      rows += page.length;
      const taken = feed.take(page);
      if (taken.isDone) return rows;
    }
  });

const pullAndDrop = (url: string, extraFields: readonly string[]): Promise<Read> =>
  timed(async () => {
    const client = createOdooClient({ baseUrl: url, ...CONNECTION });
    let rows = 0;
    for await (const { records } of pullRecords(client, 'partner', { pageSize: PAGE, extraFields })) rows += records.length;
    return rows;
  });

/** Fields this server has, as the pull would ask for them. */
const knownFields = async (url: string, wanted: readonly string[]): Promise<string[]> => {
  const known = await createOdooClient({ baseUrl: url, ...CONNECTION }).fieldsOf('res.partner');
  return wanted.filter((name) => name === 'id' || known.has(name));
};

/** Rounds in turn, so that a noisy minute of the machine counts for both. */
const alternate = async (rounds: number, ours: () => Promise<Read>, baseline: () => Promise<Read>): Promise<{ ours: Read[]; baseline: Read[] }> => {
  const result: { ours: Read[]; baseline: Read[] } = { ours: [], baseline: [] };
  for (let index = 0; index < rounds; index += 1) {
    result.ours.push(await ours());
    result.baseline.push(await baseline());
  }
  return result;
};

const rate = (reads: Read[]): number => median(reads.map(perSecond));

export const erpPull: Scenario = {
  name: 'erp',
  title: `ERP pull of partners, paced to ${PACE.toLocaleString('en-US')} rows/s, page ${PAGE.toLocaleString('en-US')}`,
  async run(bench: Bench) {
    const { options, databases, processes } = bench;
    const partners = options.isQuick ? 6_000 : 20_000;
    const rounds = options.isQuick ? 1 : 2;
    const { facts: { url } } = await startErp(bench);
    await ask(`${url}/control`, { seedPartners: partners, paceRowsPerSecond: PACE });
    const own = await knownFields(url, PARTNER_FIELDS);
    const many = [...own, ...(await knownFields(url, MORE_FIELDS)).slice(0, FIELDS - own.length)];
    const figures: Figure[] = [];

    const bridge = await alternate(rounds, () => pullAndDrop(url, many.slice(own.length)), () => readAndDrop(url, many));
    figures.push(figure({ what: `the bridge alone, ${many.length} fields, ${partners.toLocaleString('en-US')} partners`, database: '-', measured: rate(bridge.ours), unit: 'rows/s', baseline: { what: 'the same pages, dropped', value: rate(bridge.baseline) }, ratioDemand: { least: 0.8 } }));

    const measure = async (kind: DatabaseKind): Promise<void> => {
      const strapi: Child<PortFacts> = await startStrapi(bench, await databases.make(kind));
      await strapi.call('connectErp', { baseUrl: url, ...CONNECTION });
      let stored = 0;
      let pulled = 0;
      const pull = async (): Promise<Read> => {
        const result = await strapi.call<Read & { stored: number }>('pull');
        stored = result.stored;
        pulled = result.rows;
        return result;
      };
      const reads = await alternate(rounds, pull, () => readAndDrop(url, own));
      figures.push(
        figure({ what: `a full pull, stored and reconciled, ${own.length} fields`, database: kind, measured: rate(reads.ours), unit: 'rows/s', baseline: { what: 'the same pages, dropped', value: rate(reads.baseline) }, ratioDemand: { least: 0.8 } }),
        check('one row a partner', kind, stored === pulled && stored >= partners, stored, `rows of ${pulled} pulled`),
      );
      await strapi.stop();
    };
    for (const kind of options.databases) await measure(kind);
    await processes.stopAll();
    return figures;
  },
};
