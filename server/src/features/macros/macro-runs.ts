import type { Core } from '@strapi/types';
import type { MacroRun, MacroStep } from '../../../../plugin/contracts/macros';
import { now } from '../../platform/clock';
import { inTransaction, Table } from '../../platform/database';
import type { ChannelEventRow, ChannelRow, MacroRow } from '../../platform/records';
import { codeOf, forbidden, missing, refuse } from '../../platform/request-errors';
import { contentTypeUid, modelUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { ChannelSight } from '../../platform/services';
import { findTags } from './macro-tags';

const HOUR_MS = 60 * 60 * 1_000;
/** A press is tried again within moments: what it wrote is among the newest. */
const NEWEST_EVENTS = 100;

/** One press of a macro in one conversation. */
export interface Press {
  user: number;
  key: string;
  seen?: string | null;
}

/** Runs steps one by one as the person who presses: what they may not do by hand is refused here too. */
export const createMacroRuns = (strapi: Core.Strapi) => {
  const channels = () => getService(strapi, 'channels');

  /** A press that is repeated writes a note once: the lock makes two presses of one key wait for each other. */
  const noteOnce = (channel: ChannelRow, key: string, event: { kind: 'note' | 'macro'; actor: number; body?: string; details: Record<string, unknown> }): Promise<void> =>
    inTransaction(strapi, async (trx) => {
      await new Table<ChannelRow>(strapi, contentTypeUid('channel')).lockByIds([channel.id], trx);
      const events = new Table<ChannelEventRow>(strapi, modelUid('channel-events'));
      const newest = events.fromRows(await events.query(trx).where({ channel: channel.id }).orderBy(['channel', { column: 'after_message', order: 'desc' }, { column: 'id', order: 'desc' }]).limit(NEWEST_EVENTS));
      if (newest.some(({ kind, details }) => kind === event.kind && details?.key === key)) return;
      await channels().note(channel.id, { ...event, details: { ...event.details, key } }, trx);
    });

  const textOf = async (text: string, channel: ChannelRow, user: number): Promise<string> => {
    const filled = await getService(strapi, 'quick-replies').fill(text, channel, user);
    if (filled.missing.length === 0) return filled.text;
    throw refuse('quickreply.fields_empty', { values: { fields: filled.missing.join(', '), example: `{{${filled.missing[0]}|…}}` } });
  };

  const tagOf = async (documentId: string): Promise<number> => {
    const id = (await findTags(strapi, [documentId])).get(documentId);
    if (id === undefined) throw missing('tag.missing');
    return id;
  };

  const run = async (step: MacroStep, channel: ChannelRow, sight: ChannelSight, press: Press & { seen?: string | null }): Promise<void> => {
    const { user: by, key: idempotencyKey, seen } = press;
    switch (step.kind) {
      case 'reply':
        await channels().replyText(channel, { text: await textOf(step.text, channel, by), by, idempotencyKey, ...(seen === undefined ? {} : { seen }) });
        return;
      case 'note':
        return noteOnce(channel, idempotencyKey, { kind: 'note', actor: by, body: await textOf(step.text, channel, by), details: {} });
      case 'assign':
        if (step.user !== null && step.user !== by && !sight.mayAssign) throw forbidden();
        await channels().assign(channel, { user: step.user ?? by, by });
        return;
      case 'unassign':
        if (channel.assignee !== null && channel.assignee !== by && !sight.mayAssign) throw forbidden();
        await channels().assign(channel, { user: null, by });
        return;
      case 'state':
        await channels().setState(channel, { state: step.state, snoozedUntil: step.state === 'snoozed' ? new Date(now().getTime() + (step.hours ?? 0) * HOUR_MS) : null, by });
        return;
      case 'priority':
        await channels().setPriority(channel, { priority: step.priority, by });
        return;
      case 'tag':
        return channels().changeTags(channel, { add: [await tagOf(step.tag)], by });
      case 'untag':
        return channels().changeTags(channel, { remove: [await tagOf(step.tag)], by });
    }
  };

  /** Asked anew before every step: a step may hand the conversation to somebody else, and then it is no longer theirs. */
  const seenBy = async (user: number, documentId: string): Promise<{ channel: ChannelRow; sight: ChannelSight }> => {
    const sight = await getService(strapi, 'access').channelSightOf(user);
    const channel = await channels().getSeen(sight, documentId);
    if (!sight.mayReply) throw forbidden();
    return { channel, sight };
  };

  return async (macro: MacroRow, documentId: string, press: Press): Promise<MacroRun> => {
    const { channel: first } = await seenBy(press.user, documentId);
    const firstReply = macro.steps.findIndex(({ kind }) => kind === 'reply');
    let done = 0;
    let refused: MacroRun['refused'] = null;
    for (const [index, step] of macro.steps.entries()) {
      try {
        const { channel, sight } = await seenBy(press.user, documentId);
        // Its own first reply is the newest message for those that follow.
        await run(step, channel, sight, { user: press.user, key: `macro.${first.id}.${press.key}.${index}`, ...(index === firstReply ? { seen: press.seen } : {}) });
        done += 1;
      } catch (error) {
        const code = codeOf(error);
        // A defect is none of the rules' refusals.
        if (code === null) throw error;
        refused = { step: index, code, sentence: (error as Error).message };
        break;
      }
    }
    if (done > 0) await noteOnce(first, press.key, { kind: 'macro', actor: press.user, details: { name: macro.name } });
    return { done, refused };
  };
};
