import type { OutboundMessage } from '../../../../plugin/domain/message';
import type { ProviderEvent } from '../../providers/provider';
import type { Knex } from '../database';
import type { AccountRow, TemplateRow } from '../records';

export interface TemplatesService {
  findById(id: number): Promise<TemplateRow | null>;
  /** One template of the account's business account; language exact, base, then the account's default, where `language` is loose. */
  find(account: AccountRow, name: string, language?: string | null): Promise<TemplateRow | null>;
  listForAccount(account: AccountRow): Promise<TemplateRow[]>;
  /** The template a document of this title should travel in, in the language nearest to the wanted one. Null: none, the code says which to create. */
  suggest(account: AccountRow, title: string, language: string | null): Promise<TemplateRow | null>;
  sync(account: AccountRow): Promise<{ pages: number; seen: number; created: number; changed: number; missing: number }>;
  applyChange(event: Extract<ProviderEvent, { kind: 'template' }>, businessAccount: string, trx: Knex): Promise<void>;
  /** Fills the slots from typed variables (API shape) or a mapping over a record; says which are missing. */
  compose(
    template: TemplateRow,
    input: {
      variables?: import('../../../../plugin/contracts/send').TemplateVariables;
      record?: TemplateRecord;
      typed?: Record<string, string>;
      headerMedia?: import('../../../../plugin/domain/message').MediaRef;
    },
  ): TemplateComposition;
  /**
   * The file chosen for a template's header, the account's default image included. `compose` finds a chosen file by
   * itself; the default image only where this is passed as `headerMedia`. Null: none is chosen.
   */
  headerMediaOf(template: TemplateRow, account: AccountRow): Promise<import('../../../../plugin/domain/message').MediaRef | null>;
  /** A template as a form shows it, its places filled as `compose` filled them. */
  presentFilled(template: TemplateRow, composition: TemplateComposition | null): NonNullable<import('../../../../plugin/contracts/documents').DocumentPreparation['template']>;
  /** Templates as a choice of them, with what bars those that WhatsApp has not approved. */
  presentOffers(templates: TemplateRow[]): import('../../../../plugin/contracts/documents').DocumentPreparation['templates'];
  /** Why `find` gives none: no such template here, or not in this language. For `refuse`. */
  explainMissing(account: AccountRow, name: string, language?: string | null): Promise<{ code: string; values: Record<string, string> }>;
  /** Fields of the ERP's partners that mappings read: the pull asks for them. */
  erpFieldsInUse(): Promise<string[]>;
  /** Which fields the ERP's partners have, as a pull has just seen: a mapping to any other is said to be lost. */
  noteErpFields(names: Iterable<string>): void;
}

/** Where the value of a slot came from. */
export type ValueOrigin = 'typed' | 'given' | 'mapping' | 'fallback';

export type TemplateComposition = { values: Record<string, string>; origins: Record<string, ValueOrigin> } & (
  | { kind: 'composed'; message: Extract<OutboundMessage, { type: 'template' }>; preview: string }
  /** `lost`: slots whose mapping names a field that is gone; `slots` holds every slot without a value. */
  | { kind: 'missing'; slots: { key: string; label: string }[]; lost: { key: string; label: string; field: string }[] }
);

/** What a mapping may read: plain values, already as people write them. */
export interface TemplateRecord {
  /** `invoice`, `sales-order`: which of a template's mappings counts. */
  type?: string;
  language: string | null;
  /** `partner.name`, `record.number`, `record.amountTotal`, `company.name`, `user.firstname` … */
  values: Record<string, string | null>;
}
