import type { Core } from '@strapi/types';
import { LOCAL } from '../../../../plugin/domain/template';
import { Table, type Knex } from '../../platform/database';
import { containing } from '../../platform/like-pattern';
import type { TemplateRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';

export interface TemplateFilter {
  businessAccounts: string[] | null;
  search: string | null;
  approvalStatus: string | null;
}

export const createTemplatesRepository = (strapi: Core.Strapi) => {
  let cached: Table<TemplateRow> | null = null;
  const table = (): Table<TemplateRow> => (cached ??= new Table<TemplateRow>(strapi, contentTypeUid('template')));

  const filtered = (filter: TemplateFilter): Knex.QueryBuilder => {
    const query = table().query();
    if (filter.businessAccounts) query.whereIn('business_account', filter.businessAccounts);
    if (filter.approvalStatus) query.whereRaw('lower(approval_status) = ?', [filter.approvalStatus.toLowerCase()]);
    if (filter.search) query.whereRaw("lower(name) like ? escape '\\'", [containing(filter.search)]);
    return query;
  };

  return {
    table,

    async list(businessAccount: string, trx?: Knex): Promise<TemplateRow[]> {
      return table().fromRows(await table().query(trx).where('business_account', businessAccount).orderBy([{ column: 'name' }, { column: 'language' }]));
    },

    /** What tells whether a template may carry a document, without its components: they are long, and few are meant. */
    async listCarriers(businessAccount: string): Promise<Pick<TemplateRow, 'id' | 'name' | 'category' | 'documentTitles'>[]> {
      const column = (name: keyof TemplateRow & string) => table().column(name);
      const query = table().query().select('id', 'name', 'category', column('documentTitles')).where('business_account', businessAccount).whereNull(column('missingAt'));
      return table().fromRows(await query);
    },

    findByIds: (ids: number[]) => table().findByIds(ids),

    async listNamed(businessAccount: string, name: string): Promise<TemplateRow[]> {
      return table().fromRows(await table().query().where({ business_account: businessAccount, name }).orderBy('language'));
    },

    async findExact(businessAccount: string, name: string, language: string, trx: Knex): Promise<TemplateRow | null> {
      return table().findOne({ businessAccount, name, language }, trx);
    },

    async findByDocumentId(documentId: string): Promise<TemplateRow | null> {
      return table().findOne({ documentId });
    },

    /** Every language of some names, for showing them together. Never across business accounts: two may share a name. */
    async listLanguages(rows: Pick<TemplateRow, 'businessAccount' | 'name'>[]): Promise<TemplateRow[]> {
      if (rows.length === 0) return [];
      const query = table()
        .query()
        .whereIn('business_account', [...new Set(rows.map((row) => row.businessAccount))])
        .whereIn('name', [...new Set(rows.map((row) => row.name))])
        .orderBy(['name', 'language']);
      return table().fromRows(await query);
    },

    /** Only while it is still ours: a sync may have found it at WhatsApp in between. */
    async removeLocal(id: number): Promise<void> {
      await table().query().where({ id, approval_status: LOCAL }).delete();
    },

    async listMapped(): Promise<Pick<TemplateRow, 'mapping' | 'recordMappings'>[]> {
      const query = table().query().select('mapping', table().column('recordMappings')).whereNotNull('mapping').orWhereNotNull(table().column('recordMappings'));
      return table().fromRows(await query);
    },

    async page(filter: TemplateFilter, page: number, pageSize: number): Promise<{ rows: TemplateRow[]; total: number }> {
      const counted = (await filtered(filter).count({ total: '*' }).first()) as { total: number | string } | undefined;
      const rows = await filtered(filter)
        .orderBy([{ column: 'name' }, { column: 'language' }, { column: 'id' }])
        .offset((page - 1) * pageSize)
        .limit(pageSize);
      return { rows: table().fromRows(rows), total: Number(counted?.total ?? 0) };
    },

    async findLastSync(businessAccount: string): Promise<Date | null> {
      const row = (await table().query().where('business_account', businessAccount).whereNotNull('synced_at').orderBy('synced_at', 'desc').first()) as
        | Record<string, unknown>
        | undefined;
      return row ? table().fromRow(row).syncedAt : null;
    },
  };
};

export type TemplatesRepository = ReturnType<typeof createTemplatesRepository>;
