import type { AccountRef, ProviderEvent } from '../provider';
import { objectOf, textOf, timeOf, type JsonObject } from './json';
import { unsupported } from './parse-messages';

type TemplateChange = Extract<ProviderEvent, { kind: 'template' }>['change'];

/**
 * The four fields about templates (facts 1.9). They have no `metadata`: the business account is the entry's id (a fork
 * that looked for `metadata` dropped them, frappe_whatsapp PR 231). Templates are named by name and language; the
 * numeric id may exceed 2^53 and is never used.
 */
export function parseTemplateEvent(field: string, account: AccountRef, value: JsonObject, at: Date | null): ProviderEvent {
  const name = textOf(value['message_template_name']);
  const language = textOf(value['message_template_language'])?.replace('-', '_');
  const change = readChange(field, value);
  if (!name || !language || Object.keys(change).length === 0) return unsupported(account, field, value);
  return { kind: 'template', account, at: timeOf(value['timestamp']) ?? at, name, language, change };
}

function readChange(field: string, value: JsonObject): TemplateChange {
  switch (field) {
    case 'message_template_status_update':
      return readStatus(value);
    case 'message_template_quality_update': {
      const quality = textOf(value['new_quality_score']);
      return quality ? { quality } : {};
    }
    case 'template_category_update':
      return readCategory(value);
    default:
      return { componentsChanged: true };
  }
}

function readStatus(value: JsonObject): TemplateChange {
  const approvalStatus = textOf(value['event']);
  if (!approvalStatus) return {};
  const category = textOf(value['message_template_category']);
  const reason = readReason(value);
  return { approvalStatus, ...(category ? { category } : {}), ...(reason ? { reason } : {}) };
}

/** The words Meta gives, most exact first: why it was rejected, which pause this is, the bare reason. */
function readReason(value: JsonObject): string | undefined {
  const bare = textOf(value['reason']);
  const parts = [
    textOf(objectOf(value['rejection_info'])['reason']),
    textOf(objectOf(value['rejection_info'])['recommendation']),
    textOf(objectOf(value['other_info'])['title']),
    textOf(objectOf(value['other_info'])['description']),
    bare === 'NONE' ? undefined : bare,
  ].filter((part): part is string => part !== undefined);
  return parts.length > 0 ? [...new Set(parts)].join(': ') : undefined;
}

/** The form with `correct_category` announces a change 24 hours ahead; `new_category` is then still the present one. */
function readCategory(value: JsonObject): TemplateChange {
  const category = textOf(value['new_category']);
  const upcoming = textOf(value['correct_category']);
  return {
    ...(category ? { category } : {}),
    ...(upcoming ? { reason: `Meta will change the category to ${upcoming}.` } : {}),
  };
}
