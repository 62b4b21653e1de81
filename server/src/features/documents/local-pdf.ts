import { buffer } from 'node:stream/consumers';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import { LOCAL_PDF_CREATOR, type DocumentTitle } from '../../../../plugin/domain/document-rules';
import { formatDate, formatMoney, languageTag } from '../../../../plugin/domain/money-and-dates';
import type { RecordContent, RecordLine } from '../../platform/services';
import { localWords, type LocalWords } from './local-words';

export interface LocalDocument {
  /** As the ERP has it now, never as it was pulled: a price may have changed since. */
  record: RecordContent;
  title: DocumentTitle;
  company: { name: string | null; phone?: string | null; email?: string | null };
  customer: { name: string | null };
  /** The customer's, in Odoo's or any other form. */
  language: string | null;
  /** Written into the file, which is otherwise the same for the same record. */
  madeAt: Date;
}

/** Letters that fit a column at their widest. */
const LONGEST_WORD = 20;
const LONGEST_AMOUNT = 18;

/** What Roboto has a glyph for, as its character map says (pdfmake 0.3). */
const UNDRAWABLE = /[^\n\u0020-\u007e\u00a0-\u017f\u0192\u01a0\u01a1\u01af\u01b0\u01fa-\u01ff\u0218-\u021b\u0384-\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0486\u0488-\u0513\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2010\u2011\u2013-\u2015\u2017-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u2044\u20a3\u20a4\u20a6-\u20ac\u20b1\u20b9\u20ba\u20bc\u20bd\u2113\u2116\u2122\u2202\u2206\u2211\u2212\u221a\u221e\u2248\u2260\u2264\u2265]/gu;
const SPACES = /[\t\u2000-\u200a\u202f\u205f\u3000]/gu;

/** Text as it is drawn. An emoji or a mark of direction is left out; `lost` says that a letter, digit or currency sign would be. */
const draw = (text: string, onLost: () => void): string =>
  text
    .normalize('NFC')
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(SPACES, '\u00a0')
    .replaceAll(UNDRAWABLE, (character) => {
      if (/[\p{L}\p{M}\p{N}\p{Sc}]/u.test(character) && !/[\u{fe00}-\u{fe0f}\u{20e3}]/u.test(character)) onLost();
      return '';
    });

const formats = (language: string, currency: string | null) => {
  const isDrawn = (text: string): boolean => {
    let lost = false;
    draw(text, () => (lost = true));
    return !lost;
  };
  return {
    /** With the currency's code where its sign can't be drawn. */
    money: (amount: number): string => {
      const written = formatMoney(amount, currency, language);
      return isDrawn(written) ? written : `${formatMoney(amount, null, language)}\u00a0${currency ?? ''}`;
    },
    quantity: (amount: number): string => new Intl.NumberFormat(languageTag(language), { maximumFractionDigits: 3 }).format(amount),
    percent: (amount: number): string => new Intl.NumberFormat(languageTag(language), { style: 'percent', maximumFractionDigits: 2 }).format(amount / 100),
    date: (value: string | null): string => formatDate(value, language),
  };
};

const titleIn = (title: DocumentTitle, words: LocalWords): string => (title === 'quotation' ? words.quotation : title === 'order' ? words.order : words.summary);

const factsOf = (record: LocalDocument['record'], words: LocalWords, date: (value: string | null) => string): [string, string][] => {
  const dates: [string, string | null][] =
    'orderedAt' in record ? [[words.date, record.orderedAt], [words.validUntil, record.validUntil]] : [[words.date, record.invoiceDate], [words.dueDate, record.dueDate]];
  const facts: [string, string | null][] = [[words.number, record.number], ...dates.map(([word, value]): [string, string] => [word, date(value)]), [words.reference, record.reference]];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
};

