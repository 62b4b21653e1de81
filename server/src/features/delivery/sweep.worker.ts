import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { BUDGET_WINDOW_MS } from '../../../../plugin/domain/budget';
import { isSendable } from '../../../../plugin/domain/template';
import type { LaneOrigin } from '../../jobs';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { emit } from '../../platform/events';
import { getService } from '../../platform/services';
import type { BudgetRepository } from './budget.repository';
import type { Lanes } from './lane.worker';
import type { OutboxRepository } from './outbox.repository';
import { traceEnded } from './trace-delivery';

const BATCH = 500;
const KEY_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** What no single message asks for: what was left behind, what is too late, what may go on. */
export const createSweep = (strapi: Core.Strapi, parts: { outbox: OutboxRepository; budget: BudgetRepository; lanes: Lanes; nudge(account: number): void }) => {
  const { outbox, budget, lanes, nudge } = parts;
  const uncertain = { code: 'message.uncertain', message: sentenceOf('message.uncertain') };

  return {
    /** Messages left in mid-send by a process that is gone: nobody knows whether they arrived, so they are never resent. */
    async recover(origin: LaneOrigin): Promise<void> {
      const leaseBefore = origin === 'free' ? null : now();
      const rows = await outbox.markAbandoned({ leaseBefore, except: lanes.inFlight() }, uncertain);
      if (rows.length === 0) return;
      strapi.log.warn(`[whatsapp] ${rows.length} messages were being sent when the former process ended; it is not known whether they arrived, and they are not sent again.`);
      traceEnded(strapi, rows, { state: 'uncertain', code: uncertain.code });
      emit(strapi, 'message.advanced', { messages: rows });
    },

    async loseLeases(): Promise<void> {
      const rows = await outbox.markAbandoned({ leaseBefore: now(), except: lanes.inFlight() }, uncertain);
      traceEnded(strapi, rows, { state: 'uncertain', code: uncertain.code });
      if (rows.length > 0) emit(strapi, 'message.advanced', { messages: rows });
    },

    async expire(): Promise<void> {
      const ending = { code: 'message.expired', message: sentenceOf('message.expired') };
      for (;;) {
        const at = now();
        const ids = await outbox.listExpired(at, BATCH);
        if (ids.length === 0) return;
        const rows = await inTransaction(strapi, (trx) => outbox.endQueued(new Map(ids.map((id) => [id, ending])), at, trx));
        traceEnded(strapi, rows, { state: 'failed', code: ending.code });
        if (rows.length > 0) emit(strapi, 'message.advanced', { messages: rows });
        if (ids.length < BATCH) return;
      }
    },

    /** Templates that were paused and are approved again. */
    async releaseTemplates(): Promise<void> {
      for (const { account, template: id } of await outbox.listHeldTemplates()) {
        const template = await getService(strapi, 'templates').findById(id);
        // One that is gone or refused now is let go too: the lane ends its messages with the reason.
        const isStillPaused = template !== null && isSendable(template).kind === 'no' && template.approvalStatus?.toUpperCase() === 'PAUSED';
        if (!isStillPaused && (await outbox.release(account, 'template', id)) > 0) nudge(account);
      }
    },

    /** Finds what no nudge told of: a process that ended between the commit and its nudge. */
    async wakeLanes(): Promise<void> {
      for (const account of await outbox.listAccountsWithDue(now())) nudge(account);
    },

    async forget(): Promise<void> {
      await outbox.forgetIdempotencyKeys(new Date(now().getTime() - KEY_LIFE_MS));
      await budget.forget(new Date(now().getTime() - BUDGET_WINDOW_MS));
    },
  };
};
