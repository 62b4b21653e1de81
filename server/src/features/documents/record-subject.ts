import type { Core } from '@strapi/types';
import { erpFieldPath, fieldsOf, PORTAL_LINK } from '../../../../plugin/domain/template';
import { ownFieldsOf } from '../../platform/host-records';
import { createNotices } from '../../platform/notices';
import { refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { DocumentsService, RecordSubject } from '../../platform/services';
import { chooseTo, findRecord, optionsOf, titleOf } from './documents.plan';
import { createHostSubjects } from './host-subject';
import { peopleValuesOf, presentValues, templateRecordOf } from './record-values';

/** Records for what is written about them: their document's own rules (posted, not cancelled) do not bar a text. */
export const createRecordSubjects = (strapi: Core.Strapi): Pick<DocumentsService, 'findSubject' | 'valuesOf' | 'readFile'> => {
  const hosts = createHostSubjects(strapi);

  /** Every field there is, without a value: a mapping to one of another record asks for it, instead of calling it lost. */
  const emptyValues = async (): Promise<Record<string, null>> => {
    const erpFields = await getService(strapi, 'templates').erpFieldsInUse();
    return Object.fromEntries([...fieldsOf('any').map(({ path }) => path), ...erpFields.map(erpFieldPath), ...ownFieldsOf(strapi).map(({ path }) => path)].map((path) => [path, null]));
  };

  return {
    async findSubject(request): Promise<RecordSubject> {
      const host = hosts.typeOf(request.record.type);
      if (host) return hosts.find(host, request);
      const record = await findRecord(strapi, request);
      const { row, partner, company } = record;
      const { notices, notify } = createNotices();
      const recipients = optionsOf(await getService(strapi, 'erp').storedCandidates(record), company?.country ?? null);
      const { to, elsewhere } = chooseTo(request, recipients, record, notify);
      return {
        type: record.type,
        id: row.id,
        view: {
          type: record.type,
          id: row.documentId,
          number: row.number,
          title: titleOf(record, null),
          partnerName: partner?.name ?? row.partnerName,
          amountTotal: row.amountTotal,
          currency: row.currency,
          state: row.state,
        },
        company: row.company,
        countries: [partner?.country ?? null, company?.country ?? null],
        language: partner?.language ?? null,
        recipients: recipients.map(({ phone, name, problem }) => ({ phone, name, problem })),
        to,
        elsewhere,
        notices,
        file: null,
        values: null,
      };
    },

    async readFile(request) {
      const host = hosts.typeOf(request.record.type);
      if (!host) throw refuse('media.missing', { path: 'media' });
      return hosts.readFile(host, request);
    },

    async valuesOf(subject, people) {
      const empty = await emptyValues();
      const own = presentValues(await peopleValuesOf(strapi, people));
      if (!subject) return { language: people.contact?.language ?? null, values: { ...empty, ...own } };
      if (subject.values) return { type: subject.type, language: subject.language, values: { ...empty, ...own, ...presentValues(subject.values) } };
      const record = await getService(strapi, 'erp').findRecordByDocumentId(subject.type as 'invoice' | 'sales-order', subject.view.id);
      if (!record) return { language: subject.language, values: empty };
      const found = await templateRecordOf(strapi, record, subject.view.title, people);
      // Only the worker that fetches the document asks the ERP for its link: here the place is typed in, or takes its fallback.
      return { ...found, values: { ...found.values, [PORTAL_LINK]: null } };
    },
  };
};
