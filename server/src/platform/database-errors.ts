import { setTimeout as pause } from 'node:timers/promises';

/** Whether an error is the database refusing a second row where one may be. */
export const isUniqueViolation = (error: unknown): boolean => {
  const code = (error as { code?: string } | null)?.code;
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
};

/**
 * Whether the database ended this transaction for the sake of another: a deadlock, or (SQLite) one of another process that wrote
 * between this one's first read and its first write. Nothing of it was written, and a second try makes sense.
 */
export const isOvertaken = (error: unknown): boolean => ['40P01', 'SQLITE_BUSY_SNAPSHOT'].includes((error as { code?: string } | null)?.code ?? '');

const BEGINNINGS = 5;
const PAUSE_MS = 20;

/** Work of one transaction, begun anew where the database ended it for the sake of another. */
export const untilNotOvertaken = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isOvertaken(error) || attempt === BEGINNINGS) throw error;
      await pause(attempt * PAUSE_MS);
    }
  }
};

/** Whether an error says that the database is away or busy, so that trying again makes sense. */
export const isDatabaseAway = (error: unknown): boolean => {
  const { code = '', name = '', message = '' } = (error ?? {}) as { code?: string; name?: string; message?: string };
  return (
    /^(08|57P|40001|40P01|53)/.test(code) ||
    // SQLite says more behind the word: BUSY_SNAPSHOT, IOERR_WRITE.
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN)(_\w+)?)$/.test(code) ||
    name === 'KnexTimeoutError' ||
    /Connection terminated|server closed the connection|Client has encountered a connection error/i.test(message)
  );
};
