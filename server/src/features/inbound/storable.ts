import { createHash } from 'node:crypto';
import type { ProviderEvent } from '../../providers/provider';

/** NUL and half a character are legal JSON and refused by Postgres: one such message would hold up everyone's. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export const storableText = (text: string): string => text.replaceAll('\u0000', '').replace(LONE_SURROGATE, '\ufffd');

const clean = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(clean);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), clean(inner)]));
};

const MAX_ID = 255;

/** An id longer than its column: shortened the same way each time, so that it still meets itself. */
export const storableId = (id: string): string =>
  id.length <= MAX_ID ? id : `${id.slice(0, 180)}~${createHash('sha256').update(id).digest('hex')}`;

/** Whether a body holds anything that could need cleaning: an escape of NUL or of half a character. */
const isSuspicious = (raw: string): boolean => /\\u(?:0000|[dD][89a-fA-F])/.test(raw);

const ID_FIELDS = ['providerMessageId', 'originalProviderMessageId', 'replyToProviderMessageId'] as const;

/** The events of a body as the database takes them. */
export const storableEvents = (raw: string, events: ProviderEvent[]): ProviderEvent[] => {
  // Once a body, not once an event: a batch has a thousand of them.
  const needsCleaning = isSuspicious(raw);
  return events.map((event) => {
    const cleaned = (needsCleaning ? clean(event) : { ...event }) as ProviderEvent & Partial<Record<(typeof ID_FIELDS)[number], string>>;
    for (const field of ID_FIELDS) {
      const id = cleaned[field];
      if (id !== undefined && id.length > MAX_ID) cleaned[field] = storableId(id);
    }
    return cleaned;
  });
};
