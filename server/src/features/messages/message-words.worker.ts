import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import { listen } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import { createIndexKeeper } from '../../platform/index-keeper';
import type { IndexKeeper } from '../../platform/index-keeper';
import { createMessageWords } from './message-words.repository';
import type { IndexedMessage } from './message-words.repository';

/** Ids looked at in one statement: SQLite stands still meanwhile. */
const SPAN = 500;
/** Ids are given before they are committed: so many behind the newest are looked at again. */
const OVERLAP = 2_000;
const MARK = { type: 'plugin', name: PLUGIN_ID, key: 'message_words' } as const;

/** A look goes on from where the last one ended. */
const createMessageWordsWorker = (strapi: Core.Strapi): IndexKeeper => {
  const words = createMessageWords(strapi);
  return createIndexKeeper<IndexedMessage>(strapi, {
    of: 'messages',
    async make() {
      if (await words.makeIndex()) await strapi.store.set({ ...MARK, value: { upTo: 0 } });
    },
    write: words.write,
    watch(add) {
      const again = async (ids: number[]): Promise<void> => {
        for (const row of await words.bodiesOf(ids)) add(row);
      };
      return [
        listen(strapi, 'message.queued', ({ message: { id, body } }) => add({ id, body })),
        listen(strapi, 'message.received', ({ message: { id, body } }) => add({ id, body })),
        listen(strapi, 'message.changed', ({ messages }) => void again(messages).catch((error: unknown) => strapi.log.warn(`[whatsapp] the search has an old text: ${failureText(error)}`))),
      ];
    },
    async look(isStopped) {
      const { upTo = 0 } = ((await strapi.store.get(MARK)) ?? {}) as { upTo?: number };
      const newest = await words.newestId();
      for (let above = Math.max(0, upTo - OVERLAP); above < newest && !isStopped(); above += SPAN) {
        await nextTurn();
        await words.write(await words.findMissing(above, SPAN));
        const reached = Math.min(above + SPAN, newest);
        if (reached > upTo && (reached === newest || reached % (SPAN * 20) < SPAN)) await strapi.store.set({ ...MARK, value: { upTo: reached } });
      }
    },
  });
};

const running = new WeakMap<Core.Strapi, IndexKeeper>();

/** One a Strapi. */
export const wordsWorkerOf = (strapi: Core.Strapi): IndexKeeper => {
  const worker = running.get(strapi) ?? createMessageWordsWorker(strapi);
  running.set(strapi, worker);
  return worker;
};
