import type { OdooRow } from '../odoo/rpc';
import type { MappingContext } from './context';
import type { CompanyRecord } from './records';
import { readCountry, readDatetime, readExtra, readReference, readReferenceName, readText } from './values';

export const COMPANY_FIELDS = ['id', 'name', 'active', 'partner_id', 'currency_id', 'country_id', 'phone', 'email', 'vat', 'write_date'] as const;

export function mapCompany(row: OdooRow, context: MappingContext): CompanyRecord {
  return {
    erpId: Number(row['id']),
    name: readText(row['name']) ?? `#${String(row['id'])}`,
    active: row['active'] !== false,
    partner: readReference(row['partner_id']),
    currency: readReferenceName(row['currency_id']),
    country: readCountry(row['country_id'], context.countryCodes),
    phone: readText(row['phone']),
    email: readText(row['email']),
    vat: readText(row['vat']),
    changedAt: readDatetime(row['write_date']),
    extra: readExtra(row, context.extraFields, context.fields),
  };
}
