import { defineModel } from '../../platform/schema';

/** Many records sent by one action: what was found for each, and what became of it. */
export const batch = defineModel({
  name: 'batches',
  attributes: {
    documentId: { type: 'string', required: true },
    /** invoice, sales-order */
    recordType: { type: 'string', required: true },
    state: { type: 'string', required: true },
    total: { type: 'integer' },
    /** What was chosen for all of them: BatchChoice. */
    choice: { type: 'json' },
    mayRepeat: { type: 'boolean', default: false },
    startedBy: { type: 'integer' },
    idempotencyKey: { type: 'string' },
    createdAt: { type: 'datetime' },
    finishedAt: { type: 'datetime' },
  },
  indexes: [
    { columns: ['document_id'], unique: true },
    { columns: ['started_by', 'idempotency_key'], unique: true },
    { columns: ['started_by', 'id'] },
    { columns: ['state'], where: "state IN ('preparing', 'sending')" },
  ],
});

export const batchEntry = defineModel({
  name: 'batch-entries',
  attributes: {
    batch: { type: 'integer', required: true },
    position: { type: 'integer', required: true },
    /** Public id and row id of the record. */
    recordId: { type: 'string', required: true },
    record: { type: 'integer' },
    number: { type: 'string' },
    partnerName: { type: 'string' },
    /** Of the record: what is in a batch is hidden again from a maker who loses the company. */
    company: { type: 'integer' },
    state: { type: 'string', required: true },
    recipient: { type: 'string' },
    account: { type: 'string' },
    templateName: { type: 'string' },
    templateLanguage: { type: 'string' },
    code: { type: 'string' },
    sentence: { type: 'text' },
    message: { type: 'integer' },
  },
  indexes: [
    { columns: ['batch', 'position'], unique: true },
    { columns: ['batch', 'state', 'position'] },
  ],
});
