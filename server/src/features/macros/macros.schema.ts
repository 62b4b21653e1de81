import { defineModel } from '../../platform/schema';

export const macro = defineModel({
  name: 'macros',
  attributes: {
    documentId: { type: 'string', required: true },
    name: { type: 'string', required: true },
    /** Whose it is; empty: everybody's. */
    user: { type: 'integer' },
    steps: { type: 'json', required: true },
  },
  indexes: [{ columns: ['document_id'], unique: true }, { columns: ['user'] }],
});
