import type { AccountState } from '../accounts';
import { BUSINESS_SCOPED_ID, DAY_MS, type Customer } from '../customers';
import type { MediaFile } from '../media-store';
import type { ReceivedMessage } from '../ledger';
import type { World } from '../world';
import { contentOf, InvalidInbound, textOf, type Content, type Spec } from './inbound-content';
import type { Statuses } from './statuses';
import { metadataOf, type Change } from './webhook-body';

export interface InboundOutcome {
  /** Ids of the messages made; empty for fields that carry none. */
  ids: string[];
  /** First answer of the plugin's webhook: HTTP status, null when nothing answered or nobody listens. */
  webhook: { status: number | null; posts: number; refused: number };
}

export interface Inbound {
  /** Plays a customer. @throws InvalidInbound */
  play(account: AccountState, spec: Spec): Promise<InboundOutcome>;
}

const MAX_COUNT = 100_000;
const MAX_BATCH = 1_000;

export function createInbound(world: World, statuses: Statuses, mediaUrl: (account: AccountState, file: MediaFile) => string): Inbound {
  /** Who writes: a phone, a business-scoped id, or both. A phone is taken as their wa_id, digit by digit. */
  const findSender = (account: AccountState, spec: Spec): { customer: Customer; waId: string | null } => {
    const from = textOf(spec, 'from') ?? '';
    const userId = textOf(spec, 'userId') ?? (BUSINESS_SCOPED_ID.test(from) ? from : null);
    const digits = BUSINESS_SCOPED_ID.test(from) ? '' : from.replace(/[\s()+.-]/g, '');
    if (digits !== '' && !/^\d{5,15}$/.test(digits)) throw new InvalidInbound('from must be a phone number or a business-scoped id');
    if (digits === '' && userId === null) throw new InvalidInbound('from or userId is needed');
    const { key } = account.config;
    const known = (digits === '' ? null : world.customers.findByPhone(key, digits)) ?? (userId === null ? null : world.customers.findByUserId(key, userId));
    const customer = known ?? (digits === '' ? world.customers.byUserId(key, userId!) : world.customers.byPhone(key, digits));
    if (!known && digits !== '') customer.waId = digits;
    world.customers.link(customer, { ...(digits !== '' && customer.waId === null ? { waId: digits } : {}), ...(userId === null ? {} : { userId }) });
    customer.name = textOf(spec, 'name') ?? customer.name;
    customer.username = textOf(spec, 'username') ?? customer.username;
    customer.parentUserId = textOf(spec, 'parentUserId') ?? customer.parentUserId;
    return { customer, waId: digits === '' ? null : digits };
  };

  const contactOf = (customer: Customer, waId: string | null): Record<string, unknown> => ({
    profile: { name: customer.name, ...(customer.username === null ? {} : { username: customer.username }) },
    ...(waId === null ? {} : { wa_id: waId }),
    ...(customer.userId === null ? {} : { user_id: customer.userId }),
    ...(customer.parentUserId === null ? {} : { parent_user_id: customer.parentUserId }),
  });

  const timestampOf = (spec: Spec): number => {
    if (spec.timestamp === undefined) return Math.floor(Date.now() / 1_000);
    const seconds = Number(spec.timestamp);
    if (!Number.isInteger(seconds) || seconds <= 0) throw new InvalidInbound('timestamp is in whole seconds');
    return seconds;
  };

  const receive = (account: AccountState, customer: Customer, waId: string | null, content: Content, spec: Spec, seconds: number): Record<string, unknown> => {
    const id = world.makeMessageId(customer.waId ?? customer.userId ?? customer.id);
    const context = { ...content.context, ...(spec.forwarded === true ? { forwarded: true } : {}) };
    const message: Record<string, unknown> = {
      ...(waId === null ? {} : { from: waId }),
      ...(customer.userId === null ? {} : { from_user_id: customer.userId }),
      ...(customer.parentUserId === null ? {} : { from_parent_user_id: customer.parentUserId }),
      id,
      timestamp: String(seconds),
      type: content.type,
      ...content.body,
      ...(Object.keys(context).length === 0 ? {} : { context }),
      ...(spec.referral === undefined ? {} : { referral: spec.referral }),
    };
    const entry: ReceivedMessage = {
      direction: 'in', id, at: Date.now(), account: account.config.key, type: content.type, raw: message, mediaId: content.mediaId ?? null,
      customer, isRead: false, isRevoked: false, editedText: null, reactions: { business: null, customer: null },
    };
    world.ledger.receive(entry);
    if (content.touchedId !== undefined) {
      const target = world.ledger.find(content.touchedId);
      if (target) content.touches?.(target);
    } else {
      customer.messages.push(entry);
    }
    customer.lastAt = entry.at;
    if (content.opensWindow) customer.windowUntil = Math.max(customer.windowUntil, seconds * 1_000 + DAY_MS);
    world.live.changed(customer);
    return message;
  };

  const playMessages = async (account: AccountState, spec: Spec): Promise<InboundOutcome> => {
    const count = wholeOf(spec.count, 'count', MAX_COUNT);
    const batch = wholeOf(spec.batch, 'batch', MAX_BATCH);
    const { customer, waId } = findSender(account, spec);
    const seconds = timestampOf(spec);
    const files = Array.isArray(spec.media) ? spec.media : [spec.media];
    const ids: string[] = [];
    const posts: Array<Promise<number | null>> = [];
    let group: Array<Record<string, unknown>> = [];
    const post = (): void => {
      if (group.length === 0) return;
      const value = { messaging_product: 'whatsapp', metadata: metadataOf(account.config), contacts: [contactOf(customer, waId)], messages: group };
      group = [];
      // One customer's messages never overtake each other: an album stays in order.
      posts.push(statuses.notify(account, [{ field: 'messages', value }], [customer.id]));
    };
    for (let at = 0; at < count; at += 1) {
      for (const media of files) {
        const numbered = typeof spec.text === 'string' ? spec.text.replaceAll('{n}', String(at + 1)) : spec.text;
        const content = await contentOf(world, account, customer, { ...spec, text: numbered, media }, (file) => mediaUrl(account, file));
        const message = receive(account, customer, waId, content, spec, seconds);
        ids.push(message.id as string);
        group.push(message);
        if (group.length >= batch) post();
      }
    }
    post();
    return { ids, webhook: summaryOf(await Promise.all(posts)) };
  };

  const notify = async (account: AccountState, change: Change, about: string): Promise<InboundOutcome> => ({ ids: [], webhook: summaryOf([await statuses.notify(account, [change], [about])]) });

  const playPreferences = (account: AccountState, spec: Spec): Promise<InboundOutcome> => {
    const { customer, waId } = findSender(account, spec);
    const value = textOf(spec, 'value') ?? 'stop';
    if (!['stop', 'resume', 'signup'].includes(value)) throw new InvalidInbound('value is stop, resume or signup');
    customer.stoppedMarketing = value === 'stop';
    world.live.changed(customer);
    return notify(account, {
      field: 'user_preferences',
      value: {
        messaging_product: 'whatsapp', metadata: metadataOf(account.config), contacts: [contactOf(customer, waId)],
        user_preferences: [{
          ...(waId === null ? {} : { wa_id: waId }),
          ...(customer.userId === null ? {} : { user_id: customer.userId }),
          detail: value === 'stop' ? 'User requested to stop marketing messages' : 'User requested to resume marketing messages',
          category: 'marketing_messages', value, timestamp: timestampOf(spec),
        }],
      },
    }, customer.id);
  };

  /** A changed number or id: `newPhone` or `newUserId` says to what. */
  const playSystem = async (account: AccountState, spec: Spec): Promise<InboundOutcome> => {
    const { customer, waId } = findSender(account, spec);
    const newPhone = textOf(spec, 'newPhone')?.replace(/\D/g, '') ?? null;
    const newUserId = textOf(spec, 'newUserId');
    const kind = textOf(spec, 'systemType') ?? (newPhone !== null ? 'user_changed_number' : newUserId !== null ? 'user_changed_user_id' : 'customer_identity_changed');
    const id = world.makeMessageId(customer.waId ?? customer.id);
    const before = customer.userId;
    if (newPhone !== null) world.customers.link(customer, { waId: newPhone });
    if (newUserId !== null) world.customers.link(customer, { userId: newUserId });
    world.live.changed(customer);
    const seconds = timestampOf(spec);
    const system = { type: kind, body: textOf(spec, 'text') ?? 'User changed', ...(newPhone === null ? {} : { wa_id: newPhone, new_wa_id: newPhone }), ...(newUserId === null ? {} : { user_id: newUserId }) };
    // System messages come without contacts (facts 1.7).
    const changes: Change[] = [{
      field: 'messages',
      value: {
        messaging_product: 'whatsapp', metadata: metadataOf(account.config),
        messages: [{ ...(waId === null ? {} : { from: waId }), ...(customer.userId === null ? {} : { from_user_id: customer.userId }), id, timestamp: String(seconds), type: 'system', system }],
      },
    }];
    if (newUserId !== null) {
      changes.push({
        field: 'user_id_update',
        value: {
          messaging_product: 'whatsapp', metadata: metadataOf(account.config), contacts: [contactOf(customer, waId)],
          user_id_update: [{ ...(waId === null ? {} : { wa_id: waId }), detail: 'User changed id', user_id: { previous: before, current: newUserId }, timestamp: String(seconds) }],
        },
      });
    }
    return { ids: [id], webhook: summaryOf([await statuses.notify(account, changes, [customer.id])]) };
  };

  /** Somebody wrote from the business's own phone app (coexistence). */
  const playEcho = async (account: AccountState, spec: Spec): Promise<InboundOutcome> => {
    const { customer, waId } = findSender(account, spec);
    const id = world.makeMessageId(customer.waId ?? customer.id);
    const echo = {
      from: account.businessPhone, ...(waId === null ? {} : { to: waId }), ...(customer.userId === null ? {} : { to_user_id: customer.userId }),
      id, timestamp: String(timestampOf(spec)), type: 'text', text: { body: textOf(spec, 'text') ?? '' },
    };
    const outcome = await notify(account, { field: 'smb_message_echoes', value: { messaging_product: 'whatsapp', metadata: metadataOf(account.config), message_echoes: [echo] } }, customer.id);
    return { ...outcome, ids: [id] };
  };

  return {
    async play(account, spec) {
      switch (spec.type) {
        case 'raw':
          if (typeof spec.raw !== 'object' || spec.raw === null) throw new InvalidInbound('raw must be the value object of a change');
          return notify(account, { field: textOf(spec, 'field') ?? 'messages', value: spec.raw }, 'raw');
        case 'preferences': return playPreferences(account, spec);
        case 'system': return playSystem(account, spec);
        case 'echo': return playEcho(account, spec);
        default: return playMessages(account, spec);
      }
    },
  };
}

function wholeOf(value: unknown, name: string, max: number): number {
  if (value === undefined) return 1;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > max) throw new InvalidInbound(`${name} must be a whole number from 1 to ${max}`);
  return value;
}

function summaryOf(statuses: Array<number | null>): InboundOutcome['webhook'] {
  const bad = statuses.filter((status) => status !== 200);
  return { status: bad.length > 0 ? bad[0]! : (statuses[0] ?? null), posts: statuses.length, refused: bad.length };
}
