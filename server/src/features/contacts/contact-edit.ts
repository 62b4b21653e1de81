import type { Core } from '@strapi/types';
import type { ContactBody } from '../../../../plugin/contracts/contacts';
import { canonicalPhone, parsePhone } from '../../../../plugin/domain/address';
import type { PhoneProblem } from '../../../../plugin/domain/address';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { now } from '../../platform/clock';
import { inTransaction, Table } from '../../platform/database';
import { isUniqueViolation } from '../../platform/database-errors';
import type { Knex } from '../../platform/database';
import { emit } from '../../platform/events';
import type { CompanyRow, ContactRow, PartnerRow } from '../../platform/records';
import { conflict, missing, refuse } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';
import { seesCompany } from '../../platform/sight';
import { INSTALLATION } from './alias-keys';
import { createContactScreens } from './contact-screens';
import { createContactsRepository } from './contacts.repository';

const CODES: Record<PhoneProblem, string> = {
  empty: 'contact.phone_empty',
  not_a_number: 'contact.phone_not_a_number',
  too_short: 'contact.phone_too_short',
  too_long: 'contact.phone_too_long',
  country_unknown: 'contact.phone_country_unknown',
  not_valid: 'contact.phone_not_valid',
};

const digitsOf = (phone: string): string => phone.replace(/\D/g, '');
const phoneKey = (digits: string) => ({ scope: INSTALLATION, kind: 'phone' as const, value: canonicalPhone(digits) });

