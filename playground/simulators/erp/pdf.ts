import { PDFDocument, StandardFonts, rgb, degrees, type PDFFont, type PDFPage, type RGB } from 'pdf-lib';
import type { DocumentContent, DocumentLine } from './document-content';

const WIDTH = 595.28;
const HEIGHT = 841.89;
const MARGIN = 48;
const RIGHT = WIDTH - MARGIN;
const BOTTOM = 76;
const COLUMNS = { quantity: 352, unitPrice: 428, discount: 466, amount: RIGHT - 6 };
const INK = rgb(0.13, 0.15, 0.19);
const GREY = rgb(0.42, 0.45, 0.5);
const RULE = rgb(0.87, 0.88, 0.9);
const ZEBRA = rgb(0.965, 0.97, 0.975);
const WHITE = rgb(1, 1, 1);
const COLOURS = { green: rgb(0.05, 0.37, 0.29), blue: rgb(0.13, 0.26, 0.49) };

interface Pen {
  document: PDFDocument;
  page: PDFPage;
  regular: PDFFont;
  bold: PDFFont;
  colour: RGB;
  content: DocumentContent;
  /** The next free line, from the bottom of the page. */
  y: number;
}

/** The standard fonts know Latin-1 and a little more: what they cannot write must not make the PDF fail. */
const writable = (font: PDFFont, text: string): string => {
  const known = fontCharacters(font);
  return [...text.normalize('NFC').replace(/[\u00a0\u202f\u2009\t]/g, ' ')].map((character) => (known.has(character.codePointAt(0) ?? 0) ? character : '?')).join('');
};

const characters = new WeakMap<PDFFont, Set<number>>();
const fontCharacters = (font: PDFFont): Set<number> => {
  const known = characters.get(font) ?? new Set(font.getCharacterSet());
  characters.set(font, known);
  return known;
};

interface TextOptions {
  x: number;
  y: number;
  size?: number;
  bold?: boolean;
  colour?: RGB;
  align?: 'left' | 'right';
}

const write = (pen: Pen, value: string, { x, y, size = 9.5, bold = false, colour = INK, align = 'left' }: TextOptions): void => {
  const font = bold ? pen.bold : pen.regular;
  const text = writable(font, value);
  pen.page.drawText(text, { x: align === 'right' ? x - font.widthOfTextAtSize(text, size) : x, y, size, font, color: colour });
};

const wrap = (font: PDFFont, value: string, size: number, width: number): string[] =>
  value.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of writable(font, paragraph).split(' ')) {
      const longer = line ? `${line} ${word}` : word;
      if (line && font.widthOfTextAtSize(longer, size) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });

const header = (pen: Pen): void => {
  const { page, colour, content } = pen;
  page.drawRectangle({ x: 0, y: HEIGHT - 12, width: WIDTH, height: 12, color: colour });
  page.drawCircle({ x: MARGIN + 17, y: HEIGHT - 56, size: 17, color: colour });
  const initial = writable(pen.bold, content.company.name.charAt(0).toUpperCase());
  page.drawText(initial, { x: MARGIN + 17 - pen.bold.widthOfTextAtSize(initial, 18) / 2, y: HEIGHT - 62.5, size: 18, font: pen.bold, color: WHITE });
  write(pen, content.company.name, { x: MARGIN + 44, y: HEIGHT - 61, size: 14, bold: true });
  content.company.lines.forEach((line, index) => write(pen, line, { x: RIGHT, y: HEIGHT - 44 - index * 11, size: 8, colour: GREY, align: 'right' }));
};

const heading = (pen: Pen): void => {
  const { content } = pen;
  let y = HEIGHT - 146;
  write(pen, content.words.customer, { x: MARGIN, y, size: 8, colour: GREY });
  wrap(pen.bold, content.customer.name, 11, 250).forEach((line) => {
    y -= 15;
    write(pen, line, { x: MARGIN, y, size: 11, bold: true });
  });
  content.customer.lines.forEach((line) => {
    y -= 12.5;
    write(pen, line, { x: MARGIN, y, size: 9 });
  });
  y = Math.min(y, HEIGHT - 216) - 40;
  write(pen, content.title, { x: MARGIN, y, size: 21, bold: true, colour: pen.colour });
  if (content.localTitle) write(pen, content.localTitle, { x: RIGHT, y, size: 11, colour: GREY, align: 'right' });
  y -= 32;
  const step = (RIGHT - MARGIN) / Math.max(3, content.facts.length);
  content.facts.forEach(([label, value], index) => {
    write(pen, label, { x: MARGIN + step * index, y, size: 8, colour: GREY });
    write(pen, value, { x: MARGIN + step * index, y: y - 13, bold: true });
  });
  pen.y = y - 42;
};

