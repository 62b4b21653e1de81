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
    /** Null: not limited. */
    callsPerMinute: { type: 'integer' },
    strangersPerDay: { type: 'integer' },
    grantedBy: { type: 'integer' },
    changedAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['subject_type', 'subject'], unique: true }],
});

/**
 * Roles and users an account is given to, and what for. An account without a row is open to whoever holds the permission;
 * with rows, to those alone and to super-admins. Beside the tokens' table: a token has one row for all its accounts.
 */
export const accountGrant = defineModel({
  name: 'account-grants',
  attributes: {
    account: { type: 'integer', required: true },
    /** role, user */
    subjectType: { type: 'string', required: true },
    subject: { type: 'integer', required: true },
    /** read, send, configure */
    verbs: { type: 'json' },
    grantedBy: { type: 'integer' },
    changedAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['account', 'subject_type', 'subject'], unique: true }],
});

/** People a token was the first to write to, for its daily cap. */
export const tokenRecipient = defineModel({
  name: 'token-recipients',
  attributes: {
    token: { type: 'integer', required: true },
    recipient: { type: 'string', required: true },
    countedAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['token', 'recipient'], unique: true }, { columns: ['token', 'counted_at'] }],
});
