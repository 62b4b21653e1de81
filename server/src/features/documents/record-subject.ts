import type { Core } from '@strapi/types';
import { PORTAL_LINK } from '../../../../plugin/domain/template';
import { createNotices } from '../../platform/notices';
import { getService } from '../../platform/services';
import type { DocumentsService, RecordSubject } from '../../platform/services';
import { chooseTo, findRecord, optionsOf, titleOf } from './documents.plan';
import { peopleValuesOf, presentValues, templateRecordOf } from './record-values';

/** Records for what is written about them: their document's own rules (posted, not cancelled) do not bar a text. */
export const createRecordSubjects = (strapi: Core.Strapi): Pick<DocumentsService, 'findSubject' | 'valuesOf'> => ({
  async findSubject(request): Promise<RecordSubject> {
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
    };
  },

  async valuesOf(subject, people) {
    if (!subject) return { language: people.contact?.language ?? null, values: presentValues(await peopleValuesOf(strapi, people)) };
    const record = await getService(strapi, 'erp').findRecordByDocumentId(subject.type as 'invoice' | 'sales-order', subject.view.id);
    if (!record) return { language: subject.language, values: {} };
    const found = await templateRecordOf(strapi, record, subject.view.title, people);
    // Only the worker that fetches the document asks the ERP for its link: here the place is typed in, or takes its fallback.
    return { ...found, values: { ...found.values, [PORTAL_LINK]: null } };
  },
});
