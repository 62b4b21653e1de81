import type { Core } from '@strapi/types';
import type { CompositionChoices, CompositionKind } from '../../../../plugin/contracts/compositions';
import type { Notice } from '../../../../plugin/contracts/documents';
import { chooseTarget, countryOfPhone, parsePhone, parseRecipient } from '../../../../plugin/domain/address';
import { isSendable, purposeOf } from '../../../../plugin/domain/template';
import { createNotices } from '../../platform/notices';
import type { Notify } from '../../platform/notices';
import type { AccountRow, ContactRow, TemplateRow } from '../../platform/records';
import { codeOf, missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { DeliveryService, DocumentSendRequest, EnqueueRequest, RecordSubject, Sight, TemplateComposition } from '../../platform/services';
import { seenContacts } from '../../platform/sight';
import type { OutboundMessage } from '../../../../plugin/domain/message';

export interface CompositionRequest extends CompositionChoices {
  kind: CompositionKind;
  /** Null: to somebody, from no record. */
  record: DocumentSendRequest['record'] | null;
  mayElsewhere: boolean;
  sentBy: number | null;
  /** What may be read, and what may be sent from. */
  sight: Sight;
  sending: Sight;
}

/** Who gets it, once that is known. */
export interface Target {
  to: EnqueueRequest['to'];
  /** +E.164 or a business-scoped id. */
  shown: string;
  name: string | null;
}

export interface CompositionPlan {
  subject: RecordSubject | null;
  account: AccountRow | null;
  country: string | null;
  target: Target | null;
  preview: Awaited<ReturnType<DeliveryService['preview']>> | null;
  /** Who has the number, where the person may see them: of somebody else's customer only the rules are told. */
  contact: ContactRow | null;
  template: TemplateRow | null;
  composition: TemplateComposition | null;
  /** The file the template's header wants. */
  headerFile: 'image' | 'video' | 'document' | null;
  notices: Notice[];
}

const TYPES: Readonly<Record<CompositionKind, OutboundMessage['type']>> = { text: 'text', image: 'media', document: 'media', template: 'template', buttons: 'interactive', list: 'interactive' };

/** Why an account can't send a kind at all; null where its provider can. */
export const findKindRefusal = (strapi: Core.Strapi, account: AccountRow, kind: CompositionKind): { code: string; values?: Record<string, string> } | null => {
  const provider = getService(strapi, 'accounts').provider(account);
  if (kind === 'template' && !provider.templates) return { code: 'template.not_supported' };
  return provider.limits.types && !provider.limits.types.includes(TYPES[kind]) ? { code: 'message.kind_unsupported', values: { provider: provider.label } } : null;
};

export const headerFileOf = (template: Pick<TemplateRow, 'components'>): CompositionPlan['headerFile'] => {
  const header = template.components.find((part) => part.type === 'header');
  return header && (header.format === 'image' || header.format === 'video' || header.format === 'document') ? header.format : null;
};

/** Everything decided before something is queued; the form shows it, a send acts on it. Throws where there is no record or contact. */
export const planComposition = async (strapi: Core.Strapi, request: CompositionRequest): Promise<CompositionPlan> => {
  const { notices, notify } = createNotices();
  const subject = request.record ? await findSubject(strapi, request, request.record) : null;
  const account = await chooseAccount(strapi, request, subject, notify);
  const country = request.country ?? countryOfPhone(account?.displayPhoneNumber ?? null);
  for (const { level, code, values } of subject?.notices ?? []) notify(level, code, values ? { ...values } : undefined);
  const target = subject ? targetOfSubject(subject) : account ? await findTarget(strapi, request, account, country, notify) : null;

  const kindRefusal = account ? findKindRefusal(strapi, account, request.kind) : null;
  if (kindRefusal) notify('refusal', kindRefusal.code, kindRefusal.values);
  const isTemplate = request.kind === 'template';
  const ask = (template: TemplateRow | null) =>
    account && target
      ? getService(strapi, 'delivery').preview({ account, to: target.to, purpose: template ? purposeOf(template.category) : 'reply', template, isTemplate, hasDocument: request.kind === 'document' && subject !== null })
      : null;

  if (!isTemplate || !account || kindRefusal) {
    const preview = await ask(null);
    if (preview?.refusal && !isTemplate) notify('refusal', preview.refusal.code);
    return { subject, account, country, target, preview, contact: await findSeen(strapi, request, preview?.contact), template: null, composition: null, headerFile: null, notices };
  }
  const template = await chooseTemplate(strapi, request, account, subject?.language ?? null, notify);
  const preview = await ask(template);
  // Without a template the way out says that it is missing: the form asks for it already.
  if (template && preview?.refusal) notify('refusal', preview.refusal.code);
  const contact = await findSeen(strapi, request, preview?.contact);
  const composition = template ? await compose(strapi, request, { template, subject, contact, name: target?.name ?? null }, notify) : null;
  return { subject, account, country, target, preview, contact, template, composition, headerFile: template ? headerFileOf(template) : null, notices };
};

const findSeen = async (strapi: Core.Strapi, { sending }: CompositionRequest, contact: ContactRow | null | undefined): Promise<ContactRow | null> =>
  contact ? ((await seenContacts(sending, [contact], (ids) => getService(strapi, 'channels').findByContacts(ids)))[0] ?? null) : null;

const findSubject = (strapi: Core.Strapi, { to, mayElsewhere, sight, sending, sentBy }: CompositionRequest, record: DocumentSendRequest['record']): Promise<RecordSubject> =>
  getService(strapi, 'documents').findSubject({ record, ...(typeof to === 'string' ? { to } : {}), mayElsewhere, sight, user: sentBy, allowedAccounts: sending.accounts });

const chooseAccount = async (strapi: Core.Strapi, request: CompositionRequest, subject: RecordSubject | null, notify: Notify): Promise<AccountRow | null> => {
  try {
    return await getService(strapi, 'accounts').choose({ key: request.account, company: subject?.company ?? null, allowed: request.sending.accounts, user: request.sentBy });
  } catch (error) {
    const code = codeOf(error);
    // An account that was named and may not be used is not told from one that does not exist.
    if (!code || (code === 'account.missing' && request.account !== undefined)) throw error;
    notify('refusal', code);
    return null;
  }
};

const targetOfSubject = ({ to, elsewhere, recipients }: RecordSubject): Target | null =>
  to === null ? null : { to: { phone: to }, shown: to, name: elsewhere ? null : (recipients.find(({ phone }) => phone === to)?.name ?? null) };

const findTarget = async (strapi: Core.Strapi, request: CompositionRequest, account: AccountRow, country: string | null, notify: Notify): Promise<Target | null> => {
  const { to } = request;
  if (to === undefined) return null;
  if (typeof to === 'object') return targetOfContact(strapi, to.contact, request, account, notify);
  const parsed = parsePhone(to, [country]);
  if (parsed.ok) return { to: { phone: parsed.e164 }, shown: parsed.e164, name: null };
  const other = parseRecipient(to);
  if (other.kind === 'bsuid') return { to: { userId: other.value }, shown: other.value, name: null };
  notify('refusal', 'recipient.invalid', { recipient: to.slice(0, 40) });
  return null;
};

const targetOfContact = async (strapi: Core.Strapi, documentId: string, request: CompositionRequest, account: AccountRow, notify: Notify): Promise<Target | null> => {
  const found = await getService(strapi, 'contacts').findByDocumentId(documentId);
  const contact = await findSeen(strapi, request, found);
  if (!contact) throw missing('contact.not_found', { path: 'to' });
  const target = chooseTarget(await getService(strapi, 'contacts').addressesOf(contact.id, getService(strapi, 'accounts').portfolioOf(account)));
  if (!target) {
    notify('refusal', 'recipient.unreachable');
    return null;
  }
  return { to: { contact: contact.id }, shown: target.kind === 'phone' ? `+${target.value}` : target.value, name: contact.name ?? contact.profileName };
};

const chooseTemplate = async (strapi: Core.Strapi, { template: name, language }: CompositionRequest, account: AccountRow, preferred: string | null, notify: Notify): Promise<TemplateRow | null> => {
  if (name === undefined) return null;
  const templates = getService(strapi, 'templates');
  const template = await templates.find(account, name, language ?? preferred);
  if (!template) {
    const { code, values } = await templates.explainMissing(account, name, language ?? preferred);
    notify('refusal', code, values);
    return null;
  }
  const sendable = isSendable(template);
  if (sendable.kind === 'no') notify('refusal', sendable.code);
  // A place on a map is nothing a form asks for yet.
  else if (template.components.some((part) => part.type === 'header' && part.format === 'location')) notify('refusal', 'template.unsupported');
  return template;
};

const compose = async (
  strapi: Core.Strapi,
  request: CompositionRequest,
  { template, subject, contact, name }: { template: TemplateRow; subject: RecordSubject | null; contact: ContactRow | null; name: string | null },
  notify: Notify,
): Promise<TemplateComposition> => {
  const composition = getService(strapi, 'templates').compose(template, {
    record: await getService(strapi, 'documents').valuesOf(subject, { sentBy: request.sentBy, contact, recipientName: name }),
    typed: request.typed,
    // Stands for the file that is picked; it takes this place when it is sent.
    ...(headerFileOf(template) ? { headerMedia: { mediaId: 'file' } } : {}),
  });
  if (composition.kind === 'missing') {
    for (const { label, field } of composition.lost) notify('refusal', 'template.field_missing', { place: label, field });
    const empty = composition.slots.filter(({ key }) => !composition.lost.some((one) => one.key === key));
    if (empty.length > 0) notify('refusal', 'template.variable_missing', { missing: empty.map(({ label }) => label).join(', ') });
  }
  return composition;
};
