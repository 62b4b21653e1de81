import type { DocumentPreparation, PrepareDocumentBody, SendDocumentBody, SlotView } from '../../../../plugin/contracts/documents';
import type { Failure } from '../../api/failure';
import type { RecordRef } from './record-models';

/** What the person chose; what they left alone is the server's to choose. */
export interface SendChoices {
  account?: string;
  to?: string;
  template?: { name: string; language: string };
  typed: Record<string, string>;
  caption: string;
  confirmElsewhere: boolean;
}

export const noChoices: SendChoices = { typed: {}, caption: '', confirmElsewhere: false };

const typedOf = (typed: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : [])));

export const prepareBodyOf = ({ type, id }: Pick<RecordRef, 'type' | 'id'>, choices: SendChoices): PrepareDocumentBody => ({
  record: { type, id },
  ...(choices.account ? { account: choices.account } : {}),
  ...(choices.to?.trim() ? { to: choices.to.trim() } : {}),
  ...(choices.template ? { template: choices.template.name, language: choices.template.language } : {}),
  typed: typedOf(choices.typed),
});

/** Names everything that was shown: what is sent is what was seen, not what the server would choose by then. */
export const sendBodyOf = ({ type, id }: Pick<RecordRef, 'type' | 'id'>, choices: SendChoices, shown: DocumentPreparation, idempotencyKey: string): SendDocumentBody => ({
  record: { type, id },
  ...(shown.account ? { account: shown.account } : {}),
  ...(shown.to ? { to: shown.to } : {}),
  ...(shown.mode === 'template' && shown.template ? { template: shown.template.name, language: shown.template.language } : {}),
  ...(shown.mode === 'template' ? { typed: typedOf(choices.typed) } : {}),
  ...(shown.mode === 'plain' && choices.caption.trim() ? { caption: choices.caption.trim() } : {}),
  ...(shown.elsewhere ? { confirmElsewhere: choices.confirmElsewhere } : {}),
  idempotencyKey,
});

/** Slots that a person has to fill, or has filled. */
export const openSlots = (slots: SlotView[]): SlotView[] => slots.filter((slot) => slot.from === null || slot.from === 'typed');

/** Values for the preview: what is being typed shows at once, before the server has seen it. */
export const previewValues = (slots: SlotView[], typed: Record<string, string>): Record<string, string | null> =>
  Object.fromEntries(slots.map((slot) => [slot.key, (slot.from === 'mapping' || slot.from === 'fallback' ? slot.value : (typed[slot.key] ?? slot.value)) || null]));

export const missingSlots = (slots: SlotView[], typed: Record<string, string>): SlotView[] => {
  const values = previewValues(slots, typed);
  return slots.filter((slot) => !values[slot.key]?.trim());
};

/**
 * Whether the key of this dialog has to be kept after a failure. No answer, or a server's own failure: the document
 * may be queued, and the same key makes a second press harmless. A refusal left nothing behind, and what is changed
 * after it is another request: the old key would answer 409.
 */
export const keepsKey = (failure: Failure): boolean => failure.status === 0 || failure.status >= 500 || failure.status === 409;

export type SendBar = 'loading' | 'refused' | 'slots' | 'elsewhere' | null;

/** Why Send can't be pressed now; null: it can. */
export const sendBar = (shown: DocumentPreparation | null, choices: SendChoices, settled: boolean): SendBar => {
  if (!shown || !settled) return 'loading';
  // "Another number" with none typed: what is shown is the record's own number, which the person just turned down.
  if (choices.to !== undefined && choices.to.trim() === '') return 'slots';
  if (shown.mode === 'template' && shown.template && missingSlots(shown.template.slots, choices.typed).length > 0) return 'slots';
  if (shown.elsewhere && !choices.confirmElsewhere && shown.mayElsewhere) return 'elsewhere';
  if (shown.elsewhere && !shown.mayElsewhere) return 'refused';
  return shown.sendable ? null : 'refused';
};

/** One text for a template and its language, as a select's value. */
export const templateKey = (template: { name: string; language: string }): string => `${template.name}\n${template.language}`;

export const parseTemplateKey = (key: string): { name: string; language: string } => {
  const [name = '', language = ''] = key.split('\n');
  return { name, language };
};

/** What the file will be called on the customer's phone: named by the same rule on the server. */
export const filenameOf = ({ number, title }: Pick<DocumentPreparation['record'], 'number' | 'title'>): string => `${(number ?? title).replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')}.pdf`;

/**
 * What a refusal means to the side panel. `ends`: nothing chosen in the dialog can change it (a draft, a cancelled
 * order); `says`: worth reading, yet another number or template may do; `silent`: the dialog asks for what is missing.
 */
export const panelRefusal = (refusal: { code: string } | null): 'ends' | 'says' | 'silent' => {
  if (!refusal || refusal.code === 'template.variable_missing') return 'silent';
  return refusal.code.startsWith('document.') && refusal.code !== 'document.elsewhere' ? 'ends' : 'says';
};
