import * as React from 'react';
import { useIntl } from 'react-intl';
import type { ChannelEventView, ThreadContent, ThreadMessage } from '../../../../plugin/contracts/channels';
import { isMessageKey, type Text, type Times } from '../../i18n';
import { typeWords } from '../messages/message-words';

const DAY_MS = 86_400_000;

const dayKey = (at: string | number): string => {
  const moment = new Date(at);
  return `${moment.getFullYear()}-${moment.getMonth()}-${moment.getDate()}`;
};

export interface ThreadTimes {
  /** The day where the reader is, to tell one from another. */
  dayOf(at: string): string;
  /** Today, yesterday, or the date with its weekday. */
  day(at: string, text: Text): string;
  time(at: string): string;
}

export const useThreadTimes = (): ThreadTimes => {
  const { formatDate } = useIntl();
  return React.useMemo(
    () => ({
      dayOf: dayKey,
      day: (at, text) => {
        const today = Date.now();
        if (dayKey(at) === dayKey(today)) return text('thread.today');
        if (dayKey(at) === dayKey(today - DAY_MS)) return text('thread.yesterday');
        return formatDate(at, { dateStyle: 'full' });
      },
      time: (at) => formatDate(at, { timeStyle: 'short' }),
    }),
    [formatDate],
  );
};

/** Who wrote it. A customer's name is the conversation's. */
export const writerWords = ({ direction, sentBy, origin }: Pick<ThreadMessage, 'direction' | 'sentBy' | 'origin'>, name: string, me: number | null, text: Text): string => {
  if (direction === 'inbound') return name;
  if (sentBy) return sentBy.id === me ? text('thread.by.me') : sentBy.name;
  if (origin === 'phone-app') return text('thread.by.phone');
  if (origin === 'erp') return text('thread.by.erp');
  if (origin === 'api') return text('thread.by.api');
  return text('thread.by.us');
};

const contentWords = (content: ThreadContent | null): string => {
  switch (content?.kind) {
    case 'file':
      return content.caption ?? '';
    case 'location':
      return [content.name, content.address].filter(Boolean).join(', ');
    case 'contacts':
      return content.contacts.map(({ formattedName }) => formattedName).join(', ');
    case 'interactive':
      return [content.header, content.body].filter(Boolean).join(' ');
    case 'poll':
      return content.question;
    case 'answer':
      return content.text;
    case 'order':
      return content.text ?? '';
    default:
      return '';
  }
};

/** What may be copied: the words of a message, whatever else is in it. */
export const wordsOf = ({ text, content }: Pick<ThreadMessage, 'text' | 'content'>): string => text || contentWords(content);

/** An address from a customer or a provider that may become a link. */
export const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

const FEWEST_DIGITS = 5;

/** Whether a number on a contact card can be one; people write anything there. */
export const hasNumber = (phone: string): boolean => phone.replace(/\D/g, '').length >= FEWEST_DIGITS;

const LONGEST_LABEL = 300;

/** A message in one sentence, for who can't see it: who, when, what, and what became of it. */
export const messageLabel = (message: ThreadMessage, who: string, time: string, text: Text): string => {
  const kind = message.type === 'text' ? '' : typeWords(message.content?.kind === 'file' ? message.content.file : message.type, text);
  const words = wordsOf(message);
  const how = message.forwarded ? text('thread.forwarded') : '';
  const what = [how, kind, words.length > LONGEST_LABEL ? `${words.slice(0, LONGEST_LABEL)}…` : words].filter(Boolean).join(': ');
  const state = message.revokedAt ? text('thread.revoked') : message.direction === 'outbound' ? text(`status.${message.status}`) : '';
  return [who, time, what, state].filter(Boolean).join(', ');
};

const nameOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : '');
const namesOf = (value: unknown): string => (Array.isArray(value) ? value.map(nameOf).filter(Boolean).join(', ') : nameOf(value));

const wordOf = (prefix: string, value: unknown, text: Text): string => {
  const key = `${prefix}.${String(value)}`;
  return isMessageKey(key) ? text(key) : String(value ?? '');
};

/** What happened, in one sentence. A kind that is not known here is named as it is. */
export const eventWords = ({ kind, actor, details, text: said }: ChannelEventView, text: Text, { moment }: Pick<Times, 'moment'>): string => {
  const who = actor?.name ?? text('thread.event.nobody');
  switch (kind) {
    case 'opened':
      return text('thread.event.opened', { who });
    case 'assigned': {
      const to = nameOf(details.to);
      const reason = nameOf(details.reason);
      const words = to === '' ? text('thread.event.released', { who }) : to === actor?.name ? text('thread.event.taken', { who }) : text('thread.event.assigned', { who, to });
      return reason ? `${words} ${text('thread.event.reason', { reason })}` : words;
    }
    case 'agents': {
      const words = [
        namesOf(details.added) && text('thread.event.joined', { who, names: namesOf(details.added) }),
        namesOf(details.removed) && text('thread.event.left', { who, names: namesOf(details.removed) }),
      ].filter(Boolean);
      return words.join(' ') || text('thread.event.agents', { who });
    }
    case 'state':
      if (details.to === 'snoozed' && typeof details.until === 'string') return text('thread.event.snoozed', { who, until: moment(details.until) });
      return text('thread.event.state', { who, state: wordOf('thread.state', details.to, text) });
    case 'priority':
      return text('thread.event.priority', { who, priority: wordOf('thread.priority', details.to, text) });
    case 'tags': {
      const words = [
        namesOf(details.added) && text('thread.event.tagged', { who, tags: namesOf(details.added) }),
        namesOf(details.removed) && text('thread.event.untagged', { who, tags: namesOf(details.removed) }),
      ].filter(Boolean);
      return words.join(' ') || text('thread.event.tags', { who });
    }
    case 'titled':
      return text('thread.event.titled', { who });
    case 'macro':
      return text('thread.event.macro', { who, name: nameOf(details.name) });
    case 'consent':
      return said ? text('thread.event.consent.said', { said }) : text('thread.event.consent', { who });
    case 'note':
      return said ?? '';
  }
};
