import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { inTransaction, Table } from '../../platform/database';
import { emit } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import type { ChannelRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { createChannelTimeline } from './channel-timeline';

const EVERY_MS = 30_000;
const BATCH = 200;

export interface SnoozeWorker {
  /** Opens what is due; answers how many. */
  wake(): Promise<number>;
  /** Looks again at this time, where the next look is later. */
  wakeAt(at: Date): void;
  start(): void;
  stop(): Promise<void>;
}

/** One a Strapi: tests boot several in one process. */
const running = new WeakMap<Core.Strapi, SnoozeWorker>();

export const startSnoozes = (strapi: Core.Strapi): void => {
  const worker = createSnoozeWorker(strapi);
  running.set(strapi, worker);
  worker.start();
};

export const stopSnoozes = async (strapi: Core.Strapi): Promise<void> => {
  await running.get(strapi)?.stop();
  running.delete(strapi);
};

/** Of a conversation that has just been put off. */
export const wakeSnoozesAt = (strapi: Core.Strapi, at: Date): void => running.get(strapi)?.wakeAt(at);

/** Opens snoozed conversations when their time has come, by nobody's hand. */
export const createSnoozeWorker = (strapi: Core.Strapi): SnoozeWorker => {
  const timeline = createChannelTimeline(strapi);
  const channels = () => new Table<ChannelRow>(strapi, contentTypeUid('channel'));
  // The words of the index: SQLite uses it only for these.
  const snoozed = () => channels().query().whereRaw("state = 'snoozed'");
  let timer: NodeJS.Timeout | null = null;
  let wakesAt = 0;
  let looking: Promise<unknown> | null = null;
  let isStopping = false;

  /** Locked and looked at again: somebody may have opened one, or put it off further. */
  const open = (ids: number[]): Promise<number> =>
    inTransaction(strapi, async (trx, afterCommit) => {
      const at = now();
      const due = (await channels().lockByIds(ids, trx)).filter(({ state, snoozedUntil }) => state === 'snoozed' && snoozedUntil !== null && snoozedUntil <= at);
      if (due.length === 0) return 0;
      await channels().updateEach(due.map(({ id }) => ({ id, state: 'open' as const, snoozedUntil: null })), trx);
      await timeline.write(due.map(({ id }) => ({ channel: id, kind: 'state', actor: null, details: { from: 'snoozed', to: 'open', until: null } })));
      afterCommit(() => emit(strapi, 'channel.changed', { channels: due.map(({ id }) => id) }));
      return due.length;
    });

  const wake = async (): Promise<number> => {
    let opened = 0;
    for (;;) {
      const rows = channels().fromRows(await snoozed().where('snoozed_until', '<=', now()).orderBy('snoozed_until').limit(BATCH));
      opened += await open(rows.map(({ id }) => id));
      if (rows.length < BATCH || isStopping) return opened;
    }
  };

  /** When the next is due, where that is before the next look. */
  const waitMs = async (): Promise<number> => {
    const [next] = channels().fromRows(await snoozed().whereNotNull('snoozed_until').orderBy('snoozed_until').limit(1));
    return Math.min(EVERY_MS, Math.max(100, (next?.snoozedUntil?.getTime() ?? Infinity) - now().getTime()));
  };

  const look = (): void => {
    wakesAt = Infinity;
    looking = wake()
      .then(waitMs)
      .catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] snoozed conversations could not be opened: ${failureText(error)}`);
        return EVERY_MS;
      })
      .then((ms) => {
        looking = null;
        // While it looked it may have been asked to wake earlier than what it found.
        plan(Math.min(wakesAt, now().getTime() + ms));
      });
  };

  const plan = (at: number): void => {
    wakesAt = at;
    if (isStopping || looking) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, at - now().getTime()));
    timer.unref();
  };

  return {
    wake,
    wakeAt(at) {
      if (at.getTime() < wakesAt) plan(at.getTime());
    },
    start: () => plan(now().getTime()),
    async stop() {
      isStopping = true;
      if (timer) clearTimeout(timer);
      await looking;
    },
  };
};
