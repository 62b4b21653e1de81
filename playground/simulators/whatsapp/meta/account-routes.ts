import type { AccountState, MetaAccount } from '../accounts';
import { tierOf } from '../settings';
import { refuseParameter } from './errors';

/** Reads of numbers and business accounts (facts 1.10). Each answers the fields asked for, and refuses unknown ones. */

const PHONE_DEFAULT = ['verified_name', 'code_verification_status', 'display_phone_number', 'quality_rating', 'platform_type', 'throughput', 'id'];

function phoneFields(account: AccountState): Record<string, unknown> {
  const { config, settings } = account;
  const isFine = settings.quality !== 'RED';
  const health = isFine ? 'AVAILABLE' : 'LIMITED';
  return {
    id: config.phoneNumberId,
    display_phone_number: config.displayPhoneNumber,
    verified_name: config.verifiedName,
    status: 'CONNECTED',
    quality_rating: settings.quality,
    quality_score: { score: settings.quality },
    // Only two levels are ever told, not the figure itself.
    throughput: { level: settings.throughput >= 1_000 ? 'HIGH' : 'STANDARD' },
    name_status: 'APPROVED',
    code_verification_status: 'VERIFIED',
    platform_type: 'CLOUD_API',
    account_mode: 'LIVE',
    is_official_business_account: false,
    is_on_biz_app: false,
    is_pin_enabled: true,
    messaging_limit_tier: tierOf(settings.messagingLimit),
    whatsapp_business_manager_messaging_limit: tierOf(settings.messagingLimit),
    health_status: {
      can_send_message: health,
      entities: [
        { entity_type: 'PHONE_NUMBER', id: config.phoneNumberId, can_send_message: health },
        { entity_type: 'WABA', id: config.businessAccountId, can_send_message: 'AVAILABLE' },
        { entity_type: 'BUSINESS', id: config.portfolioId, can_send_message: 'AVAILABLE' },
        { entity_type: 'APP', id: config.appId, can_send_message: 'AVAILABLE' },
      ],
    },
    webhook_configuration: { application: config.webhookUrl === null ? '' : 'configured' },
  };
}

function businessFields(account: AccountState): Record<string, unknown> {
  const { config } = account;
  return {
    id: config.businessAccountId,
    name: config.verifiedName,
    currency: 'USD',
    timezone_id: '1',
    message_template_namespace: `ns_${config.businessAccountId}`,
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    country: 'BR',
    status: 'ACTIVE',
    owner_business_info: { id: config.portfolioId, name: config.verifiedName },
  };
}

export function describePhone(account: AccountState, fields: string | null): Record<string, unknown> {
  return picked(phoneFields(account), fields, PHONE_DEFAULT, 'WhatsAppBusinessPhoneNumber');
}

export function describeBusiness(account: AccountState, fields: string | null): Record<string, unknown> {
  return picked(businessFields(account), fields, ['id', 'name', 'currency', 'timezone_id', 'message_template_namespace'], 'WhatsAppBusinessAccount');
}

export function picked(all: Record<string, unknown>, fields: string | null, standard: readonly string[], node: string): Record<string, unknown> {
  const names = fields === null || fields.trim() === '' ? standard : fields.split(',').map((name) => name.trim().replace(/\..*$|{.*$/, ''));
  const found: Record<string, unknown> = {};
  for (const name of names) {
    if (!(name in all)) refuseParameter(`Tried accessing nonexisting field (${name.slice(0, 60)}) on node type (${node})`);
    found[name] = all[name];
  }
  found.id = all.id;
  return found;
}

/** `GET /debug_token`: what a token may do; an unknown one is told to be invalid, not refused. */
export function describeToken(owner: MetaAccount | null, inspected: MetaAccount | null): Record<string, unknown> {
  if (!inspected) return { data: { is_valid: false, error: { code: 190, message: 'Invalid OAuth access token' }, scopes: [] } };
  const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging'];
  return {
    data: {
      app_id: inspected.appId, type: 'SYSTEM_USER', application: owner?.verifiedName ?? inspected.verifiedName, data_access_expires_at: 0, expires_at: 0, is_valid: true, issued_at: 1_790_000_000,
      scopes, granular_scopes: scopes.map((scope) => ({ scope, target_ids: [inspected.businessAccountId] })), user_id: '122000000000001',
    },
  };
}

/** Pages of a list with Graph's cursors. `next` stands only where there is more. */
export function pageOf<T>(list: readonly T[], query: URLSearchParams, here: string, wire: (one: T) => unknown, maxLimit = 100): Record<string, unknown> {
  const limit = Math.min(limitOf(query.get('limit')), maxLimit);
  const after = query.get('after');
  const before = query.get('before');
  const start = after !== null && after !== '' ? placeOf(after) + 1 : before !== null && before !== '' ? Math.max(0, placeOf(before) - limit) : 0;
  const page = list.slice(start, start + limit);
  if (page.length === 0) return { data: [] };
  const address = (extra: Record<string, string>): string => {
    const next = new URLSearchParams(query);
    next.delete('after');
    next.delete('before');
    next.set('limit', String(limit));
    for (const [name, value] of Object.entries(extra)) next.set(name, value);
    return `${here}?${next.toString()}`;
  };
  const cursors = { before: cursorOf(start), after: cursorOf(start + page.length - 1) };
  return {
    data: page.map(wire),
    paging: {
      cursors,
      ...(start + page.length < list.length ? { next: address({ after: cursors.after }) } : {}),
      ...(start > 0 ? { previous: address({ before: cursors.before }) } : {}),
    },
  };
}

const cursorOf = (place: number): string => Buffer.from(`place:${place}`).toString('base64url');

function placeOf(cursor: string): number {
  const match = /^place:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  return match ? Number(match[1]) : refuseParameter('Invalid cursor');
}

function limitOf(given: string | null): number {
  if (given === null || given === '') return 25;
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : refuseParameter('Param limit must be a number greater than zero');
}
