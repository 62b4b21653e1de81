import { setImmediate as nextTurn } from 'node:timers/promises';

export interface GroupCommit<Row> {
  /** Resolves when the rows are committed; rejects when they could not be, or not in time. */
  put(rows: Row[]): Promise<void>;
  /** Resolves when nothing waits any more. */
  flush(): Promise<void>;
}

interface Waiting<Row> {
  rows: Row[];
  bytes: number;
  resolve(): void;
  reject(error: unknown): void;
}

export class IntakeBusyError extends Error {}

/**
 * Stores what arrives while the statement before is under way in one statement: the busier it is, the fewer commits a
 * request costs, and nobody is answered before the commit. Rows of one `put` are never divided.
 */
export const createGroupCommit = <Row>(
  store: (rows: Row[]) => Promise<void>,
  sizeOf: (row: Row) => number,
  { maxRows = 500, maxBytes = 8 * 1024 * 1024, maxWaitingBytes = 64 * 1024 * 1024, timeoutMs = 8_000 } = {},
): GroupCommit<Row> => {
  let waiting: Waiting<Row>[] = [];
  let waitingBytes = 0;
  let running: Promise<void> | null = null;

  const take = (): Waiting<Row>[] => {
    let rows = 0;
    let bytes = 0;
    let count = 0;
    for (const entry of waiting) {
      if (count > 0 && (rows + entry.rows.length > maxRows || bytes + entry.bytes > maxBytes)) break;
      rows += entry.rows.length;
      bytes += entry.bytes;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingBytes -= bytes;
    return batch;
  };

  const storeBatch = async (batch: Waiting<Row>[]): Promise<void> => {
    try {
      await store(batch.flatMap(({ rows }) => rows));
      for (const entry of batch) entry.resolve();
    } catch (error) {
      const [only] = batch;
      if (only && batch.length === 1) only.reject(error);
      // One row the database refuses must not cost the others their commit.
      else for (const entry of batch) await store(entry.rows).then(entry.resolve, entry.reject);
    }
  };

  const run = async (): Promise<void> => {
    // One turn of the event loop: whatever the network brought at the same moment goes into the same statement.
    await nextTurn();
    while (waiting.length > 0) {
      await storeBatch(take());
      await nextTurn();
    }
    running = null;
  };

  return {
    put(rows) {
      const bytes = rows.reduce((sum, row) => sum + sizeOf(row), 0);
      if (waitingBytes + bytes > maxWaitingBytes) return Promise.reject(new IntakeBusyError('too much waits to be stored'));
      return new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new IntakeBusyError(`not stored within ${timeoutMs} ms`)), timeoutMs);
        waiting.push({
          rows,
          bytes,
          resolve: () => {
            clearTimeout(timer);
            resolve();
          },
          reject: (error) => {
            clearTimeout(timer);
            reject(error instanceof Error ? error : new Error(String(error)));
          },
        });
        waitingBytes += bytes;
        running ??= run();
      });
    },
    async flush() {
      while (running) await running;
    },
  };
};
