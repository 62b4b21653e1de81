import type { SlotView } from '../../../../plugin/contracts/documents';
import type { TemplateVariables } from '../../../../plugin/contracts/send';
import {
  erpFieldOf,
  fillTemplate,
  fittingFile,
  mediaOfHeader,
  PORTAL_LINK_PLACEHOLDER,
  PORTAL_LINK_SHOWN,
  renderTemplate,
  resolveSource,
  slotKey,
  sourceFor,
  templateSlots,
  templateText,
  type TemplateSlot,
  type TemplateValues,
} from '../../../../plugin/domain/template';
import type { TemplateRow } from '../../platform/records';
import type { TemplateComposition, TemplatesService, ValueOrigin } from '../../platform/services';

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
export const composeTemplate: TemplatesService['compose'] = (template, { variables, record, typed, headerMedia }): TemplateComposition => {
  const components = template.components ?? [];
  const slots = templateSlots(components, template.parameterFormat);
  const values: Record<string, string> = {};
  const origins: Record<string, ValueOrigin> = {};
  const lost: { key: string; label: string; field: string }[] = [];
  let bodyOrder = -1;
  for (const slot of slots) {
    if (slot.part === 'body') bodyOrder += 1;
    if (slot.type === 'image' || slot.type === 'video' || slot.type === 'document' || slot.type === 'location') continue;
    const key = slotKey(slot);
    const put = (value: unknown, origin: ValueOrigin): boolean => {
      const text = templateText(value ?? '');
      if (text === '') return false;
      values[key] = text;
      origins[key] = origin;
      return true;
    };
    if (put(ownValue(typed, key), 'typed') || put(givenFor(slot, bodyOrder, variables), 'given')) continue;
    const source = sourceFor(template, key, record?.type);
    if (!source) continue;
    const resolved = resolveSource(source, record?.values ?? null);
    if (resolved.kind === 'value') put(resolved.text, resolved.from);
    if (resolved.kind === 'lost') lost.push({ key, label: slot.label, field: erpFieldOf(resolved.path) ?? resolved.path });
  }

  const pick = (part: TemplateSlot['part']): Record<string, string> =>
    Object.fromEntries(slots.filter((slot) => slot.part === part).flatMap((slot) => (values[slotKey(slot)] === undefined ? [] : [[slot.key, values[slotKey(slot)] ?? '']])));
  const hasLocation = slots.some((slot) => slot.type === 'location');
  const filling: TemplateValues = { header: hasLocation ? variables?.header : pick('header'), body: pick('body'), buttons: pick('button') };
  const filled = fillTemplate({ components, parameterFormat: template.parameterFormat, values: filling, headerMedia: headerMedia ?? mediaOfHeader(fittingFile({ ...template, components })) });
  if (filled.kind === 'missing' || lost.length > 0) {
    const missing = filled.kind === 'missing' ? filled.missing.map((slot) => ({ key: slotKey(slot), label: slot.label })) : lost.map(({ key, label }) => ({ key, label }));
    return { kind: 'missing', slots: missing, lost, values, origins };
  }
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
    preview: renderTemplate({ components, parameterFormat: template.parameterFormat, values: filling }).text.replaceAll(PORTAL_LINK_PLACEHOLDER, PORTAL_LINK_SHOWN),
    values,
    origins,
  };
};

/** What a form shows of each place to fill: its value, and where it came from. */
const presentSlots = (template: TemplateRow, composition: TemplateComposition): SlotView[] =>
  templateSlots(template.components, template.parameterFormat)
    .filter(({ type, required }) => required && !['image', 'video', 'document', 'location'].includes(type))
    .map((slot) => {
      const [key, { label }] = [slotKey(slot), slot];
      const value = composition.values[key]?.replaceAll(PORTAL_LINK_PLACEHOLDER, PORTAL_LINK_SHOWN) ?? null;
      const origin = composition.origins[key] ?? null;
      return { key, label, value, from: origin === 'given' ? 'typed' : origin };
    });

export const presentFilled: TemplatesService['presentFilled'] = (template, composition) => ({
  name: template.name,
  language: template.language,
  components: template.components,
  slots: composition ? presentSlots(template, composition) : [],
  preview: composition?.kind === 'composed' ? composition.preview : '',
});
