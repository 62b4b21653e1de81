import type { LocationMessage, MediaRef, TemplateButtonValue, TemplateHeaderValue, TemplateMessage, TemplateParameter } from './message';
import { presentValue } from './money-and-dates';
import type { TemplateComponent } from './template-parts';
import { buttonsOf, placeholdersOf, replacePlaceholders, templateSlots, type ParameterFormat, type TemplateSlot } from './template-slots';

/**
 * Values by part, as the API takes them. The body's go in order or by name; a body given by number (`{"1": …}`) is
 * understood too. Odoo's `false` counts as no value, a many2one as its name.
 */
export interface TemplateValues {
  /** Text of the header's placeholder, or `{latitude, longitude, name?, address?}` for a location. */
  header?: unknown;
  body?: readonly unknown[] | Readonly<Record<string, unknown>>;
  /** By index of the button. */
  buttons?: Readonly<Record<string, unknown>> | readonly unknown[];
}

export type FilledTemplate =
  | { kind: 'filled'; header?: TemplateHeaderValue; body: TemplateParameter[]; buttons: TemplateButtonValue[] }
  /** Every place without a value; nothing may be sent (Meta: 132000). */
  | { kind: 'missing'; missing: TemplateSlot[] };

export interface TemplateFilling {
  components: readonly TemplateComponent[];
  parameterFormat: ParameterFormat;
  values: TemplateValues;
  headerMedia?: MediaRef | null;
}

/** A value as Meta takes it in a template: no newline, no tab, no four spaces in a row (message templates, 2026-11). */
export function templateText(value: unknown): string {
  return presentValue(value)
    .replace(/\s*[\n\r\t\v\f\u0085\u2028\u2029]\s*/g, ' ')
    .replace(/[ \u00a0]{4,}/g, ' ')
    .trim();
}

/** Puts values into a template: the parts of a `TemplateMessage`, or every place that has none. */
export function fillTemplate(filling: TemplateFilling): FilledTemplate {
  const { components, parameterFormat, values } = filling;
  const list = buttonsOf(components);
  const missing: TemplateSlot[] = [];
  const headerTexts: TemplateParameter[] = [];
  const body: TemplateParameter[] = [];
  const buttons: TemplateButtonValue[] = [];
  let header: TemplateHeaderValue | undefined;

  for (const slot of templateSlots(components, parameterFormat)) {
    if (slot.part === 'header' && slot.type !== 'text') {
      const value = headerValue(slot, values.header, filling.headerMedia);
      if (value === null) missing.push(slot);
      else header = value;
      continue;
    }
    const text = slotText(slot, components, values);
    if (text === '') {
      if (slot.required) missing.push(slot);
    } else if (slot.part === 'button') {
      buttons.push(buttonValue(slot, text, list[slot.index ?? 0]?.type === 'copy_code'));
    } else {
      (slot.part === 'header' ? headerTexts : body).push(parameterFormat === 'named' ? { name: slot.key, text } : { text });
    }
  }
  if (missing.length > 0) return { kind: 'missing', missing };

  const code = body[0]?.text;
  list.forEach((button, index) => {
    // Authentication templates take the code twice: in the text, and as the URL parameter of the button (Meta, 2026-11).
    if (button.type === 'otp' && code !== undefined) buttons.push({ index, subType: 'url', text: code });
  });
  if (headerTexts.length > 0) header = { type: 'text', parameters: headerTexts };
  buttons.sort((a, b) => a.index - b.index);
  return header === undefined ? { kind: 'filled', body, buttons } : { kind: 'filled', header, body, buttons };
}

function headerValue(slot: TemplateSlot, value: unknown, media: MediaRef | null | undefined): TemplateHeaderValue | null {
  switch (slot.type) {
    case 'location': {
      const location = parseLocation(value);
      return location === null ? null : { type: 'location', ...location };
    }
    case 'image':
    case 'video':
    case 'document':
      return media && (media.mediaId || media.providerMediaId || media.link) ? { type: slot.type, media } : null;
    default:
      return null;
  }
}

function buttonValue(slot: TemplateSlot, text: string, isCopyCode: boolean): TemplateButtonValue {
  const index = slot.index ?? 0;
  if (slot.type === 'payload') return { index, subType: 'quick_reply', payload: text };
  return isCopyCode ? { index, subType: 'copy_code', code: text } : { index, subType: 'url', text };
}

