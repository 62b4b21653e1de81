import { defineContentType } from '../../platform/schema';

/** The activity log: calls to providers and the ERP, and what people did. For those alone who hold `logs.read`. */
export const log = defineContentType({
  singularName: 'log',
  pluralName: 'logs',
  displayName: 'WhatsApp activity',
  visible: false,
  attributes: {
    operation: { type: 'string', required: true },
    provider: { type: 'string' },
    account: { type: 'integer' },
    success: { type: 'boolean', required: true },
    responseTimeMs: { type: 'integer' },
    errorCode: { type: 'string' },
    errorMessage: { type: 'text' },
    user: { type: 'integer' },
    token: { type: 'integer' },
    subjectType: { type: 'string' },
    subject: { type: 'string' },
    details: { type: 'json' },
    occurredAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['occurred_at', 'id'] }, { columns: ['operation', 'id'] }, { columns: ['user', 'id'], where: '"user" IS NOT NULL' }, { columns: ['id', 'user'], where: '"user" IS NOT NULL' }, { columns: ['id'], where: 'success = false' }],
});
