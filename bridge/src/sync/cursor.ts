import { createHash } from 'node:crypto';
import { OdooError } from '../odoo/odoo-error';
import type { OdooDomain, OdooRow } from '../odoo/rpc';

/**
 * The incremental cursor. The database keeps microseconds and RPC cuts them off, so with `t` as RPC gave it
 * `write_date > t` returns the same rows for ever on 17 and 18 and skips the rest of that second on 19
 * (measured 2026-11). Only `write_date >= t` ordered by `write_date asc, id asc` is right everywhere; what
 * comes twice is dropped by (id, write_date).
 *
 * Two failures this prevents beyond that:
 * - A slow transaction commits later with an older `write_date` (it is the transaction's start): every pull
 *   begins some minutes before the newest row seen.
 * - A record written twice within one second keeps its `write_date` (recorded: created and archived at
 *   22:02:44): what is remembered between pulls carries a fingerprint of the row, so the second write is seen.
 */

/** Where a pull ended. Plain JSON; keep it with the page it came with, in one transaction. */
export interface CursorState {
  version: 1;
  /** The newest `write_date` seen, as RPC gives it; null before the first pull. */
  at: string | null;
  /** Rows inside the overlap: second → id → fingerprint. Bounded; what is left out is only stored once more. */
  recent: Record<string, Record<string, string>>;
}

export interface FeedOptions {
  /** Rows a page; at least 2. */
  pageSize: number;
  /** Minutes to go back behind the newest row seen. */
  overlapMinutes: number;
  /** What else the records must meet. */
  domain?: OdooDomain;
  /**
   * Our clock. Rows dated more than a day after it (an ERP whose clock was once wrong) are read each time but
   * don't move the cursor, or everything written until that date would be missed.
   */
  now?: Date;
}

export interface PageRequest {
  domain: OdooDomain;
  order: 'write_date asc, id asc';
  limit: number;
  offset: number;
}

export interface SettledPage {
  /** Rows that are new or changed, in order. */
  fresh: OdooRow[];
  /** The state once these rows are stored. */
  cursor: CursorState;
}

export interface PageTaken {
  /** Nothing is left to read. */
  isDone: boolean;
  /** The costly part, to be called once per page and in order: best after the next request is on its way. */
  settle(): SettledPage;
}

/** A pull as a walk over pages: ask for `request()`, give the rows to `take()`. No I/O. */
export interface Feed {
  request(): PageRequest;
  take(rows: readonly OdooRow[]): PageTaken;
}

export const EMPTY_CURSOR: CursorState = { version: 1, at: null, recent: {} };

/** Most rows remembered between pulls: about 200 kB of JSON. */
const MAX_REMEMBERED = 10_000;
/** Before the last page, so that no page costs the writing of what ten others hold. */
const MAX_REMEMBERED_MIDWAY = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const SECOND = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** Reads a stored cursor; anything that is not one begins from the start, which costs time but loses nothing. */
export function parseCursor(stored: unknown): CursorState {
  if (typeof stored !== 'object' || stored === null) return EMPTY_CURSOR;
  const { version, at, recent } = stored as Partial<Record<keyof CursorState, unknown>>;
  if (version !== 1 || typeof at !== 'string' || !SECOND.test(at)) return EMPTY_CURSOR;
  const kept: CursorState['recent'] = {};
  for (const [second, ids] of Object.entries(typeof recent === 'object' && recent !== null ? recent : {})) {
    if (!SECOND.test(second) || typeof ids !== 'object' || ids === null) continue;
    const entries: [string, unknown][] = Object.entries(ids as Record<string, unknown>);
    kept[second] = Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  }
  return { version: 1, at, recent: kept };
}

/** `YYYY-MM-DD HH:MM:SS` some minutes earlier. An ISO string with `Z` in a domain is a ValueError. */
export function subtractMinutes(second: string, minutes: number): string {
  return formatSecond(Date.parse(`${second.replace(' ', 'T')}Z`) - minutes * 60_000);
}

