import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDatabaseAway } from '../../server/src/platform/database-errors';

interface Connection {
  exec(statement: string): void;
  pragma(setting: string): void;
  prepare(statement: string): { all(): unknown[] };
  close(): void;
}
// eslint-disable-next-line @typescript-eslint/no-require-imports -- it comes without types
const Database = require('better-sqlite3') as new (file: string, options: { timeout: number }) => Connection;

const errorOf = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('errors after which a second try makes sense', () => {
  it('are those of another process that writes to the same SQLite file', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'whatsapp-away-'));
    const [own, other] = [0, 1].map(() => new Database(path.join(directory, 'data.db'), { timeout: 0 })) as [Connection, Connection];
    try {
      own.pragma('journal_mode = WAL');
      own.exec('CREATE TABLE notes (text)');
      own.exec('BEGIN');
      own.prepare('SELECT * FROM notes').all();
      other.exec("INSERT INTO notes VALUES ('meanwhile')");
      const overtaken = errorOf(() => own.exec("INSERT INTO notes VALUES ('mine')"));
      expect([(overtaken as { code: string }).code, isDatabaseAway(overtaken)]).toEqual(['SQLITE_BUSY_SNAPSHOT', true]);
      own.exec('ROLLBACK');

      other.exec('BEGIN IMMEDIATE');
      const busy = errorOf(() => own.exec("INSERT INTO notes VALUES ('mine')"));
      expect([(busy as { code: string }).code, isDatabaseAway(busy)]).toEqual(['SQLITE_BUSY', true]);
      other.exec('ROLLBACK');

      expect(isDatabaseAway(errorOf(() => own.exec('INSERT INTO nowhere VALUES (1)')))).toBe(false);
    } finally {
      own.close();
      other.close();
      rmSync(directory, { recursive: true });
    }
  });

  it.each([
    [{ code: 'SQLITE_IOERR_WRITE' }, true],
    [{ code: 'SQLITE_FULL' }, true],
    [{ code: 'ECONNREFUSED' }, true],
    [{ code: '57P01' }, true],
    [{ name: 'KnexTimeoutError' }, true],
    [{ message: 'Connection terminated unexpectedly' }, true],
    [{ code: 'SQLITE_CONSTRAINT_UNIQUE' }, false],
    [{ code: '23505' }, false],
    [null, false],
  ])('%j: %s', (error, expected) => {
    expect(isDatabaseAway(error)).toBe(expected);
  });
});