const tableHead = (pen: Pen): void => {
  const { words } = pen.content;
  pen.page.drawRectangle({ x: MARGIN, y: pen.y - 6, width: RIGHT - MARGIN, height: 20, color: pen.colour });
  const options = { y: pen.y, size: 8.5, bold: true, colour: WHITE };
  write(pen, words.description, { x: MARGIN + 6, ...options });
  write(pen, words.quantity, { x: COLUMNS.quantity, align: 'right', ...options });
  write(pen, words.unitPrice, { x: COLUMNS.unitPrice, align: 'right', ...options });
  write(pen, words.discount, { x: COLUMNS.discount, align: 'right', ...options });
  write(pen, words.amount, { x: COLUMNS.amount, align: 'right', ...options });
  pen.y -= 22;
};

const newPage = (pen: Pen): void => {
  pen.page = pen.document.addPage([WIDTH, HEIGHT]);
  header(pen);
  pen.y = HEIGHT - 140;
};

const tableLine = (pen: Pen, line: DocumentLine, index: number): void => {
  const isProduct = line.kind === 'product';
  const font = line.kind === 'section' ? pen.bold : pen.regular;
  const rows = wrap(font, line.text, 9.5, isProduct ? COLUMNS.quantity - MARGIN - 64 : RIGHT - MARGIN - 12);
  const height = rows.length * 12.5 + 8;
  if (pen.y - height < BOTTOM) {
    newPage(pen);
    tableHead(pen);
  }
  if (index % 2 === 1) pen.page.drawRectangle({ x: MARGIN, y: pen.y - height + 12, width: RIGHT - MARGIN, height, color: ZEBRA });
  rows.forEach((row, rowIndex) => write(pen, row, {
    x: MARGIN + 6, y: pen.y - rowIndex * 12.5, bold: line.kind === 'section', colour: line.kind === 'note' || (isProduct && rowIndex > 0) ? GREY : INK,
  }));
  if (isProduct) {
    write(pen, line.quantity, { x: COLUMNS.quantity, y: pen.y, align: 'right' });
    write(pen, line.unitPrice, { x: COLUMNS.unitPrice, y: pen.y, align: 'right' });
    write(pen, line.discount, { x: COLUMNS.discount, y: pen.y, align: 'right' });
    write(pen, line.amount, { x: COLUMNS.amount, y: pen.y, align: 'right' });
  }
  pen.y -= height;
};

const totals = (pen: Pen): void => {
  const { content } = pen;
  if (pen.y - content.totals.length * 19 - 50 < BOTTOM) newPage(pen);
  pen.page.drawLine({ start: { x: MARGIN, y: pen.y + 8 }, end: { x: RIGHT, y: pen.y + 8 }, thickness: 0.8, color: RULE });
  pen.y -= 12;
  for (const { label, value, strong } of content.totals) {
    if (strong) pen.page.drawLine({ start: { x: 340, y: pen.y + 13 }, end: { x: RIGHT, y: pen.y + 13 }, thickness: 1, color: pen.colour });
    write(pen, label, { x: 346, y: pen.y, size: strong ? 11 : 9.5, bold: strong });
    write(pen, value, { x: COLUMNS.amount, y: pen.y, size: strong ? 11 : 9.5, bold: strong, align: 'right' });
    pen.y -= 19;
  }
  if (content.payment) {
    const rows = wrap(pen.regular, content.payment, 9.5, RIGHT - MARGIN);
    pen.y -= 8;
    rows.forEach((row) => {
      write(pen, row, { x: MARGIN, y: pen.y });
      pen.y -= 13;
    });
  }
};

const footers = (pen: Pen): void => {
  const pages = pen.document.getPages();
  pages.forEach((page, index) => {
    pen.page = page;
    page.drawLine({ start: { x: MARGIN, y: 52 }, end: { x: RIGHT, y: 52 }, thickness: 0.8, color: RULE });
    write(pen, pen.content.company.name, { x: MARGIN, y: 38, size: 8, colour: GREY });
    write(pen, `${pen.content.words.page} ${index + 1} / ${pages.length}`, { x: RIGHT, y: 38, size: 8, colour: GREY, align: 'right' });
  });
};

/** A real PDF of an order or an invoice: A4, as many pages as its lines need. */
export const renderDocument = async (content: DocumentContent): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  const pen: Pen = {
    document, page: document.addPage([WIDTH, HEIGHT]), regular: await document.embedFont(StandardFonts.Helvetica), bold: await document.embedFont(StandardFonts.HelveticaBold),
    colour: COLOURS[content.company.colour], content, y: 0,
  };
  document.setTitle(content.title);
  document.setAuthor(content.company.name);
  document.setProducer('Simulated ERP');
  document.setCreationDate(content.writtenAt);
  if (content.stamp) {
    pen.page.drawText(writable(pen.bold, content.stamp), { x: 150, y: 300, size: 70, font: pen.bold, color: pen.colour, opacity: 0.07, rotate: degrees(35) });
  }
  header(pen);
  heading(pen);
  tableHead(pen);
  content.lines.forEach((line, index) => tableLine(pen, line, index));
  totals(pen);
  footers(pen);
  return document.save();
};
