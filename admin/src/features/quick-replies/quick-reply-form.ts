import type { QuickReplyBody, QuickReplyView } from '../../../../plugin/contracts/quick-replies';

export interface QuickReplyForm {
  shortcut: string;
  body: string;
  language: string;
  account: string | null;
  shared: boolean;
}

export const LONGEST_BODY = 4_096;
const SHORTCUT = /^[a-z0-9-]{1,32}$/;

export const formOf = (reply: QuickReplyView | null, mayShare: boolean): QuickReplyForm => ({
  shortcut: reply?.shortcut ?? '',
  body: reply?.body ?? '',
  language: reply?.language ?? '',
  account: reply?.account ?? null,
  shared: reply?.shared ?? mayShare,
});

/** Typed with or without its slash, and small: that is how it is kept. */
export const shortcutOf = (typed: string): string => typed.trim().replace(/^\/+/, '').toLowerCase();

export type FormProblem = 'shortcut' | 'body' | null;

export const problemOf = ({ shortcut, body }: QuickReplyForm): FormProblem => {
  if (!SHORTCUT.test(shortcutOf(shortcut))) return 'shortcut';
  return body.trim() === '' || [...body].length > LONGEST_BODY ? 'body' : null;
};

export const bodyOf = ({ shortcut, body, language, account, shared }: QuickReplyForm): QuickReplyBody => ({
  shortcut: shortcutOf(shortcut),
  body: body.trim(),
  language: language.trim() || null,
  account,
  shared,
});
