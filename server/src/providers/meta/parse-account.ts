import type { AccountRef, ProviderEvent } from '../provider';
import { describeMetaError } from './errors';
import { idOf, isObject, listOf, numberOf, objectOf, oneOrMany, textOf, timeOf, type JsonObject } from './json';
import { unsupported } from './parse-messages';

type AccountChange = Extract<ProviderEvent, { kind: 'account' }>['change'];

/**
 * `TIER_250`, `TIER_2K`, … as a number of people in 24 hours, null for no limit, undefined where it is not told.
 * `-1` is the unlimited of `business_capability_update` (facts 1.9, 2.6).
 */
export function parseTier(value: unknown): number | null | undefined {
  const count = numberOf(value);
  if (count !== undefined) return count === -1 ? null : count > 0 ? count : undefined;
  const tier = textOf(value)?.toUpperCase().replace(/^TIER_/, '');
  if (tier === 'UNLIMITED') return null;
  const [, digits, unit] = /^(\d+)([KM]?)$/.exec(tier ?? '') ?? [];
  if (!digits) return undefined;
  return Number(digits) * (unit === 'K' ? 1_000 : unit === 'M' ? 1_000_000 : 1);
}

/** Fields about the number or the business account; null where nothing in it is understood. */
export function parseAccountEvent(field: string, account: AccountRef, value: JsonObject, at: Date | null): ProviderEvent {
  const change = readChange(field, value);
  return change ? { kind: 'account', account, at: timeOf(value['timestamp']) ?? at, change } : unsupported(account, field, value);
}

/** `value.errors[]`: about the account, not about a message. */
export function parseValueErrors(account: AccountRef, value: JsonObject, at: Date | null): ProviderEvent[] {
  return oneOrMany(value['errors']).map((error) => {
    if (!isObject(error)) return unsupported(account, 'errors', error);
    const { message, vendorCode } = describeMetaError(error);
    return { kind: 'account', account, at, change: { detail: vendorCode ? `${message} (${vendorCode})` : message } };
  });
}

function readChange(field: string, value: JsonObject): AccountChange | null {
  switch (field) {
    case 'account_update':
      return readAccountUpdate(value);
    case 'account_alerts':
      return readAlert(value);
    case 'account_review_update': {
      const decision = textOf(value['decision']);
      return decision ? { detail: `Meta reviewed the business account: ${decision}.` } : null;
    }
    case 'business_capability_update': {
      // Renamed several times; all of them count people a day (2026-11).
      const messagingLimit = parseTier(value['max_daily_conversations_per_business'] ?? value['max_daily_conversation_per_phone']);
      return messagingLimit === undefined ? null : { messagingLimit, detail: describeLimit(messagingLimit) };
    }
    case 'phone_number_quality_update':
      return readQuality(value);
    case 'phone_number_name_update': {
      const name = textOf(value['requested_verified_name']);
      const decision = textOf(value['decision']);
      return decision ? { detail: `Meta decided on the display name${name ? ` “${name}”` : ''}: ${decision}.` } : null;
    }
    case 'security': {
      const event = textOf(value['event']);
      return event ? { detail: `The two-step PIN of the number changed: ${event}.` } : null;
    }
    default:
      return null;
  }
}

function describeLimit(limit: number | null): string {
  return limit === null ? 'Meta no longer limits how many people may be written to first in 24 hours.' : `Up to ${limit} people may be written to first in 24 hours.`;
}

/** `current_limit` was removed in February 2026; older senders still show it. */
function readQuality(value: JsonObject): AccountChange | null {
  const event = textOf(value['event']);
  const messagingLimit = parseTier(value['max_daily_conversations_per_business'] ?? value['current_limit']);
  if (!event && messagingLimit === undefined) return null;
  return {
    ...(messagingLimit === undefined ? {} : { messagingLimit }),
    detail: [event ? `Meta reports on the number: ${event}.` : '', messagingLimit === undefined ? '' : describeLimit(messagingLimit)].filter(Boolean).join(' '),
  };
}

function readAlert(value: JsonObject): AccountChange | null {
  // Flat in older payloads.
  const alert = isObject(value['alert_info']) ? value['alert_info'] : value;
  const words = textOf(alert['alert_description']) ?? textOf(alert['alert_type']);
  const severity = textOf(alert['alert_severity']);
  return words ? { detail: severity ? `${severity}: ${words}` : words } : null;
}

const LIFTED = 'REINSTATE';

/** Events that end sending until someone acts; the others are told and change nothing. */
function readAccountUpdate(value: JsonObject): AccountChange | null {
  const event = textOf(value['event']);
  if (!event) return null;
  const restrictions = listOf(value['restriction_info']).map((entry) => textOf(objectOf(entry)['restriction_type'])).filter((type): type is string => type !== undefined);
  const ban = textOf(objectOf(value['ban_info'])['waba_ban_state']);
  const violation = textOf(objectOf(value['violation_info'])['violation_type']);
  const country = textOf(value['country']);
  const facts = [...restrictions, ban, violation, country, idOf(objectOf(value['waba_info'])['waba_id'])].filter((fact): fact is string => fact !== undefined);
  const detail = `Meta reports on the business account: ${event}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}.`;

  if (event === 'ACCOUNT_RESTRICTION') return { restriction: restrictions.join(', ') || event, detail };
  if (event === 'DISABLED_UPDATE') return ban === LIFTED ? { detail } : { restriction: ban ?? event, detail };
  if (event === 'ACCOUNT_DELETED' || event === 'ACCOUNT_OFFBOARDED') return { restriction: event, detail };
  return { detail };
}
