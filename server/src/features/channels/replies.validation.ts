import { z } from 'zod';
import { interactiveInput, toInteractive } from '../../platform/interactive-input';
import type { ReplyContent } from '../../platform/services';

/** Long enough for every limit of WhatsApp; the exact ones are the law's to say, in words. */
const words = z.string().max(65_536);
const id = z.string().min(1).max(64);

const shape = z.strictObject({
  text: words.optional(),
  media: id.optional(),
  reaction: z.strictObject({ message: id, emoji: z.string().max(64) }).optional(),
  interactive: interactiveInput.optional(),
  location: z.strictObject({ latitude: z.number(), longitude: z.number(), name: z.string().max(1_000).optional(), address: z.string().max(1_000).optional() }).optional(),
  replyTo: id.optional(),
  seen: id.nullable().optional(),
  sendAt: z.iso.datetime({ offset: true }).transform((value) => new Date(value)).optional(),
  idempotencyKey: z.string().min(8).max(200),
});

const contentOf = ({ text, media, reaction, interactive, location }: z.infer<typeof shape>): ReplyContent | null => {
  const others = [media, reaction, interactive, location].filter((part) => part !== undefined).length;
  // A text beside a file is its caption; beside anything else nobody would see it.
  if (others > 1 || (others === 1 && text !== undefined && media === undefined)) return null;
  if (media !== undefined) return { kind: 'media', media, ...(text?.trim() ? { caption: text.trim() } : {}) };
  if (reaction) return { kind: 'reaction', ...reaction };
  if (interactive) return { kind: 'interactive', message: toInteractive(interactive) };
  if (location) return { kind: 'location', ...location };
  return text === undefined ? null : { kind: 'text', text };
};

export const replyBody = shape.transform((body, context) => {
  const { replyTo, seen, sendAt, idempotencyKey } = body;
  const content = contentOf(body);
  if (content) return { content, replyTo, seen, sendAt, idempotencyKey };
  context.addIssue({ code: 'custom', message: 'give one of text, media, reaction, interactive and location' });
  return z.NEVER;
});
