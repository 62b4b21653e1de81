import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { isDatabaseAway } from '../../platform/database-errors';
import { failureText } from '../../platform/failure-text';
import { createEventWork } from './event-work';
import { createInboundRepository } from './inbound.repository';
import { intakeOf } from './intake';

/** Of one transaction: large enough to share its cost, small enough that intake on SQLite's one connection waits briefly. */
const CHUNK = { rows: 200, bytes: 1024 * 1024 };
/** Looks without being woken: for retries that became due, and for events another process stored. */
const POLL_MS = 5_000;
const KEEP_WORKED_MS = 30 * 24 * 60 * 60 * 1000;
const PURGE_EVERY_MS = 60 * 60 * 1000;
const PURGE_ROWS = 5_000;
/** Waited before a look, so that what comes in together is worked together: a chunk of one costs as many statements as one of fifty. */
const GATHER_MS = 30;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

export interface InboundWorker {
  wake(): void;
  start(): void;
  stop(): Promise<void>;
  pause(): void;
  resume(): void;
  drain(): Promise<void>;
}

/** Takes stored webhooks in the order they came and has them worked; one run at a time. */
export const createInboundWorker = (strapi: Core.Strapi): InboundWorker => {
  const repository = createInboundRepository(strapi);
  const work = createEventWork(strapi, repository);
  const intake = intakeOf(strapi);
  let isStarted = false;
  let isPaused = false;
  let isWanted = false;
  let isDraining = false;
  let running: Promise<void> | null = null;
  let timers: NodeJS.Timeout[] = [];
  let endPause: (() => void) | null = null;

  const mayRun = (): boolean => isStarted && !isPaused;

  const pauseFor = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** One chunk; false where nothing was due. */
  const workNext = async (): Promise<boolean> => {
    // SQLite answers without leaving the event loop: without a turn for the network, senders would wait for the whole queue.
    await nextTurn();
    const rows = await repository.takeDue(now(), CHUNK);
    if (rows.length === 0) return false;
    try {
      await work.workTogether(rows);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      strapi.log.warn(`[whatsapp] ${rows.length} webhooks could not be worked together, now one by one: ${failureText(error)}`);
      for (const row of rows) {
        if (!mayRun()) break;
        if (rows.length > 1) {
          try {
            await work.workTogether([row]);
            continue;
          } catch (own) {
            if (isDatabaseAway(own)) throw own;
          }
        }
        await work.workApart(row);
      }
    }
    return true;
  };

  const run = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    while (isWanted && mayRun()) {
      try {
        do {
          if (!isDraining) await pauseFor(GATHER_MS);
          isWanted = false;
        } while (mayRun() && (await workNext()));
        pauseMs = FIRST_PAUSE_MS;
      } catch (error) {
        // Nothing is counted against the events: they are worked when the database is back.
        strapi.log.warn(`[whatsapp] webhooks wait: ${failureText(error)}`);
        await pauseFor(pauseMs);
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        isWanted = true;
      }
    }
  };

  const wake = (): void => {
    isWanted = true;
    if (running || !mayRun()) return;
    running = run().finally(() => {
      running = null;
      // Woken between the last look and now.
      if (isWanted && mayRun()) wake();
    });
  };

  const purge = (): void => {
    repository.purgeWorked(new Date(now().getTime() - KEEP_WORKED_MS), PURGE_ROWS).catch((error: unknown) => strapi.log.warn(`[whatsapp] old webhooks could not be removed: ${failureText(error)}`));
  };

  return {
    wake,
    start() {
      isStarted = true;
      intake.onStored(wake);
      timers = [setInterval(wake, POLL_MS), setInterval(purge, PURGE_EVERY_MS)];
      for (const timer of timers) timer.unref();
      // What a former process stored and did not work.
      wake();
    },
    async stop() {
      isStarted = false;
      for (const timer of timers) clearInterval(timer);
      timers = [];
      endPause?.();
      await intake.flush();
      await running;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      wake();
    },
    async drain() {
      await intake.flush();
      isDraining = true;
      endPause?.();
      try {
        while (mayRun() && (running || (await repository.hasDue(now())))) {
          wake();
          await running;
        }
      } finally {
        isDraining = false;
      }
    },
  };
};