/** Contacts that people write by hand, and their links to partners. */
export const createContactEdit = (strapi: Core.Strapi) => {
  const repository = createContactsRepository(strapi);
  const screens = createContactScreens(strapi);
  const companies = new Table<CompanyRow>(strapi, contentTypeUid('company'));
  const { contacts, aliases, partners } = repository;

  /** A company one may choose; what is not seen is not there. */
  const companyOf = async (documentId: string, sight: Sight): Promise<CompanyRow> => {
    const company = await companies.findOne({ documentId });
    if (!company || company.deletedAt !== null || !seesCompany(sight, company.id)) throw missing('company.missing', { path: 'company' });
    return company;
  };

  /** Of no company means of all: only whoever sees all of them may say that. Who sees one company means that one. */
  const choiceOf = async (asked: string | null | undefined, sight: Sight): Promise<CompanyRow | null> => {
    if (asked) return companyOf(asked, sight);
    if (sight.companies === null) return null;
    const [only, ...others] = sight.companies;
    if (asked === null || only === undefined || others.length > 0) throw refuse('contact.company_needed', { path: 'company' });
    return companies.findById(only);
  };

  const numberOf = (phone: string, country: string | null | undefined): { e164: string; digits: string } => {
    const parsed = parsePhone(phone, [country]);
    if (!parsed.ok) throw refuse(CODES[parsed.reason], { sentence: sentenceOf(CODES[parsed.reason]), path: 'phone' });
    return parsed;
  };

  /** Somebody else who has this number; seen or not, a number is one person's. */
  const refuseTaken = async (taken: ContactRow, sight: Sight): Promise<never> => {
    const [seen] = await screens.seenOf([taken], sight);
    if (!seen) throw conflict('contact.exists_elsewhere', { path: 'phone' });
    const name = seen.name ?? seen.profileName ?? seen.phone ?? seen.documentId;
    throw conflict('contact.exists', { values: { name }, path: 'phone', extra: { contact: seen.documentId } });
  };

  const ownerOf = async (digits: string, trx: Knex): Promise<ContactRow | null> => {
    const [alias] = (await repository.findAliases([phoneKey(digits)], trx)).values();
    if (!alias || alias.retiredAt !== null) return null;
    return (await repository.holdAlive([alias.contact], trx)).get(alias.contact) ?? null;
  };

  /** Another number: the new one is theirs from now; the old one stays where WhatsApp itself named it, else it was a slip of the pen. */
  const changeNumber = async (contact: ContactRow, digits: string, trx: Knex): Promise<ContactRow | null> => {
    const owner = await ownerOf(digits, trx);
    if (owner && owner.id !== contact.id) return owner;
    const key = phoneKey(digits);
    const [known] = (await repository.findAliases([key], trx)).values();
    const at = now();
    if (known) await aliases.update(known.id, { contact: contact.id, retiredAt: null }, trx);
    else await repository.insertAliases([{ ...key, contact: contact.id, source: 'admin', lastSeenAt: null, retiredAt: null }], trx);
    const former = contact.phone === null ? null : canonicalPhone(digitsOf(contact.phone));
    const isProven = contact.waId !== null && canonicalPhone(digitsOf(contact.waId)) === former;
    if (former !== null && former !== key.value && !isProven) {
      await aliases.query(trx).where({ ...key, value: former, contact: contact.id }).update(aliases.toRow({ retiredAt: at }));
    }
    return null;
  };

  /** Who is asked again where two write the same number at the same moment. */
  const twice = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return work();
    }
  };

  /** The blacklist of a contact is that of its partners. */
  const blacklistOf = async (contact: number, trx: Knex): Promise<void> => {
    const linked = partners.fromRows(await partners.query(trx).where({ contact }).whereNull(partners.column('deletedAt')));
    await getService(strapi, 'contacts').setErpBlacklist([{ contact, blacklisted: linked.some(({ blacklisted }) => blacklisted) }], trx);
  };

  const link = (contact: ContactRow, partner: PartnerRow): Promise<void> => {
    if (partner.company !== null && contact.company !== null && partner.company !== contact.company) throw refuse('contact.partner_company');
    return inTransaction(strapi, async (trx) => {
      const held = (await repository.holdAlive([contact.id], trx)).get(contact.id);
      if (!held) throw missing('contact.missing');
      const former = (await partners.findById(partner.id, trx))?.contact ?? null;
      await partners.update(partner.id, { contact: held.id, contactLink: 'hand' }, trx);
      await blacklistOf(held.id, trx);
      if (former !== null && former !== held.id) await blacklistOf(former, trx);
    });
  };

  return {
    async create(body: ContactBody, sight: Sight): Promise<ContactRow> {
      const company = await choiceOf(body.company, sight);
      const { e164, digits } = numberOf(body.phone ?? '', company?.country);
      const made = await twice(() =>
        inTransaction(strapi, async (trx): Promise<{ taken: ContactRow } | { contact: ContactRow }> => {
          const taken = await ownerOf(digits, trx);
          if (taken) return { taken };
          const { contact, created } = await getService(strapi, 'contacts').findOrCreate({ phone: e164, scope: INSTALLATION, name: body.name ?? null, company: company?.id ?? null, source: 'admin' }, trx);
          if (!created) return { taken: contact };
          if (body.language) await contacts.update(contact.id, { language: body.language }, trx);
          return { contact };
        }),
      );
      // Outside the transaction: whether it is seen is a query of its own.
      if ('taken' in made) return refuseTaken(made.taken, sight);
      return made.contact;
    },

    async update(contact: ContactRow, body: ContactBody, sight: Sight): Promise<void> {
      const changes: Partial<ContactRow> = {};
      if (body.name !== undefined) changes.name = body.name ?? contact.profileName;
      if (body.language !== undefined) changes.language = body.language;
      const isOther = async (asked: string | null): Promise<boolean> => (asked === null ? contact.company !== null : (await companyOf(asked, sight)).id !== contact.company);
      if (body.company !== undefined && (await isOther(body.company))) changes.company = (await choiceOf(body.company, sight))?.id ?? null;
      const country = contact.country ?? (contact.company === null ? null : (await companies.findById(contact.company))?.country);
      const number = body.phone === undefined || body.phone === contact.phone ? null : numberOf(body.phone, country);
      const taken = await twice(() =>
        inTransaction(strapi, async (trx) => {
          const held = await repository.lockAlive(contact.id, trx);
          if (!held) throw missing('contact.missing');
          const owner = number ? await changeNumber(held, number.digits, trx) : null;
          if (owner) return owner;
          if (number) changes.phone = number.e164;
          if (Object.keys(changes).length > 0) await contacts.update(held.id, changes, trx);
          return null;
        }),
      );
      if (taken) await refuseTaken(taken, sight);
      emit(strapi, 'contact.changed', { contacts: [contact.id] });
    },

    link,

    /** Remembered, so that the next pull or send does not link them again by the number. */
    async unlink(contact: ContactRow, partner: PartnerRow): Promise<void> {
      if (partner.contact !== null && partner.contact !== contact.id) throw missing('record.not_found');
      await inTransaction(strapi, async (trx) => {
        await partners.update(partner.id, { contact: null, contactLink: 'unlinked' }, trx);
        await blacklistOf(contact.id, trx);
      });
    },

    /** The contact of a partner's own number, made where there is none, and linked. */
    async ofPartner(partner: PartnerRow, sight: Sight): Promise<ContactRow> {
      const choice = (await screens.recipientsOf([partner])).get(partner.id)?.choice;
      if (choice?.kind !== 'found') throw refuse('recipient.invalid');
      const { contact } = await getService(strapi, 'contacts').findOrCreate({ phone: choice.e164, scope: INSTALLATION, name: partner.name, company: partner.company, source: 'erp' });
      const [seen] = await screens.seenOf([contact], sight);
      if (!seen) throw conflict('contact.exists_elsewhere');
      await link(contact, partner);
      return contact;
    },
  };
};