/** Own entries only: a parameter may be called `constructor`. */
function entryOf(holder: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function slotText(slot: TemplateSlot, components: readonly TemplateComponent[], values: TemplateValues): string {
  if (slot.part === 'header') {
    const { header } = values;
    if (isRecord(header) && Object.hasOwn(header, slot.key)) return templateText(header[slot.key]);
    const isManyToOne = Array.isArray(header) && typeof header[0] === 'number' && typeof header[1] === 'string';
    return templateText(Array.isArray(header) && !isManyToOne ? header[0] : header);
  }
  if (slot.part === 'button') {
    const given = values.buttons as Readonly<Record<string, unknown>> | undefined;
    const text = given === undefined ? '' : templateText(entryOf(given, slot.key));
    return slot.type === 'url_suffix' ? withoutPrefix(text, buttonsOf(components)[slot.index ?? 0]) : text;
  }
  const { body } = values;
  if (body === undefined || body === null) return '';
  if (!Array.isArray(body)) return templateText(entryOf(body as Readonly<Record<string, unknown>>, slot.key));
  const number = /^\d+$/.test(slot.key) ? Number(slot.key) - 1 : bodyKeys(components).indexOf(slot.key);
  return templateText(body[number]);
}

function bodyKeys(components: readonly TemplateComponent[]): string[] {
  return components.flatMap((component) => (component.type === 'body' ? placeholdersOf(component.text) : []));
}

/** People paste the whole link where only its end is wanted; sent as it is, the customer's link would hold both. */
function withoutPrefix(text: string, button: { type: string; url?: string } | undefined): string {
  const prefix = (button?.url ?? '').replace(/\{\{.*$/s, '');
  return prefix !== '' && text.length > prefix.length && text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function parseLocation(value: unknown): Omit<LocationMessage, 'type'> | null {
  if (!isRecord(value)) return null;
  const { latitude, longitude } = value;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  const name = templateText(value['name']);
  const address = templateText(value['address']);
  return { latitude, longitude, ...(name === '' ? {} : { name }), ...(address === '' ? {} : { address }) };
}

/** The values inside a template message that was filled before: for showing it again. */
export function valuesOf(message: Pick<TemplateMessage, 'header' | 'body' | 'buttons'>): TemplateValues {
  const named = message.body.some((parameter) => parameter.name !== undefined);
  const header = message.header?.type === 'text' ? message.header.parameters[0]?.text : message.header;
  return {
    ...(header === undefined ? {} : { header }),
    body: named
      ? Object.fromEntries(message.body.map((parameter) => [parameter.name ?? '', parameter.text]))
      : message.body.map((parameter) => parameter.text),
    buttons: Object.fromEntries(
      message.buttons.map((button) => [
        String(button.index),
        button.subType === 'quick_reply' ? button.payload : button.subType === 'copy_code' ? button.code : button.text,
      ]),
    ),
  };
}

export interface RenderedTemplate {
  header?: { format: 'text'; text: string } | { format: 'image' | 'video' | 'document' | 'location' };
  body: string;
  footer?: string;
  buttons: { type: 'quick_reply' | 'url' | 'phone' | 'copy_code' | 'otp' | 'other'; text: string; value?: string }[];
  /** Header, body and footer as plain text: for lists, search and notifications. */
  text: string;
}

/** A template as the customer will see it. What has no value yet is shown as its placeholder. */
export function renderTemplate(filling: Pick<TemplateFilling, 'components' | 'parameterFormat' | 'values'>): RenderedTemplate {
  const { components, parameterFormat, values } = filling;
  const texts = new Map<string, string>();
  for (const slot of templateSlots(components, parameterFormat)) {
    if (slot.part === 'header' && slot.type !== 'text') continue;
    texts.set(`${slot.part} ${slot.key}`, slotText(slot, components, values));
  }
  const rendered: RenderedTemplate = { body: '', buttons: [], text: '' };
  for (const component of components) {
    switch (component.type) {
      case 'header':
        rendered.header =
          component.format === 'text'
            ? { format: 'text', text: replacePlaceholders(component.text ?? '', (key) => texts.get(`header ${key}`) ?? '') }
            : { format: component.format };
        break;
      case 'body':
        rendered.body = replacePlaceholders(component.text, (key) => texts.get(`body ${key}`) ?? '');
        break;
      case 'footer':
        rendered.footer = component.text;
        break;
      case 'buttons':
      case 'other':
        break;
    }
  }
  rendered.buttons = buttonsOf(components).map((button, index) => {
    const text = button.text ?? '';
    const value = texts.get(`button ${index}`) ?? '';
    switch (button.type) {
      case 'url':
        return { type: button.type, text, value: replacePlaceholders(button.url, () => value) };
      case 'phone':
        return { type: button.type, text, value: button.phone };
      case 'copy_code':
        return value === '' ? { type: button.type, text } : { type: button.type, text, value };
      case 'quick_reply':
      case 'otp':
      case 'other':
        return { type: button.type, text };
    }
  });
  const headerText = rendered.header?.format === 'text' ? rendered.header.text : undefined;
  rendered.text = [headerText, rendered.body, rendered.footer].filter((part) => part !== undefined && part !== '').join('\n');
  return rendered;
}
