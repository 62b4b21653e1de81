import type { ServerResponse } from 'node:http';
import type { AccountState } from '../accounts';
import { answerText } from '../http';
import type { ErrorRule, FaultTarget } from '../settings';
import { errorBody, errorFor } from './errors';

/** The fault this call meets, counted down; null = none. */
export function takeError(account: AccountState, target: FaultTarget): ErrorRule | null {
  const rule = account.settings.error;
  if (!rule || (rule.on !== 'all' && rule.on !== target)) return null;
  rule.remaining -= 1;
  if (rule.remaining <= 0) account.settings.error = null;
  return rule;
}

/** `drop` = take it and break the connection, `hang` = take it and never answer. */
export function takeSilence(account: AccountState): 'drop' | 'hang' | null {
  const { settings } = account;
  if (settings.dropAnswers > 0) {
    settings.dropAnswers -= 1;
    return 'drop';
  }
  if (settings.hang > 0) {
    settings.hang -= 1;
    return 'hang';
  }
  return null;
}

const HTML = '<!DOCTYPE html><html lang="en"><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1><p>We\'re working on getting this fixed as soon as we can.</p></body></html>';

export function answerFault(res: ServerResponse, rule: ErrorRule): void {
  const error = rule.code === null ? null : errorFor(rule.code, rule.details);
  const status = rule.http ?? error?.http ?? 500;
  const headers: Record<string, string> = {
    ...(rule.retryAfter === null ? {} : { 'retry-after': String(rule.retryAfter) }),
    ...(rule.code === 4 || rule.code === 80007 ? { 'x-business-use-case-usage': '{"0":[{"type":"whatsapp","call_count":100,"total_cputime":0,"total_time":0,"estimated_time_to_regain_access":1}]}' } : {}),
  };
  const json = errorBody(error ?? errorFor(1, rule.details));
  switch (rule.body) {
    case 'json': return answerText(res, status, json, 'application/json; charset=UTF-8', headers);
    case 'html': return answerText(res, status, HTML, 'text/html; charset=utf-8', headers);
    case 'empty': return answerText(res, status, '', 'text/plain', headers);
    // What is left of a body when a gateway cuts it.
    case 'garbage': return answerText(res, status, json.slice(0, json.length / 2), 'application/json; charset=UTF-8', headers);
  }
}
