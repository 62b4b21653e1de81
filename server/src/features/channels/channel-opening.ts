import type { Core } from '@strapi/types';
import { countryOfPhone, parsePhone } from '../../../../plugin/domain/address';
import { now } from '../../platform/clock';
import { inTransaction, Table } from '../../platform/database';
import { emit } from '../../platform/events';
import type { AccountRow, ChannelRow, CompanyRow, ContactRow, PartnerRow } from '../../platform/records';
import { conflict, missing, refuse } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { ChannelSight } from '../../platform/services';
import { seenContacts, seesCompany } from '../../platform/sight';
import type { OpenBody } from './channels.validation';

/** With whom, from which account. `company`: of the record it is about. */
interface Opening {
  account: AccountRow;
  contact: ContactRow;
  company: number | null;
}

/** Conversations that people begin: from a contact, a number, or a record. */
export const createChannelOpening = (strapi: Core.Strapi) => {
  const channels = new Table<ChannelRow>(strapi, contentTypeUid('channel'));
  const partners = new Table<PartnerRow>(strapi, contentTypeUid('partner'));
  const companies = new Table<CompanyRow>(strapi, contentTypeUid('company'));
  const contacts = () => getService(strapi, 'contacts');

  const isSeen = async (sight: ChannelSight, contact: ContactRow): Promise<boolean> =>
    (await seenContacts(sight, [contact], (ids) => getService(strapi, 'channels').findByContacts(ids))).length > 0;

  const choose = (sight: ChannelSight, key: string | undefined, company: number | null): Promise<AccountRow> =>
    getService(strapi, 'accounts').choose({ ...(key === undefined ? {} : { key }), company, allowed: sight.accounts, user: sight.user });

  /** The person who has a number, made where nobody has it. */
  const ofPhone = async (sight: ChannelSight, account: AccountRow, phone: string, known: { name: string | null; company: number | null; source: string }): Promise<ContactRow> => {
    const { contact } = await contacts().findOrCreate({ phone, scope: getService(strapi, 'accounts').portfolioOf(account), ...known });
    if (!(await isSeen(sight, contact))) throw conflict('contact.exists_elsewhere');
    return contact;
  };

  /** Of a person nobody knew: whoever may see the account's one company may see them. */
  const companyOf = async (account: AccountRow): Promise<number | null> => {
    const served = await getService(strapi, 'access').companiesOf([account.id]);
    return served?.length === 1 ? (served[0] ?? null) : null;
  };

  const fromPartner = async (sight: ChannelSight, key: string | undefined, documentId: string): Promise<Opening> => {
    const partner = await partners.findOne({ documentId });
    if (!partner || partner.deletedAt !== null || !seesCompany(sight, partner.company)) throw missing('record.not_found');
    const account = await choose(sight, key, partner.company);
    const linked = partner.contact === null ? null : await contacts().findById(partner.contact);
    if (linked && !(await isSeen(sight, linked))) throw conflict('contact.exists_elsewhere');
    if (linked) return { account, contact: linked, company: partner.company };
    const company = partner.company === null ? null : await companies.findById(partner.company);
    const parsed = parsePhone(partner.phoneSanitized ?? partner.mobile ?? partner.phone ?? '', [partner.country, company?.country]);
    if (!parsed.ok) throw refuse('recipient.invalid');
    const contact = await ofPhone(sight, account, parsed.e164, { name: partner.name, company: partner.company, source: 'erp' });
    // Whoever said that this number is somebody else's is not overruled.
    if (partner.contactLink !== 'unlinked') await getService(strapi, 'erp').linkPartner({ connection: partner.connection, erpId: partner.erpId }, contact.id);
    return { account, contact, company: partner.company };
  };

  const fromRecord = async (sight: ChannelSight, key: string | undefined, record: { type: string; id: string }): Promise<Opening> => {
    if (record.type === 'partner') return fromPartner(sight, key, record.id);
    const subject = await getService(strapi, 'documents').findSubject({ record: { type: record.type, documentId: record.id }, mayElsewhere: false, sight, user: sight.user, allowedAccounts: sight.accounts });
    const account = await choose(sight, key, subject.company);
    const { to } = subject;
    if (to === null) throw refuse('recipient.invalid');
    const name = subject.recipients.find(({ phone }) => phone === to)?.name ?? null;
    return { account, contact: await ofPhone(sight, account, to, { name, company: subject.company, source: 'erp' }), company: subject.company };
  };

  const find = async (sight: ChannelSight, { account: key, contact: documentId, phone, record }: OpenBody): Promise<Opening> => {
    if (record) return fromRecord(sight, key, record);
    if (documentId !== undefined) {
      const contact = await contacts().findByDocumentId(documentId);
      if (!contact || !(await isSeen(sight, contact))) throw missing('contact.not_found');
      return { account: await choose(sight, key, null), contact, company: null };
    }
    const account = await choose(sight, key, null);
    const parsed = parsePhone(phone ?? '', [countryOfPhone(account.displayPhoneNumber)]);
    if (!parsed.ok) throw refuse('recipient.invalid', { path: 'phone' });
    return { account, contact: await ofPhone(sight, account, parsed.e164, { name: null, company: await companyOf(account), source: 'admin' }), company: null };
  };

  return {
    /** The one there is, where it may be seen; else a new one. Of who sees only their own, it becomes their own. */
    async open(sight: ChannelSight, body: OpenBody): Promise<ChannelRow> {
      if (sight.reach === 'none') throw missing('channel.missing');
      const service = getService(strapi, 'channels');
      const { account, contact, company } = await find(sight, body);
      const existing = await service.find(account.id, contact.id);
      const seen = existing ? await service.getSeen(sight, existing.documentId) : null;
      if (seen?.lastMessageAt) return seen;
      return inTransaction(strapi, async (trx, afterCommit) => {
        const row = seen ?? (await service.open(account.id, contact.id, company, trx));
        const at = now();
        // The list is by the newest message: without one, it stands where it was opened.
        const changes: Partial<ChannelRow> = { lastMessageAt: at, ...(seen || sight.reach !== 'own' ? {} : { assignee: sight.user, assignedAt: at }) };
        await channels.update(row.id, changes, trx);
        await service.note(row.id, { kind: 'opened', actor: sight.user }, trx);
        afterCommit(() => emit(strapi, 'channel.changed', { channels: [row.id] }));
        return { ...row, ...changes };
      });
    },
  };
};
