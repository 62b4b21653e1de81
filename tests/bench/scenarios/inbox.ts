import { connectAccount, makeAccount, startStrapi } from '../harness/bench';
import type { Bench, Scenario } from '../harness/bench';
import type { DatabaseKind } from '../harness/databases';
import { figure, p95 } from '../harness/figures';
import type { Figure } from '../harness/figures';

const MOST_RATIO = 1.5;
const NOWHERE = 'http://127.0.0.1:9';

interface Agent {
  id: number;
  token: string;
}

interface Size {
  channels: number;
  messages: number;
}

/** What an agent asks, `number` differing from one time to the next. Milliseconds demanded at the 95th of a hundred. */
const QUESTIONS: { what: string; most: number; paths(number: number, size: Size): string[] }[] = [
  { what: 'list, all', most: 50, paths: () => ['/channels?tab=all&limit=30'] },
  { what: 'list, mine', most: 50, paths: () => ['/channels?tab=mine&limit=30'] },
  { what: 'list, unassigned and unread', most: 50, paths: () => ['/channels?tab=unassigned&unread=1&limit=30'] },
  { what: 'counters', most: 50, paths: () => ['/channels/counts'] },
  // Both at once, as the screen does: the slower one counts.
  { what: 'open a channel', most: 50, paths: (number, { channels }) => [`/channels/channel${1 + ((number * 7_919) % channels)}`, `/channels/channel${1 + ((number * 7_919) % channels)}/thread?limit=40`] },
  { what: 'search a rare word', most: 200, paths: (number) => [`/channels/search?words=rare${(number * 31) % 10_000}`] },
  { what: 'search a word of one in 40', most: 200, paths: (number) => [`/channels/search?words=common${number % 40}%20`] },
  { what: 'search a word of one in 20,000', most: 200, paths: (number) => [`/channels/search?words=word${number * 13}%20`] },
  { what: 'search two common words', most: 200, paths: (number) => [`/channels/search?words=order%20common${number % 40}%20`] },
  { what: 'search a person by name', most: 200, paths: (number) => [`/channels?tab=all&limit=30&search=customer%20${number * 9}`] },
  { what: 'search a person by a number', most: 200, paths: (number) => [`/channels?tab=all&limit=30&search=${100_000 + number * 9}`] },
  { what: 'search a name everybody has', most: 200, paths: () => ['/channels?tab=all&limit=30&search=customer'] },
  { what: 'search a name nobody has', most: 200, paths: (number) => [`/channels?tab=all&limit=30&search=nobody${number}`] },
  { what: 'search a word nobody said', most: 200, paths: (number) => [`/channels/search?words=never${number}`] },
];

interface Desk {
  size: Size;
  note: string;
  ask(path: string): Promise<void>;
  stop(): Promise<void>;
}

const openDesk = async (bench: Bench, kind: DatabaseKind, size: Size): Promise<Desk> => {
  const database = await bench.databases.make(kind);
  const strapi = await startStrapi(bench, database);
  const account = await connectAccount(strapi, makeAccount('bench', 1), { url: NOWHERE, hasHealth: false });
  const [agent] = await strapi.call<Agent[]>('makeAgents', { total: 1 });
  if (!agent) throw new Error('no agent was made');
  const { messages, channels, indexedS } = await strapi.call<{ messages: number; channels: number; indexedS: number }>('addConversations', { account, agent: agent.id, ...size }, 560_000);
  return {
    size,
    note: `${messages} messages in ${channels} channels, indexed in ${Math.round(indexedS)} s`,
    async ask(path) {
      const answer = await fetch(`http://127.0.0.1:${strapi.facts.port}/whatsapp${path}`, { headers: { authorization: `Bearer ${agent.token}` } });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    },
    stop: () => strapi.stop(),
  };
};

const measure = async (bench: Bench, kind: DatabaseKind): Promise<Figure[]> => {
  const [large, times]: [Size, number] = bench.options.isQuick ? [{ channels: 5_000, messages: 50_000 }, 20] : [{ channels: 100_000, messages: 1_000_000 }, 100];
  const desks = [await openDesk(bench, kind, { channels: 1_000, messages: 10_000 }), await openDesk(bench, kind, large)];
  const [few, many] = desks as [Desk, Desk];
  const figures: Figure[] = [];
  for (const { what, most, paths } of QUESTIONS) {
    // In turn, so that whatever else the machine does counts for both.
    const taken = new Map<Desk, number[]>(desks.map((desk) => [desk, []]));
    for (let number = 0; number < times + 5; number += 1) {
      for (const desk of desks) {
        const startedAt = performance.now();
        await Promise.all(paths(number, desk.size).map(desk.ask));
        // The first few warm what stays warm.
        if (number >= 5) taken.get(desk)?.push(performance.now() - startedAt);
      }
    }
    const [measured, value] = [p95(taken.get(many) ?? []), p95(taken.get(few) ?? [])];
    const common = { database: kind, measured, unit: 'ms p95', baseline: { what: 'with 10,000 messages', value } };
    figures.push(figure({ what, ...common, demand: { most }, note: many.note }), figure({ what: `${what}, as it grows`, ...common, ratioDemand: { most: MOST_RATIO } }));
  }
  for (const desk of desks) await desk.stop();
  return figures;
};

export const inbox: Scenario = {
  name: 'inbox',
  title: 'The inbox with a million messages: list, open, search, over HTTP',
  async run(bench) {
    const figures: Figure[] = [];
    for (const kind of bench.options.databases) figures.push(...(await measure(bench, kind)));
    return figures;
  },
};
