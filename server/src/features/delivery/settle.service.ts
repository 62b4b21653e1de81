import type { Core } from '@strapi/types';
import { advanceStatus } from '../../../../plugin/domain/message-status';
import type { RetryDecision } from '../../../../plugin/domain/retry';
import { inTransaction, type Knex } from '../../platform/database';
import { isDatabaseAway, isUniqueViolation } from '../../platform/database-errors';
import { now } from '../../platform/clock';
import { emit, type AdvancedMessage } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import type { AccountRow, MessageRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { Accepted } from '../../providers/provider';
import type { ProviderErrorKind } from '../../providers/provider-error';
import type { BudgetRepository, Spend } from './budget.repository';
import type { Prepared } from './dispatch.service';
import type { LockedRow, OutboxRepository, SettledRow } from './outbox.repository';

/** How one post ended. Kept in memory until it is written: the provider's answer comes only once. */
export interface Outcome {
  account: AccountRow;
  prepared: Prepared;
  spend: Spend | null;
  at: Date;
  result:
    | { kind: 'accepted'; accepted: Accepted }
    | { kind: 'failed'; errorKind: ProviderErrorKind; decision: RetryDecision; code: string; message: string; vendorCode: string | null };
  /** Told once it is written, or given up. */
  onSettled(): void;
}

/** A wait this short keeps the recipient's later messages behind it; a longer one lets them pass. */
const KEEPS_ORDER_MS = 60_000;
const BATCH = 200;
/** Answers come one by one while a wave of posts is under way; written one by one they would cost a transaction each. */
const WORTHWHILE = 96;
const GATHER_MS = 40;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;
/** An outcome the database refuses for a reason of its own is given up after so many tries: the lease sweep makes it uncertain. */
const DEFECT_TRIES = 5;

const isDueToSender = (decision: RetryDecision): boolean => (decision.kind === 'retry' && decision.scope === 'account') || decision.kind === 'hold';

/** What a row becomes. Null: it has moved on meanwhile, and this failure must not pull it back. */
export const settleRow = (row: SettledRow, outcome: Pick<Outcome, 'result' | 'at'>): SettledRow | null => {
  const { result, at } = outcome;
  const kept: SettledRow = {
    id: row.id,
    deliveryStatus: row.deliveryStatus,
    notBefore: row.notBefore,
    leaseUntil: null,
    blockedBy: null,
    attempts: row.attempts,
    providerMessageId: row.providerMessageId,
    acceptedAt: row.acceptedAt,
    failedAt: row.failedAt,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    errorVendorCode: row.errorVendorCode,
  };
  if (result.kind === 'accepted') {
    // Its status may have come before this answer: then it stands higher already.
    const advance = advanceStatus({ status: row.deliveryStatus }, 'accepted');
    const clearsError = advance.changed && !advance.keepsError;
    return {
      ...kept,
      deliveryStatus: advance.status,
      providerMessageId: result.accepted.providerMessageId,
      acceptedAt: row.acceptedAt ?? at,
      ...(clearsError ? { errorCode: null, errorMessage: null, errorVendorCode: null } : {}),
    };
  }
  // Only what is still in mid-send: a status webhook knows better than a lost answer, and the sweep may have been here.
  if (row.deliveryStatus !== 'sending') return null;
  const { decision } = result;
  const error = { errorCode: result.code, errorMessage: result.message, errorVendorCode: result.vendorCode };
  // What is the account's fault must not use up the message's own tries.
  const attempts = isDueToSender(decision) ? Math.max(0, row.attempts - 1) : row.attempts;
  switch (decision.kind) {
    case 'retry':
      return { ...kept, ...error, attempts, deliveryStatus: 'queued', notBefore: decision.scope === 'account' ? row.notBefore : decision.at };
    case 'hold':
      return { ...kept, ...error, attempts, deliveryStatus: 'queued', blockedBy: decision.scope };
    case 'uncertain':
      return { ...kept, ...error, deliveryStatus: 'uncertain' };
    case 'fail':
      return { ...kept, ...error, deliveryStatus: 'failed', failedAt: at };
  }
};

/**
 * Writes the outcomes of posts, in batches. The database may be away: answers wait in memory and are written when it
 * is back; nothing is ever posted again because its answer could not be written.
 */
export const createSettler = (strapi: Core.Strapi, outbox: OutboxRepository, budget: BudgetRepository, posting: () => number) => {
  const waiting: Outcome[] = [];
  const tries = new Map<Outcome, number>();
  let active: Promise<void> | null = null;
  let sleeping: { timer: NodeJS.Timeout; wake(): void } | null = null;

  const write = async (outcomes: Outcome[], trx: Knex): Promise<AdvancedMessage[]> => {
    const rows = new Map((await outbox.lockSettled(outcomes.map((outcome) => outcome.prepared.row.id), trx)).map((row) => [row.id, row]));
    const changes: SettledRow[] = [];
    const changed: AdvancedMessage[] = [];
    const accepted: { outcome: Outcome; accepted: Accepted; row: MessageRow }[] = [];
    const unspent: Spend[] = [];

    for (const outcome of outcomes) {
      const current = rows.get(outcome.prepared.row.id);
      const change = current ? settleRow(current, outcome) : null;
      if (!current || !change) continue;
      // A merge in mid-send has moved it to another contact and channel; the one it was claimed in may be gone.
      const row: MessageRow = { ...outcome.prepared.row, channel: current.channel, contact: current.contact };
      changes.push(change);
      changed.push({ ...row, ...change });
      if (outcome.result.kind === 'accepted') accepted.push({ outcome, accepted: outcome.result.accepted, row });
      else if (outcome.result.decision.kind === 'fail' && outcome.spend) unspent.push(outcome.spend);
    }
    await outbox.table().updateEach(changes, trx);

    for (const outcome of outcomes) await applyEffects(outcome, rows.get(outcome.prepared.row.id) ?? null, trx);
    await budget.unspend(unspent, trx);
    await learnAddresses(accepted, trx);
    await getService(strapi, 'channels').applySent(
      // A reaction stands under its message and is no newest message of its own.
      accepted.flatMap(({ outcome, row }) => (row.channel === null || row.type === 'reaction' ? [] : [{ channel: row.channel, at: outcome.at, preview: (row.body ?? '').slice(0, 120) }])),
      trx,
    );
    await getService(strapi, 'messages').joinParked(
      accepted.map(({ row, accepted: { providerMessageId } }) => ({ id: row.id, account: row.account, providerMessageId })),
      trx,
    );
    return changed;
  };

  /** What a failure means beyond its own row. */
  const applyEffects = async ({ result, prepared: { row, contact }, account }: Outcome, current: LockedRow | null, trx: Knex): Promise<void> => {
    if (result.kind === 'accepted' || current?.deliveryStatus !== 'sending') return;
    const { decision } = result;
    if (decision.kind === 'retry' && current.contact !== null) {
      const isShort = decision.at.getTime() - now().getTime() <= KEEPS_ORDER_MS;
      if (decision.scope === 'recipient' || (decision.scope === 'message' && isShort)) {
        await outbox.postponeContact(row.account, current.contact, decision.at, trx);
      }
    }
    if (decision.kind === 'hold' && decision.scope === 'template' && row.template !== null && row.payload && 'type' in row.payload) {
      await outbox.hold(row.account, 'template', row.template, trx);
      if (row.payload.type === 'template' && account.businessAccount) {
        const { name, language } = row.payload as { name: string; language: string };
        await getService(strapi, 'templates').applyChange(
          { kind: 'template', account: {}, at: now(), name, language, change: { approvalStatus: 'PAUSED' } },
          account.businessAccount,
          trx,
        );
      }
    }
    if (result.errorKind === 'opted_out' && contact) {
      await getService(strapi, 'contacts').applyProviderPreference(contact.id, 'stop', { statedAt: now(), wording: result.message }, trx);
    }
  };

  /** The id the provider knows a number by, where it differs from what was sent (Brazil's ninth digit). */
  const learnAddresses = async (accepted: { outcome: Outcome; accepted: Accepted }[], trx: Knex): Promise<void> => {
    const people = accepted.flatMap(({ outcome: { prepared, account, at }, accepted: { waId, userId } }) => {
      const { to } = prepared.envelope;
      if (to.kind !== 'phone') return [];
      const isNews = waId !== undefined && waId !== to.value && waId !== prepared.contact?.waId;
      if (!isNews && userId === undefined) return [];
      const person = { phone: to.value, ...(isNews ? { waId } : {}), ...(userId ? { userId } : {}) };
      return [{ person, scope: getService(strapi, 'accounts').portfolioOf(account), source: 'provider', at }];
    });
    if (people.length > 0) await getService(strapi, 'contacts').resolvePeople(people, trx);
  };

  const done = (outcomes: Outcome[]): void => {
    for (const outcome of outcomes) {
      tries.delete(outcome);
      outcome.onSettled();
    }
  };

  /** After the commit: an account's halt is its own write, and must be there before its lane looks again. */
  const haltAccounts = async (outcomes: Outcome[]): Promise<void> => {
    const halted = new Set<number>();
    for (const { result, prepared } of outcomes) {
      if (result.kind === 'accepted' || result.decision.kind !== 'hold' || result.decision.scope !== 'account') continue;
      const { account } = prepared.row;
      if (halted.has(account)) continue;
      halted.add(account);
      await getService(strapi, 'accounts').halt(account, { code: result.code, message: result.message });
    }
  };

  const settle = async (outcomes: Outcome[]): Promise<void> => {
    const changed = await inTransaction(strapi, (trx) => write(outcomes, trx));
    await haltAccounts(outcomes);
    done(outcomes);
    if (changed.length > 0) emit(strapi, 'message.advanced', { messages: changed });
  };

  /** One by one, so that a single row the database refuses does not keep the others from being written. */
  const settleApart = async (outcomes: Outcome[]): Promise<void> => {
    for (const outcome of outcomes) {
      try {
        await settle([outcome]);
      } catch (error) {
        if (isDatabaseAway(error)) {
          waiting.unshift(outcome);
          continue;
        }
        const tried = (tries.get(outcome) ?? 0) + 1;
        tries.set(outcome, tried);
        const { documentId } = outcome.prepared.row;
        strapi.log.error(`[whatsapp] the outcome of message ${documentId} could not be written: ${failureText(error)}`);
        if (isUniqueViolation(error) && outcome.result.kind === 'accepted') {
          // Another row holds this provider id: the message was accepted all the same.
          await acceptBesideOther(outcome, outcome.result.accepted).catch(() => waiting.push(outcome));
        } else if (tried < DEFECT_TRIES) waiting.push(outcome);
        else done([outcome]);
      }
    }
  };

  /** An echo that came before the answer gives its id to the message; any other row keeps it. */
  const acceptBesideOther = async (outcome: Outcome, { providerMessageId }: Accepted): Promise<void> => {
    const { id, account } = outcome.prepared.row;
    await inTransaction(strapi, async (trx) => {
      const [row] = await outbox.lockSettled([id], trx);
      const change = row ? settleRow(row, outcome) : null;
      if (!row || !change) return;
      const isOurs = await getService(strapi, 'messages').removeEcho({ account, providerMessageId }, trx);
      await outbox.table().updateEach([{ ...change, providerMessageId: isOurs ? providerMessageId : row.providerMessageId }], trx);
    });
    done([outcome]);
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        sleeping = null;
        resolve();
      };
      const timer = setTimeout(wake, ms);
      sleeping = { timer, wake };
    });

  const work = async (): Promise<void> => {
    let retryMs = FIRST_RETRY_MS;
    while (waiting.length > 0) {
      // With nothing under way nobody else's answer is worth waiting for.
      if (waiting.length < WORTHWHILE && posting() > 0) await pause(GATHER_MS);
      const outcomes = waiting.splice(0, BATCH);
      try {
        await settle(outcomes);
        retryMs = FIRST_RETRY_MS;
      } catch (error) {
        if (!isDatabaseAway(error)) {
          await settleApart(outcomes);
          if (waiting.some((outcome) => tries.has(outcome))) await pause(FIRST_RETRY_MS);
          continue;
        }
        waiting.unshift(...outcomes);
        strapi.log.warn(`[whatsapp] the database is away; ${waiting.length} answers of WhatsApp are kept and written when it is back.`);
        await pause(retryMs);
        retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
      }
    }
  };

  const begin = (): void => {
    active ??= Promise.resolve()
      .then(work)
      .catch((error: unknown) => strapi.log.error(`[whatsapp] settling failed: ${failureText(error)}`))
      .then(() => {
        active = null;
        // One may have come between the last look and here.
        if (waiting.length > 0) begin();
      });
  };

  return {
    add(outcome: Outcome): void {
      waiting.push(outcome);
      begin();
    },
    /** Tries now what waits for the database. */
    wake: () => sleeping?.wake(),
    pending: () => waiting.length,
  };
};

export type Settler = ReturnType<typeof createSettler>;