/** The page as pdfmake's own words say it; every text is a plain one, so that nothing of a customer's becomes a link or a script. */
const layOut = ({ record, title, company, customer, language: wanted, madeAt }: LocalDocument, onLost: () => void): TDocumentDefinitions => {
  const { words, language } = localWords(wanted);
  const { money, quantity, percent, date } = formats(language, record.currency);
  const write = (text: string | null | undefined): string => draw(text ?? '', onLost);
  const heading = titleIn(title, words);
  const hasDiscount = record.lines.some(({ discount }) => discount !== 0);
  /** A word as long as a line would run out of its column and over the next one. */
  const cell = (text: string, longest: number) => ({ text: write(text), ...(text.split(/\s/u).some(({ length }) => length > longest) ? { wordBreak: 'break-all' as const } : {}) });
  const right = (text: string) => ({ ...cell(text, LONGEST_AMOUNT), alignment: 'right' as const });

  const rowOf = (line: RecordLine): TableCell[] => {
    const columns = hasDiscount ? 5 : 4;
    if (line.displayType !== 'product') {
      const look = line.displayType === 'note' ? { color: '#555555', fontSize: 9 } : { bold: true, fillColor: line.displayType === 'section' ? '#eeeeee' : undefined };
      return [{ ...cell(line.name, LONGEST_WORD), colSpan: columns, ...look }, ...Array.from({ length: columns - 1 }, (): TableCell => ({ text: '' }))];
    }
    const amount = `${quantity(line.quantity)}${line.uom ? ` ${line.uom}` : ''}`;
    return [cell(line.name, LONGEST_WORD), right(amount), right(money(line.unitPrice)), ...(hasDiscount ? [right(line.discount === 0 ? '' : percent(line.discount))] : []), right(money(line.subtotal))];
  };

  const header = [words.description, words.quantity, words.unitPrice, ...(hasDiscount ? [words.discount] : []), words.subtotal];
  const totals: [string, number][] = [[words.untaxed, record.amountUntaxed], [words.tax, record.amountTax]];
  const reached = [company.phone, company.email].flatMap((way) => (way ? [way] : [])).join(', ');
  const content: Content[] = [
    { ...cell(company.name ?? '', LONGEST_WORD), bold: true, fontSize: 13 },
    ...(reached ? [{ text: write(reached), color: '#555555', fontSize: 9 }] : []),
    { text: write(heading), bold: true, fontSize: 20, margin: [0, 22, 0, 12] },
    {
      columns: [
        { width: '*', stack: [{ text: write(words.customer), color: '#555555', fontSize: 9 }, { ...cell(customer.name ?? '', LONGEST_WORD), bold: true }] },
        { width: '*', layout: 'noBorders', table: { widths: ['auto', '*'], body: factsOf(record, words, date).map(([name, value]): TableCell[] => [{ text: write(name), color: '#555555' }, cell(value, LONGEST_WORD)]) } },
      ],
      columnGap: 20,
      margin: [0, 0, 0, 20],
    },
    {
      layout: 'lightHorizontalLines',
      fontSize: 9,
      table: {
        headerRows: 1,
        widths: ['*', 70, 80, ...(hasDiscount ? [50] : []), 85],
        body: [header.map((word, index): TableCell => ({ text: write(word), bold: true, ...(index === 0 ? {} : { alignment: 'right' as const }) })), ...record.lines.map(rowOf)],
      },
    },
    {
      // Kept together: a total alone at the top of a page says nothing.
      unbreakable: true,
      margin: [0, 14, 0, 0],
      columns: [
        { width: '*', text: '' },
        {
          width: 'auto',
          layout: 'noBorders',
          table: {
            body: [
              ...totals.map(([word, amount]): TableCell[] => [{ text: write(word) }, right(money(amount))]),
              [{ text: write(words.total), bold: true, fontSize: 12 }, { text: write(money(record.amountTotal)), bold: true, fontSize: 12, alignment: 'right' }],
            ],
          },
        },
      ],
    },
  ];
  return {
    pageSize: 'A4',
    pageMargins: [45, 45, 45, 55],
    defaultStyle: { font: 'Roboto', fontSize: 10 },
    info: { title: write(`${heading} ${record.number ?? ''}`.trim()), author: write(company.name), creator: LOCAL_PDF_CREATOR, producer: LOCAL_PDF_CREATOR, creationDate: madeAt, modDate: madeAt },
    footer: (page: number, pages: number): Content => ({ text: write(`${[heading, record.number].filter(Boolean).join(' ')} – ${words.page(page, pages)}`), alignment: 'center', fontSize: 8, color: '#555555', margin: [45, 15, 45, 0] }),
    content,
  };
};

/** Loaded with the first document that is drawn: few hosts ever do, and it is a third of what the plugin adds to a start. */
const loadPrinter = async () => {
  const [{ default: printer }, { default: roboto }] = await Promise.all([import('pdfmake/js/Printer.js'), import('pdfmake/build/fonts/Roboto.js')]);
  // A module of Node's gets the whole CommonJS file, a bundle or `require` what it exports as its default.
  return { Printer: 'default' in printer ? printer.default : printer, roboto };
};

/**
 * A quotation or order drawn here; an invoice only ever as *Summary, not an invoice*. Null where it names something
 * Roboto has no letters for (Arabic, Hindi, Chinese, …): boxes instead of a name are no document.
 */
export const makeLocalPdf = async (document: LocalDocument): Promise<Buffer | null> => {
  let lost = false;
  const definition = layOut(document, () => (lost = true));
  if (lost) return null;
  const { Printer, roboto } = await loadPrinter();
  const fonts = new Map(Object.entries(roboto.vfs).map(([name, { data, encoding }]) => [name, Buffer.from(data, encoding)]));
  const files = { existsSync: (name: string) => fonts.has(name), readFileSync: (name: string) => fonts.get(name) ?? Buffer.alloc(0) };
  // Nothing is ever fetched, and no file is read but the fonts.
  const urls = { resolve: () => Promise.resolve(), resolved: () => Promise.resolve() };
  const page = await new Printer({ Roboto: { normal: 'Roboto-Regular.ttf', bold: 'Roboto-Medium.ttf' } }, files, urls, () => false).createPdfKitDocument(definition);
  page.end();
  return buffer(page);
};
