import type { Core } from '@strapi/types';
import type { RecordKind } from '../../../../plugin/contracts/erp';
import type { CompanyRecord, InvoiceRecord, PartnerRecord, RecordByKind, SalesOrderRecord } from '../../../../bridge/src';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import { now } from '../../platform/clock';
import type { CompanyRow, DocumentRow, InvoiceRow, PartnerRow, SalesOrderRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';

export interface RowByKind {
  company: CompanyRow;
  partner: PartnerRow;
  'sales-order': SalesOrderRow;
  invoice: InvoiceRow;
}

/** Our ids by the ERP's. */
interface Links {
  companies: Map<number, number>;
  partners: Map<number, number>;
}

/** What storing records did. `unchanged`: the ERP has not written them since they were read. */
export interface Stored {
  created: number;
  changed: number;
  unchanged: number;
}

export type Pulled = DocumentRow & { connection: number; erpId: number; changedAt: Date | null; erpActive: boolean; deletedAt: Date | null };

const toTime = (iso: string | null): Date | null => (iso ? new Date(iso) : null);

const common = (connection: number, record: { erpId: number; changedAt: string | null }) => ({
  connection,
  erpId: record.erpId,
  changedAt: toTime(record.changedAt),
  deletedAt: null,
});

const companyRow = (connection: number, record: CompanyRecord): Partial<CompanyRow> => ({
  ...common(connection, record),
  erpActive: record.active,
  name: record.name,
  country: record.country?.code ?? null,
  currency: record.currency,
  phone: record.phone,
  email: record.email,
});

// Assigned, not spread: an object that begins with a spread and goes on for long costs twenty times as much (V8, measured 2026-11).
const partnerRow = (connection: number, record: PartnerRecord, links: Links): Partial<PartnerRow> => Object.assign(common(connection, record), {
  erpActive: record.active,
  name: record.displayName || record.name,
  phone: record.phone,
  mobile: record.mobile,
  phoneSanitized: record.phoneSanitized,
  email: record.email,
  language: record.lang,
  country: record.country?.code ?? null,
  vat: record.vat,
  isCompany: record.isCompany,
  company: record.company ? (links.companies.get(record.company.id) ?? null) : null,
  parentErpId: record.parent?.id ?? null,
  commercialErpId: record.commercialPartner?.id ?? null,
  erpFields: record.extra,
});

const tradedRow = (connection: number, record: SalesOrderRecord | InvoiceRecord, links: Links) => Object.assign(common(connection, record), {
  erpActive: true,
  number: record.number,
  state: record.state,
  company: record.company ? (links.companies.get(record.company.id) ?? null) : null,
  companyName: record.company?.name ?? null,
  partner: record.partner ? (links.partners.get(record.partner.id) ?? null) : null,
  partnerErpId: record.partner?.id ?? null,
  partnerName: record.partner?.name ?? null,
  amountTotal: record.amountTotal,
  amountUntaxed: record.amountUntaxed,
  amountTax: record.amountTax,
  currency: record.currency,
  lines: record.lines,
  reference: record.reference,
});

const salesOrderRow = (connection: number, record: SalesOrderRecord, links: Links): Partial<SalesOrderRow> => Object.assign(tradedRow(connection, record, links), {
  invoicePartnerErpId: record.invoicePartner?.id ?? null,
  orderedAt: toTime(record.orderedAt),
  validUntil: record.validUntil,
});

const invoiceRow = (connection: number, record: InvoiceRecord, links: Links): Partial<InvoiceRow> => Object.assign(tradedRow(connection, record, links), {
  invoicePartnerErpId: null,
  moveType: record.moveType,
  paymentState: record.paymentState,
  amountDue: record.amountDue,
  invoiceDate: record.invoiceDate,
  dueDate: record.dueDate,
});

/**
 * `all`: every record is read, and its time tells whether it was written since. `changes`: the feed gives what is new or
 * changed, and at its edge a few known ones again; those of the same second are told apart by their values.
 */
export type Extent = 'changes' | 'all';

const scalar = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value === undefined ? null : value);

