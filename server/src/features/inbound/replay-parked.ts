import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { inTransaction, Table } from '../../platform/database';
import { failureText } from '../../platform/failure-text';
import { modelUid } from '../../platform/schema';
import { getService, type ReplayResult } from '../../platform/services';
import type { ProviderEvent } from '../../providers/provider';
import type { createEventWork } from './event-work';
import type { InboundRepository, ParkedEventRow, WebhookEventRow } from './inbound.repository';
import { createPipeline } from './pipeline';
import type { PipelineOutcome } from './pipeline';
import { tellOutcome } from './tell-outcome';
import { traceReplay } from './trace-events';

const WAITS_FOR_MESSAGE = new Set(['status', 'edit', 'revoke']);
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** Parked events are kept as JSON, where times are texts. */
const revive = (payload: unknown): ProviderEvent =>
  JSON.parse(JSON.stringify(payload), (name: string, value: unknown) => (/(^at|At)$/.test(name) && typeof value === 'string' && ISO.test(value) ? new Date(value) : value)) as ProviderEvent;

class StillParked extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** A reason as a code with a sentence. */
const codeOfReason = (reason: string): string => (/^(unclaimed_number|group_message|no_identity|no_business_account|unsupported|unknown_message)$/.test(reason) ? `parked.${reason}` : 'parked.failed');

/** Places parked events anew, one by one: what has changed since may have made a place for them. */
export const createParkedReplay = (strapi: Core.Strapi, repository: InboundRepository, work: ReturnType<typeof createEventWork>) => {
  const parked = new Table<ParkedEventRow>(strapi, modelUid('parked-events'));
  const events = new Table<WebhookEventRow>(strapi, modelUid('webhook-events'));
  const pipeline = createPipeline(strapi, repository);

  const joinMessage = async (row: ParkedEventRow): Promise<void> => {
    const messages = getService(strapi, 'messages');
    await inTransaction(strapi, async (trx) => {
      const [message] = row.account === null ? [] : await messages.findByProviderIds(row.account, [row.providerMessageId], trx);
      if (!message) throw new StillParked('unknown_message');
      await messages.joinParked([{ id: message.id, account: message.account, providerMessageId: row.providerMessageId }], trx);
    });
  };

  const workWebhook = async (row: ParkedEventRow): Promise<void> => {
    const id = Number((row.payload as { webhookEvent?: unknown } | null)?.webhookEvent);
    const event = Number.isInteger(id) ? await events.findById(id) : null;
    if (!event) throw new StillParked('gone');
    await events.update(event.id, { state: 'pending', attempts: 0, notBefore: null });
    try {
      await work.workTogether([{ ...event, state: 'pending' }]);
    } catch (error) {
      await events.update(event.id, { state: 'parked', errorMessage: failureText(error) });
      throw error;
    }
    await parked.update(row.id, { resolvedAt: now() });
  };

  const workEvent = async (row: ParkedEventRow): Promise<PipelineOutcome> => {
    const event = revive(row.payload);
    const account = row.account === null ? null : await getService(strapi, 'accounts').findById(row.account);
    // Only the account whose secret vouched for the webhook may take it: another one's claim was never checked.
    const { phoneNumberId, businessAccountId } = event.account;
    const isOwn = account && (phoneNumberId ? account.providerNumber === phoneNumberId : !businessAccountId || account.businessAccount === businessAccountId);
    if (!account || !isOwn) throw new StillParked('unclaimed_number');
    return inTransaction(strapi, async (trx) => {
      // Taken away first: where the pipeline parks it again, the row is back and says why.
      await parked.query(trx).where('id', row.id).delete();
      const outcome = await pipeline([{ event, account, key: row.providerMessageId, row: { id: 0, account: account.id, digest: row.providerMessageId, receivedAt: row.parkedAt } }], trx);
      const back = (await parked.query(trx).where({ account: account.id, provider_message_id: row.providerMessageId }).whereNull('resolved_at').first()) as Record<string, unknown> | undefined;
      if (back) throw new StillParked(parked.fromRow(back).reason);
      return outcome;
    });
  };

  const place = async (row: ParkedEventRow): Promise<void> => {
    if (WAITS_FOR_MESSAGE.has(row.kind) && row.reason === 'unknown_message') return joinMessage(row);
    if (row.kind === 'webhook') return workWebhook(row);
    tellOutcome(strapi, await workEvent(row));
  };

  return async (ids: number[]): Promise<ReplayResult[]> => {
    const rows = (await parked.findByIds(ids)).filter(({ resolvedAt }) => resolvedAt === null).sort((one, other) => one.id - other.id);
    const results: ReplayResult[] = [];
    for (const row of rows) {
      try {
        await place(row);
        traceReplay(strapi, row);
        results.push({ id: row.id, placed: true, code: null, detail: null });
      } catch (error) {
        const code = error instanceof StillParked ? (error.reason === 'gone' ? 'parked.gone' : codeOfReason(error.reason)) : 'parked.failed';
        results.push({ id: row.id, placed: false, code, detail: error instanceof StillParked ? null : failureText(error) });
      }
    }
    return results;
  };
};
