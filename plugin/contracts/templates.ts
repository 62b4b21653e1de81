import type { FieldGroup, HeaderFile, HeaderFormat, TemplateComponent, TemplateMapping } from '../domain/template';

export interface TemplateView {
  id: string;
  name: string;
  language: string;
  category: string | null;
  approvalStatus: string | null;
  quality: string | null;
  rejectedReason: string | null;
  parameterFormat: 'positional' | 'named';
  components: TemplateComponent[];
  businessAccount: string;
  /** Keys of the accounts that can send it. */
  accounts: string[];
  documentTitles: string[];
  /** Null: it can be sent; else why not, in words. */
  refusal: { code: string; sentence: string } | null;
  syncedAt: string | null;
  missing: boolean;
  /** Why it can't be sent, and what a send will ask for; in words, worst first. */
  obstacles: { code: string; level: 'refusal' | 'notice'; sentence: string }[];
  /** Which field fills which slot, whatever it is sent for. */
  mapping: TemplateMapping;
  /** The same for one kind of record: `invoice`, `sales-order`. */
  recordMappings: Record<string, TemplateMapping>;
  /** Of a template with a file in its header; else null. */
  header: TemplateHeaderView | null;
  /** The template of this name in its other languages. */
  languages: { id: string; language: string; approvalStatus: string | null; missing: boolean }[];
}

export interface TemplateHeaderView {
  format: HeaderFormat;
  /** What goes where a send brings no file of its own; null: nothing is chosen, or it no longer fits. */
  file: HeaderFile | null;
  /** What the provider takes; null: any type. */
  limits: { maxBytes: number; mimeTypes: string[] | null };
  /** The default image of the account, for image headers. */
  defaultUrl: string | null;
}

/** Body of PUT /templates/:id/header-file; a file is posted as a form. */
export type HeaderFileBody = { source: 'url'; url: string } | { source: 'default' } | { source: 'none' };

/** GET /templates/:id/usage: messages that wait to go out with it. */
export interface TemplateUsageView {
  queued: number;
  /** There are more than were counted. */
  more: boolean;
}

/** Body of PUT /templates/:id/mapping. What is left out stays. */
export interface TemplateMappingBody {
  mapping?: TemplateMapping;
  recordMappings?: Record<string, TemplateMapping>;
  documentTitles?: string[];
}

/** GET /documents/fields: what may fill a placeholder, with the values of a real record. */
export interface TemplateFieldsView {
  /** The record the samples are of; null: there is none to take them from. */
  record: { type: string; id: string; number: string | null; partnerName: string | null } | null;
  fields: { path: string; group: FieldGroup | 'erp' | 'own'; /** Only of the ERP's own fields and the host's. */ label: string | null; sample: string | null }[];
  /** False where the ERP could not say which fields it has. */
  erpKnown: boolean;
}

/** GET /documents/records: records to look at a template with. */
export interface SampleRecordView {
  id: string;
  number: string | null;
  partnerName: string | null;
}

export interface TemplateSyncView {
  account: string;
  pages: number;
  seen: number;
  created: number;
  changed: number;
  missing: number;
}
