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

/** WhatsApp's own marks: *bold*, _italic_, ~strike~ and ```mono```. A mark counts only round words, within one line. */
const MARKED = /```([^`]+)```|\*(\S(?:[^*\n]*\S)?)\*|_(\S(?:[^_\n]*\S)?)_|~(\S(?:[^~\n]*\S)?)~/;

const wordBefore = /[\p{L}\p{N}]$/u;
const wordAfter = /^[\p{L}\p{N}]/u;

export const parseMarks = (text: string, style: Omit<Span, 'text'> = {}): Span[] => {
  const spans: Span[] = [];
  let rest = text;
  let done = '';
  for (;;) {
    const match = MARKED.exec(rest);
    if (!match) break;
    const before = rest.slice(0, match.index);
    const after = rest.slice(match.index + match[0].length);
    // snake_case and 2*3*4 are words, not marks.
    if (match[1] === undefined && (wordBefore.test(done + before) || wordAfter.test(after))) {
      const skipped = rest.slice(0, match.index + 1);
      done += skipped;
      rest = rest.slice(match.index + 1);
      continue;
    }
    if (done + before) spans.push({ ...style, text: done + before });
    if (match[1] !== undefined) spans.push({ ...style, mono: true, text: match[1] });
    else if (match[2] !== undefined) spans.push(...parseMarks(match[2], { ...style, bold: true }));
    else if (match[3] !== undefined) spans.push(...parseMarks(match[3], { ...style, italic: true }));
    else spans.push(...parseMarks(match[4] ?? '', { ...style, strike: true }));
    rest = after;
    done = '';
  }
  if (done + rest) spans.push({ ...style, text: done + rest });
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
