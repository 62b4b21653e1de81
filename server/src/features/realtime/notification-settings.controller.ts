import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { NotificationSettings } from '../../../../plugin/contracts/channels';
import { Table } from '../../platform/database';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import type { Row } from '../../platform/records';
import { unauthorized } from '../../platform/request-errors';
import { modelUid } from '../../platform/schema';
import { notificationSettingsBody } from './realtime.validation';

interface SettingsRow extends Row {
  user: number;
  settings: NotificationSettings | null;
}

/** Nothing pops up unasked. */
const USUAL: NotificationSettings = { desktop: false, sound: false, mine: true, unassigned: true, all: false };

/** Everybody's own, and nobody else's. */
export const createNotificationSettingsController = (strapi: Core.Strapi) => {
  const table = () => new Table<SettingsRow>(strapi, modelUid('notification-settings'));
  const userOf = (ctx: Context): number => {
    const user = adminIdOf(ctx);
    if (user === null) throw unauthorized();
    return user;
  };
  return {
    async read(ctx: Context): Promise<{ data: NotificationSettings }> {
      const row = await table().findOne({ user: userOf(ctx) });
      return { data: { ...USUAL, ...row?.settings } };
    },

    async save(ctx: Context): Promise<{ data: NotificationSettings }> {
      const settings = parseInput(notificationSettingsBody, ctx.request.body);
      await table().insertMany([{ user: userOf(ctx), settings }], { onConflict: ['user'], merge: ['settings'], readBack: false });
      return { data: settings };
    },
  };
};
