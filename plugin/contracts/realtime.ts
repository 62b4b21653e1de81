import type { ChannelCounts, ChannelEventView, ChannelView, ThreadMessage } from './channels';

/** Where the sockets are: on Strapi's own server. */
export const SOCKET_PATH = '/whatsapp/socket.io';

export const PRESENCES = ['online', 'away', 'offline'] as const;
export type Presence = (typeof PRESENCES)[number];

/** Every event that changes what is shown carries its place in the order, as `<start>.<number>`. */
interface Numbered {
  seq: string;
}

/** Who looks at a conversation or writes in it. */
export interface ViewerView {
  user: number;
  name: string;
  typing: boolean;
}

/** From the server. */
export interface ServerEvents {
  /** A conversation that the reader may see changed, or is new. */
  'channel.changed': Numbered & { channel: ChannelView };
  /** The reader may no longer see it, or it became part of another. */
  'channel.gone': Numbered & { id: string };
  'message.added': Numbered & { channel: string; message: ThreadMessage };
  /** Ticks, edits, reactions, files that arrived. */
  'message.changed': Numbered & { channel: string; message: ThreadMessage };
  'event.added': Numbered & { channel: string; event: ChannelEventView };
  /** Counters may have moved: read them again. */
  'counts.changed': Partial<ChannelCounts>;
  viewers: { channel: string; viewers: ViewerView[] };
  presence: { user: number; name: string; presence: Presence };
  /** The customer is writing, where a provider says so. */
  'customer.typing': { channel: string };
  /** What was missed can't be told any more: read everything again. */
  resync: Record<string, never>;
  /** Connected, and whatever was missed is told: this is where the tab stands, as `after` of its next handshake. */
  ready: { seq: string };
  /** The session ends now; the code says why (`session.expired`, `session.revoked`, `session.blocked`, `session.permission_lost`). */
  'session.ended': { code: string };
}

/** From the screen. Answers by acknowledgement. */
export interface ClientEvents {
  /** A renewed access token. False: refused, and the socket is cut. */
  session: (body: { token: string }, answer: (kept: boolean) => void) => void;
  /** The conversation that is open on this tab; null: none. Answers who else is there. */
  watch: (body: { channel: string | null }, answer: (viewers: ViewerView[]) => void) => void;
  typing: (body: { channel: string; typing: boolean }) => void;
  presence: (body: { presence: Presence }) => void;
}

/** `auth` of the handshake. */
export interface Handshake {
  token: string;
  /** The `seq` of the last event this tab has seen: what came since is sent again, or `resync`. */
  after?: string;
}
