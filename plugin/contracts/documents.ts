import type { ConsentView } from './contacts';
import type { MessageView } from './messages';
import type { TemplateComponent } from '../domain/template';

export interface Notice {
  code: string;
  sentence: string;
  /** What the sentence was filled with, for other languages. */
  values?: Readonly<Record<string, string | number>>;
  /** `refusal` bars Send; `warning` asks for a look. */
  level: 'info' | 'warning' | 'refusal';
}

export interface RecipientOption {
  /** +E.164 */
  phone: string;
  name: string;
  /** Set where the number cannot be used. */
  problem: string | null;
}

export interface SlotView {
  /** `header.1`, `body.2`, `body.first_name`, `buttons.0` */
  key: string;
  label: string;
  value: string | null;
  /** Where the value came from: `mapping`, `fallback`, `typed`; null: must be typed in. */
  from: 'mapping' | 'fallback' | 'typed' | null;
}

/** Body of POST /documents/prepare: what the dialog asks each time something is chosen. */
export interface PrepareDocumentBody {
  record: { type: string; id: string };
  account?: string;
  to?: string;
  template?: string;
  language?: string;
  typed?: Record<string, string>;
}

/** Everything the dialog shows. */
export interface DocumentPreparation {
  record: { type: string; id: string; number: string | null; title: string; partnerName: string | null; amountTotal: number | null; currency: string | null; state: string | null };
  accounts: { key: string; name: string; phone: string | null }[];
  account: string | null;
  recipients: RecipientOption[];
  to: string | null;
  /** True where `to` is none of the record's: a second question, and a permission. */
  elsewhere: boolean;
  mayElsewhere: boolean;
  contact: { id: string; name: string | null; consents: ConsentView[]; stoppedAt: string | null } | null;
  window: { open: boolean; closesAt: string | null };
  /** `plain`: the window is open, the document goes by itself; `template`: inside one. */
  mode: 'plain' | 'template';
  templates: { name: string; language: string; refusal: string | null }[];
  template: { name: string; language: string; components: TemplateComponent[]; slots: SlotView[]; preview: string } | null;
  /** Sent before: when and what became of it. */
  repeats: MessageView[];
  notices: Notice[];
  /** True when Send may be pressed. */
  sendable: boolean;
}

/** Body of POST /documents/send. `idempotencyKey` is made by the dialog when it opens. */
export interface SendDocumentBody {
  record: { type: string; id: string };
  account?: string;
  to?: string;
  template?: string;
  language?: string;
  typed?: Record<string, string>;
  caption?: string;
  confirmElsewhere?: boolean;
  idempotencyKey: string;
}

/** GET /records/:type/:id: the side panel. */
export interface RecordPanel {
  messages: MessageView[];
  contact: { id: string; name: string | null; phone: string | null; consents: ConsentView[]; stoppedAt: string | null; marketingStoppedAt: string | null } | null;
  window: { open: boolean; closesAt: string | null };
  /** Why a document can't be sent from this record now; null: it can. */
  refusal: { code: string; sentence: string; values?: Readonly<Record<string, string | number>> } | null;
}
