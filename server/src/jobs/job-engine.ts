import type { Knex } from '../platform/database';

/** How the lanes came to this process: decides what may be concluded about messages left in mid-send. */
export type LaneOrigin =
  /** Nobody held them, or their holder is certainly dead: whatever is in mid-send was left by a dead process. */
  | 'free'
  /** Their holder did not renew in time; it may still be alive and finish a post it began. */
  | 'expired';

export interface LaneTurn {
  /** Aborted when the lane must stop claiming: the process stops, or lost the right to send. */
  signal: AbortSignal;
  /** Whether this process still holds the lanes, asked inside the transaction that claims. */
  mayClaim(trx: Knex): Promise<boolean>;
}

export interface LaneWork {
  /** Drains what is due for one account; resolves with the time of the next due message, or null. Never runs twice at once for one account. */
  runLane(account: number, turn: LaneTurn): Promise<Date | null>;
  /** Called each time this process gets the lanes, before any of them runs. */
  onLanesTaken(origin: LaneOrigin): Promise<void>;
  /**
   * Called at the end, when no lane runs any more and before they are given up: resolves when nothing is in flight,
   * within a bounded time. Another process that starts earlier would take what is in flight for lost.
   */
  finish(): Promise<void>;
}

export type EngineState = { state: 'running' } | { state: 'second-process'; since: Date } | { state: 'stopped' };

/**
 * Who runs which lane, and what fires on a schedule. `embedded` is one process; a later engine of many processes
 * keeps the same promises: one lane at a time per account, a schedule fires once, work carries ids and never payloads.
 */
export interface JobEngine {
  start(work: LaneWork): Promise<void>;
  /** Something became due for this account. Cheap, and safe at any time. */
  nudge(account: number): void;
  /** Something becomes due for this account at that time: its lane runs then, if it does not run earlier. */
  wakeAt(account: number, at: Date): void;
  /** `cron` has six fields (seconds first). Does not overlap itself; fires only where the lanes are held. Returns the function that removes it. */
  schedule(name: string, cron: string, run: () => Promise<void>): () => void;
  state(): EngineState;
  /** Stops claiming, waits for what is under way, then lets the lanes go. */
  stop(): Promise<void>;
}
