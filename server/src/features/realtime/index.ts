import type { Core } from '@strapi/types';
import { defineFeature } from '../../platform/feature';
import { createNotificationSettingsController } from './notification-settings.controller';
import { startRealtime } from './realtime-server';
import { realtimeRoutes } from './realtime.routes';
import { notificationSettings } from './realtime.schema';

/** One a Strapi: tests boot several in one process. */
const running = new WeakMap<Core.Strapi, ReturnType<typeof startRealtime>>();

/** What happens, told to the screens that may see it. Only listens. */
export const realtime = defineFeature({
  name: 'realtime',
  models: [notificationSettings],
  controllers: { 'notification-settings': ({ strapi }) => createNotificationSettingsController(strapi) },
  adminRoutes: realtimeRoutes,
  async start({ strapi }) {
    running.set(strapi, startRealtime(strapi));
  },
  async stop({ strapi }) {
    await running.get(strapi)?.stop();
    running.delete(strapi);
  },
});
