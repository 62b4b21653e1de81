import { z } from 'zod';
import { CHANNEL_PRIORITIES, CHANNEL_STATES } from '../../../../plugin/contracts/channels';

const MOST_STEPS = 10;
const MOST_HOURS = 24 * 90;

const text = z.string().trim().min(1, 'Write the text.').max(4_096);
const tag = z.string().min(1).max(64);

const step = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('reply'), text }),
    z.strictObject({ kind: z.literal('note'), text }),
    z.strictObject({ kind: z.literal('assign'), user: z.number().int().positive().nullable() }),
    z.strictObject({ kind: z.literal('unassign') }),
    z.strictObject({ kind: z.literal('state'), state: z.enum(CHANNEL_STATES), hours: z.number().min(0.1).max(MOST_HOURS).optional() }),
    z.strictObject({ kind: z.literal('priority'), priority: z.enum(CHANNEL_PRIORITIES) }),
    z.strictObject({ kind: z.literal('tag'), tag }),
    z.strictObject({ kind: z.literal('untag'), tag }),
  ])
  .refine((one) => one.kind !== 'state' || one.state !== 'snoozed' || one.hours !== undefined, { message: 'Say for how many hours.', path: ['hours'] });

const name = z.string().trim().min(1, 'Give the macro a name.').max(80);
const steps = z.array(step).min(1, 'Add a step.').max(MOST_STEPS);

export const macroBody = z.strictObject({ name, shared: z.boolean().default(false), steps });

export const macroChanges = z.strictObject({ name: name.optional(), shared: z.boolean().optional(), steps: steps.optional() });

/** `key`: of this press, the same when it is tried again. `seen`: as a reply has it. */
export const runBody = z.strictObject({ key: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/), seen: z.string().max(64).nullish() });
