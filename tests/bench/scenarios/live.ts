import { createHmac } from 'node:crypto';
import { connectAccount, makeAccount, startStrapi, webhookPath } from '../harness/bench';
import type { Bench, BenchAccount, Scenario } from '../harness/bench';
import type { DatabaseKind } from '../harness/databases';
import { figure, p95 } from '../harness/figures';
import type { Figure } from '../harness/figures';
import { openTab } from '../../support/socket';
import type { Tab } from '../../support/socket';

const MOST_MS = 250;
const AGENTS = 50;
const NOWHERE = 'http://127.0.0.1:9';
const GIVE_UP_MS = 10_000;

const webhookOf = ({ businessAccountId, displayPhoneNumber, phoneNumberId }: BenchAccount, number: number, body: string): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: businessAccountId,
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
              contacts: [{ profile: { name: `Customer ${number % 200}` }, wa_id: `49151${String(10_000_000 + (number % 200))}` }],
              messages: [{ id: `wamid.live.${body}`, from: `49151${String(10_000_000 + (number % 200))}`, timestamp: String(Math.floor(Date.now() / 1_000)), type: 'text', text: { body } }],
            },
          },
        ],
      },
    ],
  });

/** Milliseconds from the webhook's first byte until every one of these tabs has heard the message. */
const timeOf = async (url: string, account: BenchAccount, tabs: Tab[], number: number, series: string): Promise<number> => {
  const text = `${series} ${number}`;
  const body = webhookOf(account, number, text);
  const heard = Promise.all(
    tabs.map(
      ({ socket }) =>
        new Promise<number>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`a message did not reach every screen in ${GIVE_UP_MS} ms`)), GIVE_UP_MS);
          const listen = ({ message }: { message: { text: string | null } }): void => {
            if (message.text !== text) return;
            clearTimeout(timer);
            socket.off('message.added', listen);
            resolve(performance.now());
          };
          socket.on('message.added', listen);
        }),
    ),
  );
  const startedAt = performance.now();
  const answer = await fetch(`${url}${webhookPath(account)}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${createHmac('sha256', account.appSecret).update(body).digest('hex')}` }, body });
  if (answer.status !== 200) throw new Error(`the webhook was answered with ${answer.status}`);
  return Math.max(...(await heard)) - startedAt;
};

const measure = async (bench: Bench, kind: DatabaseKind): Promise<Figure> => {
  const times = bench.options.isQuick ? 30 : 200;
  const account = makeAccount('bench', 1);
  const strapi = await startStrapi(bench, await bench.databases.make(kind));
  const url = `http://127.0.0.1:${strapi.facts.port}`;
  await connectAccount(strapi, account, { url: NOWHERE, hasHealth: false });
  const agents = await strapi.call<{ token: string }[]>('makeAgents', { total: AGENTS });
  const tabs: Tab[] = [];
  const measureAll = async (series: string): Promise<number> => {
    const each: number[] = [];
    for (let number = 0; number < times + 5; number += 1) {
      const ms = await timeOf(url, account, tabs, number, series);
      if (number >= 5) each.push(ms);
    }
    return p95(each);
  };
  const enterAs = async ({ token }: { token: string }): Promise<void> => {
    const tab = openTab({ url }, { token });
    tabs.push(tab);
    await tab.hears('ready');
  };
  const [first, ...others] = agents;
  if (!first) throw new Error('no agent was made');
  await enterAs(first);
  const alone = await measureAll('alone');
  for (const agent of others) await enterAs(agent);
  const together = await measureAll('together');
  for (const tab of tabs) tab.close();
  await strapi.stop();
  return figure({
    what: `webhook to the slowest of ${AGENTS} screens`,
    database: kind,
    measured: together,
    unit: 'ms p95',
    baseline: { what: 'one screen', value: alone },
    demand: { most: MOST_MS },
    note: `${times} messages, one after the other`,
  });
};

export const live: Scenario = {
  name: 'live',
  title: 'From the webhook to the agents’ screens',
  async run(bench) {
    const figures: Figure[] = [];
    for (const kind of bench.options.databases) figures.push(await measure(bench, kind));
    return figures;
  },
};
