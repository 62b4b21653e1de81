/** What went wrong with a call, as a screen shows it. */
export interface Failure {
  /** 0 where no answer came. */
  status: number;
  /** One of ours (`message.opted_out`), `network`, or `unknown`. */
  code: string;
  /** The server's own sentence; empty where it gave none. */
  sentence: string;
  /** What the sentence was filled with. */
  values?: Record<string, string | number>;
  /** The field it is about, for forms. */
  path: string | null;
  details: Record<string, unknown>;
}

/** A failure on its way from a call to the screen that asked. */
export class FailedCall extends Error {
  constructor(readonly failure: Failure) {
    super(failure.sentence || failure.code);
    this.name = 'FailedCall';
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const valuesOf = (values: Record<string, unknown>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number'));

/** Strapi's error body, whatever parts of it are there. */
export const parseFailureBody = (body: unknown, status: number): Failure => {
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  const details = isRecord(error.details) ? error.details : {};
  const statusInBody = typeof error.status === 'number' ? error.status : 0;
  return {
    status: status || statusInBody,
    code: textOf(details.code) || 'unknown',
    sentence: textOf(error.message),
    ...(isRecord(details.values) ? { values: valuesOf(details.values) } : {}),
    path: textOf(details.path) || null,
    details,
  };
};

/**
 * Any thrown thing as a failure. Reads the shape, not the class: Strapi's FetchError carries the body in
 * `response.data` and sets its status a moment after it was made; a failed fetch is a bare TypeError.
 */
export const parseFailure = (thrown: unknown): Failure => {
  if (thrown instanceof FailedCall) return thrown.failure;
  if (!isRecord(thrown) && !(thrown instanceof Error)) return parseFailureBody(null, 0);
  const error = thrown as { name?: unknown; status?: unknown; message?: unknown; response?: unknown };
  const status = typeof error.status === 'number' ? error.status : 0;
  const body = isRecord(error.response) ? error.response.data : null;
  if (body) return parseFailureBody(body, status);
  if (status === 0 && error.name === 'TypeError') return { ...parseFailureBody(null, 0), code: 'network' };
  return parseFailureBody(null, status);
};

/** True for the end of a request that the screen itself gave up. */
export const isAbort = (thrown: unknown): boolean => isRecord(thrown) || thrown instanceof Error ? (thrown as { name?: unknown }).name === 'AbortError' : false;
