import type { TemplateView } from '../../../../plugin/contracts/templates';
import {
  checkDraft,
  formatOf,
  isFieldPath,
  mappableSlots,
  placeholdersOf,
  slotKey,
  type DraftProblem,
  type TemplateButton,
  type TemplateComponent,
  type TemplateDraft,
  type TemplateMapping,
} from '../../../../plugin/domain/template';

export type HeaderKind = 'none' | 'text' | 'image' | 'video' | 'document' | 'location';
export type ButtonKind = 'quick_reply' | 'url' | 'phone' | 'copy_code';
export type TextPart = 'header' | 'body';

export const HEADER_KINDS: readonly HeaderKind[] = ['none', 'text', 'image', 'video', 'document', 'location'];
export const BUTTON_KINDS: readonly ButtonKind[] = ['quick_reply', 'url', 'phone', 'copy_code'];

export interface ButtonForm {
  /** Of a stored button its index there, by which its value is known; of a new one a number nobody had. */
  key: number;
  kind: ButtonKind;
  text: string;
  /** The address, the number or the code. */
  target: string;
  /** What stands for the variable at the end of an address. */
  sample: string;
}

export interface DraftForm {
  account: string | null;
  name: string;
  language: string | null;
  category: 'MARKETING' | 'UTILITY';
  header: HeaderKind;
  headerText: string;
  body: string;
  footer: string;
  buttons: ButtonForm[];
  /** By slot key, `body.1`. Kept while a placeholder is cut and pasted. */
  samples: Readonly<Record<string, string>>;
  mapping: TemplateMapping;
  /** The same for one kind of record. */
  recordMappings: Readonly<Record<string, TemplateMapping>>;
}

export const emptyForm = (account: string | null, language: string | null = null): DraftForm => ({
  account,
  name: '',
  language,
  category: 'UTILITY',
  header: 'none',
  headerText: '',
  body: '',
  footer: '',
  buttons: [],
  samples: {},
  mapping: {},
  recordMappings: {},
});

/** What people type as a name, as WhatsApp takes it: spaces and capitals are what everybody types first. */
export const tidyName = (typed: string): string => typed.toLowerCase().replace(/[\s-]+/g, '_');

const samplesOf = (part: TextPart, words: string, example: readonly string[] | undefined): Record<string, string> =>
  Object.fromEntries(placeholdersOf(words).flatMap((key, order) => (example?.[order] ? [[`${part}.${key}`, example[order]]] : [])));

const buttonOf = (button: TemplateButton, key: number): ButtonForm[] => {
  switch (button.type) {
    case 'quick_reply':
      return [{ key, kind: 'quick_reply', text: button.text, target: '', sample: '' }];
    case 'url':
      return [{ key, kind: 'url', text: button.text, target: button.url, sample: button.example?.[0] ?? '' }];
    case 'phone':
      return [{ key, kind: 'phone', text: button.text, target: button.phone, sample: '' }];
    case 'copy_code':
      return [{ key, kind: 'copy_code', text: button.text, target: button.example ?? '', sample: '' }];
    case 'otp':
    case 'other':
      return [];
  }
};

export const formOf = (template: Pick<TemplateView, 'accounts' | 'name' | 'language' | 'category' | 'components' | 'mapping' | 'recordMappings'>): DraftForm => {
  const form: DraftForm = { ...emptyForm(template.accounts[0] ?? null, template.language), name: template.name, category: template.category === 'MARKETING' ? 'MARKETING' : 'UTILITY', mapping: template.mapping, recordMappings: template.recordMappings };
  for (const component of template.components) {
    switch (component.type) {
      case 'header':
        form.header = component.format;
        form.headerText = component.text ?? '';
        form.samples = { ...form.samples, ...samplesOf('header', form.headerText, component.example) };
        break;
      case 'body':
        form.body = component.text;
        form.samples = { ...form.samples, ...samplesOf('body', component.text, component.example) };
        break;
      case 'footer':
        form.footer = component.text;
        break;
      case 'buttons':
        form.buttons = component.buttons.flatMap(buttonOf);
        break;
      case 'other':
        break;
    }
  }
  return form;
};

const exampleOf = (form: DraftForm, part: TextPart, words: string): { example?: string[] } => {
  const keys = placeholdersOf(words);
  return keys.length === 0 ? {} : { example: keys.map((key) => form.samples[`${part}.${key}`]?.trim() ?? '') };
};