/** Whether a row holds these values already. Lists and objects are left out: a database may hand them back in another order. */
const holdsValues = (row: object, values: object): boolean =>
  Object.entries(values).every(([name, value]) => {
    const [had, has] = [scalar((row as Record<string, unknown>)[name]), scalar(value)];
    return typeof has === 'object' && has !== null ? true : had === has;
  });

const isOfSameTime = (row: Pick<Pulled, 'changedAt' | 'deletedAt'> | undefined, changedAt: Date | null | undefined): boolean =>
  row !== undefined && row.deletedAt === null && row.changedAt !== null && changedAt != null && row.changedAt.getTime() === changedAt.getTime();

export const isUnchanged = (row: Pulled | undefined, values: Partial<Pulled> | undefined, extent: Extent): boolean =>
  row !== undefined && values !== undefined && isOfSameTime(row, values.changedAt) && (extent === 'all' || holdsValues(row, values));

/** Pulled records, written a page at a time: unique on (connection, ERP id), so a page pulled twice changes nothing. */
export const createRecordsRepository = (strapi: Core.Strapi) => {
  const tables = {
    company: new Table<CompanyRow>(strapi, contentTypeUid('company')),
    partner: new Table<PartnerRow>(strapi, contentTypeUid('partner')),
    'sales-order': new Table<SalesOrderRow>(strapi, contentTypeUid('sales-order')),
    invoice: new Table<InvoiceRow>(strapi, contentTypeUid('invoice')),
  };
  const pulled = (kind: RecordKind) => tables[kind] as unknown as Table<Pulled>;

  const byErpId = async <K extends RecordKind>(kind: K, connection: number, erpIds: number[], trx?: Knex): Promise<Map<number, RowByKind[K]>> => {
    const rows = await pulled(kind).findWhereIn('erpId', erpIds, trx);
    return new Map(rows.filter((row) => row.connection === connection).map((row) => [row.erpId, row as unknown as RowByKind[K]]));
  };

  const idsByErpId = async (kind: RecordKind, connection: number, erpIds: number[], trx?: Knex): Promise<Map<number, number>> => {
    if (erpIds.length === 0) return new Map();
    const rows = (await pulled(kind).query(trx).select('id', 'erp_id').where('connection', connection).whereIn('erp_id', erpIds)) as { id: number; erp_id: number }[];
    return new Map(rows.map((row) => [row.erp_id, row.id]));
  };

  const known = async (kind: RecordKind, connection: number, erpIds: number[], trx: Knex): Promise<Map<number, Pick<Pulled, 'changedAt' | 'deletedAt'>>> => {
    const table = pulled(kind);
    const rows = table.fromRows(await table.query(trx).select('id', 'erp_id', 'changed_at', 'deleted_at').where('connection', connection).whereIn('erp_id', erpIds));
    return new Map(rows.map((row) => [row.erpId, row]));
  };

  const linksOf = async (connection: number, records: RecordByKind[RecordKind][], trx?: Knex): Promise<Links> => {
    const references = (pick: 'company' | 'partner') =>
      [...new Set(records.flatMap((record) => (pick in record ? ((record as SalesOrderRecord)[pick]?.id ?? []) : [])))];
    return {
      companies: await idsByErpId('company', connection, references('company'), trx),
      partners: await idsByErpId('partner', connection, references('partner'), trx),
    };
  };

  const toRows = (kind: RecordKind, connection: number, records: RecordByKind[RecordKind][], links: Links): Partial<Pulled>[] =>
    records.map((record) => {
      switch (kind) {
        case 'company':
          return companyRow(connection, record as CompanyRecord);
        case 'partner':
          return partnerRow(connection, record as PartnerRecord, links);
        case 'sales-order':
          return salesOrderRow(connection, record as SalesOrderRecord, links);
        case 'invoice':
          return invoiceRow(connection, record as InvoiceRecord, links);
      }
    });

  return {
    tables,
    byErpId,

    /** New ones are inserted, known ones take the ERP's values; our own columns (contact, blacklist) stay. */
    async store<K extends RecordKind>(kind: K, connection: number, records: RecordByKind[K][], trx: Knex, extent: Extent): Promise<Stored> {
      if (records.length === 0) return { created: 0, changed: 0, unchanged: 0 };
      // The feed may hold one record twice (a line changed it again): the later one counts, and one statement can't touch a row twice.
      const latest = [...new Map(records.map((record) => [record.erpId, record])).values()];
      const existing = await known(kind, connection, latest.map(({ erpId }) => erpId), trx);
      const links = kind === 'company' ? { companies: new Map(), partners: new Map() } : await linksOf(connection, latest, trx);
      const rows = toRows(kind, connection, latest, links);
      const sameTime = rows.filter((row) => isOfSameTime(existing.get(row.erpId ?? 0), row.changedAt));
      // Few in a pull of changes; in a full one they are most, and their time is enough.
      const before = extent === 'all' || sameTime.length === 0 ? null : ((await byErpId(kind, connection, sameTime.flatMap(({ erpId }) => erpId ?? []), trx)) as unknown as Map<number, Pulled>);
      const unchanged = before ? sameTime.filter((row) => isUnchanged(before.get(row.erpId ?? 0), row, extent)).length : sameTime.length;
      const merged = [...Object.keys(rows[0] ?? {}).filter((name) => name !== 'connection' && name !== 'erpId'), 'updatedAt'] as (keyof Pulled & string)[];
      await pulled(kind).insertMany(rows, { onConflict: ['connection', 'erpId'], merge: merged, readBack: false }, trx);
      return { created: latest.length - existing.size, changed: existing.size - unchanged, unchanged };
    },

    /** As they would be written, without writing them. */
    async asRows<K extends RecordKind>(kind: K, connection: number, records: RecordByKind[K][]): Promise<Partial<Pulled>[]> {
      const links = kind === 'company' ? { companies: new Map(), partners: new Map() } : await linksOf(connection, records);
      return toRows(kind, connection, records, links);
    },

    /** Our id of a company. */
    async companyId(connection: number, erpId: number, trx?: Knex): Promise<number | null> {
      return (await idsByErpId('company', connection, [erpId], trx)).get(erpId) ?? null;
    },

    /** ERP ids of what is not marked deleted, in pages, so that memory stays flat. */
    async *knownErpIds(kind: RecordKind, connection: number): AsyncGenerator<number> {
      for (let after = 0; ; ) {
        const rows = (await pulled(kind).query().select('id', 'erp_id').where('connection', connection).whereNull('deleted_at').where('id', '>', after).orderBy('id').limit(2_000)) as {
          id: number;
          erp_id: number;
        }[];
        for (const row of rows) yield row.erp_id;
        const last = rows.at(-1);
        if (!last) return;
        after = last.id;
      }
    },

    async markDeleted(kind: RecordKind, connection: number, erpIds: number[]): Promise<void> {
      for (let start = 0; start < erpIds.length; start += 5_000) {
        await pulled(kind).query().where('connection', connection).whereIn('erp_id', erpIds.slice(start, start + 5_000)).update(pulled(kind).toRow({ deletedAt: now(), updatedAt: now() }));
      }
    },

    /** Marks exactly these partners as blacklisted; returns those whose mark changed. */
    async applyBlacklist(connection: number, erpIds: ReadonlySet<number>): Promise<PartnerRow[]> {
      const marked = tables.partner.fromRows(await tables.partner.query().where({ connection, blacklisted: true }));
      const lifted = marked.filter(({ erpId }) => !erpIds.has(erpId));
      const alreadyMarked = new Set(marked.map(({ erpId }) => erpId));
      const added = [...(await byErpId('partner', connection, [...erpIds].filter((erpId) => !alreadyMarked.has(erpId)))).values()];
      const changed = [...lifted.map((row) => ({ ...row, blacklisted: false })), ...added.map((row) => ({ ...row, blacklisted: true }))];
      await tables.partner.updateEach(changed.map(({ id, blacklisted }) => ({ id, blacklisted })));
      return changed;
    },

    async counts(): Promise<Record<RecordKind, number>> {
      const entries = await Promise.all(
        (Object.keys(tables) as RecordKind[]).map(async (kind) => {
          const row = (await pulled(kind).query().whereNull('deleted_at').count({ rows: '*' }).first()) as { rows?: number | string } | undefined;
          return [kind, Number(row?.rows ?? 0)] as const;
        }),
      );
      return Object.fromEntries(entries) as Record<RecordKind, number>;
    },
  };
};

export type RecordsRepository = ReturnType<typeof createRecordsRepository>;
