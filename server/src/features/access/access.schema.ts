import { defineModel } from '../../platform/schema';

/** What an API token may do. No row: nothing, a full-access token too. */
export const accessGrant = defineModel({
  name: 'access-grants',
  attributes: {
    subjectType: { type: 'string', required: true },
    subject: { type: 'integer', required: true },
    /** Verbs of plugin/contracts/access. */
    verbs: { type: 'json' },
    /** Account ids, or null: every account. */
    accounts: { type: 'json' },
    grantedBy: { type: 'integer' },
    changedAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['subject_type', 'subject'], unique: true }],
});
