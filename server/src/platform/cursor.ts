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

/** A place among rows by time, and by id where two are of the same moment. */
export interface TimePlace {
  at: Date;
  id: number;
}

const TIME_CURSOR = /^(\d{1,15})\.([1-9]\d{0,15})$/;

export const writeTimeCursor = ({ at, id }: TimePlace): string => Buffer.from(`${at.getTime()}.${id}`).toString('base64url');

export const readTimeCursor = (after: string | undefined): TimePlace | null => {
  if (after === undefined || after === '') return null;
  const [, at, id] = TIME_CURSOR.exec(Buffer.from(after, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined) throw invalid('after: this is not a cursor a page before gave.', { path: 'after' });
  return { at: new Date(Number(at)), id: Number(id) };
};
