import type { Core } from '@strapi/types';
import type { MacroStep, MacroView } from '../../../../plugin/contracts/macros';
import { findUnknownField, QUICK_REPLY_FIELDS } from '../../../../plugin/domain/quick-reply';
import { newDocumentId, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MacroRow } from '../../platform/records';
import { forbidden, missing, refuse } from '../../platform/request-errors';
import { modelUid } from '../../platform/schema';
import { findTags } from './macro-tags';

/** Of one person, and of everybody. */
const MOST_MACROS = 100;

/** Whoever asks, and whether they may write for everybody. */
export interface Writer {
  user: number;
  mayShare: boolean;
}

export interface MacroInput {
  name: string;
  shared: boolean;
  steps: MacroStep[];
}

/** Steps kept under a name: one's own, and everybody's. */
export const createMacros = (strapi: Core.Strapi) => {
  const macros = () => new Table<MacroRow>(strapi, modelUid('macros'));
  const ownedBy = (user: number | null): Knex.QueryBuilder => (user === null ? macros().query().whereNull('user') : macros().query().where({ user }));

  const viewOf = (row: MacroRow, reader: Writer): MacroView => ({
    id: row.documentId,
    name: row.name,
    shared: row.user === null,
    mine: row.user === reader.user || (row.user === null && reader.mayShare),
    steps: row.steps,
  });

  /** What can be known to fail is refused when it is written. */
  const mustWork = async (steps: MacroStep[]): Promise<void> => {
    for (const [index, step] of steps.entries()) {
      if (!('text' in step)) continue;
      const field = findUnknownField(step.text);
      if (field !== null) throw refuse('quickreply.field_unknown', { values: { field, known: QUICK_REPLY_FIELDS.join(', ') }, path: `steps.${index}.text` });
    }
    const named = steps.flatMap((step) => ('tag' in step ? [step.tag] : []));
    const known = await findTags(strapi, named);
    const index = steps.findIndex((step) => 'tag' in step && !known.has(step.tag));
    if (index !== -1) throw missing('tag.missing', { path: `steps.${index}.tag` });
  };

  const mustHaveRoom = async (owner: number | null): Promise<void> => {
    const { total } = (await ownedBy(owner).count({ total: '*' }).first()) as { total: number | string };
    if (Number(total) >= MOST_MACROS) throw refuse('macro.too_many', { values: { count: MOST_MACROS } });
  };

  /** Another person's is not there. */
  const getSeen = async (user: number, documentId: string): Promise<MacroRow> => {
    const row = await macros().findOne({ documentId });
    if (!row || (row.user !== null && row.user !== user)) throw missing('macro.missing');
    return row;
  };

  return {
    getSeen,

    async list(reader: Writer): Promise<MacroView[]> {
      const parts = await Promise.all([ownedBy(reader.user), ownedBy(null)].map((query) => query.orderBy(['name', 'id']).limit(MOST_MACROS)));
      return parts.flatMap((rows) => macros().fromRows(rows).map((row) => viewOf(row, reader)));
    },

    async create(writer: Writer, { name, shared, steps }: MacroInput): Promise<MacroView> {
      if (shared && !writer.mayShare) throw forbidden();
      await mustWork(steps);
      const user = shared ? null : writer.user;
      await mustHaveRoom(user);
      return viewOf(await macros().insert({ documentId: newDocumentId(), name, user, steps }), writer);
    },

    async update(writer: Writer, documentId: string, changes: Partial<MacroInput>): Promise<MacroView> {
      const row = await getSeen(writer.user, documentId);
      const isShared = changes.shared ?? row.user === null;
      if ((row.user === null || isShared) && !writer.mayShare) throw forbidden();
      const { name = row.name, steps = row.steps } = changes;
      await mustWork(steps);
      const user = isShared ? null : writer.user;
      if (user !== row.user) await mustHaveRoom(user);
      await macros().update(row.id, { name, user, steps });
      return viewOf({ ...row, name, user, steps }, writer);
    },

    async remove(writer: Writer, documentId: string): Promise<void> {
      const row = await getSeen(writer.user, documentId);
      if (row.user === null && !writer.mayShare) throw forbidden();
      await macros().query().where({ id: row.id }).delete();
    },
  };
};