function formatSecond(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** `write_date` cut to the second (webhooks and some builds carry microseconds); null where there is none. */
function secondOf(row: OdooRow): string | null {
  const value = row['write_date'];
  const second = typeof value === 'string' ? value.slice(0, 19) : '';
  return SECOND.test(second) ? second : null;
}

const idOf = (row: OdooRow): number => Number(row['id']);

function fingerprintOf(row: OdooRow): string {
  return createHash('sha1').update(JSON.stringify(row)).digest('base64').slice(0, 10);
}

class Memory {
  private readonly seconds = new Map<string, Map<number, string>>();

  constructor(recent: CursorState['recent']) {
    for (const [second, ids] of Object.entries(recent)) {
      this.seconds.set(second, new Map(Object.entries(ids).map(([id, print]) => [Number(id), print])));
    }
  }

  /** Remembers the row; false where exactly this row was there already. */
  add(second: string, id: number, print: string): boolean {
    const ids = this.seconds.get(second) ?? new Map<number, string>();
    this.seconds.set(second, ids);
    if (ids.get(id) === print) return false;
    ids.set(id, print);
    return true;
  }

  forgetBefore(second: string): void {
    for (const known of this.seconds.keys()) if (known < second) this.seconds.delete(known);
  }

  toRecent(most: number): CursorState['recent'] {
    const recent: CursorState['recent'] = {};
    let room = most;
    for (const second of [...this.seconds.keys()].sort().reverse()) {
      if (room <= 0) break;
      const entries = [...this.seconds.get(second)!].slice(-room);
      recent[second] = Object.fromEntries(entries);
      room -= entries.length;
    }
    return recent;
  }
}

/** Turns left over between two pages before the server is said to repeat itself. */
const PATIENCE = 30;

export function createFeed(state: CursorState, options: FeedOptions): Feed {
  const pageSize = Math.max(2, Math.floor(options.pageSize));
  const memory = new Memory(state.recent);
  const latest = options.now ? formatSecond(options.now.getTime() + DAY_MS) : null;
  let newest = state.at;
  /** Lower bound of the domain. */
  let since = state.at === null ? null : subtractMinutes(state.at, options.overlapMinutes);
  /** Rows to skip behind `since`; where it is not 0 the page's first row must be one already passed. */
  let offset = 0;
  let stepBack = pageSize;
  /** Ids passed in this walk whose second is `since`. */
  let passed = new Set<number>();
  let idleTurns = 0;

  /** `repeated` are the rows of this page that an earlier page had in the same second. */
  function settle(rows: readonly OdooRow[], repeated: ReadonlySet<OdooRow>, isDone: boolean): SettledPage {
    const last = rows.findLast((row) => isDated(secondOf(row)));
    const lastSecond = last ? secondOf(last) : null;
    if (lastSecond !== null && (newest === null || lastSecond > newest)) newest = lastSecond;
    const horizon = newest === null ? null : subtractMinutes(newest, options.overlapMinutes);
    const fresh = rows.filter((row) => {
      const second = secondOf(row);
      // Far behind the newest row nothing is remembered: there only the row a page begins with comes twice.
      if (second === null || horizon === null || second < horizon) return !repeated.has(row);
      return memory.add(second, idOf(row), fingerprintOf(row));
    });
    if (horizon !== null) memory.forgetBefore(horizon);
    return { fresh, cursor: { version: 1, at: newest, recent: newest === null ? {} : memory.toRecent(isDone ? MAX_REMEMBERED : MAX_REMEMBERED_MIDWAY) } };
  }

  function isDated(second: string | null): boolean {
    return second !== null && (latest === null || second <= latest);
  }

  /** A server that ignores the domain, the order or the offset would be read for ever, or leave gaps in silence. */
  function checkOrder(rows: readonly OdooRow[]): void {
    let before = since;
    for (const row of rows) {
      const second = secondOf(row);
      if (second === null) continue;
      if (before !== null && second < before) throw new OdooError('malformed');
      before = second;
    }
  }

  function countIdleTurn(): void {
    idleTurns += 1;
    // After going back, pages of known rows are right; more than would lead past all of them are not.
    if (idleTurns > PATIENCE + 2 * Math.ceil(passed.size / (pageSize - 1))) throw new OdooError('malformed');
  }

  /**
   * Rows that are written between two pages leave their second and move to the end, so what follows slides
   * forward and an offset would jump over unread rows. The last row passed is therefore asked for again; when
   * it does not come first, go back until a passed row does. At offset 0 every page is right.
   */
  function isContiguous(rows: readonly OdooRow[]): boolean {
    if (offset === 0) return true;
    const first = rows[0];
    return first !== undefined && secondOf(first) === since && passed.has(idOf(first));
  }

  function move(rows: readonly OdooRow[]): void {
    const last = rows.findLast((row) => secondOf(row) !== null);
    const lastSecond = last ? secondOf(last) : since;
    const isAdvance = lastSecond !== since;
    const idsThere = rows.filter((row) => secondOf(row) === lastSecond).map(idOf);
    const before = isAdvance ? 0 : passed.size;
    if (isAdvance) passed = new Set();
    for (const id of idsThere) passed.add(id);
    offset = (isAdvance ? idsThere.length : offset + rows.length) - 1;
    since = lastSecond;
    if (passed.size > before) idleTurns = 0;
    else countIdleTurn();
  }

  return {
    request() {
      const bound: OdooDomain = since === null ? [] : [['write_date', '>=', since]];
      return { domain: [...(options.domain ?? []), ...bound], order: 'write_date asc, id asc', limit: pageSize, offset };
    },

    take(rows) {
      if (!isContiguous(rows)) {
        offset = Math.max(0, offset - stepBack);
        stepBack *= 2;
        countIdleTurn();
        return { isDone: false, settle: () => settle([], new Set(), false) };
      }
      checkOrder(rows);
      stepBack = pageSize;
      const repeated = new Set(rows.filter((row) => secondOf(row) === since && passed.has(idOf(row))));
      const isDone = rows.length < pageSize;
      if (!isDone) move(rows);
      return { isDone, settle: () => settle(rows, repeated, isDone) };
    },
  };
}
