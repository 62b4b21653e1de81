import { isJsonObject, type JsonObject, type JsonValue } from './types';

export const PDF_MODES = ['ok', 'html', 'login', 'zip', 'zip-empty', 'zip-several', 'huge', 'timeout', 'no-wkhtmltopdf', 'not-pdf'] as const;
export type PdfMode = (typeof PDF_MODES)[number];

export const ANSWER_MODES = ['ok', 'html', 'hang'] as const;
export type AnswerMode = (typeof ANSWER_MODES)[number];

/** Calls that match fail: with an ERP fault (`name`, `message`) or, with `http`, with that status and HTML. */
export interface ErrorRule {
  /** `common` for sign-in and version. Absent: any. */
  model?: string;
  method?: string;
  /** How many calls still fail; without it, until it is taken away. */
  times?: number;
  name?: string;
  message?: string;
  http?: number;
  /** Seconds, in a `Retry-After` header beside `http`. */
  retryAfter?: number;
}

export interface Settings {
  /** Added to every RPC call and PDF. */
  latencyMs: number;
  errors: ErrorRule[];
  pdf: PdfMode;
  /** 0: as fast as it goes. */
  paceRowsPerSecond: number;
  /** Connections to the ERP are cut; the control routes stay. */
  offline: boolean;
  /** What `/jsonrpc` does: answers, answers HTML (a proxy's login or error page), or never answers. */
  answers: AnswerMode;
}

export const defaultSettings = (paceRowsPerSecond = 0): Settings => ({ latencyMs: 0, errors: [], pdf: 'ok', paceRowsPerSecond, offline: false, answers: 'ok' });

export interface ControlRequest {
  reset: boolean;
  settings: Partial<Settings>;
  seedPartners: number;
  /** Writes a record as a slow transaction would: committed now, stamped `agoMs` ago. */
  touch: { model: string; id: number; agoMs: number } | null;
}

const KEYS = ['reset', 'latencyMs', 'errors', 'pdf', 'paceRowsPerSecond', 'seedPartners', 'offline', 'answers', 'touch'];
const RULE_KEYS = ['model', 'method', 'times', 'name', 'message', 'http', 'retryAfter'];

class Refusal extends Error {}

const number = (value: JsonValue | undefined, key: string, most: number): number => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > most) throw new Refusal(`${key} is a number from 0 to ${most}`);
  return value;
};

const oneOf = <T extends string>(value: JsonValue, values: readonly T[], key: string): T => {
  const found = values.find((item) => item === value);
  if (!found) throw new Refusal(`${key} is one of ${values.join(', ')}`);
  return found;
};

const rule = (value: JsonValue): ErrorRule => {
  if (!isJsonObject(value)) throw new Refusal('errors is an object, or a list of them');
  const unknown = Object.keys(value).find((key) => !RULE_KEYS.includes(key));
  if (unknown) throw new Refusal(`errors.${unknown} is not known; there are ${RULE_KEYS.join(', ')}`);
  const text = (key: string) => (typeof value[key] === 'string' ? { [key]: value[key] } : {});
  return {
    ...text('model'), ...text('method'), ...text('name'), ...text('message'),
    ...(value.times === undefined ? {} : { times: number(value.times, 'errors.times', 1_000_000) }),
    ...(value.http === undefined ? {} : { http: number(value.http, 'errors.http', 599) }),
    ...(value.retryAfter === undefined ? {} : { retryAfter: number(value.retryAfter, 'errors.retryAfter', 86_400) }),
  };
};

const parse = (body: JsonObject): ControlRequest => {
  const unknown = Object.keys(body).find((key) => !KEYS.includes(key));
  if (unknown) throw new Refusal(`${unknown} is not known; there are ${KEYS.join(', ')}`);
  const { errors, touch } = body;
  const settings: Partial<Settings> = {};
  if (body.latencyMs !== undefined) settings.latencyMs = number(body.latencyMs, 'latencyMs', 600_000);
  if (body.paceRowsPerSecond !== undefined) settings.paceRowsPerSecond = number(body.paceRowsPerSecond ?? 0, 'paceRowsPerSecond', 10_000_000);
  if (body.pdf !== undefined) settings.pdf = oneOf(body.pdf, PDF_MODES, 'pdf');
  if (body.answers !== undefined) settings.answers = oneOf(body.answers, ANSWER_MODES, 'answers');
  if (body.offline !== undefined) settings.offline = body.offline === true;
  if (errors !== undefined) settings.errors = errors === null ? [] : Array.isArray(errors) ? errors.map(rule) : [rule(errors)];
  if (touch !== undefined && (!isJsonObject(touch) || typeof touch.model !== 'string' || typeof touch.id !== 'number')) throw new Refusal('touch is {model, id, agoMs}');
  return {
    reset: body.reset === true,
    settings,
    seedPartners: body.seedPartners === undefined ? 0 : Math.floor(number(body.seedPartners, 'seedPartners', 200_000)),
    touch: isJsonObject(touch) ? { model: String(touch.model), id: Number(touch.id), agoMs: Number(touch.agoMs ?? 0) } : null,
  };
};

/** What `POST /control` asks for, or why not: a test with a misspelt switch must not pass. */
export const parseControl = (body: JsonValue): { request: ControlRequest } | { refusal: string } => {
  if (!isJsonObject(body)) return { refusal: 'The body is a JSON object.' };
  try {
    return { request: parse(body) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: `${error.message}.` };
    throw error;
  }
};

/** The rule that makes this call fail, counted down. */
export const takeErrorRule = (settings: Settings, model: string, method: string): ErrorRule | null => {
  const found = settings.errors.find((item) => (item.model === undefined || item.model === model) && (item.method === undefined || item.method === method) && item.times !== 0);
  if (!found) return null;
  if (found.times !== undefined) found.times -= 1;
  return found;
};
