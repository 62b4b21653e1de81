import type { Core } from '@strapi/types';
import { failureText } from './failure-text';

/** Written together: a campaign's ten thousand sends are a few dozen statements, and nobody waits for them. */
const BATCH = 500;
const GATHER_MS = 250;
/** With the database away rows wait in memory; beyond this the oldest are given up, and counted. */
const MOST_WAITING = 20_000;
const RETRY_MS = 2_000;

export interface BatchedWrites<R> {
  /** Never throws and never waits. */
  add(row: R): void;
  /** Resolves when everything added so far is written, or has failed and waits for another try. */
  flush(): Promise<void>;
}

/** Rows that nobody waits for: they gather in memory and are written in few statements. `name` is for the log: "activities". */
export const createBatchedWrites = <R>(strapi: Core.Strapi, name: string, insert: (rows: R[]) => Promise<unknown>): BatchedWrites<R> => {
  const waiting: R[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let lost = 0;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      try {
        await insert(batch);
      } catch (error) {
        waiting.unshift(...batch.slice(0, Math.max(0, MOST_WAITING - waiting.length)));
        throw error;
      }
      if (lost > 0) strapi.log.warn(`[whatsapp] ${lost} ${name} were not written: the database was away for too long`);
      lost = 0;
    }
  };

  const flushOnce = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    writing ??= write()
      .catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] ${waiting.length} ${name} wait to be written: ${failureText(error)}`);
        plan(RETRY_MS);
      })
      .finally(() => {
        writing = null;
        if (waiting.length > 0) plan(GATHER_MS);
      });
    return writing;
  };

  const plan = (ms: number): void => {
    if (timer) return;
    timer = setTimeout(() => void flushOnce(), ms);
    timer.unref();
  };

  return {
    add(row) {
      if (waiting.length >= MOST_WAITING) {
        waiting.shift();
        lost += 1;
      }
      waiting.push(row);
      plan(GATHER_MS);
    },
    flush: async () => {
      // What runs has taken its batch already; a second round takes what came after.
      await flushOnce();
      if (waiting.length > 0) await flushOnce();
    },
  };
};
