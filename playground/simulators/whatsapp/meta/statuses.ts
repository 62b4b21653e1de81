import type { AccountState } from '../accounts';
import type { Customer } from '../customers';
import type { SentMessage } from '../ledger';
import type { StatusStep } from '../settings';
import type { World } from '../world';
import { asynchronousError } from './errors';
import { metadataOf, webhookBody, webhookHeaders, type Change } from './webhook-body';

export interface Statuses {
  /** Plans what is told about a message that was taken; `fails` overrides the usual course. */
  begin(account: AccountState, message: SentMessage, fails: { code: number; details: string | null } | null): void;
  /** The customer sees the chat: everything delivered becomes read. */
  chatOpened(account: AccountState, customer: Customer): void;
  played(account: AccountState, message: SentMessage): void;
  /** Posts a webhook of any kind, signed. The promise settles after the first attempt. */
  notify(account: AccountState, changes: readonly Change[], about?: readonly string[]): Promise<number | null>;
  drop(account: string | null): void;
}

const USUAL: readonly StatusStep[] = [{ status: 'sent' }, { status: 'delivered' }, { status: 'read' }];
const PACE_MS: Record<string, number> = { sent: 20, delivered: 130, read: 1_350, played: 1_500, failed: 60, deleted: 200 };

interface Batch { items: Array<{ message: SentMessage; status: Record<string, unknown> }>; timer: NodeJS.Timeout | null }

export function createStatuses(world: World): Statuses {
  const batches = new Map<string, Batch>();

  const flush = (account: AccountState): void => {
    const batch = batches.get(account.config.key);
    if (!batch) return;
    if (batch.timer) clearTimeout(batch.timer);
    batches.delete(account.config.key);
    const items = account.settings.shuffleWebhooks ? shuffled(batch.items) : batch.items;
    const people = new Map<string, Record<string, unknown>>();
    for (const { message, status } of items) if (status.status !== 'failed') people.set(message.customer.id, contactOf(message.customer));
    const value = {
      messaging_product: 'whatsapp',
      metadata: metadataOf(account.config),
      // `failed` comes without contacts (facts 2.9).
      ...(people.size === 0 ? {} : { contacts: [...people.values()] }),
      statuses: items.map(({ status }) => status),
    };
    void notify(account, [{ field: 'messages', value }], items.map(({ message }) => message.id));
  };

  const notify = (account: AccountState, changes: readonly Change[], about: readonly string[] = []): Promise<number | null> => {
    const { webhookUrl, businessAccountId } = account.config;
    if (webhookUrl === null || !account.subscribed) return Promise.resolve(null);
    const body = webhookBody(businessAccountId, changes);
    return new Promise((resolve) => world.webhooks.post({
      account: account.config.key, url: webhookUrl, body, headers: webhookHeaders(body, account.config), about,
      copies: 1 + account.settings.duplicateWebhooks, mayOvertake: account.settings.shuffleWebhooks,
      retryMs: account.settings.webhookRetryMs, onFirst: resolve,
    }));
  };

  const emit = (account: AccountState, message: SentMessage, step: StatusStep, details: string | null): void => {
    const at = Date.now();
    message.deliveryStatus = laterOf(message.deliveryStatus, step.status);
    const error = step.status === 'failed' ? asynchronousError(step.code ?? 131026, details) : null;
    if (error) message.failure = { code: error.code as number, title: String(error.title), details: details ?? String(error.title) };
    world.live.changed(message.customer);
    let batch = batches.get(account.config.key);
    if (!batch) batches.set(account.config.key, (batch = { items: [], timer: null }));
    batch.items.push({ message, status: statusOf(message, step.status, at, error) });
    if (batch.items.length >= account.settings.statusBatch) flush(account);
    else batch.timer ??= setTimeout(() => flush(account), account.settings.statusFlushMs);
  };

  const follow = (account: AccountState, message: SentMessage, steps: readonly StatusStep[], details: string | null): void => {
    const step = steps[0];
    if (!step) return;
    if (step.status === 'read' && !account.settings.autoRead && message.customer.watchers === 0) return;
    const wait = step.status === 'read' && message.customer.watchers > 0
      ? Math.min(account.settings.statusDelayMs ?? 300, 300)
      : account.settings.statusDelayMs ?? PACE_MS[step.status] ?? 100;
    world.delays.add(wait, () => {
      // Opening the chat may have told it already; a service says "read" once.
      const isTold = step.status === 'read' && (message.deliveryStatus === 'read' || message.deliveryStatus === 'played');
      if (world.ledger.find(message.id) !== message) return;
      if (!isTold) emit(account, message, step, details);
      follow(account, message, steps.slice(1), details);
    });
  };

  return {
    notify,
    begin(account, message, fails) {
      let steps = account.settings.statuses ?? USUAL;
      if (fails && account.settings.statuses === null) steps = [{ status: 'failed', code: fails.code }];
      if (account.settings.shuffleWebhooks) steps = shuffled(steps);
      follow(account, message, steps, fails?.details ?? null);
    },
    chatOpened(account, customer) {
      customer.unread = 0;
      // A course set by control is told as set, not by who looks.
      if (account.settings.statuses && !account.settings.statuses.some((step) => step.status === 'read')) return;
      for (const message of customer.messages) {
        if (message.direction === 'out' && message.deliveryStatus === 'delivered') emit(account, message, { status: 'read' }, null);
      }
    },
    played(account, message) {
      if (message.deliveryStatus !== 'played' && message.deliveryStatus !== 'failed') emit(account, message, { status: 'played' }, null);
    },
    drop(account) {
      for (const [key, batch] of batches) {
        if (account !== null && key !== account) continue;
        if (batch.timer) clearTimeout(batch.timer);
        batches.delete(key);
      }
    },
  };
}

