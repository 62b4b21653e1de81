import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { getService, type CallLabel } from '../../platform/services';
import type { HttpClient } from '../../providers/provider';
import { ProviderError } from '../../providers/provider-error';
import { errorCodeOf } from '../../../../plugin/domain/retry';

/** Enough of a refusal's body to see the provider's own words. */
const WORDS = 500;

/** Where a call went, without the query: addresses may carry a key there. */
const placeOf = (url: string): string => {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return '';
  }
};

/** The client, and a row of the activity log for each call: what, how long, and how it ended. */
export const logCalls = (strapi: Core.Strapi, http: HttpClient, label: CallLabel): HttpClient => async (request) => {
  const startedAt = now().getTime();
  const end = (result: { success: boolean; errorCode?: string; errorMessage?: string; code?: number }): void => {
    const { operation, provider, account, subject } = label;
    getService(strapi, 'logs').record({
      operation,
      provider,
      account,
      success: result.success,
      responseTimeMs: now().getTime() - startedAt,
      errorCode: result.errorCode,
      errorMessage: result.errorMessage,
      ...(subject ? { subjectType: 'message', subject } : {}),
      details: { method: request.method, address: placeOf(request.url), ...(result.code === undefined ? {} : { httpStatus: result.code }) },
    });
  };
  try {
    const response = await http(request);
    const success = response.status < 400;
    end({ success, code: response.status, ...(success ? {} : { errorCode: `http.${response.status}`, errorMessage: response.body.subarray(0, WORDS).toString('utf8') }) });
    return response;
  } catch (error) {
    const code = error instanceof ProviderError ? errorCodeOf(error.kind) : 'message.uncertain';
    end({ success: false, errorCode: code, errorMessage: error instanceof Error ? error.message : String(error) });
    throw error;
  }
};
