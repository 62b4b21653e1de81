import type { Core } from '@strapi/types';
import type { SampleRecordView, TemplateFieldsView } from '../../../../plugin/contracts/templates';
import { erpFieldPath, fieldsOf, PORTAL_LINK, PORTAL_LINK_SHOWN } from '../../../../plugin/domain/template';
import { ownFieldsOf } from '../../platform/host-records';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { ErpRecord, RecordType } from '../../platform/services';
import { templateRecordOf } from './record-values';

const MOST_SAMPLES = 25;

/** Records and fields for whoever maps a template: only those of the companies the person may see. */
export const createTemplateSamples = (strapi: Core.Strapi) => {
  const companiesSeen = async (user: number | null): Promise<number[] | null> =>
    user === null ? [] : (await getService(strapi, 'access').sightOf(user)).companies;

  const records = async (type: RecordType, number: string | undefined, user: number | null): Promise<SampleRecordView[]> => {
    const page = await getService(strapi, 'erp').list(type, { number, limit: MOST_SAMPLES, companies: await companiesSeen(user) });
    return page.records.map((record) => ({ id: record.id, number: record.number, partnerName: record.partner?.name ?? null }));
  };

  const findRecord = async (type: RecordType, id: string | undefined, user: number | null): Promise<ErpRecord | null> => {
    const erp = getService(strapi, 'erp');
    if (id === undefined) {
      const [latest] = await records(type, undefined, user);
      return latest ? erp.findRecordByDocumentId(type, latest.id) : null;
    }
    const [found, companies] = [await erp.findRecordByDocumentId(type, id), await companiesSeen(user)];
    const isForeign = found && companies !== null && found.row.company !== null && !companies.includes(found.row.company);
    if (!found || isForeign) throw missing('document.not_found');
    return found;
  };

  const titleOf = ({ type, row }: ErpRecord): string => {
    if (type === 'sales-order') return ['draft', 'sent'].includes(row.state ?? '') ? 'quotation' : 'order';
    return 'moveType' in row && row.moveType === 'out_refund' ? 'credit_note' : 'invoice';
  };

  return {
    records,

    async fields(type: RecordType, id: string | undefined, user: number | null): Promise<TemplateFieldsView> {
      const record = await findRecord(type, id, user);
      const contact = record?.partner?.contact ? await getService(strapi, 'contacts').findById(record.partner.contact) : null;
      const values = record
        ? (await templateRecordOf(strapi, record, titleOf(record), { sentBy: user, contact, recipientName: record.partner?.name ?? record.row.partnerName })).values
        : {};
      const erpFields = await getService(strapi, 'erp').partnerFields();
      return {
        record: record ? { type, id: record.row.documentId, number: record.row.number, partnerName: record.partner?.name ?? record.row.partnerName } : null,
        fields: [
          ...fieldsOf(type).map(({ path, group }) => ({ path, group, label: null, sample: path === PORTAL_LINK ? PORTAL_LINK_SHOWN : (values[path] ?? null) })),
          ...ownFieldsOf(strapi).map(({ path, label, type }) => ({ path, group: 'own' as const, label: `${type}: ${label}`, sample: null })),
          ...(erpFields ?? []).map(({ name, label }) => ({ path: erpFieldPath(name), group: 'erp' as const, label: `${label} (${name})`, sample: values[erpFieldPath(name)] ?? null })),
        ],
        erpKnown: erpFields !== null,
      };
    },
  };
};
