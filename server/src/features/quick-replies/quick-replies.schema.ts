import { defineContentType } from '../../platform/schema';

export const quickReply = defineContentType({
  singularName: 'quick-reply',
  pluralName: 'quick-replies',
  displayName: 'WhatsApp quick reply',
  visible: false,
  attributes: {
    shortcut: { type: 'string', required: true },
    body: { type: 'text', required: true },
    language: { type: 'string' },
    /** Whose it is; empty: everybody's. */
    user: { type: 'integer' },
    /** Only for conversations of this account. */
    account: { type: 'integer' },
  },
  // Quoted: in Postgres the bare word is the database's own user.
  indexes: [
    { columns: ['user', 'shortcut'], unique: true, where: '"user" IS NOT NULL' },
    { columns: ['shortcut'], unique: true, where: '"user" IS NULL' },
  ],
});
