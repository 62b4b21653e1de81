import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { decideRetry, errorCodeOf } from '../../../../plugin/domain/retry';
import type { LaneTurn } from '../../jobs';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import type { AccountRow, MessageRow } from '../../platform/records';
import { codeOf } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { Provider, ProviderAccount, ProviderIo } from '../../providers/provider';
import { ProviderError } from '../../providers/provider-error';
import type { Claimed, Claimer } from './claim.service';
import { isHalted } from './dispatch.service';
import type { OutboxRepository } from './outbox.repository';
import { budgetLimitOf, createPace, rateOf, type Pace } from './pace.service';
import type { Outcome, Settler } from './settle.service';
import { listenIn, traceAttempt } from './trace-delivery';

/** Claimed or posted at once in one lane: enough for 1,000 a second at 100 ms each, and the most a kill can leave uncertain. */
export const CONCURRENCY = 128;
/** The most a claim takes: one half is claimed while the other is posted. */
const LARGEST_CLAIM = CONCURRENCY / 2;
/** Posted or answered but not yet written: beyond it the lane waits for the database. */
const UNSETTLED_LIMIT = 512;
/** A queue whose head is older than this at the first look was left by an outage. */
const STALE_MS = 5 * 60_000;
/** Between two looks at the pace while claimed messages wait for their places: shorter ones only cost timers. */
const LOOK_MS = 5;
/** How often the head of the queue is looked past when it is full of one recipient's messages. */
const ROUNDS = 8;

interface LaneMemory {
  pace: Pace;
  /** Contacts with a message between claim and settle, by the message: one at a time, in order. */
  contacts: Map<number, number>;
  posting: number;
  unsettled: Set<number>;
  isHalting: boolean;
  /** Whether something due was passed over because of what is in flight: look again once it is settled. */
  passedOver: boolean;
  /** Null: not looked at yet; undefined: unlimited. */
  budgetLimit: number | null | undefined;
  /** Messages of this account may be marked as waiting for it. */
  isHeld: boolean;
  hasLooked: boolean;
  waiters: (() => void)[];
}

const explain = (code: string, theirs: string): string => {
  const detail = theirs.trim().slice(0, 300);
  return detail ? `${sentenceOf(code)} (${detail})` : sentenceOf(code);
};