const RANK = ['accepted', 'failed', 'sent', 'delivered', 'read', 'played'];

/** What the phone shows: told in any order, the furthest counts. */
function laterOf(before: string, now: string): string {
  return RANK.indexOf(now) > RANK.indexOf(before) ? now : before;
}

function contactOf(customer: Customer): Record<string, unknown> {
  return {
    profile: { name: customer.name, ...(customer.username === null ? {} : { username: customer.username }) },
    ...(customer.waId === null ? {} : { wa_id: customer.waId }),
    ...(customer.userId === null ? {} : { user_id: customer.userId }),
  };
}

function statusOf(message: SentMessage, status: string, at: number, error: Record<string, unknown> | null): Record<string, unknown> {
  const { customer } = message;
  const price = message.pricing;
  return {
    id: message.id,
    status,
    timestamp: String(Math.floor(at / 1_000)),
    ...(customer.waId === null ? {} : { recipient_id: customer.waId }),
    // A failed send to a phone names no business-scoped id (facts 2.9).
    ...(customer.userId === null || (error !== null && customer.waId !== null) ? {} : { recipient_user_id: customer.userId }),
    ...(customer.parentUserId === null || error !== null ? {} : { recipient_parent_user_id: customer.parentUserId }),
    ...(message.callbackData === null ? {} : { biz_opaque_callback_data: message.callbackData }),
    ...(error === null && price
      ? { pricing: { billable: !price.isFree, pricing_model: 'PMP', type: price.isFree ? 'free_customer_service' : 'regular', category: price.category } }
      : {}),
    ...(error === null ? {} : { errors: [error] }),
  };
}

/** Another order than the given one whenever there is another. */
function shuffled<T>(list: readonly T[]): T[] {
  if (list.length < 2) return [...list];
  const mixed = [...list];
  do {
    for (let at = mixed.length - 1; at > 0; at -= 1) {
      const other = Math.floor(Math.random() * (at + 1));
      [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
    }
  } while (mixed.every((one, at) => one === list[at]));
  return mixed;
}

