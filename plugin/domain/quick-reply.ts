/** What a kept text may name; filled with what is known where it is used. */
export const QUICK_REPLY_FIELDS = ['contact.name', 'contact.firstName', 'contact.phone', 'agent.name', 'agent.firstName', 'company.name', 'account.name'] as const;
export type QuickReplyField = (typeof QUICK_REPLY_FIELDS)[number];

/** Null or absent: not known here. */
export type QuickReplyValues = Readonly<Partial<Record<QuickReplyField, string | null>>>;

export interface FilledQuickReply {
  text: string;
  /** Fields with neither value nor fallback. They stand in the text as they were written, so that nobody sends "Hi ,". */
  missing: QuickReplyField[];
}

/** `{{field}}` or `{{field|what to say instead}}`. */
const PLACE = /\{\{([^{}]*)\}\}/g;

const isField = (name: string): name is QuickReplyField => (QUICK_REPLY_FIELDS as readonly string[]).includes(name);

const readPlace = (inside: string): { name: string; fallback: string } => {
  const bar = inside.indexOf('|');
  return bar === -1 ? { name: inside.trim(), fallback: '' } : { name: inside.slice(0, bar).trim(), fallback: inside.slice(bar + 1).trim() };
};

/** The first place that would never be filled: an unknown field, or braces that don't close. Null: there is none. */
export function findUnknownField(body: string): string | null {
  for (const [place, inside = ''] of body.matchAll(PLACE)) if (!isField(readPlace(inside).name)) return place;
  const rest = body.replace(PLACE, '');
  const open = rest.indexOf('{{');
  return open === -1 ? null : rest.slice(open, open + 24);
}

/** Filled once: what a customer is called is never read for fields. */
export function fillQuickReply(body: string, values: QuickReplyValues): FilledQuickReply {
  const missing = new Set<QuickReplyField>();
  const text = body.replace(PLACE, (place, inside: string) => {
    const { name, fallback } = readPlace(inside);
    if (!isField(name)) return place;
    const value = (values[name] ?? '').replace(/\s+/g, ' ').trim() || fallback;
    if (value !== '') return value;
    missing.add(name);
    return place;
  });
  return { text, missing: [...missing] };
}

/** The first word of a name; a number is no name. */
export function firstNameOf(name: string | null): string | null {
  const [first = ''] = (name ?? '').trim().split(/\s+/);
  return /\p{L}/u.test(first) ? first : null;
}
