import * as React from 'react';
import { useIntl } from 'react-intl';
import { isCode, SENTENCES } from '../../plugin/contracts/codes';
import { PLUGIN_ID } from '../../plugin/plugin-id';

/** What the server says: its code, its English sentence, and what it filled in. */
export interface Said {
  code: string;
  sentence: string;
  values?: Readonly<Record<string, string | number>> | undefined;
}

export type Say = (said: Said) => string;

interface Translations {
  messages: Readonly<Record<string, unknown>>;
  formatMessage: (descriptor: { id: string }, values?: Record<string, string | number>) => string;
}

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The catalogue's English sentence found in what the server said: what was filled in, and what stands behind it (the
 * provider's own words, in brackets). Null where the server said something else, which a translation would hide.
 */
const readEnglish = (code: string, sentence: string): { values: Record<string, string>; rest: string } | null => {
  if (!isCode(code)) return null;
  const english: string = SENTENCES[code];
  const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const pattern = english.split(/\{\w+\}/).map(escaped).join('([\\s\\S]*?)');
  const match = new RegExp(`^${pattern}( \\([\\s\\S]*\\))?$`).exec(sentence);
  if (!match) return null;
  return { values: Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])), rest: match[names.length + 1] ?? '' };
};

/** The server's words in the administrator's language; its own sentence where there is no translation of the code. */
export const sayIn = ({ messages, formatMessage }: Translations, { code, sentence, values }: Said): string => {
  const id = `${PLUGIN_ID}.code.${code}`;
  if (typeof messages[id] !== 'string') return sentence;
  const read = readEnglish(code, sentence);
  return read ? formatMessage({ id }, { ...read.values, ...values }) + read.rest : sentence;
};

export const useSay = (): Say => {
  const { messages, formatMessage } = useIntl();
  return React.useCallback((said) => sayIn({ messages, formatMessage: (descriptor, values) => formatMessage(descriptor, values) }, said), [messages, formatMessage]);
};
