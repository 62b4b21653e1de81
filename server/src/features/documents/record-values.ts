import type { Core } from '@strapi/types';
import { formatMoney, formatDate, presentValue } from '../../../../plugin/domain/money-and-dates';
import { erpFieldPath, PORTAL_LINK, PORTAL_LINK_PLACEHOLDER } from '../../../../plugin/domain/template';
import { ownFieldsOf } from '../../platform/host-records';
import type { ErpRecord, MessagePeople, TemplateRecord } from '../../platform/services';

/** Values of who writes and who gets it; the same whatever it is about. */
export const peopleValuesOf = async (strapi: Core.Strapi, { sentBy, contact, recipientName }: MessagePeople): Promise<Record<string, unknown>> => {
  const user =
    sentBy === null
      ? null
      : ((await strapi.db.query('admin::user').findOne({ where: { id: sentBy }, select: ['firstname', 'lastname', 'email'] })) as { firstname?: string; lastname?: string; email?: string } | null);
  return {
    'contact.name': contact?.name || contact?.profileName || recipientName,
    'contact.profileName': contact?.profileName,
    'contact.phone': contact?.phone,
    'contact.language': contact?.language,
    'user.name': [user?.firstname, user?.lastname].filter(Boolean).join(' '),
    'user.firstname': user?.firstname,
    'user.lastname': user?.lastname,
    'user.email': user?.email,
  };
};

/** Every value as text; null where there is none. */
export const presentValues = (values: Readonly<Record<string, unknown>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(values).map(([path, value]) => [path, presentValue(value) || null]));

/**
 * What a template's mapping may read of a record: values as people write them, money and dates in the customer's
 * language and the record's currency.
 */
export const templateRecordOf = async (strapi: Core.Strapi, { type, row, partner, company }: ErpRecord, title: string, people: MessagePeople): Promise<TemplateRecord> => {
  const language = partner?.language ?? null;
  const money = (amount: number | null): string | null => (amount === null ? null : formatMoney(amount, row.currency, language));
  const date = (value: unknown): string | null => (value ? formatDate(value, language) : null);
  const isInvoice = 'moveType' in row;
  const values: Record<string, unknown> = {
    'record.number': row.number,
    'record.title': title,
    'record.reference': row.reference,
    'record.amountTotal': money(row.amountTotal),
    'record.amountUntaxed': money(row.amountUntaxed),
    'record.amountTax': money(row.amountTax),
    'record.amountDue': isInvoice ? money(row.amountDue) : null,
    'record.currency': row.currency,
    'record.date': date(isInvoice ? row.invoiceDate : row.orderedAt),
    'record.dueDate': isInvoice ? date(row.dueDate) : null,
    'record.validUntil': isInvoice ? null : date(row.validUntil),
    [PORTAL_LINK]: PORTAL_LINK_PLACEHOLDER,
    'partner.name': partner?.name ?? row.partnerName,
    'partner.email': partner?.email,
    'partner.phone': partner?.phoneSanitized ?? partner?.phone,
    'partner.country': partner?.country,
    'partner.vat': partner?.vat,
    ...Object.fromEntries(ownFieldsOf(strapi).map(({ path }) => [path, null])),
    ...Object.fromEntries(Object.entries(partner?.erpFields ?? {}).map(([name, value]) => [erpFieldPath(name), value])),
    'company.name': company?.name ?? row.companyName,
    'company.phone': company?.phone,
    'company.email': company?.email,
    ...(await peopleValuesOf(strapi, people)),
  };
  return { type, language, values: presentValues(values) };
};