const buttonWritten = ({ kind, text, target, sample }: ButtonForm): TemplateButton => {
  switch (kind) {
    case 'quick_reply':
      return { type: kind, text: text.trim() };
    case 'url':
      return { type: kind, text: text.trim(), url: target.trim(), ...(placeholdersOf(target).length > 0 ? { example: [sample.trim()] } : {}) };
    case 'phone':
      return { type: kind, text: text.trim(), phone: target.trim() };
    case 'copy_code':
      return { type: kind, text: text.trim(), example: target.trim() };
  }
};

export const componentsOf = (form: DraftForm): TemplateComponent[] => [
  ...(form.header === 'none' ? [] : [form.header === 'text' ? { type: 'header' as const, format: form.header, text: form.headerText, ...exampleOf(form, 'header', form.headerText) } : { type: 'header' as const, format: form.header }]),
  { type: 'body', text: form.body, ...exampleOf(form, 'body', form.body) },
  ...(form.footer.trim() === '' ? [] : [{ type: 'footer' as const, text: form.footer }]),
  ...(form.buttons.length === 0 ? [] : [{ type: 'buttons' as const, buttons: form.buttons.map(buttonWritten) }]),
];

export const draftOfForm = (form: DraftForm): TemplateDraft => ({ name: form.name, language: form.language ?? '', category: form.category, components: componentsOf(form) });

/** The laws the server asks too, so that the form never promises what it refuses. */
export const problemsOf = (form: DraftForm): DraftProblem[] => checkDraft(draftOfForm(form));

let buttonsMade = 1_000;

/** A new button; WhatsApp allows ten, so no stored one has its key. */
export const newButton = (kind: ButtonKind): ButtonForm => ({ key: (buttonsMade += 1), kind, text: '', target: '', sample: '' });

/** Where a problem is shown: `buttons.0` belongs to the buttons. */
export const placeOf = ({ field }: DraftProblem): string => field.split('.')[0] ?? field;

export const isFormChanged = (form: DraftForm, initial: DraftForm): boolean => JSON.stringify(form) !== JSON.stringify(initial);

const isNumber = (key: string): boolean => /^\d+$/.test(key);
const wordsOf = (form: DraftForm, part: TextPart): string => (part === 'header' ? form.headerText : form.body);
const withWords = (form: DraftForm, part: TextPart, words: string): DraftForm => (part === 'header' ? { ...form, headerText: words } : { ...form, body: words });

/** The next number, or a name where the text names its placeholders: WhatsApp takes no mixture. */
const nextKey = (form: DraftForm, path: string | null): string => {
  const keys = [...placeholdersOf(form.headerText), ...placeholdersOf(form.body)];
  return keys.some((key) => !isNumber(key)) ? (path ?? 'value').replaceAll(/\W/g, '_').toLowerCase() : '';
};

const freeKey = (form: DraftForm, part: TextPart, path: string | null): string => {
  const taken = new Set(placeholdersOf(wordsOf(form, part)));
  const name = nextKey(form, path);
  if (name === '') return String(Math.max(0, ...[...taken].filter(isNumber).map(Number)) + 1);
  for (let count = 1; ; count += 1) {
    const key = count === 1 ? name : `${name}_${count}`;
    if (!taken.has(key)) return key;
  }
};

/** A placeholder that is filled from this very field already is used again. */
const keyFor = (form: DraftForm, part: TextPart, path: string | null): string => {
  const known = path === null ? undefined : placeholdersOf(wordsOf(form, part)).find((key) => {
    const source = form.mapping[`${part}.${key}`];
    return source !== undefined && 'path' in source && source.path === path;
  });
  return known ?? freeKey(form, part, path);
};

export interface Inserted {
  form: DraftForm;
  /** Where the cursor stands afterwards. */
  caret: number;
}

/** Puts a placeholder where the cursor is; with a field, what fills it and its sample come along. */
export const insertPlaceholder = (form: DraftForm, part: TextPart, at: { start: number; end: number }, field: { path: string; sample: string | null } | null = null): Inserted => {
  const words = wordsOf(form, part);
  const without = words.slice(0, at.start) + words.slice(at.end);
  const bare = withWords(form, part, without);
  const key = keyFor(bare, part, field?.path ?? null);
  const slot = `${part}.${key}`;
  const placeholder = `{{${key}}}`;
  const next = withWords(bare, part, without.slice(0, at.start) + placeholder + without.slice(at.start));
  return {
    caret: at.start + placeholder.length,
    form: {
      ...next,
      ...(field ? { mapping: { ...form.mapping, [slot]: form.mapping[slot] ?? { path: field.path } } } : {}),
      ...(field?.sample && !form.samples[slot]?.trim() ? { samples: { ...form.samples, [slot]: field.sample } } : {}),
    },
  };
};

