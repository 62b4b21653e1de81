import type { ErpStore } from './store';
import type { ErpVersion, JsonObject } from './types';

export type Role = 'administrator' | 'salesperson' | 'auditor' | 'employee';

export interface ErpUser {
  id: number;
  login: string;
  role: Role;
}

/** What a model method sees: who asks, in which context. One is made for each call. */
export interface Environment {
  store: ErpStore;
  version: ErpVersion;
  user: ErpUser;
  context: JsonObject;
  /** The PDF of a record, wherever it comes from; sending an invoice stores it as an attachment. */
  renderPdf(model: string, id: number): Promise<Uint8Array>;
  /** False when the simulated server has no wkhtmltopdf. */
  hasPdfEngine: boolean;
}

/** English unless the context asks for one that is installed; its check is in dispatch. */
export const languageOf = (env: Environment): string =>
  typeof env.context.lang === 'string' && env.context.lang !== '' ? env.context.lang : 'en_US';

export const hidesArchived = (env: Environment): boolean => env.context.active_test !== false;
