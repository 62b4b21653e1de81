import { defineContentType } from '../../platform/schema';

/** The message row is the outbox too: state, notBefore, attempts and lease live on it. */
export const message = defineContentType({
  singularName: 'message',
  pluralName: 'messages',
  displayName: 'WhatsApp message',
  visible: false,
  attributes: {
    account: { type: 'integer', required: true },
    company: { type: 'integer' },
    channel: { type: 'integer' },
    contact: { type: 'integer' },
    direction: { type: 'string', required: true },
    type: { type: 'string', required: true },
    /** reply, utility, marketing; null for inbound */
    purpose: { type: 'string' },
    deliveryStatus: { type: 'string', required: true },
    /** 10 conversation, 20 document, 30 campaign: lower goes first. */
    priority: { type: 'integer', default: 10 },
    /** The later time its writer chose; `notBefore` moves on with pace and retries. */
    sendAt: { type: 'datetime' },
    notBefore: { type: 'datetime' },
    expiresAt: { type: 'datetime' },
    /** Why a queued message does not move: document, media, budget, template, account, sendAt … */
    blockedBy: { type: 'string' },
    attempts: { type: 'integer', default: 0 },
    leaseUntil: { type: 'datetime' },
    providerMessageId: { type: 'string' },
    idempotencyScope: { type: 'string' },
    idempotencyKey: { type: 'string' },
    requestHash: { type: 'string' },
    /** Our message replied to, and the provider's id of it (which we may know without having it). */
    replyTo: { type: 'integer' },
    replyToProviderMessageId: { type: 'string' },
    /** The failed message that this one tries again. */
    retryOf: { type: 'integer' },
    template: { type: 'integer' },
    /** Plain text people read and search. */
    body: { type: 'text' },
    /** OutboundMessage or InboundContent. */
    payload: { type: 'json' },
    media: { type: 'integer' },
    sourceType: { type: 'string' },
    sourceId: { type: 'integer' },
    /** +E.164 or business-scoped id it was addressed to. */
    recipient: { type: 'string' },
    batch: { type: 'integer' },
    sentBy: { type: 'integer' },
    /** admin, api, erp, inbound, phone-app, import */
    origin: { type: 'string' },
    /** What the documents worker needs: DocumentOrder. */
    document: { type: 'json' },
    errorCode: { type: 'string' },
    errorMessage: { type: 'text' },
    errorVendorCode: { type: 'string' },
    pricing: { type: 'json' },
    edits: { type: 'json' },
    revokedAt: { type: 'datetime' },
    /** What is said in a voice note. */
    transcript: { type: 'text' },
    /** The message's own time: when it was written or queued. */
    occurredAt: { type: 'datetime' },
    acceptedAt: { type: 'datetime' },
    sentAt: { type: 'datetime' },
    deliveredAt: { type: 'datetime' },
    readAt: { type: 'datetime' },
    playedAt: { type: 'datetime' },
    failedAt: { type: 'datetime' },
  },
  // A message is written five times on its way: what only some rows need is kept out of the others' way.
  indexes: [
    // The id comes first: the account alone must never look like a way to find it.
    { columns: ['provider_message_id', 'account'], unique: true },
    { columns: ['channel', 'id'] },
    // For who may see some accounts only: without it a quiet account's newest message is looked for among all others.
    { columns: ['account', 'id'] },
    { columns: ['contact', 'id'] },
    { columns: ['idempotency_scope', 'idempotency_key'], unique: true, where: 'idempotency_key IS NOT NULL' },
    { columns: ['account', 'priority', 'not_before', 'id'], where: "delivery_status = 'queued'" },
    { columns: ['blocked_by', 'priority', 'not_before', 'id'], where: "delivery_status = 'queued' AND blocked_by IS NOT NULL" },
    { columns: ['expires_at'], where: "delivery_status = 'queued'" },
    { columns: ['delivery_status', 'id'], where: "delivery_status IN ('queued', 'sending', 'uncertain', 'failed')" },
    { columns: ['source_type', 'source_id', 'id'], where: 'source_id IS NOT NULL' },
    { columns: ['retry_of'], unique: true, where: 'retry_of IS NOT NULL' },
    { columns: ['batch'], where: 'batch IS NOT NULL' },
    // Shown under the message they belong to, not as messages of their own.
    { columns: ['channel', 'reply_to_provider_message_id'], where: "type = 'reaction'" },
    // Which conversation a file is part of: whether it may be seen, and what to draw again when it arrives.
    { columns: ['media', 'channel'], where: 'media IS NOT NULL' },
  ],
});
