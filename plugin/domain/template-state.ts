import type { Purpose } from './message';
import type { TemplateComponent } from './template-parts';
import { buttonsOf } from './template-slots';

/** The state of a template that exists here only, until WhatsApp lists one of its name and language. */
export const LOCAL = 'LOCAL';

export type TemplateRefusal = 'template.local' | 'template.deleted' | 'template.not_approved' | 'template.paused' | 'template.rejected' | 'template.disabled' | 'template.unsupported';

export type Sendable = { kind: 'yes' } | { kind: 'no'; code: TemplateRefusal; sentence: string };

/** The sentences of `contracts/codes`, which this room may not import; a test holds them equal. */
const SENTENCES: Readonly<Record<TemplateRefusal, string>> = {
  'template.local': "This template is written here and does not exist at WhatsApp yet, so it can't be sent.",
  'template.deleted': 'WhatsApp no longer lists this template: it was deleted or archived there. Use another one.',
  'template.not_approved': "WhatsApp has not approved this template, so it can't be sent.",
  'template.paused': "WhatsApp has paused this template because of customers' feedback. It can be sent again once WhatsApp resumes it.",
  'template.rejected': 'WhatsApp rejected this template. Change it in WhatsApp Manager and submit it again.',
  'template.disabled': 'WhatsApp has disabled this template. Use another one.',
  'template.unsupported': "This template has parts that can't be filled here yet. Use another one.",
};

/**
 * Whether a template may be sent. Only `APPROVED` may: Meta adds values without notice, and a value we don't know
 * must never go out as if it were fine.
 */
export function isSendable(template: {
  approvalStatus: string | null | undefined;
  components: readonly TemplateComponent[];
  /** When a sync no longer found it. */
  missingAt?: Date | string | null;
}): Sendable {
  const refuse = (code: TemplateRefusal): Sendable => ({ kind: 'no', code, sentence: SENTENCES[code] });
  if (template.missingAt) return refuse('template.deleted');
  switch ((template.approvalStatus ?? '').trim().toUpperCase()) {
    case 'APPROVED':
      break;
    case LOCAL:
      return refuse('template.local');
    case 'PAUSED':
      return refuse('template.paused');
    case 'REJECTED':
      return refuse('template.rejected');
    case 'DISABLED':
      return refuse('template.disabled');
    case 'DELETED':
    case 'ARCHIVED':
      return refuse('template.deleted');
    default:
      return refuse('template.not_approved');
  }
  const unknownPart = template.components.some((component) => component.type === 'other');
  const unknownButton = buttonsOf(template.components).some((button) => button.type === 'other');
  return unknownPart || unknownButton ? refuse('template.unsupported') : { kind: 'yes' };
}

/** What a category is sent for. An unknown one counts as marketing, the purpose that needs most. */
export function purposeOf(category: string | null | undefined): Extract<Purpose, 'utility' | 'marketing'> {
  switch ((category ?? '').trim().toUpperCase()) {
    case 'UTILITY':
    case 'AUTHENTICATION':
      return 'utility';
    default:
      return 'marketing';
  }
}
