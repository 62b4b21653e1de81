import { isSendable, purposeOf, type TemplateRefusal } from './template-state';
import { fittingFile, type HeaderFile } from './template-header';
import { erpFieldOf, isFieldPath } from './template-fields';
import { pathsOf, sourceFor, unmappedSlots, type MappedTemplate } from './template-mapping';
import type { TemplateComponent } from './template-parts';
import { slotKey, templateSlots, type ParameterFormat } from './template-slots';

export interface ObstacleTemplate extends MappedTemplate {
  approvalStatus: string | null | undefined;
  category: string | null | undefined;
  components: readonly TemplateComponent[];
  parameterFormat: ParameterFormat;
  missingAt?: Date | string | null;
  /** The file its header carries where a send brings none. */
  headerFile?: HeaderFile | null;
}

export interface Obstacle {
  code: TemplateRefusal | 'template.field_missing' | 'template.variables_unmapped' | 'template.header_media_missing' | 'template.marketing_consent';
  /** `refusal`: nobody can send it; `notice`: it goes once somebody adds what is named. */
  level: 'refusal' | 'notice';
  values: Record<string, string>;
}

/**
 * Why a template can't be sent, or what a send will still ask for: said on the list and the page before anyone tries.
 * The refusals are `isSendable`'s, which the way out asks too, so that a screen never promises what the server refuses.
 * `erpFields`: what the ERP has now; null: it is not known, and no field is called lost.
 */
export function findObstacles(template: ObstacleTemplate, erpFields: ReadonlySet<string> | null = null): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const add = (code: Obstacle['code'], level: Obstacle['level'], values: Record<string, string> = {}): void => void obstacles.push({ code, level, values });

  const sendable = isSendable(template);
  if (sendable.kind === 'no') add(sendable.code, 'refusal');

  for (const record of [null, ...Object.keys(template.recordMappings ?? {})]) {
    for (const slot of templateSlots(template.components, template.parameterFormat)) {
      const source = sourceFor(template, slotKey(slot), record);
      for (const path of source ? pathsOf(source) : []) {
        const field = erpFieldOf(path);
        const isLost = !isFieldPath(path) || (field !== null && erpFields !== null && !erpFields.has(field));
        const isSaid = obstacles.some(({ code, values }) => code === 'template.field_missing' && values['field'] === (field ?? path) && values['place'] === slot.label);
        if (isLost && !isSaid) add('template.field_missing', 'refusal', { place: slot.label, field: field ?? path });
      }
    }
  }

  const unmapped = unmappedSlots(template, 'any');
  if (unmapped.length > 0) add('template.variables_unmapped', 'notice', { missing: unmapped.map(({ label }) => label).join(', ') });
  const header = template.components.find((component) => component.type === 'header');
  // A document header carries the record's own PDF; a picture or a film has to be chosen or brought.
  if (header?.type === 'header' && (header.format === 'image' || header.format === 'video') && fittingFile(template) === null) add('template.header_media_missing', 'notice');
  if (purposeOf(template.category) === 'marketing') add('template.marketing_consent', 'notice');
  return obstacles;
}
