import { randomBytes } from 'node:crypto';

/**
 * Codes with HTTP status and title, as Meta's error page names them (stored copy 2026-09-11).
 * The HTTP status a code comes with is not confirmed anywhere: clients must branch on the code.
 */
const CATALOGUE: Record<number, readonly [http: number, title: string]> = {
  0: [401, 'AuthException'],
  1: [400, 'An unknown error occurred'],
  2: [503, 'Service temporarily unavailable'],
  3: [403, 'Application does not have the capability to make this API call'],
  4: [429, 'Application request limit reached'],
  10: [403, 'Application does not have permission for this action'],
  33: [400, 'Parameter value is not valid'],
  100: [400, 'Invalid parameter'],
  190: [401, 'Access token has expired'],
  200: [403, 'Permissions error'],
  368: [403, 'Temporarily blocked for policies violations'],
  80007: [400, 'Rate limit issues'],
  130403: [403, 'This user is blocked by the business'],
  130429: [429, 'Rate limit hit'],
  130472: [400, "User's number is part of an experiment"],
  130497: [403, 'Business account is restricted from messaging users in this country'],
  131000: [500, 'Something went wrong'],
  131005: [403, 'Access denied'],
  131008: [400, 'Required parameter is missing'],
  131009: [400, 'Parameter value is not valid'],
  131016: [503, 'Service unavailable'],
  131021: [400, 'Recipient cannot be sender'],
  131026: [400, 'Message undeliverable'],
  131030: [400, 'Recipient phone number not in allowed list'],
  131031: [403, 'Business Account has been locked'],
  131037: [400, 'WhatsApp provided number needs display name approval before message can be sent'],
  131042: [400, 'Business eligibility payment issue'],
  131044: [400, 'Business account billing configuration issue'],
  131045: [400, 'Incorrect certificate'],
  131047: [400, 'Re-engagement message'],
  131048: [429, 'Spam rate limit hit'],
  131049: [400, 'This message was not delivered to maintain healthy ecosystem engagement.'],
  131050: [400, 'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business'],
  131051: [400, 'Unsupported message type'],
  131052: [400, 'Media download error'],
  131053: [400, 'Media upload error'],
  131055: [400, 'Method not allowed'],
  131056: [429, '(Business Account, Consumer Account) pair rate limit hit'],
  131057: [503, 'Account in maintenance mode'],
  131059: [400, 'Invalid cursor'],
  131060: [400, 'This message is unavailable'],
  131062: [400, 'Business-scoped user ids are not supported for this message'],
  131063: [400, 'Marketing templates are disabled on this endpoint'],
  131064: [429, 'Classification limit reached'],
  131215: [400, 'This phone number is not eligible for the Groups API'],
  132000: [400, 'Number of parameters does not match the expected number of params'],
  132001: [404, 'Template name does not exist in the translation'],
  132005: [400, 'Template hydrated text too long'],
  132007: [400, 'Template format character policy violated'],
  132008: [400, 'Parameter value is not valid for the template'],
  132012: [400, 'Parameter format does not match format in the created template'],
  132015: [400, 'Template is paused'],
  132016: [400, 'Template is disabled'],
  132018: [400, "There is an issue with the parameters in your template"],
  132068: [400, 'Flow is in blocked state'],
  132069: [429, 'Flow is in throttled state'],
  133000: [500, 'Incomplete deregistration'],
  133004: [503, 'Server temporarily unavailable'],
  133005: [400, 'Two step verification PIN mismatch'],
  133006: [400, 'Phone number re-verification needed'],
  133008: [429, 'Too many two step verification PIN guesses'],
  133009: [429, 'Two step verification PIN guessed too fast'],
  133010: [400, 'Phone number not registered'],
  133015: [400, 'Please wait a few minutes before attempting to register this phone number'],
  133016: [429, 'Account register deregister rate limit exceeded'],
  134011: [400, 'WhatsApp Payments terms of service has not been accepted'],
  134100: [400, 'Only marketing messages supported'],
  134101: [400, 'Template is syncing'],
  134102: [400, 'Template is not eligible'],
  135000: [400, 'Generic user error'],
  137000: [400, 'Parameter error'],
  2388019: [400, 'Message template limit exceeded'],
  2494100: [503, 'Account in maintenance mode'],
};

/** What a refused request is told. */
export interface GraphError {
  http: number;
  code: number;
  message: string;
  details: string;
  type: string;
  subcode: number | null;
}

/** Thrown inside the Graph routes and answered as the service's error body. */
export class Refusal extends Error {
  constructor(readonly error: GraphError) {
    super(error.message);
  }
}

export function titleOf(code: number): string {
  return CATALOGUE[code]?.[1] ?? 'An unknown error occurred';
}

export function errorFor(code: number, details: string | null = null, over: Partial<GraphError> = {}): GraphError {
  const title = titleOf(code);
  return { http: CATALOGUE[code]?.[0] ?? 400, code, message: `(#${code}) ${title}`, details: details ?? title, type: 'OAuthException', subcode: null, ...over };
}

/** @throws Refusal always */
export function refuse(code: number, details: string, over: Partial<GraphError> = {}): never {
  throw new Refusal(errorFor(code, details, over));
}

/** Code 100 whose message is the sentence itself, as for keys and types Graph does not know. */
export function refuseParameter(sentence: string): never {
  return refuse(100, sentence, { message: `(#100) ${sentence}` });
}

export function errorBody(error: GraphError): string {
  return JSON.stringify({
    error: {
      message: error.message,
      type: error.type,
      code: error.code,
      ...(error.subcode === null ? {} : { error_subcode: error.subcode }),
      error_data: { messaging_product: 'whatsapp', details: error.details },
      fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
    },
  });
}

/** The form errors have inside statuses and messages of a webhook. */
export function asynchronousError(code: number, details: string | null): Record<string, unknown> {
  const title = titleOf(code);
  return {
    code,
    title,
    message: title,
    error_data: { details: details ?? title },
    href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes/',
  };
}
