import { schedule as scheduleCron, type ScheduledTask } from 'node-cron';
import type { Core } from '@strapi/types';
import { now } from '../platform/clock';
import { failureText } from '../platform/failure-text';
import { createEngineLease } from './engine-lease.repository';
import type { EngineState, JobEngine, LaneOrigin, LaneTurn, LaneWork } from './job-engine';
import { createHolder, isCertainlyDead } from './process-identity';

/** Renewed five times before it runs out: one slow moment of the database loses nothing. */
export const LEASE_MS = 15_000;
const RENEW_MS = 3_000;
/** After a lane failed by a defect or a lost database. */
const LANE_PAUSE_MS = 2_000;
/** Timers can't be longer than 24.8 days, and a clock may be set: look again at least this often. */
const LONGEST_SLEEP_MS = 60_000;

interface Lane {
  active: Promise<void> | null;
  again: boolean;
  timer: NodeJS.Timeout | null;
  /** When it runs next, in epoch milliseconds; Infinity: when it is nudged. */
  wakesAt: number;
}

/** The default engine: lanes and schedules of one process. A second process on the same database is noticed and does not send. */
export const createEmbeddedEngine = (strapi: Core.Strapi): JobEngine => {
  const { holder, release: releaseHolder } = createHolder();
  const lease = createEngineLease(strapi, holder, isCertainlyDead);
  const lanes = new Map<number, Lane>();
  const tasks = new Set<ScheduledTask>();
  const fired = new Set<Promise<void>>();
  let work: LaneWork | null = null;
  let state: EngineState = { state: 'stopped' };
  let turn = new AbortController();
  let leaseUntil: Date | null = null;
  let origin: LaneOrigin = 'expired';
  let renewTimer: NodeJS.Timeout | null = null;
  let isStopping = false;

  const isRunning = (): boolean => state.state === 'running' && !isStopping;

  const laneOf = (account: number): Lane => {
    const known = lanes.get(account);
    if (known) return known;
    const lane: Lane = { active: null, again: false, timer: null, wakesAt: Infinity };
    lanes.set(account, lane);
    return lane;
  };

  const run = (account: number, lane: Lane): void => {
    if (!work || !isRunning()) return;
    if (lane.timer) clearTimeout(lane.timer);
    lane.timer = null;
    lane.wakesAt = Infinity;
    lane.again = false;
    const laneTurn: LaneTurn = { signal: turn.signal, mayClaim: (trx) => lease.isHeld(trx) };
    lane.active = work
      .runLane(account, laneTurn)
      .catch((error: unknown) => {
        strapi.log.error(`[whatsapp] the lane of account ${account} stopped and starts again: ${failureText(error)}`);
        return new Date(now().getTime() + LANE_PAUSE_MS);
      })
      .then((next) => {
        lane.active = null;
        if (!isRunning()) return;
        if (lane.again) return run(account, lane);
        // While it ran it may have been asked to wake earlier than what it found.
        sleep(account, lane, Math.min(lane.wakesAt, next?.getTime() ?? Infinity));
      });
  };

  const sleep = (account: number, lane: Lane, wakesAt: number): void => {
    if (lane.timer) clearTimeout(lane.timer);
    lane.timer = null;
    lane.wakesAt = wakesAt;
    if (wakesAt === Infinity) return;
    const waitMs = Math.min(LONGEST_SLEEP_MS, Math.max(1, wakesAt - now().getTime()));
    lane.timer = setTimeout(() => run(account, lane), waitMs);
  };

  const nudge = (account: number): void => {
    const lane = laneOf(account);
    lane.again = true;
    if (!lane.active) run(account, lane);
  };

  const wakeAt = (account: number, at: Date): void => {
    if (at <= now()) return nudge(account);
    const lane = laneOf(account);
    if (at.getTime() >= lane.wakesAt || !isRunning()) return;
    if (lane.active) lane.wakesAt = at.getTime();
    else sleep(account, lane, at.getTime());
  };

  const beginTurn = (): void => {
    turn = new AbortController();
    for (const account of lanes.keys()) nudge(account);
  };

  const stopLanes = (): void => {
    turn.abort();
    for (const lane of lanes.values()) {
      if (lane.timer) clearTimeout(lane.timer);
      lane.timer = null;
      lane.wakesAt = Infinity;
    }
  };

  const keepLease = async (): Promise<void> => {
    const at = now();
    const until = new Date(at.getTime() + LEASE_MS);
    const taken = await lease.take(at, until);
    if (isStopping) return;
    if (taken === null) {
      if (state.state === 'running') {
        stopLanes();
        strapi.log.error('[whatsapp] another process took over sending; this one has stopped claiming messages.');
      } else if (state.state !== 'second-process') {
        strapi.log.error(
          '[whatsapp] another process sends messages from this database already. This one sends nothing, and takes over when the other ends. Run one process.',
        );
      }
      if (state.state !== 'second-process') state = { state: 'second-process', since: at };
      return;
    }
    leaseUntil = until;
    if (state.state === 'running') {
      // A database that was away may have aborted the turn although nobody took over.
      if (turn.signal.aborted) beginTurn();
      return;
    }
    // Kept for the next try where the taking fails half-way: the lease is ours by then, its origin still counts.
    if (taken !== 'renewed') origin = taken;
    await work?.onLanesTaken(origin);
    if (isStopping) return;
    state = { state: 'running' };
    beginTurn();
  };

  const tick = async (): Promise<void> => {
    try {
      await keepLease();
    } catch (error) {
      strapi.log.warn(`[whatsapp] the right to send could not be renewed: ${failureText(error)}`);
      // Someone else may hold it by now.
      if (state.state === 'running' && leaseUntil !== null && leaseUntil <= now()) stopLanes();
    }
    if (!isStopping) renewTimer = setTimeout(() => void tick(), RENEW_MS);
  };

  return {
    async start(laneWork) {
      work = laneWork;
      isStopping = false;
      await tick();
    },

    nudge,
    wakeAt,

    schedule(name, cron, runTask) {
      const fire = async (): Promise<void> => {
        if (!isRunning()) return;
        const running = runTask().catch((error: unknown) => {
          strapi.log.error(`[whatsapp] scheduled ${name} failed: ${failureText(error)}`);
        });
        fired.add(running);
        await running;
        fired.delete(running);
      };
      const task = scheduleCron(cron, fire, { noOverlap: true, suppressMissedWarning: true, unref: true });
      tasks.add(task);
      return () => {
        tasks.delete(task);
        void task.destroy();
      };
    },

    state: () => state,

    async stop() {
      if (isStopping) return;
      isStopping = true;
      if (renewTimer) clearTimeout(renewTimer);
      stopLanes();
      for (const task of tasks) void task.destroy();
      tasks.clear();
      await Promise.all([...fired, ...[...lanes.values()].map((lane) => lane.active)]);
      await work?.finish();
      state = { state: 'stopped' };
      try {
        await lease.release();
      } catch {
        // The database is away: the lease runs out by itself.
      }
      releaseHolder();
    },
  };
};
