import { defineModel } from '../../platform/schema';

/** A webhook as it came, stored before we answer 200. `digest` makes a repeated delivery one row. */
export const webhookEvent = defineModel({
  name: 'webhook-events',
  attributes: {
    provider: { type: 'string', required: true },
    account: { type: 'integer', required: true },
    digest: { type: 'string', required: true },
    body: { type: 'text', required: true },
    /** pending, worked, parked */
    state: { type: 'string', required: true },
    attempts: { type: 'integer', default: 0 },
    notBefore: { type: 'datetime' },
    errorMessage: { type: 'text' },
    receivedAt: { type: 'datetime', required: true },
    workedAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['account', 'digest'], unique: true }, { columns: ['state', 'id'] }, { columns: ['received_at'] }],
});

/** What could not be placed: a status whose message we don't know, a message that names nobody, an unclaimed number. */
export const parkedEvent = defineModel({
  name: 'parked-events',
  attributes: {
    account: { type: 'integer' },
    kind: { type: 'string', required: true },
    providerMessageId: { type: 'string', required: true },
    /** The reported status, or the event's kind where there is none. */
    detail: { type: 'string', required: true },
    reason: { type: 'string', required: true },
    payload: { type: 'json' },
    parkedAt: { type: 'datetime', required: true },
    resolvedAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['account', 'provider_message_id', 'detail'], unique: true }, { columns: ['resolved_at', 'id'] }],
});
