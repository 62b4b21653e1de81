/**
 * What people write in WhatsApp, with its marks: *bold*, _italic_, ~struck~, `code`, ```mono```, quotes and lists.
 * Text becomes a tree, never HTML.
 */
export type MarkKind = 'bold' | 'italic' | 'strike';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string }
  | { kind: MarkKind; children: Inline[] };

export interface ListItem {
  /** The number as it was written; null in a list of dashes. */
  number: number | null;
  children: Inline[];
}

export type Block =
  | { kind: 'line'; children: Inline[] }
  | { kind: 'mono'; text: string }
  | { kind: 'quote'; lines: Inline[][] }
  | { kind: 'list'; ordered: boolean; items: ListItem[] };

const MARKS: Readonly<Record<string, MarkKind>> = { '*': 'bold', _: 'italic', '~': 'strike' };

const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);
const isBlank = (character: string | undefined): boolean => character === undefined || /\s/.test(character);

type Atom = { kind: 'code'; text: string } | { kind: 'link'; url: string };
/** A character, or something whole in which no mark counts. */
type Unit = string | Atom;

const CODE = '```[^`\\n]+```|`[^`\\n]+`';
const WHOLE = new RegExp(`${CODE}|https?://[^\\s<>"\`]+`, 'giu');

/** Marks and punctuation behind an address are not part of it; a bracket is, where it was opened in it. */
const trimAddress = (written: string): string => {
  const opened = written.indexOf('(');
  let end = written.length;
  for (; end > 0; end -= 1) {
    const last = written[end - 1] as string;
    if (last === ')' && opened >= 0 && opened < end) break;
    if (!/[.,;:!?)\]}'"*_~…»”’]/u.test(last)) break;
  }
  return written.slice(0, end);
};

const isWebAddress = (address: string): boolean => {
  try {
    const { protocol, hostname } = new URL(address);
    return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
  } catch {
    return false;
  }
};

const unitsOf = (text: string, links: boolean): Unit[] => {
  const units: Unit[] = [];
  let at = 0;
  const whole = new RegExp(WHOLE);
  for (let match = whole.exec(text); match; match = whole.exec(text)) {
    const [found] = match;
    let atom: Atom | null = null;
    let length = found.length;
    if (found.startsWith('```')) atom = { kind: 'code', text: found.slice(3, -3) };
    else if (found.startsWith('`')) atom = { kind: 'code', text: found.slice(1, -1) };
    else {
      const url = trimAddress(found);
      length = url.length;
      if (links && !isWord([...text.slice(Math.max(0, match.index - 2), match.index)].at(-1)) && isWebAddress(url)) atom = { kind: 'link', url };
    }
    if (!atom) continue;
    for (const character of text.slice(at, match.index)) units.push(character);
    units.push(atom);
    at = match.index + length;
    whole.lastIndex = at;
  }
  for (const character of text.slice(at)) units.push(character);
  return units;
};

/** For each unit the place of the next one like it, so that a line of marks alone is read once and not once for each. */
const nextAlike = (units: readonly Unit[]): number[] => {
  const next = new Array<number>(units.length).fill(-1);
  const seen = new Map<string, number>();
  for (let index = units.length - 1; index >= 0; index -= 1) {
    const unit = units[index];
    if (typeof unit !== 'string' || !(unit in MARKS)) continue;
    next[index] = seen.get(unit) ?? -1;
    seen.set(unit, index);
  }
  return next;
};

const characterAt = (units: readonly Unit[], index: number): string | undefined => {
  const unit = units[index];
  // Something whole is neither blank nor part of a word.
  return unit === undefined || typeof unit === 'string' ? unit : '.';
};

const readUnits = (units: readonly Unit[], next: readonly number[], from: number, to: number): Inline[] => {
  const found: Inline[] = [];
  let words = '';
  const flush = () => {
    if (words) found.push({ kind: 'text', text: words });
    words = '';
  };
  for (let index = from; index < to; index += 1) {
    const unit = units[index] as Unit;
    if (typeof unit !== 'string') {
      flush();
      found.push(unit);
      continue;
    }
    const mark = MARKS[unit];
    const end = next[index] ?? -1;
    // snake_case and 2*3*4 are words, not marks; a mark counts only round words.
    const counts =
      mark !== undefined && end > index + 1 && end < to && !isWord(characterAt(units, index - 1)) && !isBlank(characterAt(units, index + 1)) && !isBlank(characterAt(units, end - 1)) && !isWord(characterAt(units, end + 1));
    if (!counts) {
      words += unit;
      continue;
    }
    flush();
    found.push({ kind: mark, children: readUnits(units, next, index + 1, end) });
    index = end;
  }
  flush();
  return found;
};

