import type { TemplateButton, TemplateComponent } from './template-parts';

export type ParameterFormat = 'positional' | 'named';

/** A place in a template that a value goes to. */
export interface TemplateSlot {
  part: 'header' | 'body' | 'button';
  /** The placeholder's own word (`1`, `first_name`); `media` or `location` for such headers; a button's index as text. */
  key: string;
  /** Of the button, from 0, as the provider counts. */
  index?: number;
  type: 'text' | 'image' | 'video' | 'document' | 'location' | 'url_suffix' | 'code' | 'payload';
  /** Quick replies may go without a payload; nothing else may be missing. */
  required: boolean;
  /** What people see beside the field: `Body {{1}}`. */
  label: string;
  example?: string;
}

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** The placeholders of a text, each once; numbers in numeric order, names in order of appearance. */
export function placeholdersOf(text: string): string[] {
  const keys = [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
  return keys.every((key) => /^\d+$/.test(key)) ? keys.sort((a, b) => Number(a) - Number(b)) : keys;
}

/** The text with each placeholder replaced; one without a value stays visible as it is. */
export function replacePlaceholders(text: string, valueOf: (key: string) => string): string {
  return text.replace(PLACEHOLDER, (whole, key: string) => valueOf(key) || whole);
}

/** How a text names its placeholders, where the provider does not say. */
export function formatOf(components: readonly TemplateComponent[]): ParameterFormat {
  const texts = components.flatMap((component) => ('text' in component && component.text !== undefined ? [component.text] : []));
  return texts.flatMap(placeholdersOf).some((key) => !/^\d+$/.test(key)) ? 'named' : 'positional';
}

/**
 * Every place of a template that a value goes to, in the order people read it. `parameterFormat` decides the order of
 * the body's places: by number, or as they appear.
 */
export function templateSlots(components: readonly TemplateComponent[], parameterFormat: ParameterFormat): TemplateSlot[] {
  const header = components.flatMap((component) => (component.type === 'header' ? headerSlots(component) : []));
  const body = components.flatMap((component) => (component.type === 'body' ? textSlots('body', component.text, component.example) : []));
  if (parameterFormat === 'positional') body.sort((a, b) => (Number(a.key) || 0) - (Number(b.key) || 0));
  const buttons = buttonsOf(components).flatMap((button, index) => {
    // The button of a one-time code carries the code of the text: people are asked for it once.
    if (button.type === 'otp' && body.length > 0) return [];
    const slot = buttonSlot(button, index);
    return slot === null ? [] : [slot];
  });
  return [...header, ...body, ...buttons];
}

function headerSlots(header: Extract<TemplateComponent, { type: 'header' }>): TemplateSlot[] {
  switch (header.format) {
    case 'text':
      return textSlots('header', header.text ?? '', header.example);
    case 'location':
      return [{ part: 'header', key: 'location', type: 'location', required: true, label: 'Header location' }];
    case 'image':
    case 'video':
    case 'document':
      return [{ part: 'header', key: 'media', type: header.format, required: true, label: `Header ${header.format}` }];
  }
}

function textSlots(part: 'header' | 'body', text: string, examples?: readonly string[]): TemplateSlot[] {
  return placeholdersOf(text).map((key, order) => ({
    part,
    key,
    type: 'text',
    required: true,
    label: `${part === 'header' ? 'Header' : 'Body'} {{${key}}}`,
    example: examples?.[order],
  }));
}

function buttonSlot(button: TemplateButton, index: number): TemplateSlot | null {
  const place = { part: 'button', key: String(index), index } as const;
  switch (button.type) {
    case 'quick_reply':
      return { ...place, type: 'payload', required: false, label: `Answer to "${button.text}"` };
    case 'url':
      if (placeholdersOf(button.url).length === 0) return null;
      return { ...place, type: 'url_suffix', required: true, label: `Link of "${button.text}"`, example: button.example?.[0] };
    case 'copy_code':
      return { ...place, type: 'code', required: true, label: `Code of "${button.text}"`, example: button.example };
    case 'otp':
      return { ...place, type: 'code', required: true, label: `Code of "${button.text}"` };
    case 'phone':
    case 'other':
      return null;
  }
}

/** A place as one word: `header.1`, `body.first_name`, `buttons.0`. For mappings, forms and messages to people. */
export function slotKey(slot: Pick<TemplateSlot, 'part' | 'key'>): string {
  return `${slot.part === 'button' ? 'buttons' : slot.part}.${slot.key}`;
}

/** The buttons of a template; their place in the list is the index the provider counts by. */
export function buttonsOf(components: readonly TemplateComponent[]): readonly TemplateButton[] {
  return components.flatMap((component) => (component.type === 'buttons' ? component.buttons : []));
}
