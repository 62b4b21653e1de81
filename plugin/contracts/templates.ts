import type { TemplateComponent } from '../domain/template';

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
}

export interface TemplateSyncView {
  account: string;
  pages: number;
  seen: number;
  created: number;
  changed: number;
  missing: number;
}
