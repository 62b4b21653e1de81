import type { Core } from '@strapi/types';
import type { AgentView, ReactionView, ThreadMessage } from '../../../../plugin/contracts/channels';
import { isLate } from '../../../../plugin/domain/service-window';
import { agentView, findAdminNames } from '../../platform/admin-names';
import { now } from '../../platform/clock';
import type { MessageRow } from '../../platform/records';
import { getService } from '../../platform/services';
import { createJoinedNames } from './joined-names';
import { presentMessage } from './message-view';
import { arrivalOf, threadContent } from './thread-content';
import { createThreadRepository } from './thread.repository';
import type { QuotedRow, ReactionRow } from './thread.repository';

const timeOf = ({ occurredAt, createdAt }: Pick<MessageRow, 'occurredAt' | 'createdAt'>): Date => occurredAt ?? createdAt;

/** All of us together are one person to WhatsApp: our newest reaction takes the place of a colleague's. */
const reactorOf = ({ direction, contact }: ReactionRow): string => (direction === 'inbound' ? `contact ${contact ?? ''}` : 'us');

/** The newest of each person; an empty one takes it back. What never went out is none. */
const lastingReactions = (rows: ReactionRow[]): ReactionRow[] => {
  const newest = new Map<string, ReactionRow>();
  for (const row of rows) {
    if (row.deliveryStatus === 'failed' || row.deliveryStatus === 'cancelled') continue;
    const former = newest.get(reactorOf(row));
    if (!former || timeOf(row) > timeOf(former) || (timeOf(row).getTime() === timeOf(former).getTime() && row.id > former.id)) newest.set(reactorOf(row), row);
  }
  return [...newest.values()].filter(({ payload }) => payload?.type === 'reaction' && payload.emoji !== '');
};

const placeKey = (channel: number | null, providerMessageId: string): string => `${channel ?? ''} ${providerMessageId}`;

const groupReactions = (rows: ReactionRow[]): Map<string, ReactionRow[]> => {
  const groups = new Map<string, ReactionRow[]>();
  for (const row of rows) {
    const key = placeKey(row.channel, row.replyToProviderMessageId ?? '');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
};

/** What is quoted and not here was, as a rule, written by the other side. */
const quotedView = (row: MessageRow, quoted: QuotedRow | undefined): ThreadMessage['quoted'] => {
  if (quoted) return { id: quoted.documentId, text: quoted.revokedAt === null ? quoted.body : null, type: quoted.type, direction: quoted.direction };
  if (row.replyTo === null && row.replyToProviderMessageId === null) return null;
  return { id: null, text: null, type: 'text', direction: row.direction === 'inbound' ? 'outbound' : 'inbound' };
};

/** Waits for a time, as a rule one its writer chose, and nothing has tried to send it. */
const isCancellable = ({ direction, deliveryStatus, attempts, notBefore }: MessageRow, at: Date): boolean =>
  direction === 'outbound' && deliveryStatus === 'queued' && (attempts ?? 0) === 0 && notBefore !== null && notBefore > at;

/** Messages as a thread draws them, in the order given; reactions are under theirs and are no rows. */
export const presentThread = async (strapi: Core.Strapi, rows: MessageRow[]): Promise<ThreadMessage[]> => {
  const shown = rows.filter(({ type }) => type !== 'reaction');
  if (shown.length === 0) return [];
  const repository = createThreadRepository(strapi);
  const [joined, quotedBy, reactions, retries] = await Promise.all([
    createJoinedNames(strapi)(shown),
    repository.quotedBy(shown),
    repository.reactionsTo(shown),
    repository.retriesOf(shown),
  ]);
  const groups = new Map([...groupReactions(reactions)].map(([key, group]) => [key, lastingReactions(group)]));
  const senders = [...shown, ...[...groups.values()].flat()].flatMap(({ sentBy }) => sentBy ?? []);
  const [names, accounts] = await Promise.all([findAdminNames(strapi, senders), getService(strapi, 'accounts').list()]);
  const accountNames = new Map(accounts.map(({ id, name }) => [id, name]));
  const at = now();

  const reactionView = (row: ReactionRow): ReactionView => {
    // Given on the phone itself: nobody's name is known, and it is not the customer's.
    const phone: AgentView = { id: 0, name: accountNames.get(row.account) ?? '' };
    return { emoji: row.payload?.type === 'reaction' ? row.payload.emoji : '', by: row.direction === 'inbound' ? null : (agentView(names, row.sentBy) ?? phone), at: timeOf(row).toISOString() };
  };

  return shown.map((row) => ({
    ...presentMessage(row, joined),
    content: threadContent(row, row.template === null ? null : (joined.templates.get(row.template) ?? null)),
    sentBy: row.direction === 'outbound' ? agentView(names, row.sentBy) : null,
    origin: row.origin,
    quoted: quotedView(row, quotedBy.get(row.id)),
    ...arrivalOf(row),
    reactions: row.providerMessageId === null ? [] : (groups.get(placeKey(row.channel, row.providerMessageId)) ?? []).map(reactionView),
    edits: (row.edits ?? []).map((edit) => ({ at: edit.at, text: edit.body })),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    transcript: row.transcript,
    late: row.direction === 'inbound' && row.origin !== 'import' && isLate({ at: row.occurredAt, receivedAt: row.createdAt }),
    cancellable: isCancellable(row, at),
    retriedBy: retries.get(row.id) ?? null,
  }));
};
