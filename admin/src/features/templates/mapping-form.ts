import type { TemplateFieldsView, TemplateView } from '../../../../plugin/contracts/templates';
import {
  erpFieldOf,
  mappableSlots,
  pathsOf,
  resolveSource,
  slotKey,
  sourceFor,
  TEMPLATE_FIELDS,
  type FieldValues,
  type MappedRecord,
  type MappingSource,
  type TemplateMapping,
  type TemplateSlot,
} from '../../../../plugin/domain/template';

/** What is being edited: the mapping for any record, and those for one kind. */
export interface MappingDraft {
  mapping: TemplateMapping;
  recordMappings: Readonly<Record<string, TemplateMapping>>;
}

export type SourceKind = 'none' | 'field' | 'text';

export const draftOf = (template: Pick<TemplateView, 'mapping' | 'recordMappings'>): MappingDraft => ({ mapping: template.mapping, recordMappings: template.recordMappings });

/** The source as chosen for exactly this record, not the one it would fall back to. */
export const ownSource = (draft: MappingDraft, record: MappedRecord, key: string): MappingSource | undefined =>
  record === 'any' ? draft.mapping[key] : draft.recordMappings[record]?.[key];

const withSource = (mapping: TemplateMapping, key: string, source: MappingSource | null): TemplateMapping => {
  const { [key]: _former, ...rest } = mapping;
  return source === null ? rest : { ...rest, [key]: source };
};

export const setSource = (draft: MappingDraft, record: MappedRecord, key: string, source: MappingSource | null): MappingDraft => {
  if (record === 'any') return { ...draft, mapping: withSource(draft.mapping, key, source) };
  const own = withSource(draft.recordMappings[record] ?? {}, key, source);
  const { [record]: _former, ...others } = draft.recordMappings;
  return { ...draft, recordMappings: Object.keys(own).length === 0 ? others : { ...others, [record]: own } };
};

/** Order of keys does not count: a database gives them back in its own. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'object' && item !== null ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1))) : item));

export const isChanged = (draft: MappingDraft, template: Pick<TemplateView, 'mapping' | 'recordMappings'>): boolean => stable(draft) !== stable(draftOf(template));

export const kindOf = (source: MappingSource | undefined): SourceKind => (!source ? 'none' : 'path' in source ? 'field' : 'text');

/** Another kind of source keeps the fallback. An empty field stays a choice to be made: it is not saved. */
export const changeKind = (source: MappingSource | undefined, kind: SourceKind): MappingSource | null => {
  const fallback = source?.fallback ? { fallback: source.fallback } : {};
  if (kind === 'none') return null;
  return kind === 'field' ? { path: '', ...fallback } : { text: source && 'path' in source && source.path ? `{{${source.path}}}` : '', ...fallback };
};

export const withFallback = (source: MappingSource, fallback: string): MappingSource => {
  const { fallback: _former, ...rest } = source;
  return fallback === '' ? rest : { ...rest, fallback };
};

/** Sources still without a field or a text. */
export const isUnfinished = (draft: MappingDraft): boolean =>
  [draft.mapping, ...Object.values(draft.recordMappings)].some((mapping) => Object.values(mapping).some((source) => ('path' in source ? source.path === '' : source.text.trim() === '')));

/** Only places the template has: one that WhatsApp's text lost would have the whole mapping refused, and nobody sees it. */
export const keepPlaces = (draft: MappingDraft, { components, parameterFormat }: Pick<TemplateView, 'components' | 'parameterFormat'>): MappingDraft => {
  const places = new Set(mappableSlots(components, parameterFormat).map(slotKey));
  const kept = (mapping: TemplateMapping): TemplateMapping => Object.fromEntries(Object.entries(mapping).filter(([key]) => places.has(key)));
  return { mapping: kept(draft.mapping), recordMappings: Object.fromEntries(Object.entries(draft.recordMappings).map(([record, mapping]) => [record, kept(mapping)])) };
};

/** Samples by path; a field of another kind of record has no value, and that is not the same as being gone. */
export const valuesOfFields = (fields: TemplateFieldsView | null): FieldValues | null =>
  fields?.record ? Object.fromEntries([...TEMPLATE_FIELDS.map(({ path }) => [path, null]), ...fields.fields.map(({ path, sample }) => [path, sample])]) : null;

/** Fields a source names that nobody has any more; none while the ERP can't say. */
export const lostPaths = (source: MappingSource | undefined, fields: TemplateFieldsView | null): string[] => {
  if (!source || !fields) return [];
  const known = new Set([...TEMPLATE_FIELDS.map(({ path }) => path), ...fields.fields.map(({ path }) => path)]);
  return pathsOf(source).filter((path) => path !== '' && !known.has(path) && (fields.erpKnown || erpFieldOf(path) === null));
};

export interface SlotSample {
  slot: TemplateSlot;
  key: string;
  text: string | null;
  from: 'mapping' | 'fallback' | null;
}

/** Every placeholder with what a record would put there. */
export const sampleSlots = (template: Pick<TemplateView, 'components' | 'parameterFormat'>, draft: MappingDraft, record: string, values: FieldValues | null): SlotSample[] =>
  mappableSlots(template.components, template.parameterFormat).map((slot) => {
    const key = slotKey(slot);
    const source = sourceFor(draft, key, record);
    const resolved = source ? resolveSource(source, values) : null;
    return resolved?.kind === 'value' ? { slot, key, text: resolved.text, from: resolved.from } : { slot, key, text: null, from: null };
  });
