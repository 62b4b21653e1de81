import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import type { OutboundMessage } from '../../../../plugin/domain/message';
import { jobEngineOf } from '../../jobs';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { emit, listen } from '../../platform/events';
import type { DeliveryService } from '../../platform/services';
import { createBudgetRepository } from './budget.repository';
import { createClaimer } from './claim.service';
import { createPlanner } from './dispatch.service';
import { createEnqueuer } from './enqueue.service';
import { createLanes, type Lanes } from './lane.worker';
import { createMediaWorker } from './media.worker';
import { needsUpload } from './message-file.service';
import { createOutboxRepository } from './outbox.repository';
import { createSettler, type Settler } from './settle.service';
import { createSweep } from './sweep.worker';
import { traceEnded, traceFile } from './trace-delivery';

/** How long the end waits for posts in flight: a post takes 20 s at most. */
const FINISH_MS = 22_000;
const LOOK_MS = 25;

/** The door out. Queues, and gives the engine its lanes; see the files beside it for each step. */
export const createDeliveryService = (strapi: Core.Strapi): DeliveryService => {
  const engine = jobEngineOf(strapi);
  const outbox = createOutboxRepository(strapi);
  const budget = createBudgetRepository(strapi);
  const settler: Settler = createSettler(strapi, outbox, budget, () => lanes.posting());
  const claimer = createClaimer(strapi, { outbox, budget, planner: createPlanner(strapi) });
  const bringFiles = (): void => {
    if (engine.state().state === 'running') mediaWorker.nudge();
  };
  const nudge = (account: number): void => {
    engine.nudge(account);
    bringFiles();
  };
  const lanes: Lanes = createLanes(strapi, { outbox, claimer, settler, nudge: (account) => engine.nudge(account) });
  const sweep = createSweep(strapi, { outbox, budget, lanes, nudge: (account) => engine.nudge(account) });
  let unschedule: (() => void)[] = [];

  const finish = async (): Promise<void> => {
    await mediaWorker.stop();
    const giveUpAt = now().getTime() + FINISH_MS;
    while (lanes.inFlight().length > 0 && now().getTime() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      settler.wake();
    }
    const left = lanes.inFlight().length;
    if (left > 0) strapi.log.warn(`[whatsapp] ${left} messages are still being sent; the next start calls them uncertain unless their status arrives.`);
  };

  const service: DeliveryService = {
    ...createEnqueuer(strapi, { wakeAt: (account, at) => engine.wakeAt(account, at), bringFiles }),
    nudge,

    async release(message, { payload, media, document }) {
      const row = await outbox.table().findById(message);
      const next = (payload ?? row?.payload) as OutboundMessage | null | undefined;
      // A stored file that no provider has yet takes its own turn first.
      const blockedBy = next && needsUpload(next) ? 'media' : null;
      const changes = { blockedBy, leaseUntil: null, attempts: 0, errorCode: null, errorMessage: null, errorVendorCode: null };
      const released = await outbox.changeBlocked(message, { ...changes, ...(payload ? { payload } : {}), ...(media !== undefined ? { media } : {}), ...(document ? { document } : {}) });
      if (!released || !row) return;
      traceFile(strapi, row, { what: row.blockedBy, state: 'ready', media: media ?? row.media, checkedAt: document?.checkedAt ?? null, ...(document?.madeHere ? { code: 'document.made_here' } : {}) });
      if (blockedBy === 'media') bringFiles();
      else engine.nudge(row.account);
    },

    async fail(message, { code, message: sentence, vendorCode }) {
      const ending = { code, message: sentence ?? sentenceOf(code), vendorCode: vendorCode ?? null };
      const rows = await inTransaction(strapi, (trx) => outbox.endQueued(new Map([[message, ending]]), now(), trx));
      traceEnded(strapi, rows, { state: 'failed', code, message: sentence });
      if (rows.length > 0) emit(strapi, 'message.advanced', { messages: rows });
    },

    async cancel(message) {
      const isCancelled = await outbox.cancel(message);
      const row = isCancelled ? await outbox.table().findById(message) : null;
      if (row) traceEnded(strapi, [row], { state: 'cancelled', code: null });
      if (row) emit(strapi, 'message.advanced', { messages: [row] });
      return isCancelled;
    },

    async takeBlocked(blockedBy, limit, leaseMs) {
      // A second process must not fetch and upload beside the first.
      if (engine.state().state !== 'running') return [];
      const at = now();
      return outbox.takeBlocked(blockedBy, limit, at, new Date(at.getTime() + leaseMs));
    },

    async retryBlocked(message, notBefore, { code, message: sentence }) {
      const row = await outbox.table().findById(message);
      if (!row) return;
      await outbox.changeBlocked(message, { notBefore, leaseUntil: null, attempts: row.attempts + 1, errorCode: code, errorMessage: sentence });
      traceFile(strapi, row, { what: row.blockedBy, state: 'retry', attempt: row.attempts + 1, code, message: sentence, nextAt: notBefore });
    },

    async queueFacts() {
      const state = engine.state().state;
      const facts = await outbox.countQueue(now());
      return { ...facts, engine: state === 'second-process' ? { state, message: sentenceOf('installation.second_process') } : { state } };
    },

    async start() {
      if (strapi.config.get<boolean>(`plugin::${PLUGIN_ID}.enabled`, true) === false) return;
      unschedule = [
        listen(strapi, 'contact.merged', ({ kept, merged }) => lanes.moveContact(kept, merged)),
        engine.schedule('waking lanes', '*/10 * * * * *', () => sweep.wakeLanes()),
        engine.schedule('expiring messages', '5-59/15 * * * * *', () => sweep.expire()),
        engine.schedule('finding abandoned messages', '7-59/15 * * * * *', () => sweep.loseLeases()),
        engine.schedule('releasing templates', '9-59/15 * * * * *', () => sweep.releaseTemplates()),
        engine.schedule('bringing files', '*/5 * * * * *', async () => mediaWorker.nudge()),
        engine.schedule('forgetting keys', '0 17 3 * * *', () => sweep.forget()),
      ];
      mediaWorker.begin();
      await engine.start({
        runLane: (account, turn) => lanes.runLane(account, turn),
        async onLanesTaken(origin) {
          await sweep.recover(origin);
          await sweep.expire();
          await sweep.wakeLanes();
        },
        finish,
      });
    },

    async stop() {
      for (const remove of unschedule) remove();
      unschedule = [];
      await engine.stop();
    },
  };
  const mediaWorker = createMediaWorker(strapi, outbox, service);
  return service;
};
