import { defineContentType, defineModel } from '../../platform/schema';

export const channel = defineContentType({
  singularName: 'channel',
  pluralName: 'channels',
  displayName: 'WhatsApp channel',
  visible: false,
  attributes: {
    account: { type: 'integer', required: true },
    contact: { type: 'integer' },
    group: { type: 'integer' },
    company: { type: 'integer' },
    lastMessageAt: { type: 'datetime' },
    /** The customer's last message, by its own time: the 24-hour window counts from here. */
    lastCustomerMessageAt: { type: 'datetime' },
    /** That message was STOP: it permits no reply. */
    windowOpenedByStop: { type: 'boolean', default: false },
    lastInboundProviderMessageId: { type: 'string' },
    unreadCount: { type: 'integer', default: 0 },
    preview: { type: 'string' },
    /** Name given by hand; empty: the contact's. */
    title: { type: 'string' },
    /** open, pending, snoozed, resolved, archived */
    state: { type: 'string', default: 'open' },
    snoozedUntil: { type: 'datetime' },
    /** normal, high, urgent */
    priority: { type: 'string', default: 'normal' },
    assignee: { type: 'integer' },
    assignedAt: { type: 'datetime' },
    /** Row id of the newest message that someone of us has seen: the unread line. */
    lastReadMessage: { type: 'integer' },
    settings: { type: 'json' },
  },
  // Each inbound message writes to every index that holds last_message_at: a row is in two of the three walks, and unread in one or two more.
  indexes: [
    { columns: ['account', 'contact'], unique: true },
    // The list, one walk an account and state: what is resolved or archived is not passed by on the way.
    { columns: ['account', 'state', 'last_message_at', 'id'] },
    { columns: ['account', 'state', 'last_message_at', 'id'], where: 'assignee IS NULL' },
    { columns: ['assignee', 'state', 'last_message_at', 'id'], where: 'assignee IS NOT NULL' },
    { columns: ['contact'] },
    { columns: ['snoozed_until'], where: "state = 'snoozed'" },
    // The same two walks, and the counters, for who asks for what is unread.
    { columns: ['account', 'state', 'last_message_at', 'id'], where: 'unread_count > 0', suffix: '_unread' },
    { columns: ['account', 'state', 'last_message_at', 'id'], where: 'assignee IS NULL AND unread_count > 0', suffix: '_unread_free' },
    // Quiet corners, looked up where they are small and passed by on a walk where they are large.
    { columns: ['company'], where: 'company IS NOT NULL' },
    { columns: ['priority'], where: "priority <> 'normal'" },
    { columns: ['title'], where: 'title IS NOT NULL' },
  ],
});

/** What happened in a conversation besides its messages: assignments, states, tags, notes. */
export const channelEvent = defineModel({
  name: 'channel-events',
  attributes: {
    documentId: { type: 'string', required: true },
    channel: { type: 'integer', required: true },
    kind: { type: 'string', required: true },
    actor: { type: 'integer' },
    body: { type: 'text' },
    details: { type: 'json' },
    afterMessage: { type: 'integer', required: true },
    occurredAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['channel', 'after_message', 'id'] }, { columns: ['document_id'], unique: true }],
});

/** Who takes part in a conversation beside the one it is assigned to. */
export const channelAgent = defineModel({
  name: 'channel-agents',
  attributes: { channel: { type: 'integer', required: true }, user: { type: 'integer', required: true } },
  indexes: [{ columns: ['channel', 'user'], unique: true }, { columns: ['user', 'channel'] }],
});

export const tag = defineModel({
  name: 'tags',
  attributes: {
    documentId: { type: 'string', required: true },
    name: { type: 'string', required: true },
    colour: { type: 'string', required: true },
  },
  indexes: [{ columns: ['document_id'], unique: true }, { columns: ['name'], unique: true }],
});

export const channelTag = defineModel({
  name: 'channel-tags',
  attributes: { channel: { type: 'integer', required: true }, tag: { type: 'integer', required: true } },
  indexes: [{ columns: ['channel', 'tag'], unique: true }, { columns: ['tag', 'channel'] }],
});

/** A set of filters under a name, one person's or everybody's. */
export const channelView = defineModel({
  name: 'channel-views',
  attributes: {
    documentId: { type: 'string', required: true },
    name: { type: 'string', required: true },
    user: { type: 'integer' },
    filters: { type: 'json', required: true },
  },
  indexes: [{ columns: ['document_id'], unique: true }, { columns: ['user'] }],
});
