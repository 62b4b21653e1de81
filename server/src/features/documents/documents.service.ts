import type { Core } from '@strapi/types';
import type { DocumentPreparation, RecordPanel } from '../../../../plugin/contracts/documents';
import { presentPerson } from '../../platform/person-view';
import { hostRecordTypes } from '../../platform/host-records';
import { conflict, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { DocumentSendRequest, DocumentsService, Sight } from '../../platform/services';
import { createBatchesRepository } from './batches.repository';
import { createBatchesWorker } from './batches.worker';
import { fetchDocumentFile } from './document-file';
import { createDocumentsWorker } from './documents.worker';
import { findRecord, messageOf, planDocument } from './documents.plan';
import type { DocumentPlan, PlanRequest } from './documents.plan';
import { createRecordSubjects } from './record-subject';

const filenameOf = ({ record, title }: DocumentPlan): string => `${(record.row.number ?? title).replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')}.pdf`;

export const createDocumentsService = (strapi: Core.Strapi) => {
  const worker = createDocumentsWorker(strapi);
  const batches = createBatchesRepository(strapi);
  const batchesWorker = createBatchesWorker(strapi, batches);

  const service: DocumentsService = {
    ...createRecordSubjects(strapi),

    async send(request: DocumentSendRequest) {
      const plan = await planDocument(strapi, request);
      const refusal = plan.notices.find(({ level }) => level === 'refusal');
      if (refusal) throw refuse(refusal.code, { sentence: refusal.sentence, ...(refusal.values ? { values: refusal.values } : {}), extra: { notices: plan.notices } });
      if (plan.elsewhere && !(request.mayElsewhere && request.confirmElsewhere)) throw refuse('document.elsewhere', { path: 'to', extra: { mayConfirm: request.mayElsewhere } });
      const filename = filenameOf(plan);
      const composed = messageOf(plan, request.caption, filename);
      const { account, record, to } = plan;
      if (!composed || !account || !to) throw conflict('document.changed');
      const recipient = plan.recipients.find(({ phone }) => phone === to);
      const takeBack = await request.countRecipient?.(account, to);
      const replyTo = request.replyTo ? await getService(strapi, 'messages').findById(request.replyTo) : null;
      const sending = getService(strapi, 'delivery').enqueue({
        account,
        to: { phone: to },
        name: recipient?.name ?? null,
        ...composed,
        purpose: plan.purpose,
        template: plan.template,
        priority: 'document',
        origin: request.origin,
        sentBy: request.sentBy ?? null,
        company: record.row.company,
        source: { type: record.type, id: record.row.id },
        replyTo: replyTo?.id ?? null,
        replyToProviderMessageId: replyTo?.providerMessageId ?? null,
        retryOf: request.retryOf,
        sendAt: request.sendAt,
        expiresAt: request.expiresAt,
        document: {
          recordType: record.type,
          record: record.row.id,
          connection: record.row.connection,
          erpId: record.row.erpId,
          title: plan.title,
          filename,
          partnerErpId: plan.fresh?.partnerErpId ?? record.row.partnerErpId,
          companyErpId: plan.fresh?.companyErpId ?? record.company?.erpId ?? null,
          sentElsewhere: plan.elsewhere,
        },
        idempotency: request.idempotency,
        asked: { tokenId: request.token ?? null, body: { record: { type: record.type, id: record.row.documentId, number: record.row.number }, to, title: plan.title, filename } },
      });
      const result = await sending.catch(async (error: unknown) => {
        await takeBack?.();
        throw error;
      });
      if (result.message.contact !== null && recipient && !plan.elsewhere) {
        await getService(strapi, 'erp').linkPartner({ connection: record.row.connection, erpId: recipient.erpId }, result.message.contact);
      }
      if (plan.elsewhere && !result.repeated) {
        getService(strapi, 'logs').record({
          operation: 'documents.send-elsewhere',
          provider: account.provider,
          account: account.id,
          success: true,
          user: request.sentBy,
          token: request.token,
          subjectType: record.type,
          subject: record.row.documentId,
          details: { to, number: record.row.number, message: result.message.documentId },
        });
      }
      worker.nudge();
      return result;
    },

    async start() {
      // Judged now, so that a wrong line of the configuration is in the log of the start and not of the first record.
      hostRecordTypes(strapi);
      await worker.start();
      batchesWorker.start();
    },
    async stop() {
      await batchesWorker.stop();
      await worker.stop();
    },
  };

  /** What was sent from a record of the host's own. Its text may go whenever the window is open: nothing bars it for good. */
  const hostPanel = async (request: PlanRequest): Promise<RecordPanel> => {
    const subject = await service.findSubject({ ...request, user: request.sentBy ?? null });
    const account = await getService(strapi, 'accounts')
      .choose({ company: subject.company, allowed: request.allowedAccounts, user: request.sentBy })
      .catch(() => null);
    const preview = account && subject.to ? await getService(strapi, 'delivery').preview({ account, to: { phone: subject.to }, purpose: 'reply', template: null, isTemplate: false, hasDocument: false }) : null;
    const { messages } = await getService(strapi, 'messages').list({ source: { type: subject.type, id: subject.id }, sight: request.sight }, { limit: 10 });
    const refusal = subject.notices.find(({ level }) => level === 'refusal') ?? null;
    return {
      messages: await getService(strapi, 'messages').present(messages),
      contact: presentPerson(preview?.contact, preview?.consent),
      window: { open: preview?.window.open ?? false, closesAt: preview?.window.closesAt?.toISOString() ?? null },
      refusal: refusal ? { code: refusal.code, sentence: refusal.sentence, ...(refusal.values ? { values: refusal.values } : {}) } : null,
    };
  };

  return Object.assign(service, {
    batches: { repository: batches, nudge: () => batchesWorker.nudge() },

    /** What the dialog shows for what is chosen now. */
    async prepare(request: PlanRequest): Promise<DocumentPreparation> {
      const plan = await planDocument(strapi, request);
      const { record, account, preview, template, composition } = plan;
      const [accounts, templates, repeats] = await Promise.all([
        getService(strapi, 'accounts').list(),
        account ? getService(strapi, 'templates').listForAccount(account) : [],
        getService(strapi, 'messages').present(plan.repeats),
      ]);
      const allowed = request.allowedAccounts ?? null;
      const serving = await Promise.all(accounts.map(async (item) => item.active && (allowed === null || allowed.includes(item.id)) && (await getService(strapi, 'accounts').servesCompany(item, record.row.company))));
      const carrying = templates.filter(({ components, missingAt }) => missingAt === null && components.some((part) => part.type === 'header' && part.format === 'document'));
      return {
        record: {
          type: record.type,
          id: record.row.documentId,
          number: record.row.number,
          title: plan.title,
          partnerName: record.partner?.name ?? record.row.partnerName,
          amountTotal: record.row.amountTotal,
          currency: record.row.currency,
          state: plan.fresh?.state ?? record.row.state,
        },
        accounts: accounts.filter((_, index) => serving[index]).map(({ key, name, displayPhoneNumber }) => ({ key, name, phone: displayPhoneNumber })),
        account: account?.key ?? null,
        recipients: plan.recipients.map(({ phone, name, problem }) => ({ phone, name, problem })),
        to: plan.to,
        elsewhere: plan.elsewhere,
        mayElsewhere: request.mayElsewhere,
        contact: presentPerson(preview?.contact, preview?.consent),
        window: { open: preview?.window.open ?? false, closesAt: preview?.window.closesAt?.toISOString() ?? null },
        mode: plan.mode,
        templates: getService(strapi, 'templates').presentOffers(carrying),
        template: template ? getService(strapi, 'templates').presentFilled(template, composition) : null,
        repeats,
        notices: plan.notices,
        sendable: !plan.notices.some(({ level }) => level === 'refusal'),
      };
    },

    async panel(request: PlanRequest): Promise<RecordPanel> {
      if (hostRecordTypes(strapi).has(request.record.type)) return hostPanel(request);
      const plan = await planDocument(strapi, request);
      const { messages } = await getService(strapi, 'messages').list({ source: { type: plan.record.type, id: plan.record.row.id }, sight: request.sight }, { limit: 10 });
      const refusal = plan.notices.find(({ level }) => level === 'refusal');
      return {
        messages: await getService(strapi, 'messages').present(messages),
        contact: presentPerson(plan.preview?.contact, plan.preview?.consent),
        window: { open: plan.preview?.window.open ?? false, closesAt: plan.preview?.window.closesAt?.toISOString() ?? null },
        refusal: refusal ? { code: refusal.code, sentence: refusal.sentence, ...(refusal.values ? { values: refusal.values } : {}) } : null,
      };
    },

    /** The PDF for the dialog's first page; sending fetches it anew. */
    async readPdf(type: string, documentId: string, { user, sight, allowedAccounts }: { user: number | null; sight: Sight; allowedAccounts: number[] | null }) {
      if (hostRecordTypes(strapi).has(type)) return service.readFile({ record: { type, documentId }, mayElsewhere: false, user, sight, allowedAccounts });
      const record = await findRecord(strapi, { record: { type, documentId }, sight });
      return fetchDocumentFile(strapi, record);
    },
  });
};

export type OwnDocumentsService = ReturnType<typeof createDocumentsService>;
