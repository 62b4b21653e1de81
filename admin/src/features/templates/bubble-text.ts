import { formatLine, splitMono, type Inline } from '../channels/format-text';

/** A stretch of text as a phone shows it. */
export interface Span {
  text: string;
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  mono?: boolean;
  /** A placeholder nothing fills yet. */
  missing?: boolean;
  /** A value that stands where a placeholder was. */
  filled?: boolean;
}

export type SlotPart = 'header' | 'body' | 'buttons';

/** The key of a placeholder, as the server names slots: `body.2`, `header.1`, `body.first_name`. */
export const slotKey = (part: SlotPart, name: string | number): string => `${part}.${name}`;

const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/**
 * Template text with what is known put in. Splits before it looks for bold or italics, so that a value that
 * holds a star never formats the words around it.
 */
export const fillText = (text: string, part: SlotPart, values: Readonly<Record<string, string | null | undefined>>): Span[] => {
  const spans: Span[] = [];
  let at = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const before = text.slice(at, match.index);
    if (before) spans.push({ text: before });
    const value = values[slotKey(part, match[1] ?? '')];
    spans.push(value ? { text: value, filled: true } : { text: match[0], missing: true });
    at = match.index + match[0].length;
  }
  const rest = text.slice(at);
  if (rest) spans.push({ text: rest });
  return spans;
};

const flatten = (children: readonly Inline[], style: Omit<Span, 'text'>): Span[] =>
  children.flatMap((child) => {
    switch (child.kind) {
      case 'text':
        return [{ ...style, text: child.text }];
      case 'link':
        return [{ ...style, text: child.url }];
      case 'code':
        return [{ ...style, mono: true, text: child.text }];
      case 'bold':
      case 'italic':
      case 'strike':
        return flatten(child.children, { ...style, [child.kind]: true });
    }
  });

const isPlain = (span: Span | undefined): span is Span => span !== undefined && Object.keys(span).length === 1;

/** WhatsApp's own marks as stretches of text, lines with their breaks; the parser is the inbox's. */
export const parseMarks = (text: string): Span[] => {
  const spans: Span[] = [];
  const add = (span: Span) => {
    const last = spans[spans.length - 1];
    if (isPlain(last) && isPlain(span)) last.text += span.text;
    else spans.push(span);
  };
  for (const part of splitMono(text)) {
    if (part.mono) {
      add({ mono: true, text: part.text });
      continue;
    }
    part.text.split('\n').forEach((line, index) => {
      if (index > 0) add({ text: '\n' });
      flatten(formatLine(line, { links: false }), {}).forEach(add);
    });
  }
  return spans;
};

/**
 * Text of a template as a phone would show it: placeholders filled, marks applied. A mark round a placeholder
 * (`*{{1}}*`) still counts: the placeholder is carried through as one private character.
 */
export const bubbleSpans = (text: string, part: SlotPart, values: Readonly<Record<string, string | null | undefined>>): Span[] => {
  const fillings: Span[] = [];
  const held = fillText(text, part, values)
    .map((span) => {
      if (!span.missing && !span.filled) return span.text;
      fillings.push(span);
      return String.fromCharCode(FIRST_HELD + fillings.length - 1);
    })
    .join('');

  return parseMarks(held).flatMap((span) => splitHeld(span, fillings));
};

const FIRST_HELD = 0xe000;
const LAST_HELD = 0xf8ff;

const splitHeld = (span: Span, fillings: Span[]): Span[] => {
  const spans: Span[] = [];
  let words = '';
  for (const character of span.text) {
    const code = character.charCodeAt(0);
    const filling = code >= FIRST_HELD && code <= LAST_HELD ? fillings[code - FIRST_HELD] : undefined;
    if (!filling) {
      words += character;
      continue;
    }
    if (words) spans.push({ ...span, text: words });
    words = '';
    spans.push({ ...span, ...filling });
  }
  if (words) spans.push({ ...span, text: words });
  return spans;
};
