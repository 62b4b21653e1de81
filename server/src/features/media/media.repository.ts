import type { Core } from '@strapi/types';
import { Table, newDocumentId } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MediaRow } from '../../platform/records';
import { modelUid } from '../../platform/schema';

export const createMediaRepository = (strapi: Core.Strapi) => {
  const media = new Table<MediaRow>(strapi, modelUid('media'));
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
  };
};

export type MediaRepository = ReturnType<typeof createMediaRepository>;
