const WRITE_MARKS = { bold: '*', italic: '_', strike: '~', mono: '```' } as const;
export type WriteMark = keyof typeof WRITE_MARKS;

export interface Written {
  text: string;
  start: number;
  end: number;
}

/** Puts WhatsApp's mark round what is selected, or takes it away where it is there; the same words stay selected. */
export const toggleMark = ({ text, start, end }: Written, mark: WriteMark): Written => {
  const sign = WRITE_MARKS[mark];
  const selected = text.slice(start, end);
  // A mark counts only right at a word: the blanks beside it stay outside.
  const lead = selected.length - selected.trimStart().length;
  const [from, to] = selected.trim() === '' ? [start, end] : [start + lead, start + lead + selected.trim().length];
  const inner = text.slice(from, to);
  if (text.slice(from - sign.length, from) === sign && text.slice(to, to + sign.length) === sign) {
    return { text: text.slice(0, from - sign.length) + inner + text.slice(to + sign.length), start: from - sign.length, end: to - sign.length };
  }
  return { text: text.slice(0, from) + sign + inner + sign + text.slice(to), start: from + sign.length, end: to + sign.length };
};

/** What is put in at the caret, in place of what is selected. */
export const insertAt = ({ text, start, end }: Written, words: string): Written => ({ text: text.slice(0, start) + words + text.slice(end), start: start + words.length, end: start + words.length });
