import { defineModel } from '../../platform/schema';

/** Of what each person wants to be told while the inbox is not in front. No row: what is usual. */
export const notificationSettings = defineModel({
  name: 'notification-settings',
  attributes: {
    user: { type: 'integer', required: true },
    /** NotificationSettings of plugin/contracts/channels. */
    settings: { type: 'json' },
  },
  indexes: [{ columns: ['user'], unique: true }],
});