/** Samples that are nobody's: WhatsApp's reviewers read them, so no real customer's values may be in them. */
const SAMPLES: Readonly<Record<string, string>> = {
  name: 'Ana Silva',
  profileName: 'Ana',
  firstname: 'Ana',
  lastname: 'Silva',
  email: 'ana@example.com',
  phone: '+1 555 010 0000',
  number: 'A-00042',
  reference: 'PO-17',
  amountTotal: '120.00',
  amountUntaxed: '100.00',
  amountTax: '20.00',
  amountDue: '120.00',
  currency: 'EUR',
  date: '2026-11-30',
  dueDate: '2026-12-30',
  validUntil: '2026-12-30',
  portalLink: 'https://example.com/my/42',
};

export const sampleFor = (path: string): string | null => (path.startsWith('partner.erp.') ? null : (SAMPLES[path.split('.').at(-1) ?? ''] ?? null));

const FIELD_NAMED = /\{\{\s*([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+)\s*\}\}/;

/**
 * Text in which somebody typed `{{contact.name}}`: WhatsApp knows no such placeholder, so a number takes its place and
 * the field fills it.
 */
export const adoptFields = (form: DraftForm, part: TextPart, words: string, caret: number): Inserted => {
  let inserted: Inserted = { form: withWords(form, part, words), caret };
  for (;;) {
    const match = FIELD_NAMED.exec(wordsOf(inserted.form, part));
    const path = match?.[1] ?? '';
    if (!match || !isFieldPath(path)) return inserted;
    const [start, end] = [match.index, match.index + match[0].length];
    const next = insertPlaceholder(inserted.form, part, { start, end }, { path, sample: sampleFor(path) });
    inserted = { form: next.form, caret: inserted.caret >= end ? inserted.caret - end + next.caret : inserted.caret };
  }
};

/** Numbers without a gap, with what was said about each of them. */
export const renumber = (form: DraftForm, part: TextPart): DraftForm => {
  const keys = placeholdersOf(wordsOf(form, part));
  if (!keys.every(isNumber)) return form;
  const order = new Map(keys.map((key, index) => [key, String(index + 1)]));
  const moved = <T>(holder: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(holder).flatMap(([slot, value]) => {
        if (!slot.startsWith(`${part}.`)) return [[slot, value]];
        const to = order.get(slot.slice(part.length + 1));
        return to ? [[`${part}.${to}`, value]] : [];
      }),
    );
  const words = wordsOf(form, part).replace(/\{\{\s*(\d+)\s*\}\}/g, (_, key: string) => `{{${order.get(key) ?? key}}}`);
  return { ...withWords(form, part, words), samples: moved(form.samples), mapping: moved(form.mapping), recordMappings: Object.fromEntries(Object.entries(form.recordMappings).map(([record, mapping]) => [record, moved(mapping)])) };
};

/** What the phone shows while it is written: samples, and placeholders where there are none yet. */
export const sampleValues = (form: DraftForm): Record<string, string> => Object.fromEntries(Object.entries(form.samples).filter(([, sample]) => sample.trim() !== ''));

export interface DraftMappings {
  mapping: TemplateMapping;
  recordMappings: Record<string, TemplateMapping>;
}

/** What fills the places the form has now. A button that moved takes its value along; places that are gone have none. */
export const mappingsOf = (form: DraftForm): DraftMappings => {
  const components = componentsOf(form);
  const slots = new Set(mappableSlots(components, formatOf(components)).map(slotKey));
  const placeOfSlot = (slot: string): string => {
    const button = /^buttons\.(\d+)$/.exec(slot);
    return button ? `buttons.${form.buttons.findIndex(({ key }) => key === Number(button[1]))}` : slot;
  };
  const kept = (mapping: TemplateMapping): TemplateMapping =>
    Object.fromEntries(Object.entries(mapping).flatMap(([slot, source]) => (slots.has(placeOfSlot(slot)) ? [[placeOfSlot(slot), source]] : [])));
  return { mapping: kept(form.mapping), recordMappings: Object.fromEntries(Object.entries(form.recordMappings).map(([record, mapping]) => [record, kept(mapping)])) };
};
