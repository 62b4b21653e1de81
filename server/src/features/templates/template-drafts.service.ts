import type { Core } from '@strapi/types';
import { checkDraft, draftWords, formatOf, LOCAL, type TemplateDraft } from '../../../../plugin/domain/template';
import { isUniqueViolation } from '../../platform/database-errors';
import type { AccountRow, TemplateRow } from '../../platform/records';
import { conflict, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { TemplatesRepository } from './templates.repository';

const check = (draft: TemplateDraft): void => {
  const problems = checkDraft(draft);
  if (problems.length === 0) return;
  throw refuse('template.draft_invalid', { path: problems[0]?.field, values: { problems: problems.map(draftWords).join('; ') }, extra: { problems } });
};

const rowOf = ({ category, components }: TemplateDraft): Partial<TemplateRow> => ({ category, components: [...components], parameterFormat: formatOf(components) });

/** Templates written here, until WhatsApp lists one of their name and language: then the sync takes over. */
export const createTemplateDrafts = (strapi: Core.Strapi, repository: TemplatesRepository) => {
  const record = (operation: string, row: Pick<TemplateRow, 'documentId' | 'name' | 'language'>, user: number | null): void =>
    getService(strapi, 'logs').record({ operation, success: true, user, subjectType: 'template', subject: row.documentId, details: { name: row.name, language: row.language } });

  const getLocal = (row: TemplateRow): TemplateRow => {
    if (row.approvalStatus !== LOCAL) throw conflict('template.not_local');
    return row;
  };

  const insert = async (row: Partial<TemplateRow>, user: number | null): Promise<TemplateRow> => {
    try {
      const made = await repository.table().insert({ ...row, approvalStatus: LOCAL });
      record('template.write', made, user);
      return made;
    } catch (error) {
      // Two people at once, or one that WhatsApp has already.
      throw isUniqueViolation(error) ? conflict('template.exists', { path: 'name' }) : error;
    }
  };

  return {
    async create(account: AccountRow, draft: TemplateDraft, user: number | null): Promise<TemplateRow> {
      if (!account.businessAccount) throw refuse('template.not_supported');
      check(draft);
      return insert({ ...rowOf(draft), name: draft.name, language: draft.language, businessAccount: account.businessAccount, provider: account.provider }, user);
    },

    /** Name and language are the key under which WhatsApp will know it: another one is another template. */
    async update(row: TemplateRow, draft: Pick<TemplateDraft, 'category' | 'components'>, user: number | null): Promise<void> {
      const wanted = { ...draft, name: getLocal(row).name, language: row.language };
      check(wanted);
      await repository.table().update(row.id, rowOf(wanted));
      record('template.write', row, user);
    },

    async remove(row: TemplateRow, user: number | null): Promise<void> {
      await repository.removeLocal(getLocal(row).id);
      record('template.remove', row, user);
    },

    /** A copy to be translated: the placeholders are the same, so what fills them comes along. */
    async duplicate(row: TemplateRow, language: string, user: number | null): Promise<TemplateRow> {
      const [languageProblem] = checkDraft({ name: row.name, language, category: 'UTILITY', components: row.components ?? [] }).filter(({ field }) => field === 'language');
      if (languageProblem) throw refuse('template.draft_invalid', { path: 'language', values: { problems: draftWords(languageProblem) }, extra: { problems: [languageProblem] } });
      const { name, businessAccount, provider, category, components, parameterFormat, mapping, recordMappings, documentTitles, headerFile } = row;
      return insert({ name, language, businessAccount, provider, category, components, parameterFormat, mapping, recordMappings, documentTitles, headerFile }, user);
    },
  };
};

export type TemplateDrafts = ReturnType<typeof createTemplateDrafts>;
