import type { Composition, CompositionKind, CompositionPreparation, CompositionRecipient, PrepareCompositionBody, SendCompositionBody } from '../../../../plugin/contracts/compositions';
import { toMessage } from '../../../../plugin/domain/composition';
import { checkFile, checkMessage, type Problem } from '../../../../plugin/domain/validate';
import { missingSlots } from '../documents/send-choices';

export interface DraftRow {
  title: string;
  description: string;
}

export interface DraftSection {
  title: string;
  rows: DraftRow[];
}

/** What is being written, of every kind: changing the kind and back loses nothing. */
export interface Draft {
  text: string;
  caption: string;
  body: string;
  header: string;
  footer: string;
  buttons: string[];
  button: string;
  sections: DraftSection[];
}

export const newRow = (): DraftRow => ({ title: '', description: '' });
export const newSection = (): DraftSection => ({ title: '', rows: [newRow()] });
export const emptyDraft = (): Draft => ({ text: '', caption: '', body: '', header: '', footer: '', buttons: [''], button: '', sections: [newSection()] });

/** What was chosen beside the words. */
export interface ComposeChoices {
  account?: string;
  to?: CompositionRecipient;
  country?: string;
  template?: { name: string; language: string };
  typed: Record<string, string>;
  useDefault: boolean;
  confirmElsewhere: boolean;
}

export const noComposeChoices: ComposeChoices = { typed: {}, useDefault: false, confirmElsewhere: false };

const optional = (words: string): string | undefined => words.trim() || undefined;

export const contentOf = (kind: CompositionKind, draft: Draft): Composition => {
  const around = { body: draft.body, ...(optional(draft.header) ? { header: draft.header } : {}), ...(optional(draft.footer) ? { footer: draft.footer } : {}) };
  switch (kind) {
    case 'text':
      return { kind, text: draft.text };
    case 'image':
    case 'document':
      return { kind, ...(optional(draft.caption) ? { caption: draft.caption } : {}) };
    case 'template':
      return { kind };
    case 'buttons':
      return { kind, ...around, buttons: draft.buttons.map((title) => ({ title })) };
    case 'list':
      return {
        kind,
        ...around,
        button: draft.button,
        sections: draft.sections.map(({ title, rows }) => ({
          ...(optional(title) ? { title } : {}),
          rows: rows.map((row) => ({ title: row.title, ...(optional(row.description) ? { description: row.description } : {}) })),
        })),
      };
  }
};

/** Of a file, what a browser knows before it is sent. */
export interface PickedFile {
  name: string;
  type: string;
  size: number;
}

/** The file the kind wants; null: none. */
export const fileKindOf = (kind: CompositionKind, shown: CompositionPreparation | null): 'image' | 'video' | 'document' | null =>
  kind === 'image' || kind === 'document' ? kind : kind === 'template' ? (shown?.template?.file ?? null) : null;

export const fileProblem = (kind: 'image' | 'video' | 'document', file: PickedFile, limits: CompositionPreparation['limits']): Problem | null => {
  const limit = limits?.media[kind];
  return limit ? checkFile(kind, { bytes: file.size, mimeType: file.type }, { maxBytes: limit.maxBytes, ...(limit.mimeTypes ? { mimeTypes: limit.mimeTypes } : {}) }) : null;
};

/** What WhatsApp would refuse of it, by the law the server asks too. What is only not written yet is left to `composeBar`. */
export const problemsOf = (kind: CompositionKind, draft: Draft, limits: CompositionPreparation['limits']): Problem[] => {
  // Stands for the file, which is looked at by itself.
  const message = toMessage(contentOf(kind, draft), { mediaId: 'file' });
  return message && limits ? checkMessage(message, { text: limits.text, caption: limits.caption }) : [];
};

const common = (choices: ComposeChoices): Omit<PrepareCompositionBody, 'kind'> => ({
  ...(choices.account ? { account: choices.account } : {}),
  ...(typeof choices.to === 'string' ? (choices.to.trim() ? { to: choices.to.trim() } : {}) : choices.to ? { to: choices.to } : {}),
  ...(choices.country ? { country: choices.country } : {}),
});

const typedOf = (typed: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(typed).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : [])));

export const composePrepareBody = (kind: CompositionKind, choices: ComposeChoices): PrepareCompositionBody => ({
  kind,
  ...common(choices),
  ...(kind === 'template' && choices.template ? { template: choices.template.name, language: choices.template.language, typed: typedOf(choices.typed) } : {}),
});

/** What goes where no file is picked: the default image, once it was chosen; the record's own PDF. */
export const standsIn = (kind: CompositionKind, choices: Pick<ComposeChoices, 'useDefault'>, shown: CompositionPreparation): boolean => {
  const fileKind = fileKindOf(kind, shown);
  return fileKind === 'image' ? choices.useDefault && shown.defaultImage !== null : fileKind === 'document' && shown.ownFile !== null;
};

/** Names what was shown: what is sent is what was seen, not what the server would choose by then. */
export const composeSendBody = (kind: CompositionKind, draft: Draft, choices: ComposeChoices, shown: CompositionPreparation, file: PickedFile | null, idempotencyKey: string): SendCompositionBody => ({
  content: contentOf(kind, draft),
  ...common(choices),
  ...(shown.account ? { account: shown.account } : {}),
  // A record's own number where nobody chose another.
  ...(shown.record && shown.to ? { to: shown.to } : {}),
  ...(shown.template && kind === 'template' ? { template: shown.template.name, language: shown.template.language, typed: typedOf(choices.typed) } : {}),
  ...(file === null && standsIn(kind, choices, shown) ? { useDefault: true } : {}),
  ...(shown.elsewhere ? { confirmElsewhere: choices.confirmElsewhere } : {}),
  idempotencyKey,
});

export type ComposeBar = 'loading' | 'refused' | 'recipient' | 'template' | 'slots' | 'file' | 'limits' | 'write' | 'elsewhere' | null;

/** Why Send can't be pressed now; null: it can. */
export const composeBar = (
  kind: CompositionKind,
  { draft, choices, shown, settled, file }: { draft: Draft; choices: ComposeChoices; shown: CompositionPreparation | null; settled: boolean; file: PickedFile | null },
): ComposeBar => {
  if (!shown || !settled) return 'loading';
  const refused = shown.notices.some(({ level, code }) => level === 'refusal' && !['template.variable_missing', 'document.elsewhere'].includes(code));
  const left = choices.to === undefined ? !shown.record : typeof choices.to === 'string' && choices.to.trim() === '';
  if (left) return 'recipient';
  if (refused) return 'refused';
  if (!shown.to) return 'recipient';
  if (kind === 'template' && !shown.template) return 'template';
  if (kind === 'template' && shown.template && missingSlots(shown.template.slots, choices.typed).length > 0) return 'slots';
  const fileKind = fileKindOf(kind, shown);
  if (fileKind && !file && !standsIn(kind, choices, shown)) return 'file';
  if (fileKind && file && fileProblem(fileKind, file, shown.limits)) return 'file';
  const problems = problemsOf(kind, draft, shown.limits);
  if (problems.some(({ code }) => code !== 'message.part_missing')) return 'limits';
  if (problems.length > 0) return 'write';
  if (shown.elsewhere && !shown.mayElsewhere) return 'refused';
  if (shown.elsewhere && !choices.confirmElsewhere) return 'elsewhere';
  return shown.sendable ? null : 'refused';
};

/** A number as people type one: the country's choice then means something. */
export const looksLikeNumber = (words: string): boolean => /^[+(\d][\d\s().-]{3,}$/.test(words.trim());
