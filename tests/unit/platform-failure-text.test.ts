import { failureText, failureTrace } from '../../server/src/platform/failure-text';

const STATEMENT = "insert into `whatsapp_messages` (`body`, `recipient`) values ('Dear Ana - your code is 4711', '+34600111222') - SQLITE_FULL: database or disk is full";
const RAW = "WITH changed (c0, c1) AS (VALUES (6, '+34600111222')) UPDATE `whatsapp_messages` SET `recipient` = changed.c1 - database is locked";

describe('an error in the log', () => {
  it.each([
    ['a statement of knex', new Error(STATEMENT), 'SQLITE_FULL: database or disk is full'],
    ['a raw statement', new Error(RAW), 'database is locked'],
    ['anything else', new Error('the socket closed - again'), 'the socket closed - again'],
    ['an error of another realm', { name: 'SqliteError', message: RAW }, 'database is locked'],
    ['one that was made text already', `SqliteError: ${STATEMENT}`, 'SQLITE_FULL: database or disk is full'],
    ['what is no error', 'gone', 'gone'],
  ])('%s is its cause', (_, error, expected) => {
    expect(failureText(error)).toBe(expected);
  });

  it('is short', () => {
    expect(failureText(new Error('x'.repeat(2_000)))).toHaveLength(300);
  });

  it('says where a defect happened, and still holds nobody’s number', () => {
    const trace = failureTrace(new Error(STATEMENT));
    expect(trace).toMatch(/^SQLITE_FULL: database or disk is full\n\s+at /);
    expect(trace).not.toContain('+34600111222');
  });
});
