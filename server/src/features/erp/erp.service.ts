import type { Core } from '@strapi/types';
import { fetchDocument, fetchPortalLink, findFreshInvoice, findFreshSalesOrder, isOdooError } from '../../../../bridge/src';
import { orderCandidates } from '../../../../plugin/domain/document-rules';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import { codeOf, conflict, missing, refuse } from '../../platform/request-errors';
import type { CompanyRow, InvoiceRow, PartnerRow, SalesOrderRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { ErpRecord, ErpService, FreshRecord, RecordType } from '../../platform/services';
import { createContactRecords } from './contact-records';
import { createConnectionRepository, toRunView } from './connection.repository';
import { createErpConnection } from './erp-connection';
import { createPartnerLinks } from './partner-links';
import { createPullWorker } from './pull.worker';
import { createRecordList } from './record-list';
import { createRecordsRepository } from './records.repository';
import { createDryRun } from './dry-run';
import { createSyncFailuresRepository } from './sync-failures.repository';
import { createSyncKindsRepository } from './sync-kinds.repository';
import { createSyncSchedule } from './sync-schedule';
import { createSyncOverview } from './sync.service';

const toCandidate = ({ erpId, name, phoneSanitized, phone, mobile, country }: PartnerRow): FreshRecord['candidates'][number] => ({ erpId, name: name ?? '', phoneSanitized, phone, mobile, country });

/** The ERP's records, the way back to them, and the pulls that keep them fresh. */
export const createErpService = (strapi: Core.Strapi) => {
  const connections = createConnectionRepository(strapi);
  const records = createRecordsRepository(strapi);
  const kinds = createSyncKindsRepository(strapi);
  const failures = createSyncFailuresRepository(strapi);
  // What failed at another database, and when it was pulled, says nothing about this one.
  const connection = createErpConnection(strapi, connections, records, async (id) => {
    await failures.forgetAll(id);
    await kinds.forgetResults(id);
  });
  const links = createPartnerLinks(strapi, records);
  const pulls = createPullWorker(strapi, { connection, connections, records, kinds, failures, links });
  const sync = createSyncOverview(strapi, { connection, connections, records, kinds, failures });
  const schedule = createSyncSchedule(strapi, { connection, connections, kinds, pulls });
  const dryRun = createDryRun(strapi, { connection, records });

  const withNames = async (type: RecordType, row: SalesOrderRow | InvoiceRow): Promise<ErpRecord> => {
    const [partner, company] = await Promise.all([
      row.partner === null ? findPartner(row) : records.tables.partner.findById(row.partner),
      row.company === null ? null : records.tables.company.findById(row.company),
    ]);
    return { type, row, partner, company };
  };

  /** An order pulled before its partner names it by the ERP's id. */
  const findPartner = async (row: SalesOrderRow | InvoiceRow): Promise<PartnerRow | null> =>
    row.partnerErpId === null ? null : ((await records.byErpId('partner', row.connection, [row.partnerErpId])).get(row.partnerErpId) ?? null);

  const clientOf = async (record: ErpRecord) => {
    const row = await connections.findById(record.row.connection);
    if (!row) throw refuse('document.no_connection');
    return connection.clientOf(row);
  };

  const service: ErpService = {
    async findRecord(type, id) {
      const row = await records.tables[type].findById(id);
      return row ? withNames(type, row) : null;
    },

    async findRecordByDocumentId(type, documentId) {
      const row = await (records.tables[type] as typeof records.tables.invoice).findOne({ documentId });
      return row ? withNames(type, row) : null;
    },

    async getRecordByNumber(type, number, { company, connection: wanted, companies }) {
      const table = records.tables[type] as typeof records.tables.invoice;
      const query = table.query().where('number', number).whereNull('deleted_at').limit(20);
      if (companies) query.where((inner) => inner.whereIn('company', companies).orWhereNull('company'));
      let found = table.fromRows(await query) as (InvoiceRow | SalesOrderRow)[];
      if (company !== undefined) {
        const rows: CompanyRow[] = await records.tables.company.findByIds(found.flatMap((row) => row.company ?? []));
        const ids = new Set(rows.filter((row) => row.documentId === company || row.name === company).map(({ id }) => id));
        found = found.filter((row) => row.company !== null && ids.has(row.company));
      }
      if (wanted !== undefined) {
        const row = await connection.find();
        found = found.filter((item) => row?.id === item.connection && (String(row.id) === wanted || row.name === wanted));
      }
      if (found.length > 1) throw conflict('document.ambiguous', { extra: { ids: found.map(({ documentId }) => documentId) } });
      const [row] = found;
      if (!row) throw missing('document.not_found');
      return withNames(type, row);
    },

    async refresh(record, deadlineMs) {
      const client = await clientOf(record);
      const find = record.type === 'invoice' ? findFreshInvoice : findFreshSalesOrder;
      const fresh = await find(client, record.row.erpId, { deadlineMs });
      if (!fresh) return null;
      return {
        state: fresh.record.state,
        moveType: 'moveType' in fresh.record ? fresh.record.moveType : null,
        number: fresh.record.number,
        companyErpId: fresh.record.company?.id ?? null,
        partnerErpId: fresh.record.partner?.id ?? null,
        content: fresh.record,
        candidates: fresh.candidates.map(({ partner }) => ({
          erpId: partner.erpId,
          name: partner.displayName || partner.name,
          phoneSanitized: partner.phoneSanitized,
          phone: partner.phone,
          mobile: partner.mobile,
          country: partner.country?.code ?? null,
        })),
      };
    },

    async storedCandidates({ row, partner }) {
      const { connection: from } = row;
      const erpIds = [row.invoicePartnerErpId, partner?.commercialErpId].flatMap((id) => id ?? []);
      const [named, children] = await Promise.all([
        records.byErpId('partner', from, erpIds),
        partner ? records.tables.partner.query().where({ connection: from, parent_erp_id: partner.erpId, erp_active: true }).whereNull('deleted_at').orderBy('id').limit(200) : [],
      ]);
      return orderCandidates<PartnerRow>({
        invoiceAddress: row.invoicePartnerErpId === null ? null : named.get(row.invoicePartnerErpId),
        partner,
        children: records.tables.partner.fromRows(children),
        commercialPartner: partner?.commercialErpId ? named.get(partner.commercialErpId) : null,
      }).map(toCandidate);
    },

    async portalLink(record) {
      return fetchPortalLink(await clientOf(record), { kind: record.type, erpId: record.row.erpId });
    },

    async partnerFields() {
      if (!(await connection.find())) return null;
      return connection.listFields().catch((error: unknown) => {
        strapi.log.debug(`[whatsapp] the ERP's fields are not known: ${failureText(error)}`);
        return null;
      });
    },

    async fetchPdf(record) {
      const startedAt = now().getTime();
      const { type, row } = record;
      const log = (failure: { errorCode: string; errorMessage: string } | null): void =>
        getService(strapi, 'logs').record({ operation: 'erp.fetch-document', provider: 'odoo', success: failure === null, responseTimeMs: now().getTime() - startedAt, subjectType: type, subject: row.documentId, ...failure });
      try {
        const { filename, mimeType, content, sha256 } = await fetchDocument(await clientOf(record), { kind: type, erpId: row.erpId });
        log(null);
        return { filename, mimeType, content, checksum: sha256 };
      } catch (error) {
        log({ errorCode: isOdooError(error) ? error.code : (codeOf(error) ?? 'document.fetch_failed'), errorMessage: failureText(error) });
        throw error;
      }
    },

    async linkPartner({ connection: from, erpId }, contact) {
      const partner = (await records.byErpId('partner', from, [erpId])).get(erpId);
      // What a person linked or unlinked stays as that person said.
      if (!partner || partner.contact === contact || partner.contactLink !== null) return;
      await records.tables.partner.update(partner.id, { contact });
      if (partner.blacklisted) await getService(strapi, 'contacts').setErpBlacklist([{ contact, blacklisted: true }]);
    },

    list: createRecordList(strapi, records),

    async trigger(request) {
      return toRunView((await pulls.trigger(request)).run);
    },

    async findRun(documentId) {
      const run = await connections.findRun(documentId);
      return run ? toRunView(run) : null;
    },

    async facts() {
      const row = await connection.find();
      return { connected: row !== null, lastPulledAt: row?.lastPulledAt ?? null, error: row?.errorCode ? { code: row.errorCode, message: row.errorMessage ?? '' } : null };
    },

    async start() {
      links.start();
      await schedule.start();
    },

    async stop() {
      schedule.stop();
      await pulls.stop();
      await links.stop();
    },
  };
  return Object.assign(service, { connection, connections, pulls, sync, schedule, dryRun, contactRecords: createContactRecords(strapi, records) });
};

/** What this feature's own controller may use beyond what others may. */
export type OwnErpService = ReturnType<typeof createErpService>;
