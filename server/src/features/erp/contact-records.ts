import type { Core } from '@strapi/types';
import type { ContactRecordView, ContactRecordsView } from '../../../../plugin/contracts/records';
import type { ContactRow, InvoiceRow, SalesOrderRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';
import { narrowToCompanies, seenContacts, seesCompany } from '../../platform/sight';
import type { RecordsRepository } from './records.repository';

/** A card has room for so many; the rest is in the Content Manager. */
const SHOWN = 5;
/** Quotations and confirmed orders; what is done or cancelled is not open. */
const OPEN_ORDERS = ['draft', 'sent', 'sale'];
const UNPAID = ['not_paid', 'partial'];

const viewOf = (type: ContactRecordView['type'], row: SalesOrderRow | InvoiceRow): ContactRecordView => ({
  type,
  id: row.documentId,
  number: row.number,
  partner: row.partnerName,
  state: row.state,
  paymentState: 'paymentState' in row ? row.paymentState : null,
  amountTotal: row.amountTotal,
  amountDue: 'amountDue' in row ? row.amountDue : null,
  currency: row.currency,
  date: 'invoiceDate' in row ? row.invoiceDate : (row.orderedAt?.toISOString().slice(0, 10) ?? null),
  dueDate: 'dueDate' in row ? row.dueDate : null,
});

/** What is open between us and a contact, by the ERP. */
export const createContactRecords = (strapi: Core.Strapi, { tables, byErpId }: Pick<RecordsRepository, 'tables' | 'byErpId'>) => {
  /** The partners that are this person, and the firms they belong to: a firm's invoice may go to its people. */
  const partnersOf = async (contact: ContactRow, sight: Sight): Promise<number[]> => {
    const linked = (await tables.partner.findWhereIn('contact', [contact.id])).filter(({ deletedAt }) => deletedAt === null);
    const connections = [...new Set(linked.map(({ connection }) => connection))];
    const firms = await Promise.all(connections.map((connection) => byErpId('partner', connection, linked.flatMap((row) => (row.connection === connection ? (row.commercialErpId ?? []) : [])))));
    const all = [...linked, ...firms.flatMap((found) => [...found.values()])].filter(({ company, deletedAt }) => deletedAt === null && seesCompany(sight, company));
    return [...new Set(all.map(({ id }) => id))];
  };

  return {
    async of(documentId: string, sight: Sight): Promise<ContactRecordsView> {
      const found = await getService(strapi, 'contacts').findByDocumentId(documentId);
      const [contact] = found ? await seenContacts(sight, [found], (ids) => getService(strapi, 'channels').findByContacts(ids)) : [];
      if (!contact) throw missing('contact.missing');
      const partners = await partnersOf(contact, sight);
      if (partners.length === 0) return { linked: false, orders: [], invoices: [], more: false };
      const orders = tables['sales-order'].query().whereIn('partner', partners).whereIn('state', OPEN_ORDERS).whereNull('deleted_at').orderBy('id', 'desc');
      const invoices = tables.invoice
        .query()
        .whereIn('partner', partners)
        .where({ move_type: 'out_invoice', state: 'posted' })
        .whereIn('payment_state', UNPAID)
        .whereNull('deleted_at')
        .orderBy([{ column: 'due_date' }, { column: 'id' }]);
      narrowToCompanies(orders, 'company', sight.companies);
      narrowToCompanies(invoices, 'company', sight.companies);
      const [open, unpaid] = [tables['sales-order'].fromRows(await orders.limit(SHOWN + 1)), tables.invoice.fromRows(await invoices.limit(SHOWN + 1))];
      return {
        linked: true,
        orders: open.slice(0, SHOWN).map((row) => viewOf('sales-order', row)),
        invoices: unpaid.slice(0, SHOWN).map((row) => viewOf('invoice', row)),
        more: open.length > SHOWN || unpaid.length > SHOWN,
      };
    },
  };
};
