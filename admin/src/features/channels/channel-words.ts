import type { ChannelView } from '../../../../plugin/contracts/channels';
import { MARK_END, MARK_START } from '../../../../plugin/domain/text-search';
import { pathOf, segment, type QueryValue } from '../../api/query';
import type { MessageKey } from '../../i18n';

export const INBOX_PATH = '/plugins/whatsapp/inbox';

/** The address of a conversation, or of the list alone. Keeps the filters, and goes to a message where one is named. */
export const inboxPath = (id: string | null, filters: URLSearchParams | Record<string, QueryValue> = {}, message: string | null = null): string => {
  const query: Record<string, QueryValue> = filters instanceof URLSearchParams ? Object.fromEntries(filters) : { ...filters };
  return pathOf(id === null ? INBOX_PATH : `${INBOX_PATH}/${segment(id)}`, { ...query, message });
};

/** Today by the hour, else by the day; another year says so. */
export const rowTime = (at: string, now: number, locale: string, timeZone?: string): string => {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return '';
  const zone = timeZone ? { timeZone } : {};
  const dayOf = (of: Date | number) => new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone }).format(of);
  const [day, today] = [dayOf(moment), dayOf(now)];
  const style: Intl.DateTimeFormatOptions =
    day === today ? { hour: 'numeric', minute: '2-digit' } : day.slice(0, 4) === today.slice(0, 4) ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' };
  return new Intl.DateTimeFormat(locale, { ...style, ...zone }).format(moment);
};

const letters = new RegExp('[\\p{L}\\p{N}]', 'u');

/** Up to two letters of a name, as people write them on an avatar; emoji and signs are no letters. */
export const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).map((word) => [...word].find((sign) => letters.test(sign))).filter((sign): sign is string => sign !== undefined);
  const [first, last] = [words[0], words.length > 1 ? words[words.length - 1] : undefined];
  return `${first ?? ''}${last ?? ''}`.toLocaleUpperCase();
};

export type PreviewIcon = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker' | 'location' | 'contact' | 'order';

/** How the server begins the preview of what has no words. Its word is said in the reader's language; what follows is the customer's. */
const PREVIEWS: readonly { begins: string; icon: PreviewIcon; word: MessageKey | null }[] = [
  { begins: '📷 Photo', icon: 'image', word: 'inbox.preview.image' },
  { begins: '🎞 Video', icon: 'video', word: 'inbox.preview.video' },
  { begins: '🎵 Audio', icon: 'audio', word: 'inbox.preview.audio' },
  { begins: '🎤 Voice message', icon: 'voice', word: 'inbox.preview.voice' },
  { begins: '📄 Document', icon: 'document', word: 'inbox.preview.document' },
  { begins: '📍', icon: 'location', word: null },
  { begins: '👤', icon: 'contact', word: null },
  { begins: '🛒', icon: 'order', word: null },
];

export interface PreviewParts {
  icon: PreviewIcon | null;
  word: MessageKey | null;
  rest: string;
}

/** The line below a name: what kind of file it was, and what was said. */
export const previewParts = (preview: string | null): PreviewParts => {
  if (preview === null) return { icon: null, word: null, rest: '' };
  if (preview === 'Sticker') return { icon: 'sticker', word: 'inbox.preview.sticker', rest: '' };
  for (const { begins, icon, word } of PREVIEWS) {
    if (preview === begins || preview.startsWith(`${begins}: `) || (word === null && preview.startsWith(`${begins} `))) {
      return { icon, word, rest: preview.slice(begins.length).replace(/^:?\s+/, '') };
    }
  }
  return { icon: null, word: null, rest: preview };
};

/** Counted to a hundred: shown as 99+. */
export const countWords = (count: number): string => (count > 99 ? '99+' : String(count));

export interface ExcerptPart {
  words: string;
  marked: boolean;
}

/** The excerpt of a hit: what was searched for stands between the marks. */
export const excerptParts = (excerpt: string): ExcerptPart[] =>
  excerpt
    .split(MARK_START)
    .flatMap((piece, index) => {
      if (index === 0) return [{ words: piece, marked: false }];
      const [marked = '', ...rest] = piece.split(MARK_END);
      return [
        { words: marked, marked: true },
        { words: rest.join(''), marked: false },
      ];
    })
    .map(({ words, marked }) => ({ words: words.replaceAll(MARK_END, ''), marked }))
    .filter(({ words }) => words !== '');

/** Whether a conversation has been put away until a time still to come. */
export const isSnoozed = ({ state, snoozedUntil }: Pick<ChannelView, 'state' | 'snoozedUntil'>, now: number): boolean =>
  state === 'snoozed' && (snoozedUntil === null || Date.parse(snoozedUntil) > now);
