import type { Core } from '@strapi/types';
import { createErpFetch, createJsonRpcTransport, isOdooError } from '../../../../bridge/src';
import type { OdooFetch, OdooSettings, OdooTransport } from '../../../../bridge/src';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import { getService } from '../../platform/services';

/** The ERP's transport, and a row of the activity log for each call. Arguments stay out: they hold the key and customers' records. */
export const createLoggedTransport = (strapi: Core.Strapi, settings: OdooSettings): { fetch: OdooFetch; transport: OdooTransport } => {
  const fetch = createErpFetch();
  const inner = createJsonRpcTransport(settings, fetch);
  const timed = async <T>(operation: string, details: Record<string, string>, call: () => Promise<T>): Promise<T> => {
    const startedAt = now().getTime();
    const end = (failure: { errorCode: string; errorMessage: string } | null): void =>
      getService(strapi, 'logs').record({ operation, provider: 'odoo', success: failure === null, responseTimeMs: now().getTime() - startedAt, details, ...failure });
    try {
      const answer = await call();
      end(null);
      return answer;
    } catch (error) {
      end({ errorCode: isOdooError(error) ? error.code : 'erp.unexpected', errorMessage: failureText(error) });
      throw error;
    }
  };
  return {
    fetch,
    transport: {
      version: (options) => timed('erp.call', { method: 'version' }, () => inner.version(options)),
      // Asked before every call and answered from memory: a row for each would say nothing.
      authenticate: (options) => inner.authenticate(options),
      executeKw: (model, method, positional, keyword, options) => timed('erp.call', { model, method }, () => inner.executeKw(model, method, positional, keyword, options)),
    },
  };
};
