import type { OdooRow } from '../odoo/rpc';
import type { MappingContext } from './context';
import type { PartnerRecord } from './records';
import { readCountry, readDatetime, readExtra, readFlag, readIds, readReference, readText } from './values';

export const PARTNER_FIELDS = [
  'id', 'name', 'display_name', 'active', 'is_company', 'type', 'parent_id', 'child_ids', 'commercial_partner_id', 'company_id',
  'email', 'phone', 'mobile', 'phone_sanitized', 'phone_sanitized_blacklisted', 'lang', 'country_id', 'vat', 'write_date',
] as const;

export function mapPartner(row: OdooRow, context: MappingContext): PartnerRecord {
  const displayName = readText(row['display_name']) ?? readText(row['name']) ?? `#${String(row['id'])}`;
  return {
    erpId: Number(row['id']),
    // Invoice and delivery addresses may have no name of their own.
    name: readText(row['name']) ?? displayName,
    displayName,
    active: row['active'] !== false,
    isCompany: readFlag(row['is_company']),
    addressType: readText(row['type']),
    parent: readReference(row['parent_id']),
    childIds: readIds(row['child_ids']),
    commercialPartner: readReference(row['commercial_partner_id']),
    company: readReference(row['company_id']),
    email: readText(row['email']),
    phone: readText(row['phone']),
    mobile: readText(row['mobile']),
    phoneSanitized: readText(row['phone_sanitized']),
    phoneBlacklisted: readFlag(row['phone_sanitized_blacklisted']),
    lang: readText(row['lang']),
    country: readCountry(row['country_id'], context.countryCodes),
    vat: readText(row['vat']),
    changedAt: readDatetime(row['write_date']),
    extra: readExtra(row, context.extraFields, context.fields),
  };
}
