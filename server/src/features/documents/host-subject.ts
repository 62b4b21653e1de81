import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/types';
import { chooseRecipient } from '../../../../plugin/domain/document-rules';
import { parsePhone, canonicalPhone } from '../../../../plugin/domain/address';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { Table } from '../../platform/database';
import { hostRecordTypes, populateOf, valueAt, type HostRecordType } from '../../platform/host-records';
import { createNotices } from '../../platform/notices';
import type { CompanyRow } from '../../platform/records';
import { missing, refuse } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { RecordSubject, Sight, SubjectRequest } from '../../platform/services';
import { seesCompany } from '../../platform/sight';

/** The largest any provider takes as a document. */
const MAX_BYTES = 100 * 1024 * 1024;

interface PermissionChecker {
  cannot: { read(entity?: unknown): boolean };
  sanitizeOutput(entity: unknown): Promise<Record<string, unknown>>;
}

interface StoredFile {
  name?: string;
  url?: string;
  mime?: string;
  /** In kilobytes. */
  size?: number;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : typeof value === 'number' ? String(value) : null);

/** Records of the host's own types: read as the Content Manager would show them to this person, and not a field more. */
export const createHostSubjects = (strapi: Core.Strapi) => {
  const companies = new Table<CompanyRow>(strapi, contentTypeUid('company'));

  /** What Strapi lets this person see; nobody (a program, a job without a person) sees nothing. */
  const readAs = async (user: number | null, type: HostRecordType, documentId: string): Promise<Record<string, unknown> | null> => {
    const person = user === null ? null : await strapi.db.query('admin::user').findOne({ where: { id: user, isActive: true, blocked: false }, populate: ['roles'] });
    if (!person) return null;
    const userAbility = (await strapi.service('admin::permission').engine.generateUserAbility(person)) as unknown;
    const checker = (strapi.plugin('content-manager').service('permission-checker') as unknown as { create(options: object): PermissionChecker }).create({ userAbility, model: type.uid });
    if (checker.cannot.read()) return null;
    // The creator and their roles: what Strapi's own conditions ask about.
    const populate = { ...populateOf(type), createdBy: { populate: { roles: true } } };
    const entity = (await strapi.documents(type.uid as never).findOne({ documentId, populate } as never)) as Record<string, unknown> | null;
    if (!entity || checker.cannot.read(entity)) return null;
    return { ...(await checker.sanitizeOutput(entity)), id: entity.id, documentId: entity.documentId };
  };

  /** The ERP's company it says it belongs to. A company nobody knows is nobody's to send for. */
  const companyOf = async (type: HostRecordType, record: Record<string, unknown>): Promise<{ company: CompanyRow | null; isUnknown: boolean }> => {
    const named = type.company === undefined ? null : textOf(valueAt(record, type.company));
    if (named === null) return { company: null, isUnknown: false };
    const found = (await companies.findOne({ documentId: named })) ?? (await companies.findOne({ name: named }));
    return { company: found, isUnknown: found === null };
  };

  const getRecord = async (type: HostRecordType, { record, user }: SubjectRequest): Promise<Record<string, unknown>> => {
    const found = record.documentId === undefined ? null : await readAs(user ?? null, type, record.documentId);
    if (!found) throw missing('document.not_found');
    return found;
  };

  const fileOf = (type: HostRecordType, record: Record<string, unknown>): StoredFile | null => {
    const file = type.pdf === undefined ? null : (valueAt(record, type.pdf) as StoredFile | null);
    return file?.url && file.mime === 'application/pdf' ? file : null;
  };

  /** Of the Media Library, or of wherever its upload provider keeps it. */
  const contentOf = async ({ url = '' }: StoredFile): Promise<Buffer> => {
    if (!url.startsWith('/')) return (await getService(strapi, 'media').fetchPublic(url, { maxBytes: MAX_BYTES })).content;
    const folder = strapi.dirs.static.public;
    const place = path.join(folder, decodeURIComponent(url));
    if (!place.startsWith(folder + path.sep)) throw missing('media.not_found');
    return readFile(place).catch(() => {
      throw missing('media.not_found');
    });
  };

  const seesRecord = (sights: (Sight | undefined)[], company: CompanyRow | null): boolean => sights.every((sight) => !sight || seesCompany(sight, company?.id ?? null));

  return {
    typeOf: (uid: string): HostRecordType | null => hostRecordTypes(strapi).get(uid) ?? null,

    async find(type: HostRecordType, request: SubjectRequest): Promise<RecordSubject> {
      const record = await getRecord(type, request);
      const { company, isUnknown } = await companyOf(type, record);
      const companiesSending = await getService(strapi, 'access').companiesOf(request.allowedAccounts ?? null);
      if (!seesRecord([request.sight, { accounts: null, companies: companiesSending }], company)) throw missing('document.not_found');
      const { notices, notify } = createNotices();
      if (isUnknown) notify('refusal', 'record.company_unknown', { company: textOf(valueAt(record, type.company ?? '')) ?? '' });

      const countries = [type.country ?? null, company?.country ?? null];
      const [name, number] = [textOf(valueAt(record, type.name)), textOf(valueAt(record, type.number))];
      const phone = textOf(valueAt(record, type.phone));
      const choice = chooseRecipient({ candidates: [{ erpId: 0, name: name ?? '', phone, country: type.country ?? null }], companyCountry: company?.country ?? null });
      const recipients = choice.kind === 'found' ? [{ phone: choice.e164, name: choice.name, problem: null }] : choice.tried.slice(0, 1).map(({ value }) => ({ phone: value, name: name ?? '', problem: sentenceOf('recipient.invalid') }));
      const own = choice.kind === 'found' ? choice : null;
      let [to, elsewhere] = [own?.e164 ?? null, false];
      if (request.to !== undefined) {
        const parsed = parsePhone(request.to, countries);
        to = parsed.ok ? parsed.e164 : null;
        elsewhere = parsed.ok && (own === null || canonicalPhone(own.digits) !== canonicalPhone(parsed.digits));
        if (elsewhere) notify(request.mayElsewhere ? 'warning' : 'refusal', 'document.elsewhere');
      }
      if (to === null) notify('refusal', 'recipient.invalid', { recipient: request.to ?? phone ?? '' });
      const file = fileOf(type, record);
      return {
        type: type.uid,
        id: Number(record.id),
        view: { type: type.uid, id: String(record.documentId), number, title: type.label, partnerName: name, amountTotal: null, currency: null, state: null },
        company: company?.id ?? null,
        countries,
        language: type.language === undefined ? null : textOf(valueAt(record, type.language)),
        recipients,
        to,
        elsewhere,
        notices,
        file: file ? { filename: file.name ?? `${number ?? type.label}.pdf`, bytes: Math.round((file.size ?? 0) * 1024) } : null,
        values: {
          'record.number': number,
          'record.title': type.label,
          'partner.name': name,
          'partner.phone': to,
          'company.name': company?.name ?? null,
          'company.phone': company?.phone ?? null,
          'company.email': company?.email ?? null,
          ...Object.fromEntries(Object.entries(type.variables ?? {}).map(([variable, { field }]) => [`own.${variable}`, textOf(valueAt(record, field))])),
        },
      };
    },

    async readFile(type: HostRecordType, request: SubjectRequest): Promise<{ content: Buffer; filename: string; mimeType: string }> {
      const record = await getRecord(type, request);
      const file = fileOf(type, record);
      if (!file) throw refuse('media.missing', { path: 'media' });
      return { content: await contentOf(file), filename: file.name ?? 'document.pdf', mimeType: 'application/pdf' };
    },
  };
};
