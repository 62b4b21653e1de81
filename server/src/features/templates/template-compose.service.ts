import type { TemplateVariables } from '../../../../plugin/contracts/send';
import { fillTemplate, renderTemplate, slotKey, templateSlots, templateText, type TemplateSlot, type TemplateValues } from '../../../../plugin/domain/template';
import type { TemplateMapping } from '../../platform/records';
import type { TemplateRecord, TemplatesService } from '../../platform/services';

const mapped = (source: TemplateMapping[string] | undefined, record: TemplateRecord | undefined): string => {
  if (!source) return '';
  if ('text' in source) return templateText(source.text);
  const value = record && Object.hasOwn(record.values, source.path) ? record.values[source.path] : null;
  return templateText(value ?? '') || templateText(source.fallback ?? '');
};

const ownValue = (holder: Readonly<Record<string, unknown>> | undefined, key: string): unknown => (holder && Object.hasOwn(holder, key) ? holder[key] : undefined);

/** The value the API gave for a slot: in order, by number or by name. */
const givenFor = (slot: TemplateSlot, order: number, variables: TemplateVariables | undefined): unknown => {
  if (!variables) return undefined;
  switch (slot.part) {
    case 'body':
      return Array.isArray(variables.body) ? variables.body[order] : ownValue(variables.body, slot.key);
    case 'header': {
      const { header } = variables;
      if (Array.isArray(header)) return header[0];
      return typeof header === 'object' ? ownValue(header, slot.key) : header;
    }
    case 'button':
      return ownValue(variables.buttons, slot.key);
  }
};

/**
 * Fills a template: what was typed counts first, then what the caller gave, then the mapping over the record, each slot
 * by itself. A place that stays empty is named, and nothing is sent.
 */
export const composeTemplate: TemplatesService['compose'] = (template, { variables, record, typed, headerMedia }) => {
  const components = template.components ?? [];
  const slots = templateSlots(components, template.parameterFormat);
  const mapping = template.mapping ?? {};
  const values: Record<string, string> = {};
  let bodyOrder = -1;
  for (const slot of slots) {
    if (slot.part === 'body') bodyOrder += 1;
    if (slot.type === 'image' || slot.type === 'video' || slot.type === 'document' || slot.type === 'location') continue;
    const key = slotKey(slot);
    const text =
      templateText(ownValue(typed, key) ?? '') ||
      templateText(givenFor(slot, bodyOrder, variables) ?? '') ||
      mapped(Object.hasOwn(mapping, key) ? mapping[key] : undefined, record);
    if (text !== '') values[key] = text;
  }

  const pick = (part: TemplateSlot['part']): Record<string, string> =>
    Object.fromEntries(slots.filter((slot) => slot.part === part).flatMap((slot) => (values[slotKey(slot)] === undefined ? [] : [[slot.key, values[slotKey(slot)] ?? '']])));
  const hasLocation = slots.some((slot) => slot.type === 'location');
  const filling: TemplateValues = { header: hasLocation ? variables?.header : pick('header'), body: pick('body'), buttons: pick('button') };
  const filled = fillTemplate({ components, parameterFormat: template.parameterFormat, values: filling, headerMedia: headerMedia ?? null });
  if (filled.kind === 'missing') return { kind: 'missing', slots: filled.missing.map((slot) => ({ key: slotKey(slot), label: slot.label })), values };
  return {
    kind: 'composed',
    message: {
      type: 'template',
      name: template.name,
      language: template.language,
      ...(filled.header ? { header: filled.header } : {}),
      body: filled.body,
      buttons: filled.buttons,
    },
    preview: renderTemplate({ components, parameterFormat: template.parameterFormat, values: filling }).text,
    values,
  };
};

