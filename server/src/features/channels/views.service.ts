import type { Core } from '@strapi/types';
import type { ChannelViewChoice } from '../../../../plugin/contracts/channels';
import { newDocumentId, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { ChannelViewRow } from '../../platform/records';
import { forbidden, missing, refuse } from '../../platform/request-errors';
import { modelUid } from '../../platform/schema';

/** Of one person, and of everybody. */
const MOST_VIEWS = 50;

const choiceOf = ({ documentId, name, user, filters }: ChannelViewRow): ChannelViewChoice => ({ id: documentId, name, shared: user === null, filters: filters ?? {} });

/** Filters kept under a name: one's own, and everybody's. */
export const createSavedViews = (strapi: Core.Strapi) => {
  const views = () => new Table<ChannelViewRow>(strapi, modelUid('channel-views'));
  const ownedBy = (user: number | null): Knex.QueryBuilder => (user === null ? views().query().whereNull('user') : views().query().where({ user }));

  return {
    async list(user: number): Promise<ChannelViewChoice[]> {
      const rows = await Promise.all([ownedBy(null), ownedBy(user)].map((query) => query.orderBy(['name', 'id']).limit(MOST_VIEWS)));
      return rows.flatMap((part) => views().fromRows(part).map(choiceOf));
    },

    async create(user: number, { name, shared, filters }: { name: string; shared: boolean; filters: Record<string, string> }, mayShare: boolean): Promise<ChannelViewChoice> {
      if (shared && !mayShare) throw forbidden();
      const owner = shared ? null : user;
      const { total } = (await ownedBy(owner).count({ total: '*' }).first()) as { total: number | string };
      if (Number(total) >= MOST_VIEWS) throw refuse('view.too_many', { values: { count: MOST_VIEWS } });
      return choiceOf(await views().insert({ documentId: newDocumentId(), name, user: owner, filters }));
    },

    /** Another person's is not there. */
    async remove(user: number, documentId: string, mayShare: boolean): Promise<void> {
      const row = await views().findOne({ documentId });
      if (!row || (row.user !== null && row.user !== user)) throw missing('view.missing');
      if (row.user === null && !mayShare) throw forbidden();
      await views().query().where({ id: row.id }).delete();
    },
  };
};
