import type { Core } from '@strapi/types';
import type { InboundContent } from '../../../../plugin/domain/message';
import type { ReportedStatus } from '../../../../plugin/domain/message-status';
import { now } from '../../platform/clock';
import type { Knex } from '../../platform/database';
import type { MessageRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { ReportedChange } from '../../platform/services';
import type { Pricing, ProviderFailure } from '../../providers/provider';
import type { MessageKey, MessagesRepository, ParkedEventRow } from './messages.repository';
import { applyStatus, REPORTED_ATTRIBUTES, type ReportedRow } from './status-changes';

type Edit = { body: string; payload: unknown; at: Date };

const REPORTED: ReadonlySet<string> = new Set<ReportedStatus>(['sent', 'delivered', 'read', 'played', 'failed']);

const toPayload = ({ at, callbackData, pricing, failure, payload }: ReportedChange): Record<string, unknown> => ({
  at: at.toISOString(),
  ...(callbackData === undefined ? {} : { callbackData }),
  ...(pricing ? { pricing } : {}),
  ...(failure ? { failure } : {}),
  ...(payload === undefined ? {} : { payload }),
});

const timeIn = (event: ParkedEventRow): Date => {
  const at = new Date(String(event.payload?.['at'] ?? ''));
  return Number.isNaN(at.getTime()) ? event.parkedAt : at;
};

/** A parked status as it was reported; null for what is not one. */
const fromParked = (event: ParkedEventRow): ReportedChange | null =>
  event.kind !== 'status' || event.account === null || !REPORTED.has(event.detail)
    ? null
    : {
        account: event.account,
        providerMessageId: event.providerMessageId,
        status: event.detail as ReportedStatus,
        at: timeIn(event),
        pricing: event.payload?.['pricing'] as Pricing | undefined,
        failure: event.payload?.['failure'] as ProviderFailure | undefined,
      };

/** What providers report about messages after they were sent, whenever it comes: statuses, edits, withdrawals. */
export const createReportedChanges = (strapi: Core.Strapi, repository: MessagesRepository) => {
  const { messages } = repository;

  /** The text now, with the former one kept. A repeated delivery of the same edit changes nothing. */
  const editOf = (row: MessageRow, edit: Edit): Partial<MessageRow> | null => {
    const edits = row.edits ?? [];
    const at = edit.at.toISOString();
    if (row.body === edit.body || edits.some((former) => former.at === at)) return null;
    return { body: edit.body, edits: [...edits, { at, body: row.body ?? '' }], ...(edit.payload ? { payload: edit.payload as InboundContent } : {}) };
  };

  /** A provider's "the recipient stopped marketing" is a statement about the person, not about this message alone. */
  const heedOptOuts = async (changed: ReportedRow[], trx: Knex): Promise<void> => {
    for (const message of changed) {
      if (message.deliveryStatus !== 'failed' || message.errorCode !== 'message.opted_out' || message.contact === null) continue;
      await getService(strapi, 'contacts').applyProviderPreference(
        message.contact,
        'stop',
        { statedAt: message.failedAt ?? now(), wording: message.errorMessage ?? 'refused by the provider' },
        trx,
      );
    }
  };

  /** Folds changes over locked rows in the order they came, writes what differs. */
  const fold = async (pairs: { id: number; change: ReportedChange }[], trx: Knex): Promise<ReportedRow[]> => {
    const rows = new Map((await messages.lockByIds([...new Set(pairs.map(({ id }) => id))], trx, REPORTED_ATTRIBUTES)).map((row) => [row.id, row]));
    const changed = new Set<number>();
    for (const { id, change } of pairs) {
      const row = rows.get(id);
      const next = row ? applyStatus(row, change) : null;
      if (!next) continue;
      rows.set(id, next);
      changed.add(id);
    }
    const written = [...changed].sort((one, other) => one - other).flatMap((id) => rows.get(id) ?? []);
    await repository.writeStatuses(written, trx);
    await heedOptOuts(written, trx);
    return written;
  };

  const targetsOf = async (changes: ReportedChange[], trx: Knex): Promise<(number | null)[]> => {
    const byDocumentId = new Map(
      (await repository.keysByDocumentIds(changes.flatMap(({ callbackData }) => callbackData ?? []), trx)).map((key) => [key.documentId, key]),
    );
    const byProviderId = new Map<string, MessageKey>();
    for (const account of new Set(changes.map((change) => change.account))) {
      const ids = changes.flatMap((change) => (change.account === account ? [change.providerMessageId] : []));
      for (const key of await repository.keysByProviderIds(account, ids, trx)) byProviderId.set(`${account} ${key.providerMessageId ?? ''}`, key);
    }
    const targets: (number | null)[] = [];
    for (const change of changes) {
      const address = `${change.account} ${change.providerMessageId}`;
      const owner = byProviderId.get(address);
      const named = change.callbackData === undefined ? undefined : byDocumentId.get(change.callbackData);
      const ours = named && named.account === change.account && named.direction === 'outbound' ? named : undefined;
      // It came back as "sent on the phone" before we had learned its id: two rows for one message. The second one goes, and gives its id to the first.
      if (ours && ours.id !== owner?.id && ours.providerMessageId === null && (!owner || (await repository.removeEcho(owner, trx)))) {
        ours.providerMessageId = change.providerMessageId;
        byProviderId.set(address, ours);
        targets.push(ours.id);
        continue;
      }
      targets.push(owner?.id ?? ours?.id ?? null);
    }
    return targets;
  };

  const apply = async (changes: ReportedChange[], trx: Knex): Promise<ReportedRow[]> => {
    if (changes.length === 0) return [];
    const targets = await targetsOf(changes, trx);
    const known: { id: number; change: ReportedChange }[] = [];
    const unknown: ReportedChange[] = [];
    changes.forEach((change, index) => {
      const id = targets[index];
      if (id === null || id === undefined) unknown.push(change);
      else known.push({ id, change });
    });
    const parkedAt = now();
    await repository.park(
      unknown.map((change) => ({
        account: change.account,
        kind: 'status',
        providerMessageId: change.providerMessageId,
        detail: change.status,
        reason: 'unknown_message',
        payload: toPayload(change),
        parkedAt,
      })),
      trx,
    );
    return known.length > 0 ? fold(known, trx) : [];
  };

  const joinParked = async (learned: { id: number; account: number; providerMessageId: string }[], trx: Knex): Promise<void> => {
    const idOf = new Map(learned.map(({ id, account, providerMessageId }) => [`${account} ${providerMessageId}`, id]));
    const waiting: ParkedEventRow[] = [];
    for (const account of new Set(learned.map((message) => message.account))) {
      const ids = learned.flatMap((message) => (message.account === account ? [message.providerMessageId] : []));
      waiting.push(...(await repository.findWaiting(account, ids, trx)));
    }
    if (waiting.length === 0) return;

    const statuses = waiting.flatMap((event) => {
      const change = fromParked(event);
      const id = idOf.get(`${event.account} ${event.providerMessageId}`);
      return change && id !== undefined ? [{ id, change }] : [];
    });
    if (statuses.length > 0) await fold(statuses, trx);
    for (const event of waiting) {
      const id = idOf.get(`${event.account} ${event.providerMessageId}`);
      const [row] = id !== undefined && event.kind !== 'status' ? await messages.lockByIds([id], trx) : [];
      if (!row) continue;
      const changes =
        event.kind === 'edit'
          ? editOf(row, { body: String(event.payload?.['body'] ?? ''), payload: event.payload?.['payload'], at: timeIn(event) })
          : row.revokedAt === null
            ? { revokedAt: timeIn(event) }
            : null;
      if (changes) await messages.update(row.id, changes, trx);
    }
    await repository.resolveParked(waiting.map(({ id }) => id), now(), trx);
  };

  return { apply, joinParked, editOf };
};
