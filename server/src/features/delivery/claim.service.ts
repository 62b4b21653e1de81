import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { LaneTurn } from '../../jobs';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { emit } from '../../platform/events';
import type { AccountRow, MessageRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { Provider } from '../../providers/provider';
import type { BudgetRepository, Spend } from './budget.repository';
import type { Planned, Planner, Prepared } from './dispatch.service';
import type { OutboxRepository } from './outbox.repository';
import { budgetLimitOf, type Pace } from './pace.service';
import { traceEnded, traceWait } from './trace-delivery';

/** A post takes 20 s at most, then its row is written. A row still in mid-send after this has lost its sender. */
export const MESSAGE_LEASE_MS = 60_000;

export interface Claimed {
  prepared: Prepared;
  /** The place in the budget this message took; given back if it certainly was not sent. */
  spend: Spend | null;
  at: Date;
}

interface ClaimRequest {
  account: AccountRow;
  provider: Provider;
  rows: MessageRow[];
  pace: Pace;
  turn: LaneTurn;
}

const waitsOf = (planned: Planned[]): { id: number; notBefore: Date; blockedBy: string | null }[] =>
  planned.flatMap((plan) => {
    if (plan.kind !== 'wait') return [];
    const { row, decision } = plan;
    return [{ id: row.id, notBefore: decision.until ?? row.notBefore ?? row.createdAt, blockedBy: decision.reason === 'scheduled' ? null : decision.reason }];
  });

/** Decides, spends the budget and claims in one transaction, committed before the first post: a row nobody claimed is never sent. */
export const createClaimer = (strapi: Core.Strapi, parts: { outbox: OutboxRepository; budget: BudgetRepository; planner: Planner }) => {
  const { outbox, budget, planner } = parts;

  /** Those whose pair allows it; the others wait with all messages to the same recipient. */
  const pass = async (planned: Planned[], { account, provider, pace }: ClaimRequest, at: Date): Promise<Prepared[]> => {
    const ready: Prepared[] = [];
    for (const plan of planned) {
      if (plan.kind !== 'send') continue;
      const { contact } = plan.prepared.row;
      const until = contact === null ? null : pace.takePair(contact, provider.limits.pair, at);
      if (until === null) ready.push(plan.prepared);
      else if (contact !== null) await outbox.postponeContact(account.id, contact, until);
    }
    return ready;
  };

  const trace = (planned: Planned[], ended: MessageRow[], budgeted: { prepared: Prepared; until: Date }[]): void => {
    const endedIds = new Set(ended.map(({ id }) => id));
    for (const plan of planned) {
      if (plan.kind === 'refuse' && endedIds.has(plan.row.id)) traceEnded(strapi, [plan.row], { state: 'failed', code: plan.code, facts: plan.facts });
      if (plan.kind === 'wait') traceWait(strapi, plan.row, { reason: plan.decision.reason, until: plan.decision.until, facts: plan.facts });
    }
    for (const { prepared, until } of budgeted) traceWait(strapi, prepared.row, { reason: 'budget', until, facts: prepared.facts });
  };

  return {
    /** What may be posted now. Null: this process has lost the right to send. */
    async claim(request: ClaimRequest): Promise<Claimed[] | null> {
      const { account, provider, rows, turn } = request;
      const at = now();
      const planned = await planner.plan(account, provider, rows, at);
      const ready = await pass(planned, request, at);
      const limit = budgetLimitOf(account, provider);
      const portfolio = getService(strapi, 'accounts').portfolioOf(account);

      const { claimed, ended, budgeted } = await inTransaction(strapi, async (trx) => {
        if (turn.signal.aborted || !(await turn.mayClaim(trx))) return { claimed: null, ended: [], budgeted: [] };
        const refused = planned.flatMap((plan) => (plan.kind === 'refuse' ? [[plan.row.id, { code: plan.code, message: sentenceOf(plan.code), contact: plan.row.contact }] as const] : []));
        const endedRows = await outbox.endQueued(new Map(refused), at, trx);
        await outbox.postpone(waitsOf(planned), trx);

        const recipients = ready.flatMap((prepared) => prepared.budgetKey ?? []);
        const decisions = limit === undefined ? null : await budget.spend({ portfolio, recipients, limit, now: at }, trx);
        const chosen: Claimed[] = [];
        const overBudget: { prepared: Prepared; until: Date }[] = [];
        for (const prepared of ready) {
          const key = prepared.budgetKey;
          const decision = key === null ? undefined : decisions?.get(key);
          if (decision?.kind === 'wait') {
            await outbox.postpone([{ id: prepared.row.id, notBefore: decision.until, blockedBy: 'budget' }], trx);
            overBudget.push({ prepared, until: decision.until });
          } else chosen.push({ prepared, at, spend: decision?.counts && key !== null ? { portfolio, recipient: key, spentAt: at } : null });
        }
        const ids = await outbox.claim(chosen.map(({ prepared }) => prepared.row), new Date(at.getTime() + MESSAGE_LEASE_MS), trx);
        // Cancelled, or given to another contact, between the look and the claim: its place in the budget is free again.
        await budget.unspend(chosen.flatMap(({ prepared, spend }) => (spend && !ids.has(prepared.row.id) ? [spend] : [])), trx);
        return { claimed: chosen.filter(({ prepared }) => ids.has(prepared.row.id)), ended: endedRows, budgeted: overBudget };
      });
      if (claimed !== null) trace(planned, ended, budgeted);
      if (ended.length > 0) emit(strapi, 'message.advanced', { messages: ended });
      return claimed;
    },
  };
};

export type Claimer = ReturnType<typeof createClaimer>;