/** The lanes: each drains one account's due messages, under that number's pace, and never claims more than it posts at once. */
export const createLanes = (
  strapi: Core.Strapi,
  parts: { outbox: OutboxRepository; claimer: Claimer; settler: Settler; nudge(account: number): void },
) => {
  const { outbox, claimer, settler } = parts;
  const memories = new Map<number, LaneMemory>();

  const memoryOf = (account: number): LaneMemory => {
    const known = memories.get(account);
    if (known) return known;
    const memory: LaneMemory = {
      pace: createPace(),
      contacts: new Map(),
      posting: 0,
      unsettled: new Set(),
      isHalting: false,
      passedOver: false,
      budgetLimit: null,
      isHeld: true,
      hasLooked: false,
      waiters: [],
    };
    memories.set(account, memory);
    return memory;
  };

  const wake = (memory: LaneMemory): void => {
    for (const waiter of memory.waiters.splice(0)) waiter();
  };

  /** Until something in flight has moved on, the time has passed, or the lane must stop. */
  const until = (memory: LaneMemory, turn: LaneTurn, timeMs: number | null): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        if (timer) clearTimeout(timer);
        turn.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = timeMs === null ? null : setTimeout(end, timeMs);
      if (timeMs === null) memory.waiters.push(end);
      turn.signal.addEventListener('abort', end, { once: true });
      if (turn.signal.aborted) end();
    });

  /** What a post may use; its calls are logged as this message's. */
  const ioFor = (row: MessageRow, provider: Provider): ProviderIo => ({
    http: getService(strapi, 'accounts').httpFor({ operation: 'message.send', provider: provider.id, account: row.account, subject: row.documentId }),
    now,
    log: { debug: (message) => strapi.log.debug(`[whatsapp] ${message}`), warn: (message) => strapi.log.warn(`[whatsapp] ${message}`) },
  });

  const failureOf = (error: unknown, row: MessageRow, pace: Pace, postedAt: Date): Extract<Outcome['result'], { kind: 'failed' }> => {
    // A defect in a provider says nothing about whether the message left: held as uncertain, never resent.
    const failure = error instanceof ProviderError ? error : new ProviderError('unknown_outcome', 'an unexpected error in the plugin', { cause: error });
    if (failure !== error) strapi.log.error(`[whatsapp] sending message ${row.documentId} failed unexpectedly: ${failureText(error)}`);
    const at = now();
    const ask = (attempts: number) =>
      decideRetry({ kind: failure.kind, attempts, now: at, retryAfterMs: failure.retryAfterMs, random: Math.random(), ...(row.purpose ? { purpose: row.purpose } : {}) });
    let decision = ask(row.attempts + 1);
    // What concerns the whole account backs off by the account's failures: each message has only seen one.
    if (decision.kind === 'retry' && decision.scope === 'account') decision = ask(pace.failuresWith(postedAt));
    const code = errorCodeOf(failure.kind);
    return { kind: 'failed', errorKind: failure.kind, decision, code, message: explain(code, failure.message), vendorCode: failure.vendorCode ?? null };
  };

  const post = async (memory: LaneMemory, provider: Provider, connection: ProviderAccount, account: AccountRow, { prepared, spend, at: claimedAt }: Claimed): Promise<void> => {
    const { row, payload, envelope } = prepared;
    const { io, calls } = listenIn(ioFor(row, provider));
    const postedAt = now();
    let result: Outcome['result'];
    try {
      result = { kind: 'accepted', accepted: await provider.send(connection, payload, envelope, io) };
      memory.pace.succeed(now());
    } catch (error) {
      const failed = failureOf(error, row, memory.pace, postedAt);
      result = failed;
      const { decision } = failed;
      if (decision.kind === 'retry' && decision.scope === 'account') memory.pace.pause(decision.at, postedAt, now());
      else if (decision.kind === 'hold' && decision.scope === 'account') memory.isHalting = memory.isHeld = true;
      else if (decision.kind === 'uncertain') memory.pace.doubt(postedAt, now());
      else memory.pace.succeed(now());
    }
    memory.posting -= 1;
    traceAttempt(strapi, { prepared, claimedAt, calls, result });
    settler.add({
      account,
      prepared,
      spend,
      at: now(),
      result,
      onSettled: () => {
        memory.unsettled.delete(row.id);
        memory.contacts.delete(row.id);
        if (result.kind === 'failed' && result.decision.kind === 'hold') memory.isHalting = false;
        wake(memory);
        if (memory.passedOver || memory.unsettled.size === 0) {
          memory.passedOver = false;
          parts.nudge(row.account);
        }
      },
    });
    wake(memory);
  };

  /** Due messages, one a contact and none whose contact has one in flight. */
  const gather = async (memory: LaneMemory, account: AccountRow, wanted: number, at: Date): Promise<MessageRow[]> => {
    const rows: MessageRow[] = [];
    const busy = new Set(memory.contacts.values());
    if (busy.size > 0) memory.passedOver = true;
    // Its own release wakes the lane.
    for (const contact of await outbox.listAwaitingFiles(account.id, at)) busy.add(contact);
    for (let round = 0; round < ROUNDS && rows.length < wanted; round += 1) {
      const limit = wanted - rows.length;
      const found = await outbox.listDue(account.id, at, limit, [...busy]);
      for (const row of found) {
        if (memory.unsettled.has(row.id)) continue;
        if (row.contact !== null) {
          if (busy.has(row.contact)) continue;
          busy.add(row.contact);
        }
        rows.push(row);
      }
      if (found.length < limit) break;
    }
    return rows;
  };

  const openConnection = async (account: AccountRow): Promise<ProviderAccount | null> => {
    try {
      return await getService(strapi, 'accounts').connectionOf(account);
    } catch (error) {
      const code = codeOf(error);
      if (code === null) throw error;
      await getService(strapi, 'accounts').halt(account.id, { code, message: sentenceOf(code) });
      return null;
    }
  };

  /** Releases what no longer has a reason to wait, and says whether this account may send. */
  const mayRun = async (memory: LaneMemory, account: AccountRow, provider: Provider | null, at: Date): Promise<boolean> => {
    if (!account.active || provider === null || account.connectionState === 'blocked' || isHalted(account, at)) {
      await outbox.hold(account.id, 'account', null);
      memory.isHeld = true;
      return false;
    }
    if (memory.isHeld) await outbox.release(account.id, 'account', null);
    memory.isHeld = false;
    const limit = budgetLimitOf(account, provider);
    // A limit that rose lets those go that wait for tomorrow.
    if (memory.budgetLimit === null || (memory.budgetLimit !== undefined && (limit === undefined || limit > memory.budgetLimit))) {
      await outbox.release(account.id, 'budget', null);
    }
    memory.budgetLimit = limit;
    return true;
  };

  const roomOf = (memory: LaneMemory): number => Math.min(CONCURRENCY - memory.posting, UNSETTLED_LIMIT - memory.unsettled.size);

  /** Waits for the place of one claimed message. Not ended by a stop: what is claimed is posted, and its place is a moment away. */
  const takePlace = async (memory: LaneMemory, rate: number): Promise<void> => {
    for (let at = now(), until = memory.pace.take(rate, at); until !== null; at = now(), until = memory.pace.take(rate, at)) {
      await sleep(Math.max(LOOK_MS, until.getTime() - at.getTime()));
    }
  };

  const runLane = async (id: number, turn: LaneTurn): Promise<Date | null> => {
    const memory = memoryOf(id);
    const accounts = getService(strapi, 'accounts');
    const soon = (): Date => new Date(now().getTime() + 1_000);
    let isFirst = true;

    while (!turn.signal.aborted) {
      const at = now();
      if (memory.isHalting) return soon();
      const pausedUntil = memory.pace.pausedUntil();
      if (pausedUntil !== null && pausedUntil > at) return pausedUntil;
      if (memory.pace.isProbing() ? memory.unsettled.size > 0 : roomOf(memory) < 1) {
        await until(memory, turn, null);
        continue;
      }

      const account = await accounts.findById(id);
      if (!account) return null;
      const provider = accounts.findProvider(account.provider);
      if (isFirst || !account.active || account.connectionState === 'blocked' || account.connectionState === 'halted') {
        if (!(await mayRun(memory, account, provider, at))) return account.haltedUntil;
        isFirst = false;
      }
      if (!provider) return null;

      const rate = rateOf(account, provider);
      const nextPlaceAt = memory.pace.peek(rate, at);
      if (nextPlaceAt !== null) {
        await until(memory, turn, Math.max(1, nextPlaceAt.getTime() - at.getTime()));
        continue;
      }
      // A claim costs the same for one message as for many: smaller ones only while too little comes back.
      const wanted = memory.pace.isProbing() ? 1 : Math.min(LARGEST_CLAIM, memory.pace.batch(rate, at));
      if (roomOf(memory) < wanted) {
        await until(memory, turn, null);
        continue;
      }
      const rows = await gather(memory, account, wanted, at);
      const [head] = rows;
      if (!head) {
        // What was passed over nudges this lane when its recipient is free again.
        const next = await outbox.findNextDueAt(id);
        return next !== null && next <= now() ? (memory.unsettled.size > 0 ? null : soon()) : next;
      }
      if (!memory.hasLooked) {
        memory.hasLooked = true;
        if ((head.notBefore ?? head.createdAt).getTime() < at.getTime() - STALE_MS) {
          memory.pace.beginSlowly(at);
          continue;
        }
      }

      const connection = await openConnection(account);
      // Halted just now: the next look marks the queue.
      if (!connection) {
        isFirst = true;
        continue;
      }
      const claimed = await claimer.claim({ account, provider, rows, pace: memory.pace, turn });
      if (claimed === null) return soon();
      for (const { prepared } of claimed) {
        memory.posting += 1;
        memory.unsettled.add(prepared.row.id);
        if (prepared.row.contact !== null) memory.contacts.set(prepared.row.id, prepared.row.contact);
      }
      for (const claim of claimed) {
        await takePlace(memory, rate);
        void post(memory, provider, connection, account, claim);
      }
    }
    return soon();
  };

  return {
    runLane,
    /** What is in flight for a contact that became part of another is the other's: its next message waits for it. */
    moveContact(kept: number, merged: number): void {
      for (const { contacts, pace } of memories.values()) {
        for (const [message, contact] of contacts) if (contact === merged) contacts.set(message, kept);
        pace.movePair(kept, merged);
      }
    },
    /** Posts that wait for their answer. */
    posting: (): number => [...memories.values()].reduce((sum, memory) => sum + memory.posting, 0),
    /** Ids between claim and settle: they are ours, whatever their lease says. */
    inFlight: (): number[] => [...memories.values()].flatMap((memory) => [...memory.unsettled]),
  };
};

export type Lanes = ReturnType<typeof createLanes>;
