import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { Table, connectionOf, newDocumentId } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MediaRow, MessageRow } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';

export const createMediaRepository = (strapi: Core.Strapi) => {
  const media = new Table<MediaRow>(strapi, modelUid('media'));
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));

  /** The condition is that of the index; SQLite knows it again only by its words. */
  const messagesOf = (file: number): Knex.QueryBuilder => messages.query().where('media', file).whereRaw('media IS NOT NULL');

  return {
    media,

    insert: (row: Partial<MediaRow>, trx?: Knex) => media.insert({ documentId: newDocumentId(), ...row }, trx),

    async insertMany(rows: Partial<MediaRow>[], trx?: Knex): Promise<MediaRow[]> {
      const written = rows.map((row) => ({ documentId: newDocumentId(), ...row }));
      const byDocumentId = new Map((await media.insertMany(written, {}, trx)).map((row) => [row.documentId, row]));
      // In the order asked for: databases may return rows in another.
      return written.flatMap(({ documentId }) => byDocumentId.get(documentId) ?? []);
    },

    /** Customers' files that are due to be fetched, oldest first. */
    async findDue(at: Date, limit: number): Promise<MediaRow[]> {
      const rows = await media
        .query()
        .where('state', 'pending')
        .where('origin', 'inbound')
        .where((due: Knex.QueryBuilder) => due.whereNull(media.column('notBefore')).orWhere(media.column('notBefore'), '<=', at))
        .orderBy('id')
        .limit(limit);
      return media.fromRows(rows);
    },

    /** A file of which a message of this very conversation tells. */
    async findInChannel(documentId: string, channel: number): Promise<MediaRow | null> {
      const connection = connectionOf(strapi);
      const row = (await media
        .query()
        .where(`${media.name}.document_id`, documentId)
        .whereExists(
          connection(messages.name)
            .select(connection.raw('1'))
            .whereRaw('??.media = ??.id AND media IS NOT NULL', [messages.name, media.name])
            .where(`${messages.name}.channel`, channel),
        )
        .first()) as Record<string, unknown> | undefined;
      return row ? media.fromRow(row) : null;
    },

    messageIdsOf: async (file: number): Promise<number[]> => ((await messagesOf(file).select('id')) as { id: number }[]).map(({ id }) => id),

    /** Sound whose words are wanted and whose turn it is, oldest first. */
    async findUntranscribed(at: Date): Promise<MediaRow | null> {
      const row = (await media
        .query()
        .whereRaw("transcription = 'pending' AND state = 'stored'")
        .where((due: Knex.QueryBuilder) => due.whereNull(media.column('transcriptionNotBefore')).orWhere(media.column('transcriptionNotBefore'), '<=', at))
        .orderBy('id')
        .first()) as Record<string, unknown> | undefined;
      return row ? media.fromRow(row) : null;
    },

    /** What is said in it, on each message that carries it and has no transcript yet. */
    async writeTranscript(file: number, transcript: string): Promise<void> {
      await messagesOf(file).where('direction', 'inbound').whereNull('transcript').update(messages.toRow({ transcript, updatedAt: now() }));
    },
  };
};

export type MediaRepository = ReturnType<typeof createMediaRepository>;
