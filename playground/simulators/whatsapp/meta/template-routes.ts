import type { AccountState } from '../accounts';
import { pageOf, picked } from './account-routes';
import { refuseParameter } from './errors';
import type { Template } from './template-catalogue';
import type { TemplateStore } from './template-store';
import { bigNumber, type Change } from './webhook-body';

const FIELDS = ['id', 'name', 'status', 'category', 'language', 'components', 'parameter_format', 'sub_category', 'quality_score', 'rejected_reason', 'previous_category'];
const STANDARD = ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id'];
const QUERY_KEYS = new Set(['fields', 'limit', 'after', 'before', 'status', 'name', 'language', 'category', 'name_or_content', 'quality_score', 'access_token']);

export function listTemplates(store: TemplateStore, account: AccountState, query: URLSearchParams, here: string): Record<string, unknown> {
  for (const key of query.keys()) if (!QUERY_KEYS.has(key)) refuseParameter(`Unexpected key "${key.slice(0, 60)}" on param "message_templates".`);
  const [status, name, language, category, words] = ['status', 'name', 'language', 'category', 'name_or_content'].map((key) => query.get(key));
  const list = store.of(account.config.businessAccountId).filter((one) =>
    (!status || one.status === status.toUpperCase())
    && (!name || one.name.includes(name))
    && (!language || one.language === language)
    && (!category || one.category === category.toUpperCase())
    && (!words || one.name.includes(words) || one.components.some((part) => part.text?.includes(words))));
  const fields = query.get('fields');
  return pageOf(list, query, here, (one) => describeTemplate(one, fields));
}

export function describeTemplate(template: Template, fields: string | null): Record<string, unknown> {
  const all = Object.fromEntries(FIELDS.map((name) => [name, template[name as keyof Template]]));
  const found = picked(all, fields, STANDARD, 'WhatsAppMessageTemplate');
  for (const [name, value] of Object.entries(found)) if (value === undefined) delete found[name];
  return found;
}

export class InvalidTemplateChange extends Error {}

/** A change by the platform, played through control: the store and the webhook that tells of it. */
export function changeTemplate(store: TemplateStore, account: AccountState, change: Record<string, unknown>): Change[] {
  const { name, language, status, category, quality, reason } = change as Record<string, string | undefined>;
  const stray = Object.keys(change).find((key) => !['name', 'language', 'status', 'category', 'quality', 'reason'].includes(key));
  if (stray) throw new InvalidTemplateChange(`unknown field template.${stray}`);
  const list = store.of(account.config.businessAccountId).filter((one) => one.name === name && (language === undefined || one.language === language));
  if (list.length === 0) throw new InvalidTemplateChange('no such template');
  return list.flatMap((template) => {
    const about = {
      message_template_id: bigNumber(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
    };
    const changes: Change[] = [];
    if (status !== undefined) {
      template.status = status === 'REINSTATED' ? 'APPROVED' : status;
      template.rejected_reason = status === 'REJECTED' ? (reason ?? 'INVALID_FORMAT') : 'NONE';
      changes.push({
        field: 'message_template_status_update',
        value: {
          event: status, ...about, reason: reason ?? (status === 'REJECTED' ? 'INVALID_FORMAT' : 'NONE'), message_template_category: template.category,
          ...(status === 'PAUSED' ? { other_info: { title: 'FIRST_PAUSE', description: 'Paused for three hours because of its quality.' } } : {}),
          ...(status === 'DISABLED' ? { disable_info: { disable_date: new Date().toISOString().slice(0, 10) }, other_info: { title: 'DISABLED' } } : {}),
        },
      });
    }
    if (category !== undefined) {
      changes.push({ field: 'template_category_update', value: { ...about, previous_category: template.category, new_category: category } });
      template.category = category;
    }
    if (quality !== undefined) {
      changes.push({ field: 'message_template_quality_update', value: { ...about, previous_quality_score: template.quality_score.score, new_quality_score: quality } });
      template.quality_score = { score: quality };
    }
    return changes;
  });
}
