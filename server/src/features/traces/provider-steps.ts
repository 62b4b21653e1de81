import type { TraceStepView } from '../../../../plugin/contracts/traces';
import type { StoredWebhook, TraceRow } from './traces.repository';
import { reasonOf, recordOf, step, timeOf, type Shown, type TraceSources } from './trace-parts';

/** A contact or channel made within this of its message was made for it. */
const MADE_WITH_MS = 5_000;

const webhookFacts = ({ receivedAt, workedAt, attempts, state }: StoredWebhook) => ({
  receivedAt,
  workedAt,
  ...(attempts > 0 ? { attempts } : {}),
  ...(state === 'worked' ? {} : { webhookState: state }),
});

/** A stored webhook was verified before: what does not bear the signature is answered with 401 and never kept. */
const arrived = (row: TraceRow, webhook: StoredWebhook | undefined, kind: 'webhook' | 'reported' | 'changed', shown: Shown): TraceStepView => {
  const { state, happenedAt } = row.details ?? {};
  // That a status is a status is said by its kind.
  const event = kind === 'reported' ? undefined : row.details?.['event'];
  if (!webhook) return step(kind, row.recordedAt, { facts: { event, state, happenedAt, payloadKept: false }, outcome: state === 'failed' ? 'bad' : 'good' });
  return step(kind, webhook.receivedAt, {
    outcome: state === 'failed' ? 'bad' : 'good',
    facts: { event, state, happenedAt, signatureChecked: true, ...webhookFacts(webhook) },
    reason: webhook.state === 'worked' ? null : reasonOf('parked.failed', webhook.errorMessage),
    payload: shown.webhook(webhook.body),
  });
};

const KIND_OF: Record<string, 'webhook' | 'reported' | 'changed'> = { message: 'webhook', echo: 'webhook', status: 'reported', edit: 'changed', revoke: 'changed' };

/** What the pipeline made of a customer's message. */
const received = ({ message, contact, channel, media }: TraceSources): TraceStepView => {
  const isNew = (made: Date | undefined): boolean => made !== undefined && Math.abs(made.getTime() - message.createdAt.getTime()) < MADE_WITH_MS;
  const saidStop = contact?.stoppedAt !== null && contact?.stoppedAt !== undefined && contact.stoppedAt.getTime() === message.occurredAt?.getTime();
  return step('received', message.createdAt, {
    facts: {
      type: message.type,
      writtenAt: message.occurredAt,
      contact: contact ? (contact.name ?? contact.profileName ?? contact.username ?? contact.phone ?? contact.documentId) : null,
      contactMade: contact ? isNew(contact.createdAt) : null,
      channelMade: channel ? isNew(channel.createdAt) : null,
      ...(saidStop ? { stopped: true } : {}),
      ...(media ? { fileState: media.state } : {}),
    },
  });
};

/** What came from the provider: webhooks with their payload, what was parked, and what became of it. */
export const providerSteps = (sources: TraceSources, shown: Shown): TraceStepView[] => {
  const { message, rows, webhooks, parked } = sources;
  const events = rows
    .filter(({ kind }) => kind === 'event')
    .map((row) => arrived(row, row.webhookEvent === null ? undefined : webhooks.get(row.webhookEvent), KIND_OF[String(row.details?.['event'])] ?? 'webhook', shown));
  const parkedSteps = parked.flatMap(({ kind, detail, reason, parkedAt, resolvedAt, payload }) => {
    const facts = { event: kind, state: detail, happenedAt: recordOf(payload)['at'] };
    return [
      step('parked', parkedAt, { outcome: 'waits', facts, reason: reasonOf(/^[a-z_]+$/.test(reason) ? `parked.${reason}` : 'parked.failed', /^[a-z_]+$/.test(reason) ? null : reason), payload: shown.payload(payload) }),
      ...(resolvedAt ? [step('replayed', resolvedAt, { facts })] : []),
    ];
  });
  return [...events, ...parkedSteps, ...(message.direction === 'inbound' ? [received(sources)] : [])];
};

/** Times that stay with the message when their payloads are gone, or never came as a webhook of ours. */
export const keptSteps = ({ message, rows, parked, halts, account }: TraceSources): TraceStepView[] => {
  const told = new Set([...rows.map(({ details }) => String(details?.['state'] ?? '')), ...parked.filter(({ resolvedAt }) => resolvedAt !== null).map(({ detail }) => detail)]);
  const isTraced = (kind: TraceRow['kind'], event?: string): boolean => rows.some((row) => row.kind === kind && (event === undefined || row.details?.['event'] === event));
  const steps: TraceStepView[] = [];
  const isOurs = message.direction === 'outbound' && message.origin !== 'phone-app';
  if (isOurs && !isTraced('enqueue')) steps.push(step('enqueued', message.createdAt, { facts: { origin: message.origin, payloadKept: false } }));
  if (isOurs && message.acceptedAt && !isTraced('attempt')) steps.push(step('settled', message.acceptedAt, { facts: { result: 'accepted', providerMessageId: message.providerMessageId, payloadKept: false } }));
  for (const [state, at] of [['sent', message.sentAt], ['delivered', message.deliveredAt], ['read', message.readAt], ['played', message.playedAt]] as const) {
    if (at && message.direction === 'outbound' && !told.has(state)) steps.push(step('reported', at, { facts: { state, payloadKept: false } }));
  }
  const isFailureTold = told.has('failed') || rows.some(({ details }) => details?.['next'] === 'fail');
  if (message.failedAt && !isFailureTold) steps.push(step('ended', message.failedAt, { outcome: 'bad', facts: { state: 'failed', payloadKept: false }, reason: reasonOf(message.errorCode, message.errorMessage) }));
  if (!isTraced('event', 'edit')) for (const { at } of message.edits ?? []) steps.push(step('changed', timeOf(at, message.updatedAt), { facts: { event: 'edit', payloadKept: false } }));
  if (message.revokedAt && !isTraced('event', 'revoke')) steps.push(step('changed', message.revokedAt, { facts: { event: 'revoke', payloadKept: false } }));
  for (const { occurredAt, errorCode, errorMessage } of halts) steps.push(step('held', occurredAt, { outcome: 'waits', facts: { reason: 'account' }, reason: reasonOf(errorCode, errorMessage) }));
  const last = rows.filter(({ kind }) => kind === 'wait').at(-1)?.details;
  if (message.deliveryStatus === 'queued' && message.blockedBy && last?.['reason'] !== message.blockedBy && !(message.blockedBy === 'account' && halts.length > 0)) {
    const halt = message.blockedBy === 'account' ? reasonOf(account?.haltCode, account?.haltMessage) : null;
    steps.push(step('held', message.updatedAt, { outcome: 'waits', facts: { reason: message.blockedBy, untilAt: message.notBefore }, reason: halt ?? reasonOf(message.errorCode, message.errorMessage) }));
  }
  return steps;
};
