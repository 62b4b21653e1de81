import { defineContentType } from '../../platform/schema';

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
  },
  indexes: [{ columns: ['account', 'contact'], unique: true }, { columns: ['account', 'last_message_at'] }, { columns: ['contact'] }],
});
