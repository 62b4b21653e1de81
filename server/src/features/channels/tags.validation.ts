import { z } from 'zod';
import { TAG_COLOURS } from '../../../../plugin/contracts/channels';

const name = z.string().trim().min(1, 'Give the tag a name.').max(50);

export const tagBody = z.strictObject({ name, colour: z.enum(TAG_COLOURS).default('neutral') });

export const tagChanges = z.strictObject({ name: name.optional(), colour: z.enum(TAG_COLOURS).optional() });
