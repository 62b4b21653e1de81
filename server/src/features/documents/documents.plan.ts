import type { Core } from '@strapi/types';
import { isOdooError } from '../../../../bridge/src';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { Notice, RecipientOption } from '../../../../plugin/contracts/documents';
import { canonicalPhone, parsePhone } from '../../../../plugin/domain/address';
import { purposeOfMessage } from '../../../../plugin/domain/consent';
import { chooseRecipient, decideDocument } from '../../../../plugin/domain/document-rules';
import type { DocumentTitle } from '../../../../plugin/domain/document-rules';
import type { OutboundMessage, Purpose } from '../../../../plugin/domain/message';
import { isSendable, purposeOf } from '../../../../plugin/domain/template';
import { createNotices } from '../../platform/notices';
import type { Notify } from '../../platform/notices';
import type { AccountRow, ContactRow, MessageRow, TemplateRow } from '../../platform/records';
import { codeOf, missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { DeliveryService, DocumentSendRequest, ErpRecord, FreshRecord, RecordType, Sight } from '../../platform/services';
import { EVERYTHING, seesCompany } from '../../platform/sight';
import { templateRecordOf } from './record-values';

/** RULES.md: read again before queueing, within two seconds; an ERP out of reach decides at the fetch. */
const REFRESH_DEADLINE_MS = 2_000;

const RECORD_TYPES: readonly string[] = ['sales-order', 'invoice'];

type Composition = ReturnType<ReturnType<typeof getService<'templates'>>['compose']>;

/** Everything that is decided before a document is queued; a dialog shows it, a send acts on it. */
export interface DocumentPlan {
  record: ErpRecord;
  fresh: FreshRecord | null;
  title: DocumentTitle;
  account: AccountRow | null;
  recipients: (RecipientOption & { erpId: number })[];
  to: string | null;
  elsewhere: boolean;
  preview: Awaited<ReturnType<DeliveryService['preview']>> | null;
  mode: 'plain' | 'template';
  template: TemplateRow | null;
  composition: Composition | null;
  purpose: Purpose;
  repeats: MessageRow[];
  notices: Notice[];
}

export type PlanRequest = Pick<DocumentSendRequest, 'record' | 'account' | 'allowedAccounts' | 'to' | 'template' | 'language' | 'typed' | 'sentBy' | 'mayElsewhere'> & {
  /** False for a panel that is polled: what we know will do, the ERP is asked when someone is about to send. */
  live?: boolean;
  /** What the reader may see of earlier messages and of the record. */
  sight?: Sight;
};

export const getRecordType = (type: string): RecordType => {
  if (!RECORD_TYPES.includes(type)) throw refuse('document.type_unknown', { values: { type } });
  return type as RecordType;
};

export const findRecord = async (strapi: Core.Strapi, { record, allowedAccounts, sight = EVERYTHING }: Pick<PlanRequest, 'record' | 'allowedAccounts' | 'sight'>): Promise<ErpRecord> => {
  const erp = getService(strapi, 'erp');
  const type = getRecordType(record.type);
  const companies = await getService(strapi, 'access').companiesOf(allowedAccounts ?? null);
  const found =
    record.documentId === undefined
      ? await erp.getRecordByNumber(type, record.number ?? '', { company: record.company, connection: record.connection, companies })
      : await erp.findRecordByDocumentId(type, record.documentId);
  const isForeign = found && companies !== null && found.row.company !== null && !companies.includes(found.row.company);
  if (!found || isForeign || !seesCompany(sight, found.row.company)) throw missing('document.not_found');
  return found;
};

/** The title a record has now, or what it would be called were it sendable. */
export const titleOf = (record: ErpRecord, fresh: FreshRecord | null): DocumentTitle => {
  if (record.type === 'sales-order') return ['draft', 'sent'].includes(fresh?.state ?? record.row.state ?? '') ? 'quotation' : 'order';
  return ('moveType' in record.row ? record.row.moveType : null) === 'out_refund' ? 'credit_note' : 'invoice';
};

export const optionsOf = (candidates: FreshRecord['candidates'], companyCountry: string | null): DocumentPlan['recipients'] => {
  const seen = new Set<string>();
  return candidates.flatMap((candidate): DocumentPlan['recipients'] => {
    const choice = chooseRecipient({ candidates: [candidate], companyCountry });
    if (choice.kind === 'found') {
      if (seen.has(choice.digits)) return [];
      seen.add(choice.digits);
      return [{ phone: choice.e164, name: candidate.name, problem: null, erpId: candidate.erpId }];
    }
    const [tried] = choice.tried;
    return tried ? [{ phone: tried.value, name: candidate.name, problem: sentenceOf('recipient.invalid'), erpId: candidate.erpId }] : [];
  });
};

const hasDocumentHeader = (template: TemplateRow): boolean => template.components.some((part) => part.type === 'header' && part.format === 'document');

/** Never throws for what a dialog should show: refusals are notices. Throws where there is no record at all. */
export const planDocument = async (strapi: Core.Strapi, request: PlanRequest): Promise<DocumentPlan> => {
  const { notices, notify } = createNotices();
  const record = await findRecord(strapi, request);

  const { fresh, gone } = request.live === false ? { fresh: null, gone: false } : await refresh(strapi, record, notify);
  const moveType = fresh?.moveType ?? ('moveType' in record.row ? record.row.moveType : null);
  const decision = decideDocument({ type: record.type, state: fresh?.state ?? record.row.state, moveType, deleted: gone || record.row.deletedAt !== null });
  if (decision.kind === 'refuse') notify('refusal', decision.code);
  const title = decision.kind === 'send' ? decision.title : titleOf(record, fresh);

  const account = await getService(strapi, 'accounts')
    .choose({ key: request.account, company: record.row.company, allowed: request.allowedAccounts, user: request.sentBy })
    .catch((error: unknown) => {
      const code = codeOf(error);
      if (!code) throw error;
      notify('refusal', code, { account: request.account ?? '' });
      return null;
    });

  const candidates = fresh?.candidates ?? (await getService(strapi, 'erp').storedCandidates(record));
  const recipients = optionsOf(candidates, record.company?.country ?? null);
  const { to, elsewhere } = chooseTo(request, recipients, record, notify);

  const preview = account && to ? await getService(strapi, 'delivery').preview({ account, to: { phone: to }, purpose: 'utility', template: null, isTemplate: true }) : null;
  const stopped = preview?.consent?.stopped ?? false;
  const isOpen = preview?.window.open ?? false;
  const mode = isOpen && request.template === undefined && !stopped ? 'plain' : 'template';
  const language = request.language ?? record.partner?.language ?? null;
  const { template, composition } = mode === 'template' && account ? await compose(strapi, request, { record, title, contact: preview?.contact ?? null, recipientName: elsewhere ? null : (recipients.find(({ phone }) => phone === to)?.name ?? null) }, account, language, notify) : { template: null, composition: null };
  const purpose = purposeOfMessage({
    templatePurpose: mode === 'template' ? purposeOf(template?.category ?? 'UTILITY') : null,
    document: true,
    stopped,
    window: { open: isOpen, openedByStop: false },
  });
  await askConsent(strapi, { account, to, purpose, template, mode }, notify);

  const { messages: sent } = await getService(strapi, 'messages').list({ source: { type: record.type, id: record.row.id }, direction: 'outbound', sight: request.sight }, { limit: 10 });
  const repeats = sent.filter(({ deliveryStatus }) => !['failed', 'cancelled'].includes(deliveryStatus));
  const [latest] = repeats;
  if (latest) notify('warning', 'document.sent_before', { date: latest.createdAt.toISOString().slice(0, 10) });

  return { record, fresh, title, account, recipients, to, elsewhere, preview, mode, template, composition, purpose, repeats, notices };
};

const refresh = async (strapi: Core.Strapi, record: ErpRecord, notify: Notify): Promise<{ fresh: FreshRecord | null; gone: boolean }> => {
  try {
    const fresh = await getService(strapi, 'erp').refresh(record, REFRESH_DEADLINE_MS);
    return { fresh, gone: fresh === null };
  } catch (error) {
    if (!isOdooError(error)) {
      const code = codeOf(error);
      if (!code) throw error;
      notify('warning', code);
      return { fresh: null, gone: false };
    }
    // Out of reach: what we know is queued and decided again at the fetch. Anything else will not mend itself.
    if (error.isTransient) notify('warning', 'document.erp_out_of_reach', { problem: error.message });
    else notify('refusal', error.code);
    return { fresh: null, gone: false };
  }
};

export const chooseTo = (request: Pick<PlanRequest, 'to' | 'mayElsewhere'>, recipients: DocumentPlan['recipients'], record: ErpRecord, notify: Notify): { to: string | null; elsewhere: boolean } => {
  const usable = recipients.filter(({ problem }) => problem === null);
  if (request.to === undefined) {
    const [first] = usable;
    if (!first) notify('refusal', 'recipient.invalid', { recipient: recipients[0]?.phone ?? '' });
    return { to: first?.phone ?? null, elsewhere: false };
  }
  const parsed = parsePhone(request.to, [record.partner?.country, record.company?.country]);
  if (!parsed.ok) {
    notify('refusal', 'recipient.invalid', { recipient: request.to });
    return { to: null, elsewhere: false };
  }
  const own = usable.some(({ phone }) => canonicalPhone(phone.slice(1)) === canonicalPhone(parsed.digits));
  if (!own) notify(request.mayElsewhere ? 'warning' : 'refusal', 'document.elsewhere');
  return { to: parsed.e164, elsewhere: !own };
};

const compose = async (
  strapi: Core.Strapi,
  request: PlanRequest,
  { record, title, contact, recipientName }: { record: ErpRecord; title: DocumentTitle; contact: ContactRow | null; recipientName: string | null },
  account: AccountRow,
  language: string | null,
  notify: Notify,
): Promise<{ template: TemplateRow | null; composition: Composition | null }> => {
  const templates = getService(strapi, 'templates');
  const template = request.template === undefined ? await templates.suggest(account, title, language) : await templates.find(account, request.template, language);
  if (!template) {
    const { code, values } = request.template === undefined ? { code: 'template.none_for_documents', values: {} } : await templates.explainMissing(account, request.template, language);
    notify('refusal', code, values);
    return { template: null, composition: null };
  }
  const sendable = isSendable(template);
  if (sendable.kind === 'no') notify('refusal', sendable.code);
  if (!hasDocumentHeader(template)) notify('refusal', 'template.document_header_missing');
  const composition = templates.compose(template, {
    record: await templateRecordOf(strapi, record, title, { sentBy: request.sentBy ?? null, contact, recipientName }),
    typed: request.typed,
    // Stands for the file the worker fetches; `messageOf` leaves it out.
    headerMedia: { mediaId: 'document', filename: 'document.pdf' },
  });
  if (composition.kind === 'missing') {
    for (const { label, field } of composition.lost) notify('refusal', 'template.field_missing', { place: label, field });
    const empty = composition.slots.filter(({ key }) => !composition.lost.some((one) => one.key === key));
    if (empty.length > 0) notify('refusal', 'template.variable_missing', { missing: empty.map(({ label }) => label).join(', ') });
  }
  return { template, composition };
};

/** Asked again with what is really sent: a template of a marketing category needs another consent than a plain document. */
const askConsent = async (
  strapi: Core.Strapi,
  { account, to, purpose, template, mode }: { account: AccountRow | null; to: string | null; purpose: Purpose; template: TemplateRow | null; mode: DocumentPlan['mode'] },
  notify: Notify,
): Promise<void> => {
  if (!account || !to || (mode === 'template' && !template)) {
    return;
  }
  const { refusal } = await getService(strapi, 'delivery').preview({ account, to: { phone: to }, purpose, template, isTemplate: mode === 'template' });
  if (refusal) notify('refusal', refusal.code);
};

/** The message as it is queued; the worker puts the file in. */
export const messageOf = (plan: DocumentPlan, caption: string | undefined, filename: string): { message: OutboundMessage; body: string } | null => {
  if (plan.mode === 'plain') {
    return { message: { type: 'media', kind: 'document', media: { filename }, ...(caption ? { caption } : {}) }, body: caption ?? filename };
  }
  if (plan.composition?.kind !== 'composed') return null;
  const { message, preview } = plan.composition;
  return { message: { ...message, header: { type: 'document', media: { filename } } }, body: preview };
};
