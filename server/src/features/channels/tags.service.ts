import type { Core } from '@strapi/types';
import type { TagColour, TagView } from '../../../../plugin/contracts/channels';
import { inTransaction, newDocumentId } from '../../platform/database';
import { isUniqueViolation } from '../../platform/database-errors';
import type { Knex } from '../../platform/database';
import { emit } from '../../platform/events';
import type { TagRow } from '../../platform/records';
import { conflict, missing, refuse } from '../../platform/request-errors';
import { createTagsRepository } from './tags.repository';

/** A list that is chosen from is read whole. */
const MOST_TAGS = 200;

const viewOf = ({ documentId, name, colour }: TagRow): TagView => ({ id: documentId, name, colour: colour as TagColour });

/** Words that conversations are marked with; everybody's. */
export const createTags = (strapi: Core.Strapi) => {
  const repository = createTagsRepository(strapi);

  const getTag = async (documentId: string, trx?: Knex): Promise<TagRow> => {
    const [row] = await repository.findByDocumentIds([documentId], trx);
    if (!row) throw missing('tag.missing');
    return row;
  };

  const mustBeFree = async (name: string, except: number | null, trx: Knex): Promise<void> => {
    const other = await repository.findByName(name, trx);
    if (other && other.id !== except) throw conflict('tag.exists', { values: { name: other.name }, path: 'name' });
  };

  /** The database knows names of the same letters and case; two who write at once are told the same way. */
  const unlessTaken = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (isUniqueViolation(error)) throw conflict('tag.exists', { values: { name }, path: 'name' });
      throw error;
    }
  };

  return {
    list: async (): Promise<TagView[]> => (await repository.list(MOST_TAGS)).map(viewOf),

    create: ({ name, colour }: { name: string; colour: TagColour }): Promise<TagView> =>
      unlessTaken(name, () =>
        inTransaction(strapi, async (trx) => {
          await mustBeFree(name, null, trx);
          if ((await repository.count(trx)) >= MOST_TAGS) throw refuse('tag.too_many', { values: { count: MOST_TAGS } });
          return viewOf(await repository.tags().insert({ documentId: newDocumentId(), name, colour }, trx));
        }),
      ),

    update: (documentId: string, changes: { name?: string; colour?: TagColour }): Promise<TagView> =>
      unlessTaken(changes.name ?? '', () =>
        inTransaction(strapi, async (trx, afterCommit) => {
          const row = await getTag(documentId, trx);
          if (changes.name !== undefined) await mustBeFree(changes.name, row.id, trx);
          const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<TagRow>;
          if (Object.keys(given).length > 0) await repository.tags().update(row.id, given, trx);
          const channels = await repository.channelsWith(row.id, trx);
          afterCommit(() => emit(strapi, 'channel.changed', { channels }));
          return viewOf({ ...row, ...given });
        }),
      ),

    /** Taken off every conversation; their timelines keep its name. */
    remove: (documentId: string): Promise<void> =>
      inTransaction(strapi, async (trx, afterCommit) => {
        const row = await getTag(documentId, trx);
        const channels = await repository.channelsWith(row.id, trx);
        await repository.remove(row.id, trx);
        afterCommit(() => emit(strapi, 'channel.changed', { channels }));
      }),
  };
};
