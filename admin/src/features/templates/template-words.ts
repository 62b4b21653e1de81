import type { TemplateFieldsView, TemplateView } from '../../../../plugin/contracts/templates';
import type { TemplateSlot } from '../../../../plugin/domain/template';
import { isMessageKey, type Text } from '../../i18n';

/** The provider's word in ours; a word we don't know is shown as it came. */
const wordsOf = (group: string, value: string | null, text: Text): string => {
  if (!value) return '';
  const key = `${group}.${value.toLowerCase()}`;
  return isMessageKey(key) ? text(key) : value;
};

export const approvalWords = (status: string | null, text: Text): string => wordsOf('approval', status, text) || text('approval.unknown');
export const categoryWords = (category: string | null, text: Text): string => wordsOf('category', category, text);
export const qualityWords = (quality: string | null, text: Text): string => wordsOf('quality', quality, text);

export type StatusLook = 'success' | 'danger' | 'warning' | 'neutral';

export const approvalLook = (template: Pick<TemplateView, 'approvalStatus' | 'missing' | 'refusal'>): StatusLook => {
  const status = (template.approvalStatus ?? '').toUpperCase();
  if (template.missing || status === 'REJECTED' || status === 'DISABLED') return 'danger';
  if (status === 'PAUSED' || status === 'FLAGGED') return 'warning';
  if (status === 'APPROVED') return template.refusal ? 'warning' : 'success';
  return 'neutral';
};

export const qualityLook = (quality: string | null): StatusLook => {
  switch ((quality ?? '').toUpperCase()) {
    case 'GREEN':
    case 'HIGH':
      return 'success';
    case 'YELLOW':
    case 'MEDIUM':
      return 'warning';
    case 'RED':
    case 'LOW':
      return 'danger';
    default:
      return 'neutral';
  }
};

/** A language code by its name, in the reader's language: `pt_BR` → Brazilian Portuguese. */
export const languageName = (code: string, locale: string): string => {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code.replace('_', '-')) ?? code;
  } catch {
    return code;
  }
};

const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Examples the template was approved with, by slot key: what the preview shows where nothing is filled. */
export const exampleValues = (template: Pick<TemplateView, 'components'>): Record<string, string> => {
  const values: Record<string, string> = {};
  const put = (part: 'header' | 'body', words: string, examples: string[] | undefined) => {
    const names = [...new Set([...words.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
    names.forEach((name, order) => {
      // Numbered placeholders have their examples by number, whatever order the sentence uses them in; named ones by order.
      const example = examples?.[/^\d+$/.test(name) ? Number(name) - 1 : order];
      if (example) values[`${part}.${name}`] = example;
    });
  };
  for (const component of template.components) {
    if (component.type === 'header' && component.format === 'text') put('header', component.text ?? '', component.example);
    if (component.type === 'body') put('body', component.text, component.example);
  }
  return values;
};

/** A field by group and name; one of the ERP's own by the name people there gave it. */
export const fieldWords = (field: Pick<TemplateFieldsView['fields'][number], 'path' | 'group' | 'label'>, text: Text): string => {
  const name = field.path.split('.').at(-1) ?? field.path;
  const key = `templates.field.${name}`;
  return text('templates.field.in-group', { group: text(`templates.group.${field.group}`), name: field.label ?? (isMessageKey(key) ? text(key) : name) });
};

/** A place of a template that a value goes to. */
export const slotWords = (slot: Pick<TemplateSlot, 'part' | 'key' | 'type' | 'label'>, text: Text): string => {
  if (slot.part === 'button') {
    const name = /"(.*)"/.exec(slot.label)?.[1] ?? slot.key;
    if (slot.type === 'payload') return text('templates.slot.payload', { name });
    return text(slot.type === 'code' ? 'templates.slot.code' : 'templates.slot.url', { name });
  }
  return text('templates.field.in-group', { group: text(slot.part === 'header' ? 'templates.part.header' : 'templates.part.body'), name: `{{${slot.key}}}` });
};

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'iw', 'fa', 'ur']);

export const isRightToLeft = (language: string): boolean => RIGHT_TO_LEFT.has((language.split(/[_-]/)[0] ?? '').toLowerCase());
