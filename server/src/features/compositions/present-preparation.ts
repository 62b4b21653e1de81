import type { Core } from '@strapi/types';
import type { CompositionKind, CompositionPreparation } from '../../../../plugin/contracts/compositions';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { formatPhone } from '../../../../plugin/domain/address';
import type { MediaKind } from '../../../../plugin/domain/message';
import { LOCAL } from '../../../../plugin/domain/template';
import { presentPerson } from '../../platform/person-view';
import type { AccountRow, TemplateRow } from '../../platform/records';
import { getService } from '../../platform/services';
import { seesAccount } from '../../platform/sight';
import { findKindRefusal, headerFileOf } from './compositions.plan';
import type { CompositionPlan, CompositionRequest } from './compositions.plan';

const KINDS: readonly CompositionKind[] = ['text', 'template', 'image', 'document', 'buttons', 'list'];

const limitsOf = (strapi: Core.Strapi, account: AccountRow): CompositionPreparation['limits'] => {
  const { text, caption, media } = getService(strapi, 'accounts').provider(account).limits;
  const files = Object.entries(media).map(([kind, { maxBytes, mimeTypes }]) => [kind, { maxBytes, mimeTypes: mimeTypes ? [...mimeTypes] : null }]);
  return { text, caption, media: Object.fromEntries(files) as Record<MediaKind, { maxBytes: number; mimeTypes: string[] | null }> };
};

/** The templates that carry a document of the ERP belong to that document's own form, which fetches it. */
const isOffered = (template: TemplateRow, subject: CompositionPlan['subject']): boolean =>
  template.missingAt === null && template.approvalStatus !== LOCAL && (subject === null || subject.file !== null || headerFileOf(template) !== 'document');

/** What the form shows of a plan. */
export const presentPreparation = async (strapi: Core.Strapi, request: CompositionRequest, plan: CompositionPlan): Promise<CompositionPreparation> => {
  const { subject, account, target, preview, template, composition } = plan;
  const accounts = getService(strapi, 'accounts');
  const usable = (await accounts.list()).filter((row) => row.active && seesAccount(request.sending, row.id));
  const serving = await Promise.all(usable.map((row) => accounts.servesCompany(row, subject?.company ?? null)));
  const templates = account && accounts.provider(account).templates ? await getService(strapi, 'templates').listForAccount(account) : [];
  return {
    record: subject?.view ?? null,
    accounts: usable.filter((_, index) => serving[index]).map(({ key, name, displayPhoneNumber }) => ({ key, name, phone: displayPhoneNumber })),
    account: account?.key ?? null,
    kinds: KINDS.map((kind) => {
      const refusal = account ? findKindRefusal(strapi, account, kind) : null;
      return { kind, refusal: refusal ? { ...refusal, sentence: sentenceOf(refusal.code, refusal.values) } : null };
    }),
    limits: account ? limitsOf(strapi, account) : null,
    recipients: subject?.recipients ?? [],
    to: target?.shown ?? null,
    toShown: target ? formatPhone(target.shown) : null,
    country: plan.country,
    elsewhere: subject?.elsewhere ?? false,
    mayElsewhere: request.mayElsewhere,
    contact: presentPerson(plan.contact, preview?.consent),
    window: { open: preview?.window.open ?? false, closesAt: preview?.window.closesAt?.toISOString() ?? null, needed: account ? accounts.provider(account).limits.serviceWindow : false },
    templates: getService(strapi, 'templates').presentOffers(templates.filter((row) => isOffered(row, subject))),
    template: template
      ? {
          ...getService(strapi, 'templates').presentFilled(template, composition),
          file: plan.headerFile,
        }
      : null,
    defaultImage: account ? await accounts.defaultMediaUrlOf(account) : null,
    ownFile: subject?.file ?? null,
    notices: plan.notices,
    sendable: account !== null && target !== null && (request.kind !== 'template' || composition?.kind === 'composed') && !plan.notices.some(({ level }) => level === 'refusal'),
  };
};
