import type { RenderedTemplate } from './template-fill';
import { TEMPLATE_LIMITS } from './template-limits';

export type { TemplateButton, TemplateComponent } from './template-parts';
export { formatOf, placeholdersOf, slotKey, templateSlots, type ParameterFormat, type TemplateSlot } from './template-slots';
export {
  fillTemplate,
  renderTemplate,
  templateText,
  valuesOf,
  type RenderedTemplate,
  type TemplateValues,
} from './template-fill';
export { matchLanguage } from './language';
export {
  findMappingProblems,
  holdsPortalLink,
  mappableSlots,
  pathsOf,
  putPortalLink,
  resolveSource,
  sourceFor,
  unmappedSlots,
  type FieldValues,
  type MappingSource,
  type TemplateMapping,
} from './template-mapping';
export {
  erpFieldOf,
  erpFieldPath,
  fieldsOf,
  isFieldPath,
  MAPPED_RECORDS,
  PORTAL_LINK,
  PORTAL_LINK_PLACEHOLDER,
  PORTAL_LINK_SHOWN,
  TEMPLATE_FIELDS,
  type FieldGroup,
  type MappedRecord,
} from './template-fields';
export { isSendable, LOCAL, purposeOf, type TemplateRefusal } from './template-state';
export { findObstacles, type ObstacleTemplate } from './template-obstacles';

export { TEMPLATE_LIMITS };
export { checkDraft, DRAFT_LIMITS, draftWords, type DraftProblem, type TemplateDraft } from './template-draft';
export { fittingFile, headerFormatOf, mediaOfHeader, type HeaderFile, type HeaderFormat } from './template-header';
export { TEMPLATE_LANGUAGES } from './template-languages';

/** The texts that grew too long with their values; the values of `template.text_too_long`. */
export function findTooLong(rendered: RenderedTemplate): { part: keyof typeof TEMPLATE_LIMITS; length: number; max: number }[] {
  const texts = { header: rendered.header?.format === 'text' ? rendered.header.text : '', body: rendered.body, footer: rendered.footer ?? '' };
  return (['header', 'body', 'footer'] as const)
    .map((part) => ({ part, length: [...texts[part]].length, max: TEMPLATE_LIMITS[part] }))
    .filter(({ length, max }) => length > max);
}
