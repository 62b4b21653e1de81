import { createHash } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { parsePhone, parseRecipient } from '../../../../plugin/domain/address';
import { checkMessage } from '../../../../plugin/domain/validate';
import type { OutboundMessage } from '../../../../plugin/domain/message';
import { now } from '../../platform/clock';
import type { AccountRow, ContactRow, MessageRow } from '../../platform/records';
import { requestIdOf, responseTimeOf } from '../../platform/request-envelope';
import { conflict, missing, refuse, refuseProblem } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seenContacts, seesMessage } from '../../platform/sight';
import type { EnqueueRequest } from '../../platform/services';
import type { Caller } from './caller';
import type { CommonSend } from './public-api.validation';

/** The same request gives the same text whatever the order of its fields. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
};

export const hashRequest = (body: unknown): string => createHash('sha256').update(JSON.stringify(canonical(body))).digest('hex');

export interface Idempotency {
  scope: string;
  key: string;
  requestHash: string;
}

/** The message this very request made before; 409 where the key was used for another one. */
export const findRepeated = async (strapi: Core.Strapi, caller: Caller, idempotency: Idempotency | null): Promise<MessageRow | null> => {
  if (!idempotency) return null;
  const message = await getService(strapi, 'messages').findByIdempotencyKey(idempotency.scope, idempotency.key);
  if (message && message.requestHash !== idempotency.requestHash) throw conflict('idempotency.mismatch');
  // Sent from an account that has been taken from the token since.
  if (message && !seesMessage(caller.sight, message)) throw missing('message.not_found');
  return message;
};

export const idempotencyOf = (caller: Caller, endpoint: string, key: string | undefined, body: unknown): Idempotency | null => {
  if (key === undefined) return null;
  const { idempotencyKey: _key, ...rest } = body as Record<string, unknown>;
  return { scope: caller.scopeOf(endpoint), key, requestHash: hashRequest(rest) };
};

/** 202 with the message as it stands. */
export const answerQueued = async (strapi: Core.Strapi, ctx: Context, message: MessageRow): Promise<void> => {
  const [data] = await getService(strapi, 'messages').present([message]);
  const account = await getService(strapi, 'accounts').findById(message.account);
  ctx.status = 202;
  ctx.body = { data, meta: { requestId: requestIdOf(ctx), ...(account ? { provider: account.provider } : {}), responseTimeMs: responseTimeOf(ctx) } } satisfies {
    data: MessageView | undefined;
    meta: Record<string, unknown>;
  };
};

/** A contact of one of the token's companies, of none, or one that an account of the token has a channel with. */
export const seesContact = async (strapi: Core.Strapi, caller: Caller, contact: ContactRow): Promise<boolean> =>
  (await seenContacts(caller.sight, [contact], (ids) => getService(strapi, 'channels').findByContacts(ids))).length > 0;

/** `to` of the API: a phone, a business-scoped id, or one of our contacts. */
export const resolveTo = async (strapi: Core.Strapi, caller: Caller, to: CommonSend['to']): Promise<EnqueueRequest['to']> => {
  if (typeof to === 'string') {
    const parsed = parseRecipient(to);
    if (parsed.kind === 'phone') return { phone: parsed.e164 };
    if (parsed.kind === 'bsuid') return { userId: parsed.value };
    throw refuse('recipient.invalid', { path: 'to', values: { recipient: to.slice(0, 40) } });
  }
  if ('group' in to) throw refuse('recipient.group_unsupported', { path: 'to' });
  const contact = await getService(strapi, 'contacts').findByDocumentId(to.contact);
  if (!contact || !(await seesContact(strapi, caller, contact))) throw missing('contact.not_found', { path: 'to' });
  return { contact: contact.id };
};

export const phoneOrRefuse = (phone: string): string => {
  const parsed = parsePhone(phone, []);
  if (!parsed.ok) throw refuse('recipient.invalid', { path: 'phone', values: { recipient: phone.slice(0, 40) } });
  return parsed.e164;
};

export const resolveReplyTo = async (strapi: Core.Strapi, caller: Caller, replyTo: string | undefined): Promise<MessageRow | null> => {
  if (replyTo === undefined) return null;
  const message = await getService(strapi, 'messages').findByDocumentId(replyTo);
  if (!message || !seesMessage(caller.sight, message)) throw missing('message.not_found', { path: 'replyTo' });
  return message;
};

/** Limits WhatsApp sets on the message itself, said before it is queued. */
export const checkLimits = (strapi: Core.Strapi, account: AccountRow, message: OutboundMessage): void => {
  const problems = checkMessage(message, getService(strapi, 'accounts').provider(account).limits);
  const [first] = problems;
  if (first) throw refuseProblem(first, { problems });
};

export const checkTimes = ({ sendAt, expiresAt }: Pick<CommonSend, 'sendAt' | 'expiresAt'>): void => {
  if (expiresAt && expiresAt.getTime() <= Math.max(now().getTime(), sendAt?.getTime() ?? 0)) throw refuse('message.expires_too_early', { path: 'expiresAt' });
};

export interface Composed {
  message: OutboundMessage;
  body: string;
  purpose: EnqueueRequest['purpose'];
  template?: EnqueueRequest['template'];
  media?: number | null;
  mediaUrl?: string | null;
}

/**
 * The way every send of the API takes: known request, times, account, recipient, content, the one door out.
 * `compose` runs after the account is known, since its limits and templates decide.
 */
export const enqueueFromApi = async (
  strapi: Core.Strapi,
  ctx: Context,
  caller: Caller,
  request: { endpoint: string; body: CommonSend; hashed: unknown; compose(account: AccountRow, to: EnqueueRequest['to']): Promise<Composed> },
): Promise<void> => {
  const { body } = request;
  const idempotency = idempotencyOf(caller, request.endpoint, body.idempotencyKey, request.hashed);
  const repeated = await findRepeated(strapi, caller, idempotency);
  if (repeated) return answerQueued(strapi, ctx, repeated);
  checkTimes(body);
  const account = await getService(strapi, 'accounts').choose({ key: body.account, allowed: caller.accounts });
  const [to, replyTo] = [await resolveTo(strapi, caller, body.to), await resolveReplyTo(strapi, caller, body.replyTo)];
  const composed = await request.compose(account, to);
  checkLimits(strapi, account, composed.message);
  const takeBack = await getService(strapi, 'access').countRecipient(caller, to, getService(strapi, 'accounts').portfolioOf(account));
  const sending = getService(strapi, 'delivery').enqueue({
    ...composed,
    account,
    to,
    priority: 'conversation',
    origin: 'api',
    replyTo: replyTo?.id ?? null,
    replyToProviderMessageId: replyTo?.providerMessageId ?? null,
    sendAt: body.sendAt ?? null,
    expiresAt: body.expiresAt ?? null,
    idempotency,
    asked: { tokenId: caller.tokenId, body: request.hashed },
  });
  const { message } = await sending.catch(async (error: unknown) => {
    await takeBack();
    throw error;
  });
  return answerQueued(strapi, ctx, message);
};
