import type { Core } from '@strapi/types';
import type { PartnerRecord } from '../../../../bridge/src';
import { chooseRecipient } from '../../../../plugin/domain/document-rules';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import type { PartnerRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { ConsentStatement } from '../../platform/services';
import type { ErpConnectionRow } from './connection.repository';
import type { RecordsRepository } from './records.repository';

const PURPOSES = ['utility', 'marketing'] as const;

/** Whether a field's value proves consent: a tick that is set, a date or a choice that is there. */
const proves = (value: unknown): boolean => value !== null && value !== undefined && value !== false && value !== '' && value !== 0;

const describe = (field: string, value: unknown): string => `res.partner.${field} = ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;

/**
 * States what a mapped ERP field proves, for one page of partners. The customer's own word stands above the ERP's field:
 * only what the ERP stated before, or nobody has stated, is changed. Every statement names field and value.
 */
export const applyConsentMapping = async (strapi: Core.Strapi, repository: RecordsRepository, connection: ErpConnectionRow, records: PartnerRecord[]): Promise<void> => {
  const mapping = connection.consentMapping ?? {};
  const fields = PURPOSES.flatMap((purpose) => (mapping[purpose] ? [[purpose, mapping[purpose]] as const] : []));
  if (fields.length === 0 || records.length === 0) return;
  const rows = await repository.byErpId('partner', connection.id, records.map(({ erpId }) => erpId));
  const companies = new Map((await repository.tables.company.findByIds([...rows.values()].flatMap(({ company }) => company ?? []))).map((row) => [row.id, row]));
  const contacts = getService(strapi, 'contacts');

  const people = records.flatMap((record) => {
    const row = rows.get(record.erpId);
    if (!row) return [];
    const isProven = fields.some(([, field]) => proves(record.extra[field]));
    // A partner without proof and without a contact needs none: thousands would be made for nothing.
    if (!isProven && row.contact === null) return [];
    // A person said that whoever has this number is not this partner: the partner's proof is none for them.
    if (row.contactLink === 'unlinked') return [];
    const choice = chooseRecipient({ candidates: [{ ...row, name: row.name ?? '' }], companyCountry: row.company === null ? null : companies.get(row.company)?.country });
    return choice.kind === 'found' ? [{ record, row, digits: choice.digits }] : [];
  });
  if (people.length === 0) return;

  await inTransaction(strapi, async (trx) => {
    const resolved = await contacts.resolvePeople(
      people.map(({ row, digits }) => ({ person: { phone: digits }, scope: 'installation', source: `erp:${row.erpId}`, at: now() })),
      trx,
    );
    const facts = await contacts.consentFactsOf(resolved.flatMap((contact) => contact ?? []), trx);
    const statements: ConsentStatement[] = [];
    const linked: Pick<PartnerRow, 'id' | 'contact'>[] = [];
    people.forEach(({ record, row }, index) => {
      const contact = resolved[index];
      if (!contact) return;
      if (row.contact !== contact.id && row.contactLink === null) linked.push({ id: row.id, contact: contact.id });
      for (const [purpose, field] of fields) {
        const stated = facts.get(contact.id)?.consents.find((consent) => consent.purpose === purpose);
        const isOurs = !stated || stated.source === 'erp-field' || stated.state === 'unknown';
        const granted = proves(record.extra[field]);
        if (!isOurs || (!stated && !granted) || stated?.state === (granted ? 'granted' : 'denied')) continue;
        statements.push({ contact: contact.id, purpose, state: granted ? 'granted' : 'denied', source: 'erp-field', wording: describe(field, record.extra[field]), actor: `erp:${connection.id}`, statedAt: now() });
      }
    });
    await contacts.stateConsent(statements, trx);
    await repository.tables.partner.updateEach(linked, trx);
  });
};
