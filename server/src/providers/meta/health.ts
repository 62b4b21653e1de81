import { ProviderError } from '../provider-error';
import type { Health, ProviderAccount, ProviderIo } from '../provider';
import { callGraph } from './graph';
import { idOf, isObject, listOf, numberOf, objectOf, textOf, type JsonObject } from './json';
import { parseTier } from './parse-account';
import { findSetting, getConnection } from './settings';

const CORE_FIELDS = 'display_phone_number,verified_name,status,quality_rating';
/** Facts 1.10 (2026-11). */
const FIELDS = `${CORE_FIELDS},throughput,name_status,code_verification_status,platform_type,account_mode,health_status,whatsapp_business_manager_messaging_limit,is_on_biz_app`;

type Problem = Health['problems'][number];

/** How the number is, and whether its messages will reach us. Throws ProviderError where Meta can't be asked. */
export async function checkHealth(account: ProviderAccount, io: ProviderIo): Promise<Health> {
  const number = await readNumber(account, io);
  const entities = listOf(objectOf(number['health_status'])['entities']).filter(isObject);
  const knownBusinessAccountId = findEntityId(entities, 'WABA');
  const businessAccountId = findSetting(account, 'businessAccountId') ?? knownBusinessAccountId;
  const portfolioId = findEntityId(entities, 'BUSINESS');
  const subscription = businessAccountId ? await readSubscription(account, businessAccountId, io) : { problems: [] };

  const displayPhoneNumber = textOf(number['display_phone_number']);
  const verifiedName = textOf(number['verified_name']);
  const quality = textOf(number['quality_rating']);
  const isCoexistent = number['is_on_biz_app'] === true;
  const messagesPerSecond = isCoexistent ? 20 : parseThroughput(number['throughput']);
  const messagingLimit = parseTier(number['whatsapp_business_manager_messaging_limit']);
  return {
    state: decideState(number),
    ...(displayPhoneNumber ? { displayPhoneNumber } : {}),
    ...(verifiedName ? { verifiedName } : {}),
    ...(quality ? { quality } : {}),
    ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }),
    ...(messagingLimit === undefined ? {} : { messagingLimit }),
    ...(subscription.isSubscribed === undefined ? {} : { webhooksSubscribed: subscription.isSubscribed }),
    ...(businessAccountId ? { businessAccountId } : {}),
    ...(portfolioId ? { portfolioId } : {}),
    ...(isCoexistent ? { coexistence: true } : {}),
    problems: [...findNumberProblems(number), ...findEntityProblems(entities), ...findMismatch(account, knownBusinessAccountId), ...subscription.problems],
  };
}

async function readNumber(account: ProviderAccount, io: ProviderIo): Promise<JsonObject> {
  const path = `/${encodeURIComponent(getConnection(account).phoneNumberId)}`;
  try {
    return await callGraph(account, { method: 'GET', path, query: { fields: FIELDS } }, io);
  } catch (error) {
    // An older Graph version refuses the whole call for one field it does not know.
    if (!(error instanceof ProviderError) || error.kind !== 'invalid_request') throw error;
    return await callGraph(account, { method: 'GET', path, query: { fields: CORE_FIELDS } }, io);
  }
}

/** Missing subscriptions are why "no messages arrive" most often (OCA/social 1528); not being able to ask is no failure. */
async function readSubscription(account: ProviderAccount, businessAccountId: string, io: ProviderIo): Promise<{ isSubscribed?: boolean; problems: Problem[] }> {
  try {
    const answer = await callGraph(account, { method: 'GET', path: `/${encodeURIComponent(businessAccountId)}/subscribed_apps` }, io);
    const appIds = listOf(answer['data']).map((app) => idOf(objectOf(objectOf(app)['whatsapp_business_api_data'])['id']) ?? idOf(objectOf(app)['id']));
    const appId = findSetting(account, 'appId');
    const isSubscribed = appId ? appIds.includes(appId) : appIds.length > 0;
    const problem: Problem = {
      code: 'webhooks_not_subscribed',
      message: appId
        ? 'This Meta app is not subscribed to the business account, so customers’ messages and delivery reports will not arrive. Subscribe it in the app dashboard under WhatsApp, Configuration.'
        : 'No Meta app is subscribed to the business account, so customers’ messages and delivery reports will not arrive. Subscribe yours in the app dashboard under WhatsApp, Configuration.',
    };
    return { isSubscribed, problems: isSubscribed ? [] : [problem] };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { problems: [{ code: 'subscription_unknown', message: `It could not be checked whether customers’ messages will arrive: ${error.message}` }] };
  }
}

