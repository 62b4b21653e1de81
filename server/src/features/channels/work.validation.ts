import { z } from 'zod';
import { CHANNEL_PRIORITIES, CHANNEL_STATES } from '../../../../plugin/contracts/channels';

const MOST_AGENTS = 50;
const MOST_TAGS = 50;

const user = z.number().int().positive();
const id = z.string().min(1).max(64);
/** An empty text is none. */
const optionalText = (most: number) => z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), z.string().trim().max(most).nullish());

export const agentsQuery = z.object({ search: z.string().trim().max(100).optional() });

/** `from`: the assignee the person saw; where somebody was faster, they are told who. */
export const assigneeBody = z.strictObject({ user: user.nullable(), reason: optionalText(500), from: user.nullish() });

export const stateBody = z.strictObject({ state: z.enum(CHANNEL_STATES), snoozedUntil: z.iso.datetime({ offset: true }).nullish() });

export const priorityBody = z.strictObject({ priority: z.enum(CHANNEL_PRIORITIES) });

export const tagsBody = z.strictObject({ tags: z.array(id).max(MOST_TAGS) });

export const agentsBody = z.strictObject({ users: z.array(user).max(MOST_AGENTS) });

export const titleBody = z.strictObject({ title: optionalText(120) });

export const settingsBody = z.strictObject({ muted: z.boolean().optional() });

export const preferredAgentBody = z.strictObject({ user: user.nullable() });

export const noteBody = z.strictObject({ text: z.string().trim().min(1, 'Write something.').max(4_096) });
