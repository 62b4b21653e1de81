import { Readable } from 'node:stream';
import type { Context } from 'koa';

/** What a spreadsheet would run as a formula: a customer's text must not reach out of an administrator's sheet. */
const FORMULA = /^[\s]*[=+\-@\t\r|%]/;

const text = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
};

/** One cell: quoted, and with an apostrophe before what a spreadsheet would run. Plain numbers stay numbers. */
export const csvCell = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  const written = text(value).replaceAll('\u0000', '');
  return `"${(FORMULA.test(written) ? `'${written}` : written).replaceAll('"', '""')}"`;
};

export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(',')}\r\n`;

/** A whole export must end some day, also when rows come in faster than they are read. */
const MOST_ROWS = 1_000_000;

/**
 * Answers with a file made page by page, so that a long list costs the memory of one page. The mark at the start tells
 * spreadsheets that it is UTF-8.
 */
export const sendCsv = (
  ctx: Context,
  filename: string,
  header: readonly string[],
  pages: (after: number | null) => Promise<{ lines: unknown[][]; last: number | null }>,
): void => {
  async function* lines(): AsyncGenerator<string> {
    yield `\uFEFF${csvLine(header)}`;
    let after: number | null = null;
    let written = 0;
    do {
      const page: { lines: unknown[][]; last: number | null } = await pages(after);
      if (page.lines.length > 0) yield page.lines.map(csvLine).join('');
      written += page.lines.length;
      after = page.last;
    } while (after !== null && written < MOST_ROWS);
  }
  ctx.set('content-type', 'text/csv; charset=utf-8');
  ctx.set('content-disposition', `attachment; filename="${filename}"`);
  ctx.set('cache-control', 'no-store');
  ctx.set('x-content-type-options', 'nosniff');
  ctx.body = Readable.from(lines());
};