/** Figures of facts 2.4: 80 a second, 1,000 after Meta's upgrade. A plain number counts as what it says. */
function parseThroughput(value: unknown): number | undefined {
  const level = isObject(value) ? value['level'] : value;
  const count = numberOf(level);
  if (count !== undefined) return count > 0 ? count : undefined;
  const word = textOf(level)?.toUpperCase();
  return word === 'HIGH' ? 1000 : word === 'STANDARD' ? 80 : undefined;
}

const LIMITED_STATES = new Set(['FLAGGED', 'RESTRICTED', 'RATE_LIMITED', 'UNKNOWN']);

/** The worse of what Meta says about sending and of the number's own state. */
function decideState(number: JsonObject): Health['state'] {
  const maySend = textOf(objectOf(number['health_status'])['can_send_message'])?.toUpperCase();
  const status = textOf(number['status'])?.toUpperCase();
  const isUsable = status === undefined || status === 'CONNECTED' || LIMITED_STATES.has(status);
  if (maySend === 'BLOCKED' || !isUsable) return 'blocked';
  if (maySend === 'LIMITED' || (status !== undefined && LIMITED_STATES.has(status))) return 'limited';
  return 'connected';
}

function findNumberProblems(number: JsonObject): Problem[] {
  const status = textOf(number['status'])?.toUpperCase();
  const platform = textOf(number['platform_type'])?.toUpperCase();
  const nameStatus = textOf(number['name_status'])?.toUpperCase();
  const verification = textOf(number['code_verification_status'])?.toUpperCase();
  const candidates: (Problem | false)[] = [
    status !== undefined && status !== 'CONNECTED' && { code: 'number_not_connected', message: `Meta reports the number as ${status}.` },
    textOf(number['quality_rating'])?.toUpperCase() === 'RED' && { code: 'quality_low', message: 'The number’s quality is low: too many people block or report it. Meta may lower its limit.' },
    platform !== undefined && platform !== 'CLOUD_API' && { code: 'not_cloud_api', message: `The number is not on the Cloud API (${platform}); register it there first.` },
    nameStatus === 'DECLINED' && { code: 'name_declined', message: 'Meta declined the display name of the number.' },
    verification === 'NOT_VERIFIED' && { code: 'number_not_verified', message: 'The number has not been verified by code at Meta.' },
    textOf(number['account_mode'])?.toUpperCase() === 'SANDBOX' && { code: 'test_number', message: 'This is a test number: it can only write to the recipients listed in the Meta app dashboard.' },
  ];
  return candidates.filter((candidate): candidate is Problem => candidate !== false);
}

function findEntityProblems(entities: readonly JsonObject[]): Problem[] {
  return entities.flatMap((entity) => {
    const type = textOf(entity['entity_type']) ?? 'UNKNOWN';
    const errors = listOf(entity['errors']).filter(isObject);
    const told = errors.map((error) => ({
      code: idOf(error['error_code']) ?? type.toLowerCase(),
      message: [textOf(error['error_description']) ?? `Meta reports a problem with ${type}.`, textOf(error['possible_solution'])].filter(Boolean).join(' '),
    }));
    const may = textOf(entity['can_send_message'])?.toUpperCase();
    if (told.length > 0 || may === undefined || may === 'AVAILABLE') return told;
    return [{ code: type.toLowerCase(), message: `Meta reports ${type} as ${may} for sending.` }];
  });
}

function findEntityId(entities: readonly JsonObject[], type: string): string | undefined {
  const entity = entities.find((candidate) => textOf(candidate['entity_type'])?.toUpperCase() === type);
  return idOf(entity?.['id']);
}

function findMismatch(account: ProviderAccount, knownBusinessAccountId: string | undefined): Problem[] {
  const entered = findSetting(account, 'businessAccountId');
  if (!entered || !knownBusinessAccountId || entered === knownBusinessAccountId) return [];
  return [{ code: 'business_account_mismatch', message: `The number belongs to the business account ${knownBusinessAccountId}, not to ${entered}. Templates would be read from the wrong one.` }];
}
