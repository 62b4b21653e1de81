import { invalid } from './request-errors';

const CURSOR = /^[1-9]\d{0,15}$/;

/** Opaque to callers, so that what it holds may change. */
export const writeCursor = (id: number): string => Buffer.from(String(id)).toString('base64url');

export const readCursor = (after: string | undefined): number | null => {
  if (after === undefined || after === '') return null;
  const text = Buffer.from(after, 'base64url').toString();
  if (!CURSOR.test(text)) throw invalid('after: this is not a cursor a page before gave.', { path: 'after' });
  return Number(text);
};
