import type { TemplateMessage } from './message';
import { isFieldPath, PORTAL_LINK_PLACEHOLDER, type MappedRecord } from './template-fields';
import { templateText } from './template-fill';
import type { TemplateComponent } from './template-parts';
import { buttonsOf, slotKey, templateSlots, type ParameterFormat, type TemplateSlot } from './template-slots';

/** Where a placeholder's value comes from: a field, or text that may name fields as `{{contact.name}}`. */
export type MappingSource = { path: string; fallback?: string } | { text: string; fallback?: string };

/** By slot key: `header.1`, `body.first_name`, `buttons.0`. */
export type TemplateMapping = Readonly<Record<string, MappingSource>>;

export interface MappedTemplate {
  /** For whatever the template is sent for. */
  mapping?: TemplateMapping | null;
  /** For one kind of record; a placeholder it leaves out is filled as for any. */
  recordMappings?: Readonly<Partial<Record<string, TemplateMapping>>> | null;
}

/** Values by path, as people write them. A path that is not there is a field nobody has; null is a field without a value. */
export type FieldValues = Readonly<Record<string, string | null>>;

const ownEntry = <T>(holder: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined =>
  holder && Object.hasOwn(holder, key) ? holder[key] : undefined;

/** How one placeholder is filled for a kind of record. */
export function sourceFor(template: MappedTemplate, key: string, record: string | null | undefined): MappingSource | undefined {
  const own = record ? ownEntry(ownEntry(template.recordMappings as Readonly<Record<string, TemplateMapping>> | null | undefined, record), key) : undefined;
  return own ?? ownEntry(template.mapping, key);
}

export type Resolved =
  | { kind: 'value'; text: string; from: 'mapping' | 'fallback' }
  | { kind: 'none' }
  /** The mapping names a field that is gone; every customer would silently get the fallback, so nothing is sent. */
  | { kind: 'lost'; path: string };

const NAMED_FIELD = /\{\{\s*([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+)\s*\}\}/g;

/** The fields a source reads. */
export function pathsOf(source: MappingSource): string[] {
  if ('path' in source) return [source.path];
  return [...new Set([...source.text.matchAll(NAMED_FIELD)].map((match) => match[1] ?? ''))];
}

/** The value of a source over a record; `values` null: there is no record, only text and fallbacks count. */
export function resolveSource(source: MappingSource, values: FieldValues | null): Resolved {
  const fallback = templateText(source.fallback ?? '');
  const orFallback = (): Resolved => (fallback === '' ? { kind: 'none' } : { kind: 'value', text: fallback, from: 'fallback' });
  const paths = pathsOf(source);
  if (values !== null) {
    const lost = paths.find((path) => !Object.hasOwn(values, path));
    if (lost !== undefined) return { kind: 'lost', path: lost };
  }
  const read = (path: string): string => templateText(ownEntry(values, path) ?? '');
  if (paths.some((path) => read(path) === '')) return orFallback();
  // A function, since `$&` in a customer's name would be a pattern of replace.
  const text = 'path' in source ? read(source.path) : templateText(source.text.replace(NAMED_FIELD, (_, path: string) => read(path)));
  return text === '' ? orFallback() : { kind: 'value', text, from: 'mapping' };
}

/** The placeholders a mapping can fill; media and places on a map are no text. */
export function mappableSlots(components: readonly TemplateComponent[], parameterFormat: ParameterFormat): TemplateSlot[] {
  return templateSlots(components, parameterFormat).filter(({ type }) => type === 'text' || type === 'url_suffix' || type === 'code' || type === 'payload');
}

/** Required placeholders nothing is mapped to: someone has to type them each time. */
export function unmappedSlots(
  template: MappedTemplate & { components: readonly TemplateComponent[]; parameterFormat: ParameterFormat },
  record: MappedRecord,
): TemplateSlot[] {
  return mappableSlots(template.components, template.parameterFormat).filter(
    (slot) => slot.required && sourceFor(template, slotKey(slot), record === 'any' ? null : record) === undefined,
  );
}

/** Slots of the mapping the template no longer has, and paths that are no fields: what a form must not store. */
export function findMappingProblems(
  mapping: TemplateMapping,
  components: readonly TemplateComponent[],
  parameterFormat: ParameterFormat,
): { key: string; problem: 'slot' | 'field'; value: string }[] {
  const keys = new Set(mappableSlots(components, parameterFormat).map(slotKey));
  return Object.entries(mapping).flatMap(([key, source]): { key: string; problem: 'slot' | 'field'; value: string }[] => {
    if (!keys.has(key)) return [{ key, problem: 'slot', value: key }];
    return pathsOf(source).filter((path) => !isFieldPath(path)).map((value) => ({ key, problem: 'field', value }));
  });
}

export const holdsPortalLink = (message: TemplateMessage): boolean => JSON.stringify([message.header, message.body, message.buttons]).includes(PORTAL_LINK_PLACEHOLDER);

/**
 * Puts the ERP's link where its placeholder stands. A button sends only the end of its address: null where the link
 * does not begin as the button does, since the customer's link would lead nowhere.
 */
export function putPortalLink(message: TemplateMessage, link: string, components: readonly TemplateComponent[]): TemplateMessage | null {
  const put = (text: string): string => text.replaceAll(PORTAL_LINK_PLACEHOLDER, () => link);
  const buttons: TemplateMessage['buttons'] = [];
  for (const button of message.buttons) {
    if (button.subType !== 'url' || !button.text.includes(PORTAL_LINK_PLACEHOLDER)) {
      buttons.push(button);
      continue;
    }
    const declared = buttonsOf(components)[button.index];
    const prefix = declared?.type === 'url' ? declared.url.replace(/\{\{.*$/s, '') : '';
    if (prefix === '' || !link.startsWith(prefix)) return null;
    buttons.push({ ...button, text: put(button.text).slice(prefix.length) });
  }
  const { header } = message;
  return {
    ...message,
    ...(header?.type === 'text' ? { header: { ...header, parameters: header.parameters.map((parameter) => ({ ...parameter, text: put(parameter.text) })) } } : {}),
    body: message.body.map((parameter) => ({ ...parameter, text: put(parameter.text) })),
    buttons,
  };
}
