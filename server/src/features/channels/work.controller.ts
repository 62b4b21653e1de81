import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import type { Action } from '../../platform/feature';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import type { ChannelRow } from '../../platform/records';
import { forbidden } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { ChannelSight } from '../../platform/services';
import { createAgentDirectory } from './agent-directory';
import { createChannelSettings } from './channel-settings';
import { agentsBody, agentsQuery, assigneeBody, noteBody, preferredAgentBody, priorityBody, settingsBody, stateBody, tagsBody, titleBody } from './work.validation';

/** Assignments, states, notes: what agents do with a conversation they see. */
export const createWorkController = (strapi: Core.Strapi): Record<string, Action> => {
  const channels = () => getService(strapi, 'channels');
  const directory = createAgentDirectory(strapi);
  const settings = createChannelSettings(strapi);

  const seen = async (ctx: Context): Promise<{ channel: ChannelRow; sight: ChannelSight; by: number }> => {
    const by = adminIdOf(ctx) ?? 0;
    const sight = await getService(strapi, 'access').channelSightOf(by);
    return { channel: await channels().getSeen(sight, String(ctx.params.id)), sight, by };
  };

  /** Answers with the conversation as it is after the change. */
  const change =
    (work: (found: { channel: ChannelRow; sight: ChannelSight; by: number }, body: unknown) => Promise<ChannelRow>) =>
    async (ctx: Context): Promise<{ data: ChannelDetail }> => {
      const found = await seen(ctx);
      return { data: await channels().presentDetail(found.sight, await work(found, ctx.request.body)) };
    };

  return {
    async listAgents(ctx: Context) {
      return { data: await directory.list(parseInput(agentsQuery, ctx.query).search) };
    },

    assign: change(({ channel, sight, by }, body) => {
      const { user, reason, from } = parseInput(assigneeBody, body);
      const isOwn = user === by || (user === null && channel.assignee === by);
      if (!isOwn && !sight.mayAssign) throw forbidden();
      return channels().assign(channel, { user, by, reason, from });
    }),

    setState: change(({ channel, by }, body) => {
      const { state, snoozedUntil } = parseInput(stateBody, body);
      return channels().setState(channel, { state, snoozedUntil: snoozedUntil ? new Date(snoozedUntil) : null, by });
    }),

    setPriority: change(({ channel, by }, body) => channels().setPriority(channel, { ...parseInput(priorityBody, body), by })),

    setTags: change(({ channel, by }, body) => settings.setTags(channel, { ...parseInput(tagsBody, body), by })),

    setAgents: change(({ channel, sight, by }, body) => settings.setAgents(channel, { ...parseInput(agentsBody, body), by, onlyOneself: !sight.mayAssign })),

    setTitle: change(({ channel, by }, body) => settings.setTitle(channel, { title: parseInput(titleBody, body).title ?? null, by })),

    setSettings: change(({ channel }, body) => settings.setSettings(channel, parseInput(settingsBody, body))),

    setPreferredAgent: change(({ channel }, body) => settings.setPreferredAgent(channel, parseInput(preferredAgentBody, body).user)),

    async note(ctx: Context) {
      const { channel, by } = await seen(ctx);
      const { text } = parseInput(noteBody, ctx.request.body);
      const [view] = await channels().presentEvents([await channels().note(channel.id, { kind: 'note', actor: by, body: text })]);
      ctx.status = 201;
      return { data: view };
    },
  };
};
