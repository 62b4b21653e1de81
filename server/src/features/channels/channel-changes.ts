import type { Core } from '@strapi/types';
import type { ChannelState } from '../../../../plugin/contracts/channels';
import { findAdminNames } from '../../platform/admin-names';
import { now } from '../../platform/clock';
import type { ChannelRow } from '../../platform/records';
import { conflict, refuse } from '../../platform/request-errors';
import type { ChannelsService } from '../../platform/services';
import { createAgentDirectory } from './agent-directory';
import { createChangeChannel } from './change-channel';
import { createChannelTimeline } from './channel-timeline';
import { wakeSnoozesAt } from './snoozes.worker';
import { createTagsRepository } from './tags.repository';

const nextState = (state: ChannelState, snoozedUntil: Date | null | undefined): Pick<ChannelRow, 'state' | 'snoozedUntil'> => {
  if (state !== 'snoozed') return { state, snoozedUntil: null };
  if (!snoozedUntil || snoozedUntil <= now()) throw refuse('channel.snooze_past', { path: 'snoozedUntil' });
  return { state, snoozedUntil };
};

/** What people do with a conversation: each change is written into its timeline and told to observers. */
export const createChannelChanges = (strapi: Core.Strapi): Pick<ChannelsService, 'note' | 'assign' | 'setState' | 'setPriority' | 'changeTags'> => {
  const changeChannel = createChangeChannel(strapi);
  const tags = createTagsRepository(strapi);
  const agents = createAgentDirectory(strapi);
  const timeline = createChannelTimeline(strapi);

  return {
    async note(channel, event) {
      const [written] = await timeline.write([{ channel, ...event }]);
      if (!written) throw new Error(`the event of channel ${channel} was not written`);
      return written;
    },

    async assign(channel, { user, by, reason = null, from }) {
      if (user !== null && user !== channel.assignee) await agents.mustSee([user], channel);
      return changeChannel(channel, async (row) => {
        if (row.assignee === user) return null;
        const names = await findAdminNames(strapi, [row.assignee, user].filter((id) => id !== null));
        const nameOf = (id: number | null): string | null => (id === null ? null : (names.get(id) ?? `#${id}`));
        // Two who take at once: whoever waited for the lock finds the other there.
        if (from !== undefined && row.assignee !== null && row.assignee !== from) throw conflict('channel.taken', { values: { name: nameOf(row.assignee) ?? '' } });
        return {
          row: { assignee: user, assignedAt: user === null ? null : now() },
          entry: { kind: 'assigned', actor: by, details: { from: nameOf(row.assignee), to: nameOf(user), reason } },
        };
      });
    },

    async setState(channel, { state, snoozedUntil, by }) {
      const next = nextState(state, snoozedUntil);
      const changed = await changeChannel(channel, (row) => {
        // Rows from before the inbox have no state: they are open.
        const former = row.state ?? 'open';
        if (former === next.state && row.snoozedUntil?.getTime() === next.snoozedUntil?.getTime()) return null;
        return { row: next, entry: { kind: 'state', actor: by, details: { from: former, to: next.state, until: next.snoozedUntil?.toISOString() ?? null } } };
      });
      if (next.snoozedUntil) wakeSnoozesAt(strapi, next.snoozedUntil);
      return changed;
    },

    setPriority: (channel, { priority, by }) =>
      changeChannel(channel, (row) => {
        const former = row.priority ?? 'normal';
        return former === priority ? null : { row: { priority }, entry: { kind: 'priority', actor: by, details: { from: former, to: priority } } };
      }),

    async changeTags(channel, { add = [], remove = [], by }) {
      await changeChannel(channel, async (row, trx) => {
        const { added, removed } = await tags.change(row.id, { add, remove }, trx);
        return added.length + removed.length === 0 ? null : { row: {}, entry: { kind: 'tags', actor: by, details: { added, removed } } };
      });
    },
  };
};
