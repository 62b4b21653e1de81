import type { Core } from '@strapi/types';
import type { AnsweredMeanwhile } from '../../../../plugin/contracts/channels';
import { findAdminNames } from '../../platform/admin-names';
import { now } from '../../platform/clock';
import { Table, type Knex } from '../../platform/database';
import type { ChannelRow, MessageRow } from '../../platform/records';
import { conflict } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService, type EnqueueRequest } from '../../platform/services';

const PREVIEW = 120;

/** Ends the transaction of an answer; its words need names, which are read after it. */
export class AnsweredFirst extends Error {
  constructor(
    readonly answer: MessageRow,
    /** documentId of the newest message. */
    readonly newest: string,
  ) {
    super('another person has answered meanwhile');
    this.name = 'AnsweredFirst';
  }
}

/**
 * Of two who press at the same moment one waits here for the other's commit, and then sees that answer. SQLite has one
 * connection: there they come one after the other by themselves.
 */
export const createAnswerGuard = (strapi: Core.Strapi) => {
  const channels = new Table<ChannelRow>(strapi, contentTypeUid('channel'));
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));

  return {
    /** Throws `AnsweredFirst` where somebody else of us, or the phone, has answered since. */
    async check(channel: number, { seen, by }: NonNullable<EnqueueRequest['unlessAnswered']>, trx: Knex): Promise<void> {
      await channels.lockByIds([channel], trx, ['id']);
      const row = (await messages
        .query(trx)
        .where('channel', channel)
        .where('id', '>', seen)
        .where('direction', 'outbound')
        .whereNot('type', 'reaction')
        // What did not reach the customer answers nothing.
        .whereNotIn('delivery_status', ['failed', 'cancelled'])
        .where((other: Knex.QueryBuilder) => {
          void other.where('origin', 'phone-app').orWhere((person: Knex.QueryBuilder) => void person.whereNotNull('sent_by').whereNot('sent_by', by));
        })
        // Not what waits for a time its writer chose; what waits for its pace or its budget is an answer.
        .where((sent: Knex.QueryBuilder) => void sent.whereNot('delivery_status', 'queued').orWhereNull('send_at').orWhere('send_at', '<=', now()))
        .orderBy('id', 'desc')
        .first()) as Record<string, unknown> | undefined;
      if (!row) return;
      const answer = messages.fromRow(row);
      const newest = (await messages.query(trx).select('document_id').where('channel', channel).orderBy('id', 'desc').first()) as { document_id: string } | undefined;
      throw new AnsweredFirst(answer, newest?.document_id ?? answer.documentId);
    },

    /** 409, with who it was and what they wrote. */
    async refusalOf({ answer, newest }: AnsweredFirst): Promise<Error> {
      const isPhone = answer.origin === 'phone-app';
      const name = answer.sentBy === null ? undefined : (await findAdminNames(strapi, [answer.sentBy])).get(answer.sentBy);
      // Nobody knows who holds the phone: the number's name stands for them, as for a person who is gone.
      const by = name ?? (await getService(strapi, 'accounts').getById(answer.account)).name;
      const details: AnsweredMeanwhile = {
        by,
        at: (answer.occurredAt ?? answer.createdAt).toISOString(),
        preview: [...(answer.body ?? '')].slice(0, PREVIEW).join(''),
        newest,
        ...(isPhone ? { fromPhone: true } : {}),
      };
      return conflict('channel.answered_meanwhile', { values: { by }, extra: { ...details } });
    },
  };
};
