import type { Composition, CompositionKind } from '../domain/composition';
import type { MediaKind } from '../domain/message';
import type { DocumentPreparation, Notice, RecipientOption } from './documents';

export type { Composition, CompositionKind } from '../domain/composition';

/** A phone (`+…`, or as the country writes it), a business-scoped id, or one of our contacts. */
export type CompositionRecipient = string | { contact: string };

/** What is chosen beside the content. */
export interface CompositionChoices {
  account?: string;
  to?: CompositionRecipient;
  /** ISO 3166 alpha-2: how a number without + is read. */
  country?: string;
  template?: string;
  language?: string;
  typed?: Record<string, string>;
}

/** Body of POST /compositions/prepare and POST /records/:type/:id/compositions/prepare: asked each time something is chosen. */
export interface PrepareCompositionBody extends CompositionChoices {
  kind: CompositionKind;
}

export interface FileLimit {
  maxBytes: number;
  /** Null: any. */
  mimeTypes: string[] | null;
}

/** Everything the form shows that the server knows. */
export interface CompositionPreparation {
  /** Null: written to somebody, not from a record. */
  record: DocumentPreparation['record'] | null;
  accounts: { key: string; name: string; phone: string | null }[];
  account: string | null;
  /** What this account can send, and why not. */
  kinds: { kind: CompositionKind; refusal: { code: string; sentence: string; values?: Readonly<Record<string, string | number>> } | null }[];
  /** Null where no account is chosen. */
  limits: { text: number; caption: number; media: Record<MediaKind, FileLimit> } | null;
  recipients: RecipientOption[];
  /** What is written to, and the same as people read it. Null: nobody yet, or nobody that can be reached. */
  to: string | null;
  toShown: string | null;
  /** How a number without + is read. */
  country: string | null;
  elsewhere: boolean;
  mayElsewhere: boolean;
  contact: DocumentPreparation['contact'];
  /** `needed`: outside it only templates may go. */
  window: { open: boolean; closesAt: string | null; needed: boolean };
  templates: { name: string; language: string; refusal: string | null }[];
  /** `file`: what its header wants. */
  template: (NonNullable<DocumentPreparation['template']> & { file: 'image' | 'video' | 'document' | null }) | null;
  /** Goes with an image for which no file is picked; null: there is none. */
  defaultImage: string | null;
  /** The PDF the record holds itself: goes where a document is wanted and none is picked. */
  ownFile: { filename: string; bytes: number } | null;
  notices: Notice[];
  /** True when nothing known here bars it; what is written is checked when it is sent. */
  sendable: boolean;
}

/**
 * Body of POST /compositions/send and POST /records/:type/:id/compositions/send: JSON, or a form with this as JSON in
 * the field `body` and the picked file in `files`. `idempotencyKey` is made by the form when it opens.
 */
export interface SendCompositionBody extends CompositionChoices {
  content: Composition;
  /** Without a picked file: the account's default image, or the record's own PDF. */
  useDefault?: boolean;
  confirmElsewhere?: boolean;
  idempotencyKey: string;
}

/** GET /compositions/people: whom a message may be written to. */
export interface PersonView {
  contact: string | null;
  name: string | null;
  phone: string | null;
  company: string | null;
  /** Where there is no number that can be used. */
  problem: { code: string; sentence: string } | null;
}

/** GET /compositions/countries */
export interface CountryView {
  country: string;
  callingCode: string;
}
