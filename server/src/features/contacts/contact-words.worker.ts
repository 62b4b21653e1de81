import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import { now } from '../../platform/clock';
import { emitAtCommit, listen } from '../../platform/events';
import { createIndexKeeper } from '../../platform/index-keeper';
import type { IndexKeeper } from '../../platform/index-keeper';
import { contentTypeUid } from '../../platform/schema';
import { createContactWords } from './contact-words.repository';

/** Ids looked at in one statement: SQLite stands still meanwhile. */
const SPAN = 2_000;
/** Written in one statement. */
const WRITTEN_AT_ONCE = 250;
/** A change bears the time of before its commit. */
const OVERLAP_MS = 60_000;
const MARK = { type: 'plugin', name: PLUGIN_ID, key: 'contact_words' } as const;

/** A look is at what changed since the last one began. */
const createContactWordsWorker = (strapi: Core.Strapi): IndexKeeper => {
  const words = createContactWords(strapi);
  /** The Content Manager writes past the services. */
  const editedElsewhere = async ({ result }: { result?: { id?: unknown } }): Promise<void> => {
    if (typeof result?.id === 'number') await emitAtCommit(strapi, 'contact.changed', { contacts: [result.id] });
  };
  return createIndexKeeper<number>(strapi, {
    of: 'contacts',
    async make() {
      if (await words.makeIndex()) await strapi.store.set({ ...MARK, value: { since: null } });
    },
    write: async (ids) => words.write(await words.namesOf([...new Set(ids)])),
    watch: (add) => [
      listen(strapi, 'contact.changed', ({ contacts }) => contacts.forEach(add)),
      listen(strapi, 'contact.merged', ({ kept, merged }) => [kept, merged].forEach(add)),
      strapi.db.lifecycles.subscribe({ models: [contentTypeUid('contact')], afterCreate: editedElsewhere, afterUpdate: editedElsewhere }) as unknown as () => void,
    ],
    async look(isStopped) {
      const { since = null } = ((await strapi.store.get(MARK)) ?? {}) as { since?: string | null };
      const next = new Date(now().getTime() - OVERLAP_MS).toISOString();
      const newest = await words.newestId();
      for (let above = 0; above < newest; above += SPAN) {
        const changed = await words.findChanged(since === null ? null : new Date(since), above, SPAN);
        for (let start = 0; start < changed.length; start += WRITTEN_AT_ONCE) {
          await words.write(changed.slice(start, start + WRITTEN_AT_ONCE));
          await nextTurn();
        }
        // What was not looked at is looked at next time.
        if (isStopped()) return;
        await nextTurn();
      }
      await strapi.store.set({ ...MARK, value: { since: next } });
    },
  });
};

const running = new WeakMap<Core.Strapi, IndexKeeper>();

/** One a Strapi. */
export const contactWordsOf = (strapi: Core.Strapi): IndexKeeper => {
  const worker = running.get(strapi) ?? createContactWordsWorker(strapi);
  running.set(strapi, worker);
  return worker;
};
