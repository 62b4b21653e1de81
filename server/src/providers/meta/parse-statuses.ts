import type { AccountRef, PersonRef, Pricing, ProviderEvent } from '../provider';
import type { ReportedStatus } from '../../../../plugin/domain/message-status';
import { describeMetaErrors } from './errors';
import { countPeople, createContactBook, parsePerson } from './identity';
import { booleanOf, isObject, listOf, objectOf, textOf, timeOf, type JsonObject } from './json';
import { unsupported } from './parse-messages';

const REPORTED: ReadonlySet<string> = new Set<ReportedStatus>(['sent', 'delivered', 'read', 'played', 'failed']);

function isReported(status: string): status is ReportedStatus {
  return REPORTED.has(status);
}

/**
 * `statuses[]` of one value (facts 1.8). A status of a group comes once per participant, with the group in
 * `recipient_id`. Values beyond the five (`deleted`, `warning`, …) are kept as unsupported.
 */
export function parseStatuses(account: AccountRef, value: JsonObject): ProviderEvent[] {
  const statuses = listOf(value['statuses']);
  const recipients = statuses.map((status) => parseRecipient(objectOf(status)));
  const book = createContactBook(value['contacts'], countPeople(recipients));
  return statuses.map((status, index) => {
    if (!isObject(status)) return unsupported(account, 'statuses', status);
    const providerMessageId = textOf(status['id']);
    const reported = textOf(status['status']) ?? '';
    if (!providerMessageId || !isReported(reported)) return unsupported(account, `statuses.${reported || 'unknown'}`, status);
    const callbackData = textOf(status['biz_opaque_callback_data']);
    const groupId = findGroupId(status);
    const pricing = parsePricing(status['pricing']);
    return {
      kind: 'status',
      account,
      at: timeOf(status['timestamp']),
      providerMessageId,
      status: reported,
      recipient: book.complete(recipients[index] ?? {}),
      ...(callbackData ? { callbackData } : {}),
      ...(pricing ? { pricing } : {}),
      ...(reported === 'failed' ? { failure: describeMetaErrors(status['errors']) } : {}),
      ...(groupId ? { groupId } : {}),
    };
  });
}

function isOfGroup(status: JsonObject): boolean {
  return status['recipient_type'] === 'group';
}

function findGroupId(status: JsonObject): string | undefined {
  return textOf(status['group_id']) ?? (isOfGroup(status) ? textOf(status['recipient_id']) : undefined);
}

function parseRecipient(status: JsonObject): PersonRef {
  return isOfGroup(status)
    ? parsePerson({ waId: status['recipient_participant_id'], userId: status['recipient_participant_user_id'], parentUserId: status['recipient_participant_parent_user_id'] })
    : parsePerson({ waId: status['recipient_id'], userId: status['recipient_user_id'], parentUserId: status['recipient_parent_user_id'] });
}

function parsePricing(value: unknown): Pricing | null {
  if (!isObject(value)) return null;
  const billable = booleanOf(value['billable']);
  const model = textOf(value['pricing_model']);
  const type = textOf(value['type']);
  const category = textOf(value['category']);
  const pricing: Pricing = {
    ...(billable === undefined ? {} : { billable }),
    ...(model ? { model } : {}),
    ...(type ? { type } : {}),
    ...(category ? { category } : {}),
  };
  return Object.keys(pricing).length > 0 ? pricing : null;
}
