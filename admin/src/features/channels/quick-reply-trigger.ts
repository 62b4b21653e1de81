import type { QuickReplyView } from '../../../../plugin/contracts/quick-replies';

/** Where a quick reply is being looked for: from the slash to the caret. */
export interface Trigger {
  from: number;
  to: number;
  words: string;
}

const TRIGGER = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u;

/** A slash at the start of a word, and what is typed behind it; null: none at the caret. */
export const findTrigger = (text: string, caret: number): Trigger | null => {
  const match = TRIGGER.exec(text.slice(0, caret));
  if (!match) return null;
  const words = match[1] ?? '';
  return { from: caret - words.length - 1, to: caret, words };
};

const SHOWN = 8;

/** By shortcut first, then by what is in the text; only what is for this account, by its id or key. */
export const matchingReplies = (replies: readonly QuickReplyView[], words: string, account: { id: string; key: string }): QuickReplyView[] => {
  const wanted = words.toLowerCase();
  const rank = ({ shortcut, body }: QuickReplyView): number => {
    const name = shortcut.toLowerCase();
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    if (name.includes(wanted)) return 2;
    return body.toLowerCase().includes(wanted) ? 3 : 4;
  };
  return replies
    .filter((reply) => reply.account === null || reply.account === account.id || reply.account === account.key)
    .map((reply) => ({ reply, at: rank(reply) }))
    .filter(({ at }) => at < 4)
    .sort((one, other) => one.at - other.at || one.reply.shortcut.localeCompare(other.reply.shortcut))
    .slice(0, SHOWN)
    .map(({ reply }) => reply);
};

/** The text with the reply in place of the slash and its word, and where the caret stands then. */
export const placeReply = (text: string, { from, to }: Trigger, reply: string): { text: string; caret: number } => ({
  text: text.slice(0, from) + reply + text.slice(to),
  caret: from + reply.length,
});

const FIELD = /\{\{\s*[\w.]+\s*\}\}/g;

/** Names of a quick reply that nothing filled. */
export const openFields = (text: string): string[] => [...new Set(text.match(FIELD) ?? [])];
