import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import { createBatchedWrites } from '../../platform/batched-writes';
import { listen } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import { createMessageWords } from './message-words.repository';
import type { IndexedMessage } from './message-words.repository';

const EVERY_MS = 60_000;
/** Ids looked at in one statement: SQLite stands still meanwhile. */
const SPAN = 500;
/** Ids are given before they are committed: so many behind the newest are looked at again. */
const OVERLAP = 2_000;
const MARK = { type: 'plugin', name: PLUGIN_ID, key: 'message_words' } as const;

/**
 * Keeps the index of words a quarter of a second behind the messages, out of their way. What a kill or another process
 * left out, and what was there before the index, is written by a look from where the last one ended.
 */
const createMessageWordsWorker = (strapi: Core.Strapi) => {
  const words = createMessageWords(strapi);
  const writes = createBatchedWrites<IndexedMessage>(strapi, 'messages for the search', (rows) => words.write(rows));
  let unlisten: (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let isStopped = false;

  const look = async (): Promise<void> => {
    const { upTo = 0 } = ((await strapi.store.get(MARK)) ?? {}) as { upTo?: number };
    const newest = await words.newestId();
    for (let above = Math.max(0, upTo - OVERLAP); above < newest && !isStopped; above += SPAN) {
      await nextTurn();
      await words.write(await words.findMissing(above, SPAN));
      const reached = Math.min(above + SPAN, newest);
      if (reached > upTo && (reached === newest || reached % (SPAN * 20) < SPAN)) await strapi.store.set({ ...MARK, value: { upTo: reached } });
    }
  };

  const lookOnce = (): void => {
    looking ??= look()
      .catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] the search may miss messages for a while: ${failureText(error)}`);
      })
      .finally(() => {
        looking = null;
      });
  };

  const again = async (ids: number[]): Promise<void> => {
    for (const row of await words.bodiesOf(ids)) writes.add(row);
  };

  return {
    async start(): Promise<void> {
      isStopped = false;
      if (await words.makeIndex()) await strapi.store.set({ ...MARK, value: { upTo: 0 } });
      unlisten = [
        listen(strapi, 'message.queued', ({ message: { id, body } }) => writes.add({ id, body })),
        listen(strapi, 'message.received', ({ message: { id, body } }) => writes.add({ id, body })),
        listen(strapi, 'message.changed', ({ messages }) => void again(messages).catch((error: unknown) => strapi.log.warn(`[whatsapp] the search has an old text: ${failureText(error)}`))),
      ];
      lookOnce();
      timer = setInterval(lookOnce, EVERY_MS);
      timer.unref();
    },
    /** Resolves when all that is committed can be found (tests, bench). */
    async settle(): Promise<void> {
      await writes.flush();
      lookOnce();
      await looking;
    },
    async stop(): Promise<void> {
      isStopped = true;
      if (timer) clearInterval(timer);
      for (const end of unlisten) end();
      await writes.flush();
      await looking;
    },
  };
};

const running = new WeakMap<Core.Strapi, ReturnType<typeof createMessageWordsWorker>>();

/** One a Strapi. */
export const wordsWorkerOf = (strapi: Core.Strapi): ReturnType<typeof createMessageWordsWorker> => {
  const worker = running.get(strapi) ?? createMessageWordsWorker(strapi);
  running.set(strapi, worker);
  return worker;
};
