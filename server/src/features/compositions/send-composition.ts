import { createHash } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { Composition } from '../../../../plugin/contracts/compositions';
import { toMessage, wordsOf } from '../../../../plugin/domain/composition';
import type { MediaKind, MediaRef, OutboundMessage } from '../../../../plugin/domain/message';
import { purposeOf } from '../../../../plugin/domain/template';
import { checkFile, checkMessage } from '../../../../plugin/domain/validate';
import type { AccountRow, MediaRow, MessageRow } from '../../platform/records';
import { conflict, refuse, refuseProblem } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { planComposition } from './compositions.plan';
import type { CompositionPlan, CompositionRequest, Target } from './compositions.plan';

/** A file that was picked, as it came. */
export interface Upload {
  content: Buffer;
  filename: string;
  mimeType: string;
}

export interface SendCompositionRequest extends Omit<CompositionRequest, 'kind'> {
  content: Composition;
  upload: Upload | null;
  useDefault: boolean;
  confirmElsewhere: boolean;
  idempotency: { scope: string; key: string; requestHash: string };
}

/** What was asked for, without the bytes: their digest stands for them. */
export const hashOf = (asked: object, upload: Upload | null): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...asked, digest: upload ? createHash('sha256').update(upload.content).digest('hex') : null }))
    .digest('hex');

/** Where the file comes from: picked, or the account's default address. */
interface FileSource {
  upload: Upload | null;
  link: string | null;
}

/** Sends what a person wrote, by the one door out. Refuses, with the sentence the form showed, what the plan bars. */
export const sendComposition = async (strapi: Core.Strapi, request: SendCompositionRequest): Promise<MessageRow> => {
  const { content, idempotency } = request;
  // Before the plan: by now the window may have closed on a message that was queued at the first press.
  const repeated = await getService(strapi, 'messages').findByIdempotencyKey(idempotency.scope, idempotency.key);
  if (repeated && repeated.requestHash !== idempotency.requestHash) throw conflict('idempotency.mismatch');
  if (repeated) return repeated;

  const plan = await planComposition(strapi, { ...request, kind: content.kind });
  const refusal = plan.notices.find(({ level }) => level === 'refusal');
  if (refusal) throw refuse(refusal.code, { sentence: refusal.sentence, ...(refusal.values ? { values: refusal.values } : {}), extra: { notices: plan.notices } });
  const { subject, account, target } = plan;
  if (!account || !target) throw refuse('recipient.invalid', { path: 'to' });
  if (subject?.elsewhere && !(request.mayElsewhere && request.confirmElsewhere)) throw refuse('document.elsewhere', { path: 'to', extra: { mayConfirm: request.mayElsewhere } });

  const kind: MediaKind | null = content.kind === 'image' || content.kind === 'document' ? content.kind : plan.headerFile;
  const source = kind ? await findSource(strapi, request, { account, kind, holdsFile: Boolean(subject?.file) }) : { upload: null, link: null };
  const ref: MediaRef | null = kind ? (source.link === null ? { mediaId: 'file', filename: source.upload?.filename, mimeType: source.upload?.mimeType } : { link: source.link }) : null;
  const composed = messageOf(plan, content, ref, source.upload?.filename ?? null);
  const { limits } = getService(strapi, 'accounts').provider(account);
  const problems = checkMessage(composed.message, limits);
  const [first] = problems;
  if (first) throw refuseProblem(first, { problems });

  // Last, so that a refused send leaves no file behind.
  const media = kind && source.upload ? await keep(strapi, account, subject?.company ?? null, kind, source.upload) : null;
  const message = media ? withRef(composed.message, { mediaId: media.documentId, filename: media.filename ?? undefined, mimeType: media.mimeType ?? undefined }) : composed.message;
  const result = await getService(strapi, 'delivery').enqueue({
    account,
    to: target.to,
    name: target.name,
    message,
    body: composed.body,
    purpose: plan.template ? purposeOf(plan.template.category) : 'reply',
    template: plan.template,
    priority: 'conversation',
    origin: 'admin',
    sentBy: request.sentBy,
    company: subject?.company ?? null,
    source: subject ? { type: subject.type, id: subject.id } : null,
    media: media?.id ?? null,
    mediaUrl: source.link,
    idempotency,
  });
  if (!result.repeated) note(strapi, request, { account, target, plan, message: result.message });
  return result.message;
};

/** The picked file; else the default image, or the PDF the record holds. */
const findSource = async (strapi: Core.Strapi, request: SendCompositionRequest, { account, kind, holdsFile }: { account: AccountRow; kind: MediaKind; holdsFile: boolean }): Promise<FileSource> => {
  const { useDefault, record, mayElsewhere, sight, sending, sentBy } = request;
  const isOwn = !request.upload && useDefault && kind === 'document' && holdsFile && record !== null;
  const upload = isOwn ? await getService(strapi, 'documents').readFile({ record, mayElsewhere, sight, user: sentBy, allowedAccounts: sending.accounts }) : request.upload;
  if (upload) {
    const problem = checkFile(kind, { bytes: upload.content.length, mimeType: upload.mimeType }, getService(strapi, 'accounts').provider(account).limits.media[kind]);
    if (problem) throw refuseProblem(problem);
    return { upload, link: null };
  }
  const link = useDefault && kind === 'image' ? await getService(strapi, 'accounts').defaultMediaUrlOf(account) : null;
  if (link === null) throw refuse(useDefault && kind === 'image' ? 'media.default_missing' : 'media.missing', { path: 'media' });
  return { upload: null, link };
};

const messageOf = ({ template, composition }: CompositionPlan, content: Composition, ref: MediaRef | null, filename: string | null): { message: OutboundMessage; body: string } => {
  if (content.kind !== 'template') {
    const message = toMessage(content, ref);
    if (message) return { message, body: wordsOf(content, filename) };
  }
  if (!template || composition?.kind !== 'composed') throw refuse('template.missing', { path: 'template' });
  return { message: ref ? withRef(composition.message, ref) : composition.message, body: composition.preview };
};

/** The same message with another reference to the file it carries. */
const withRef = (message: OutboundMessage, media: MediaRef): OutboundMessage => {
  if (message.type === 'media') return { ...message, media };
  return message.type === 'template' && message.header && 'media' in message.header ? { ...message, header: { ...message.header, media } } : message;
};

const keep = async (strapi: Core.Strapi, account: AccountRow, company: number | null, kind: MediaKind, { content, filename, mimeType }: Upload): Promise<MediaRow> => {
  const media = await getService(strapi, 'media').store({ content, filename, mimeType, origin: 'outbound', kind, account: account.id, company });
  // Its bytes say what it is, whatever it was called.
  const problem = checkFile(kind, { bytes: content.length, mimeType: media.mimeType ?? '' }, getService(strapi, 'accounts').provider(account).limits.media[kind]);
  if (problem) throw refuseProblem(problem);
  return media;
};

const note = (strapi: Core.Strapi, { content, sentBy }: SendCompositionRequest, { account, target, plan, message }: { account: AccountRow; target: Target; plan: CompositionPlan; message: MessageRow }): void => {
  const { subject } = plan;
  getService(strapi, 'logs').record({
    operation: subject?.elsewhere ? 'documents.send-elsewhere' : 'messages.send',
    provider: account.provider,
    account: account.id,
    success: true,
    user: sentBy,
    subjectType: subject?.type ?? 'message',
    subject: subject?.view.id ?? message.documentId,
    details: { kind: content.kind, to: target.shown, number: subject?.view.number ?? null, message: message.documentId },
  });
};
