import type { Core } from '@strapi/types';
import { createBatchedWrites } from './batched-writes';
import { failureText } from './failure-text';

const EVERY_MS = 60_000;

export interface IndexPlan<R> {
  /** For the log: "messages". */
  of: string;
  /** Before anything else. */
  make(): Promise<void>;
  write(rows: R[]): Promise<unknown>;
  /** Tells `add` of what happens, until each of what it returns was called. */
  watch(add: (row: R) => void): (() => void)[];
  /** Writes what was left out: by a kill, by another process, from before there was an index. */
  look(isStopped: () => boolean): Promise<void>;
}

/** Keeps a search index a quarter of a second behind what it is of, out of its way. */
export const createIndexKeeper = <R>(strapi: Core.Strapi, { of, make, write, watch, look }: IndexPlan<R>) => {
  const writes = createBatchedWrites<R>(strapi, `${of} for the search`, write);
  let unlisten: (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let isStopped = false;

  const lookOnce = (): void => {
    looking ??= look(() => isStopped)
      .catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] the search may miss ${of} for a while: ${failureText(error)}`);
      })
      .finally(() => {
        looking = null;
      });
  };

  return {
    async start(): Promise<void> {
      isStopped = false;
      await make();
      unlisten = watch(writes.add);
      lookOnce();
      timer = setInterval(lookOnce, EVERY_MS);
      timer.unref();
    },
    /** Resolves when all that is committed can be found (tests, bench). */
    async settle(): Promise<void> {
      await looking;
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

export type IndexKeeper = ReturnType<typeof createIndexKeeper>;
