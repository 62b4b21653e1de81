import type { Core } from '@strapi/types';
import type { RecordView } from '../../../../plugin/contracts/records';
import type { CompanyRow, InvoiceRow, PartnerRow, SalesOrderRow } from '../../platform/records';
import { invalid } from '../../platform/request-errors';
import type { ErpService } from '../../platform/services';
import type { RecordsRepository } from './records.repository';

type ListedKind = Parameters<ErpService['list']>[0];
type ListedRow = PartnerRow | SalesOrderRow | InvoiceRow;

interface Cursor {
  id: number;
  /** Only where the list is ordered by change. */
  at?: string;
}

const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

const decodeCursor = (text: string): Cursor => {
  try {
    const { id, at } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Cursor;
    if (Number.isInteger(id) && (at === undefined || !Number.isNaN(Date.parse(at)))) return { id, at };
  } catch {
    // said below
  }
  throw invalid('after: is not a cursor of this list', { path: 'after' });
};

const isPartner = (row: ListedRow): row is PartnerRow => 'phoneSanitized' in row;

/** Pulled records for programs: keyset pages, company and partner names in two more queries a page. */
export const createRecordList = (_strapi: Core.Strapi, repository: RecordsRepository): ErpService['list'] => {
  const toView = (row: ListedRow, companies: Map<number, CompanyRow>, partners: Map<number, PartnerRow>): RecordView => {
    const company = row.company === null ? undefined : companies.get(row.company);
    const shared = {
      id: row.documentId,
      erpId: row.erpId,
      company: company ? { id: company.documentId, name: company.name } : null,
      changedAt: row.changedAt?.toISOString() ?? null,
    };
    if (isPartner(row)) {
      return { ...shared, number: row.name, partner: { id: row.documentId, name: row.name }, amountTotal: null, amountDue: null, currency: null, state: null, lines: [], phone: row.phoneSanitized ?? row.mobile ?? row.phone, email: row.email };
    }
    const partner = row.partner === null ? undefined : partners.get(row.partner);
    return {
      ...shared,
      number: row.number,
      partner: partner ? { id: partner.documentId, name: partner.name } : null,
      amountTotal: row.amountTotal,
      amountDue: 'amountDue' in row ? row.amountDue : null,
      currency: row.currency,
      state: row.state,
      lines: row.lines ?? [],
      ...('moveType' in row ? { moveType: row.moveType, paymentState: row.paymentState } : {}),
    };
  };

  return async (kind: ListedKind, { number, changedAfter, after, limit, companies }) => {
    const table = repository.tables[kind] as unknown as RecordsRepository['tables']['invoice'];
    const query = table.query().whereNull('deleted_at');
    if (number !== undefined) query.where(kind === 'partner' ? 'name' : 'number', number);
    // A record of no company (a shared partner) belongs to all.
    if (companies) query.where((inner) => inner.whereIn('company', companies).orWhereNull('company'));
    const cursor = after === undefined ? null : decodeCursor(after);
    if (changedAfter) {
      query.where('changed_at', '>', changedAfter).orderBy([{ column: 'changed_at' }, { column: 'id' }]);
      if (cursor?.at) {
        const at = new Date(cursor.at);
        query.where((inner) => inner.where('changed_at', '>', at).orWhere((same) => same.where('changed_at', at).where('id', '>', cursor.id)));
      }
    } else {
      query.orderBy('id', 'desc');
      if (cursor) query.where('id', '<', cursor.id);
    }
    const rows = table.fromRows(await query.limit(limit + 1)) as ListedRow[];
    const page = rows.slice(0, limit);
    const ids = (pick: (row: ListedRow) => number | null) => page.flatMap((row) => pick(row) ?? []);
    const [companyRows, partnerRows] = await Promise.all([
      repository.tables.company.findByIds(ids((row) => row.company)),
      kind === 'partner' ? [] : repository.tables.partner.findByIds(ids((row) => (isPartner(row) ? null : row.partner))),
    ]);
    const last = page.at(-1);
    return {
      records: page.map((row) => toView(row, new Map(companyRows.map((item) => [item.id, item])), new Map(partnerRows.map((item) => [item.id, item])))),
      nextCursor: rows.length > limit && last ? encodeCursor({ id: last.id, ...(changedAfter ? { at: last.changedAt?.toISOString() } : {}) }) : null,
    };
  };
};
