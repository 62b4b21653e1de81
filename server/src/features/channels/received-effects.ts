import type { Core } from '@strapi/types';
import { findAdminNames } from '../../platform/admin-names';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { emit } from '../../platform/events';
import type { ChannelRow } from '../../platform/records';
import type { ChannelsService } from '../../platform/services';
import { createAgentDirectory } from './agent-directory';
import { agentFor, applyReceivedTo, isReopenedBy } from './channel-effects';
import { createChannelTimeline } from './channel-timeline';
import type { TimelineEntry } from './channel-timeline';
import type { ChannelsRepository } from './channels.repository';

/** Somebody who is to answer, and behind which message it is written. */
interface Choice {
  channel: number;
  agent: number;
  afterMessage: number | undefined;
}

/** What received messages do to their channels: a batch is one lock, one write, and one more where the timeline says something. */
export const createReceivedEffects = (strapi: Core.Strapi, { channels, writeEffects }: ChannelsRepository): ChannelsService['applyReceived'] => {
  const timeline = createChannelTimeline(strapi);
  const agents = createAgentDirectory(strapi);

  /** Gives what nobody has to those of the choices who are at work and could see it. */
  const assign = async (choices: Choice[], rows: Map<number, ChannelRow>): Promise<TimelineEntry[]> => {
    if (choices.length === 0) return [];
    const able = await agents.ableTo(choices.map(({ agent }) => agent));
    const names = await findAdminNames(strapi, [...able.keys()]);
    return choices.flatMap(({ channel, agent, afterMessage }): TimelineEntry[] => {
      const row = rows.get(channel);
      if (!row || !able.get(agent)?.(row)) return [];
      rows.set(channel, { ...row, assignee: agent, assignedAt: now() });
      return [{ channel, kind: 'assigned', actor: null, details: { from: null, to: names.get(agent) ?? `#${agent}`, reason: null }, afterMessage }];
    });
  };

  return async (changes, trx) => {
    if (changes.length === 0) return;
    const rows = new Map((await channels.lockByIds([...new Set(changes.map(({ channel }) => channel))], trx)).map((row) => [row.id, row]));
    const entries: TimelineEntry[] = [];
    const choices = new Map<number, Choice>();
    // By their own time: a batch may hold an older message after a newer one.
    const ordered = [...changes].sort((one, other) => one.at.getTime() - other.at.getTime());
    for (const change of ordered) {
      const row = rows.get(change.channel);
      if (!row) continue;
      const agent = agentFor(row, change);
      if (agent !== null && !choices.has(row.id)) choices.set(row.id, { channel: row.id, agent, afterMessage: change.message });
      if (isReopenedBy(row, change)) entries.push({ channel: row.id, kind: 'state', actor: null, details: { from: row.state, to: 'open', until: null }, afterMessage: change.message });
      rows.set(row.id, applyReceivedTo(row, change));
    }
    entries.push(...(await assign([...choices.values()], rows)));
    await writeEffects([...rows.values()], trx);
    if (entries.length === 0) return;
    await inTransaction(strapi, async (_trx, afterCommit) => {
      await timeline.write(entries);
      afterCommit(() => emit(strapi, 'channel.changed', { channels: [...new Set(entries.map(({ channel }) => channel))] }));
    });
  };
};
