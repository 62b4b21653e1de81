import { TEMPLATE_LANGUAGES } from './template-languages';
import { TEMPLATE_LIMITS } from './template-limits';
import type { TemplateButton, TemplateComponent } from './template-parts';
import { buttonsOf, placeholdersOf } from './template-slots';

/** What somebody writes here before WhatsApp has seen it. */
export interface TemplateDraft {
  name: string;
  /** Meta's code: `pt_BR`, `ar`. */
  language: string;
  category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  components: readonly TemplateComponent[];
}

/** Meta's limits on templates (message templates, 2026-11; a template beyond them is rejected with 2388xxx). */
export const DRAFT_LIMITS = { name: 512, buttons: 10, urlButtons: 2, phoneButtons: 1, codeButtons: 1, label: 25, code: 15, url: 2_000, phone: 20 } as const;

export type DraftRule =
  | 'name'
  | 'language'
  | 'body_missing'
  | 'twice'
  | 'too_long'
  | 'empty'
  | 'too_many'
  | 'header_placeholders'
  | 'footer_placeholders'
  | 'placeholder_unknown'
  | 'placeholder_order'
  | 'placeholder_mixed'
  | 'placeholder_edge'
  | 'placeholder_dense'
  | 'sample_missing'
  | 'url'
  | 'phone'
  | 'label_twice'
  | 'button_order';

export interface DraftProblem {
  /** `name`, `language`, `header`, `body`, `footer`, `buttons`, `buttons.0` */
  field: string;
  rule: DraftRule;
  values: Record<string, string | number>;
}

const lengthOf = (text: string): number => [...text].length;
const isNumber = (key: string): boolean => /^\d+$/.test(key);

/** Every rule a draft breaks, in the order of the form; empty: WhatsApp would take it for review. */
export function checkDraft(draft: TemplateDraft): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const add = (field: string, rule: DraftRule, values: DraftProblem['values'] = {}): void => void problems.push({ field, rule, values });

  if (!/^[a-z0-9_]+$/.test(draft.name) || lengthOf(draft.name) > DRAFT_LIMITS.name) add('name', 'name', { max: DRAFT_LIMITS.name });
  if (!TEMPLATE_LANGUAGES.includes(draft.language)) add('language', 'language');

  for (const type of ['header', 'body', 'footer', 'buttons'] as const) {
    if (draft.components.filter((component) => component.type === type).length > 1) add(type, 'twice');
  }
  if (!draft.components.some((component) => component.type === 'body' && component.text.trim() !== '')) add('body', 'body_missing');
  for (const component of draft.components) {
    switch (component.type) {
      case 'header':
        if (component.format === 'text') checkHeader(component.text ?? '', component.example, add);
        break;
      case 'body':
        checkText('body', component.text, component.example, add);
        break;
      case 'footer':
        if (component.text.trim() === '') add('footer', 'empty');
        if (lengthOf(component.text) > TEMPLATE_LIMITS.footer) add('footer', 'too_long', { length: lengthOf(component.text), max: TEMPLATE_LIMITS.footer });
        if (component.text.includes('{{')) add('footer', 'footer_placeholders');
        break;
      case 'buttons':
      case 'other':
        break;
    }
  }
  checkButtons(buttonsOf(draft.components), add);
  return problems;
}

type Add = (field: string, rule: DraftRule, values?: DraftProblem['values']) => void;

function checkHeader(text: string, example: readonly string[] | undefined, add: Add): void {
  if (text.trim() === '') add('header', 'empty');
  // Meta: one placeholder, no line break.
  if (placeholdersOf(text).length > 1 || text.includes('\n')) add('header', 'header_placeholders');
  checkText('header', text, example, add);
}

function checkText(field: 'header' | 'body', text: string, example: readonly string[] | undefined, add: Add): void {
  const length = lengthOf(text);
  const max = TEMPLATE_LIMITS[field];
  if (length > max) add(field, 'too_long', { length, max });
  // `{{contact.name}}` is a field of ours, not a placeholder of WhatsApp's: the customer would read it as it stands.
  if (/\{\{|\}\}/.test(text.replace(/\{\{\s*\w+\s*\}\}/g, ''))) add(field, 'placeholder_unknown');
  const keys = placeholdersOf(text);
  if (keys.length === 0) return;
  const numbers = keys.filter(isNumber);
  if (numbers.length > 0 && numbers.length < keys.length) add(field, 'placeholder_mixed');
  else if (numbers.some((key, index) => Number(key) !== index + 1)) add(field, 'placeholder_order');
  if (field === 'body') {
    // Meta rejects a text that begins or ends with a value, and one with too few words for its values.
    if (/^\s*\{\{[^}]*\}\}/.test(text) || /\{\{[^}]*\}\}\s*$/.test(text)) add(field, 'placeholder_edge');
    const words = text.replace(/\{\{[^}]*\}\}/g, ' ').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    if (words < keys.length * 2 + 1) add(field, 'placeholder_dense', { words, min: keys.length * 2 + 1 });
  }
  const missing = keys.filter((_, index) => !example?.[index]?.trim());
  if (missing.length > 0) add(field, 'sample_missing', { missing: missing.map((key) => `{{${key}}}`).join(', ') });
}

