import { defineModel } from '../../platform/schema';

/** Steps of messages beyond what their rows say. One index: they are written with every message and read with few. */
export const messageTrace = defineModel({
  name: 'message-traces',
  attributes: {
    account: { type: 'integer', required: true },
    /** Our message or file (documentId), or the provider's message id. */
    subject: { type: 'string', required: true },
    /** enqueue, wait, attempt, file, end, event, replay */
    kind: { type: 'string', required: true },
    webhookEvent: { type: 'integer' },
    details: { type: 'json' },
    recordedAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['subject', 'id'] }],
});
