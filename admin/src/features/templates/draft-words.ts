import type { Failure } from '../../api/failure';
import { DRAFT_LIMITS, draftWords, TEMPLATE_FIELDS, type DraftProblem } from '../../../../plugin/domain/template';
import { isMessageKey, type Text } from '../../i18n';
import { fieldWords } from './template-words';

/** What is wrong, without the place: for under a field. */
export const ruleWords = (problem: DraftProblem, text: Text): string => {
  const { rule, values } = problem;
  const key = rule === 'too_many' ? `templates.rule.too_many.${String(values['what'])}` : `templates.rule.${rule}`;
  return isMessageKey(key) ? text(key, { ...values }) : draftWords(problem);
};

/** The place a problem is about, as the form calls it. */
export const placeWords = (field: string, text: Text): string => {
  const [place, index] = field.split('.');
  if (index !== undefined) return text('templates.editor.button', { number: Number(index) + 1 });
  switch (place) {
    case 'name':
      return text('templates.column.name');
    case 'language':
      return text('templates.column.language');
    case 'header':
      return text('templates.part.header');
    case 'body':
      return text('templates.part.body');
    case 'footer':
      return text('templates.part.footer');
    default:
      return text('templates.tab.buttons');
  }
};

/** A field by its path; one of the ERP's own by its name there. */
export const pathWords = (path: string, text: Text): string => {
  const field = TEMPLATE_FIELDS.find((one) => one.path === path);
  return field ? fieldWords({ ...field, label: null }, text) : path;
};

const isProblem = (value: unknown): value is DraftProblem => typeof value === 'object' && value !== null && 'field' in value && 'rule' in value && 'values' in value;

/** The rules a server's refusal names, at their fields. */
export const problemsOfFailure = (failure: Failure | null): DraftProblem[] => {
  const problems = failure?.details['problems'];
  return Array.isArray(problems) ? problems.filter(isProblem) : [];
};

export const buttonLimits = { all: DRAFT_LIMITS.buttons, url: DRAFT_LIMITS.urlButtons, phone: DRAFT_LIMITS.phoneButtons, code: DRAFT_LIMITS.codeButtons };