function checkButtons(buttons: readonly TemplateButton[], add: Add): void {
  const count = (type: TemplateButton['type']): number => buttons.filter((button) => button.type === type).length;
  for (const [what, number, max] of [
    ['all', buttons.length, DRAFT_LIMITS.buttons],
    ['url', count('url'), DRAFT_LIMITS.urlButtons],
    ['phone', count('phone'), DRAFT_LIMITS.phoneButtons],
    ['copy_code', count('copy_code'), DRAFT_LIMITS.codeButtons],
  ] as const) {
    if (number > max) add('buttons', 'too_many', { what, count: number, max });
  }
  // Meta takes quick replies in one group, before the other buttons or after them, never in between.
  const changes = buttons.filter((button, index) => index > 0 && (button.type === 'quick_reply') !== (buttons[index - 1]?.type === 'quick_reply')).length;
  if (changes > 1) add('buttons', 'button_order');
  const labels = new Set<string>();
  buttons.forEach((button, index) => {
    const field = `buttons.${index}`;
    const label = (button.text ?? '').trim();
    if (label === '') add(field, 'empty');
    if (lengthOf(label) > DRAFT_LIMITS.label) add(field, 'too_long', { length: lengthOf(label), max: DRAFT_LIMITS.label });
    if (label !== '' && labels.has(label)) add(field, 'label_twice');
    labels.add(label);
    switch (button.type) {
      case 'url':
        checkUrl(field, button, add);
        break;
      case 'phone':
        if (!/^\+?\d{5,20}$/.test(button.phone.replace(/[\s().-]/g, ''))) add(field, 'phone');
        break;
      case 'copy_code':
        if (!button.example?.trim()) add(field, 'sample_missing', { missing: label });
        else if (lengthOf(button.example) > DRAFT_LIMITS.code) add(field, 'too_long', { length: lengthOf(button.example), max: DRAFT_LIMITS.code });
        break;
      case 'quick_reply':
      case 'otp':
      case 'other':
        break;
    }
  });
}

function checkUrl(field: string, button: Extract<TemplateButton, { type: 'url' }>, add: Add): void {
  const keys = placeholdersOf(button.url);
  // One placeholder, at the end.
  const isWritten = /^https?:\/\/[^\s{}/]+\.[^\s{}]+(\{\{1\}\})?$/i.test(button.url) && lengthOf(button.url) <= DRAFT_LIMITS.url;
  if (!isWritten) add(field, 'url');
  if (keys.length > 0 && !button.example?.[0]?.trim()) add(field, 'sample_missing', { missing: '{{1}}' });
}

const WORDS: Readonly<Record<DraftRule, string>> = {
  name: 'the name may hold small letters, digits and _ only, {max} at most',
  language: 'the language must be one of WhatsApp\'s, such as en_US or ar',
  body_missing: 'the body is empty',
  twice: '{field} is there twice',
  too_long: '{field} has {length} characters; {max} are allowed',
  empty: '{field} has no text',
  too_many: 'there are {count} buttons of one kind; {max} are allowed',
  header_placeholders: 'the header may hold one placeholder and no line break',
  footer_placeholders: 'the footer may hold no placeholder',
  placeholder_unknown: '{field} holds brackets that are no placeholder',
  placeholder_order: 'the placeholders of {field} must be numbered 1, 2, 3 without a gap',
  placeholder_mixed: '{field} mixes numbered and named placeholders',
  placeholder_edge: 'the body may neither begin nor end with a placeholder',
  placeholder_dense: 'the body has {words} words; its placeholders need {min}',
  sample_missing: '{field} lacks a sample for {missing}',
  url: 'the address of {field} must be a web address, with {{1}} at its end at most',
  phone: '{field} has no valid phone number',
  label_twice: 'the label of {field} is there twice',
  button_order: 'quick replies must stand together, before the other buttons or after them',
};

/** A broken rule in words. */
export function draftWords({ field, rule, values }: DraftProblem): string {
  const known: Readonly<Record<string, string | number>> = { field, ...values };
  return WORDS[rule].replace(/(?<!\{)\{(\w+)\}(?!\})/g, (whole, key: string) => (Object.hasOwn(known, key) ? String(known[key]) : whole));
}