/** One line. `links: false` leaves addresses as the words they are. */
export const formatLine = (text: string, { links = true }: { links?: boolean } = {}): Inline[] => {
  const units = unitsOf(text, links);
  return readUnits(units, nextAlike(units), 0, units.length);
};

const wordsIn = (pieces: Inline[]): string =>
  pieces.map((piece) => (piece.kind === 'link' ? piece.url : 'children' in piece ? wordsIn(piece.children) : piece.text)).join('');

/** What is said without its marks, where a line or two stand for the whole. */
export const plainWords = (text: string): string =>
  splitMono(text)
    .map((part) => (part.mono ? part.text : part.text.split('\n').map((line) => wordsIn(formatLine(line))).join('\n')))
    .join('');

const MONO_BLOCK = /```([^`]+)```/g;

/** The parts of a text, those set in ```mono``` over several lines by themselves. */
export const splitMono = (text: string): { mono: boolean; text: string }[] => {
  const parts: { mono: boolean; text: string }[] = [];
  let at = 0;
  for (const match of text.matchAll(MONO_BLOCK)) {
    const inside = match[1] ?? '';
    if (!inside.includes('\n') || !inside.trim()) continue;
    if (match.index > at) parts.push({ mono: false, text: text.slice(at, match.index) });
    parts.push({ mono: true, text: inside });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ mono: false, text: text.slice(at) });
  return parts;
};

const BULLET = /^\s{0,3}[-*] (?=\S)/;
const NUMBER = /^\s{0,3}(\d{1,9})\. (?=\S)/;
const QUOTE = /^> ?(?=\S)/;

const addLine = (blocks: Block[], line: string): void => {
  const last = blocks[blocks.length - 1];
  const quoted = QUOTE.exec(line);
  if (quoted) {
    const children = formatLine(line.slice(quoted[0].length));
    if (last?.kind === 'quote') last.lines.push(children);
    else blocks.push({ kind: 'quote', lines: [children] });
    return;
  }
  const numbered = NUMBER.exec(line);
  const listed = numbered ?? BULLET.exec(line);
  if (!listed) {
    blocks.push({ kind: 'line', children: formatLine(line) });
    return;
  }
  const item = { number: numbered ? Number(numbered[1]) : null, children: formatLine(line.slice(listed[0].length)) };
  const ordered = numbered !== null;
  if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item);
  else blocks.push({ kind: 'list', ordered, items: [item] });
};

export const formatText = (text: string): Block[] => {
  const blocks: Block[] = [];
  const parts = splitMono(text.replace(/\r\n?/g, '\n'));
  for (const [index, part] of parts.entries()) {
    if (part.mono) {
      blocks.push({ kind: 'mono', text: part.text.replace(/^\n|\n$/g, '') });
      continue;
    }
    // The break between a mono block and its neighbour is the block's own.
    let lines = part.text;
    if (index > 0) lines = lines.replace(/^\n/, '');
    if (index < parts.length - 1) lines = lines.replace(/\n$/, '');
    if (lines === '') continue;
    for (const line of lines.split('\n')) addLine(blocks, line);
  }
  return blocks;
};

const EMOJI = String.raw`(?:\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})|❤)(?:\p{EMod}|\uFE0F)?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})*)*[\u{E0020}-\u{E007F}]*)`;
const FEW_EMOJI = new RegExp(`^(?:${EMOJI}\\s?){1,3}$`, 'u');

/** One to three emoji and nothing else: drawn large. */
export const isEmojiOnly = (text: string): boolean => text.length <= 100 && FEW_EMOJI.test(text.trim());

const LONG_TEXT = { characters: 1_500, lines: 30 } as const;
/** A rest this short is no reason to ask for it. */
const SHORT_REST = 200;

/** What is shown of a text before it is asked for: all of it, or of a very long one as much as ends with a line or a word. */
export const beginningOf = (words: string): string => {
  const lines = words.split('\n', LONG_TEXT.lines + 1);
  const fitting = lines.length > LONG_TEXT.lines ? lines.slice(0, LONG_TEXT.lines).join('\n') : words;
  const end = Math.min(fitting.length, LONG_TEXT.characters);
  if (words.length - end <= SHORT_REST) return words;
  if (end === fitting.length) return fitting;
  const cut = fitting.slice(0, end).replace(/[\ud800-\udbff]$/, '');
  const space = Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('\n'));
  return space > end / 2 ? cut.slice(0, space) : cut;
};
