import type { Core } from '@strapi/types';
import type { Purpose } from '../../../../plugin/domain/message';
import type { AccountRow, MessageRow, TemplateRow } from '../../platform/records';
import { getService, type ConsentFacts, type EnqueueRequest } from '../../platform/services';
import { now } from '../../platform/clock';
import type { Outcome } from './settle.service';
import type { Prepared } from './dispatch.service';
import type { HttpClient, HttpRequest, ProviderIo } from '../../providers/provider';

/** What a decision was taken on, as people read it later: the facts change, the trace must not. */
export interface DecisionFacts {
  purpose: Purpose;
  windowOpen: boolean;
  windowClosesAt: Date | null;
  windowOpenedByStop: boolean;
  consent: string;
  consentSource: string | null;
  consentStatedAt: Date | null;
  stopped: boolean;
  marketingStopped: boolean;
  blacklisted: boolean;
  templateName: string | null;
  templateCategory: string | null;
  templateApproval: string | null;
  accountState: string;
}

export const decisionFacts = (
  purpose: Purpose,
  consent: ConsentFacts,
  window: { open: boolean; closesAt: Date | null; openedByStop: boolean },
  template: TemplateRow | null,
  account: AccountRow,
): DecisionFacts => {
  const needed = purpose === 'marketing' ? 'marketing' : 'utility';
  const stated = consent.consents.find((one) => one.purpose === needed);
  return {
    purpose,
    windowOpen: window.open,
    windowClosesAt: window.closesAt,
    windowOpenedByStop: window.openedByStop,
    consent: stated?.state ?? 'unknown',
    consentSource: stated?.source ?? null,
    consentStatedAt: stated?.statedAt ?? null,
    stopped: consent.stopped,
    marketingStopped: consent.metaStop,
    blacklisted: consent.blacklisted,
    templateName: template ? `${template.name} (${template.language})` : null,
    templateCategory: template?.category ?? null,
    templateApproval: template?.approvalStatus ?? null,
    accountState: account.connectionState,
  };
};

/** One request to the provider, and its answer. */
export interface TracedCall {
  at: Date;
  method: string;
  address: string;
  request: unknown;
  httpStatus: number | null;
  answer: unknown;
  tookMs: number;
  error: string | null;
}

/** Beyond this a body says nothing more about one message. */
const LONGEST_BODY = 20_000;

const parsed = (body: HttpRequest['body']): unknown => {
  if (body === undefined) return null;
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return '(a file)';
  const text = typeof body === 'string' ? body.slice(0, LONGEST_BODY) : body.subarray(0, LONGEST_BODY).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** Where a call went, without the query: addresses may carry a key there. */
const placeOf = (url: string): string => url.replace(/[?#].*$/, '').replace(/^[a-z]+:\/\/(?:[^/@]*@)?/i, '');

/** The same io, remembering its calls. Bodies are parsed once the answer is there: nothing is done before the post has left. */
export const listenIn = (io: ProviderIo): { io: ProviderIo; calls: TracedCall[] } => {
  const calls: TracedCall[] = [];
  const http: HttpClient = async (request) => {
    const at = now();
    const end = (httpStatus: number | null, answer: HttpRequest['body'], error: string | null): void => {
      calls.push({ at, method: request.method, address: placeOf(request.url), request: parsed(request.body), httpStatus, answer: parsed(answer), tookMs: now().getTime() - at.getTime(), error });
    };
    try {
      const response = await io.http(request);
      end(response.status, response.body, null);
      return response;
    } catch (error) {
      end(null, undefined, error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
  return { io: { ...io, http }, calls };
};

/** Who asked, and what they sent. The token and the batch stand in the idempotency scope where nobody says them. */
export const traceEnqueued = (strapi: Core.Strapi, row: MessageRow, request: EnqueueRequest, facts: DecisionFacts): void => {
  const [owner, id] = (request.idempotency?.scope ?? '').split(':');
  getService(strapi, 'traces').record({
    account: row.account,
    subject: row.documentId,
    kind: 'enqueue',
    details: {
      origin: request.origin,
      user: request.sentBy ?? null,
      tokenId: request.asked?.tokenId ?? (owner === 'token' ? Number(id) : null),
      batch: owner === 'batch' ? id : null,
      asked: request.asked?.body ?? null,
      facts,
    },
  });
};

/** It ended before it was posted: a rule said no, its time had passed, a person cancelled it, or its sender is gone. */
export const traceEnded = (strapi: Core.Strapi, rows: Pick<MessageRow, 'account' | 'documentId'>[], ending: { state: string; code: string | null; message?: string; facts?: DecisionFacts }): void => {
  for (const { account, documentId } of rows) getService(strapi, 'traces').record({ account, subject: documentId, kind: 'end', details: ending });
};

/** It waits, and why. */
export const traceWait = (strapi: Core.Strapi, row: Pick<MessageRow, 'account' | 'documentId'>, wait: { reason: string; until: Date | null; facts?: DecisionFacts }): void => {
  getService(strapi, 'traces').record({ account: row.account, subject: row.documentId, kind: 'wait', details: wait });
};

/** One try: claimed, posted, answered, and what that meant. */
export const traceAttempt = (strapi: Core.Strapi, { prepared, claimedAt, calls, result }: { prepared: Prepared; claimedAt: Date; calls: TracedCall[]; result: Outcome['result'] }): void => {
  const { row, facts, budgetKey } = prepared;
  const failure = result.kind === 'accepted' ? null : result;
  getService(strapi, 'traces').record({
    account: row.account,
    subject: row.documentId,
    kind: 'attempt',
    details: {
      attempt: row.attempts + 1,
      claimedAt,
      facts,
      countsAgainstBudget: budgetKey !== null,
      calls,
      result: result.kind,
      providerMessageId: result.kind === 'accepted' ? result.accepted.providerMessageId : null,
      code: failure?.code ?? null,
      message: failure?.message ?? null,
      vendorCode: failure?.vendorCode ?? null,
      next: failure?.decision.kind ?? null,
      nextAt: failure?.decision.kind === 'retry' ? failure.decision.at : null,
    },
  });
};

/** Its document or file: ready, or another try. */
export const traceFile = (strapi: Core.Strapi, row: Pick<MessageRow, 'account' | 'documentId'>, details: { what: string | null; state: 'ready' | 'retry'; [name: string]: unknown }): void => {
  getService(strapi, 'traces').record({ account: row.account, subject: row.documentId, kind: 'file', details });
};
