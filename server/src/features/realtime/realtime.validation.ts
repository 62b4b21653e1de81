import { z } from 'zod';
import { PRESENCES } from '../../../../plugin/contracts/realtime';

const channel = z.string().min(1).max(64);

/** What a screen sends over its socket; anything else is not answered. */
export const sessionBody = z.object({ token: z.string().min(1).max(8_192) });
export const watchBody = z.object({ channel: channel.nullable() });
export const typingBody = z.object({ channel, typing: z.boolean() });
export const presenceBody = z.object({ presence: z.enum(PRESENCES) });

export const handshakeAuth = z.object({ token: z.string().min(1).max(8_192), after: z.string().max(100).optional() });

export const notificationSettingsBody = z.strictObject({ desktop: z.boolean(), sound: z.boolean(), mine: z.boolean(), unassigned: z.boolean(), all: z.boolean() });
