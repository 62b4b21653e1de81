import type { DuplicateReason } from '../domain/duplicates';
import type { Notice } from './documents';
import type { MessageView } from './messages';

export interface ConsentView {
  purpose: 'utility' | 'marketing';
  state: 'granted' | 'denied' | 'unknown';
  source: string | null;
  wording: string | null;
  actor: string | null;
  statedAt: string | null;
}

/** Where a contact came from first. */
export const CONTACT_SOURCES = ['conversation', 'erp', 'admin', 'api', 'import', 'other'] as const;
export type ContactSource = (typeof CONTACT_SOURCES)[number];

export interface ContactView {
  id: string;
  name: string | null;
  phone: string | null;
  /** Business-scoped ids, shown as such and never as a phone. */
  userIds: string[];
  profileName: string | null;
  username: string | null;
  consents: ConsentView[];
  /** STOP was said: nothing but replies. */
  stoppedAt: string | null;
  marketingStoppedAt: string | null;
  erpBlacklisted: boolean;
  partner: { id: string; name: string | null } | null;
  /** Every partner that is linked; `partner` is the first of them. */
  partners: { id: string; name: string | null }[];
  company: { id: string; name: string | null } | null;
  language: string | null;
  country: string | null;
  source: ContactSource;
  /** When the person last wrote: profile name and WhatsApp id are as of then. */
  lastSeenAt: string | null;
}

/** A row of the consent screen: a partner of the ERP (with the contact it links to, if any) or a contact without a partner. */
export interface ConsentRowView {
  partner: { id: string; name: string | null; company: string | null } | null;
  contact: ContactView | null;
  phone: string | null;
  /** Why no consent can be kept (no usable number), in words. */
  problem: { code: string; sentence: string } | null;
}

/** Body of POST /consents/state. */
export interface StateConsentBody {
  /** documentIds of partners and of contacts. */
  partners?: string[];
  contacts?: string[];
  purposes: ('utility' | 'marketing')[];
  state: 'granted' | 'denied';
  /** Typed by a person: where the proof is. Required. */
  source: string;
  wording?: string;
}

export interface StateConsentResult {
  stated: number;
  refused: { id: string; name: string | null; code: string; sentence: string }[];
}

/** Query of GET /contacts; `after` is the cursor of the page before. */
export interface ContactsQuery {
  search?: string;
  utility?: ConsentView['state'];
  marketing?: ConsentView['state'];
  linked?: 'yes' | 'no';
  /** documentId of a company. */
  company?: string;
  source?: ContactSource;
  after?: string;
  limit?: number;
}

/** What a person is known by, and since when it is known to hold. */
export interface ContactIdentityView {
  kind: 'phone' | 'bsuid' | 'parent_bsuid' | 'lid';
  /** A phone with `+`; an id as WhatsApp writes it. */
  value: string;
  source: ContactSource;
  syncedAt: string | null;
  /** No longer this person's. */
  retiredAt: string | null;
}

/** The person as one connected account knows them. */
export interface ContactAccountView {
  account: { id: string; key: string; name: string; provider: string };
  waId: string | null;
  userIds: string[];
  pushname: string | null;
  /** Null: nobody knows yet whether the number is on WhatsApp. */
  isWaContact: boolean | null;
  syncedAt: string | null;
  window: { open: boolean; closesAt: string | null; openedByStop: boolean };
  lastMessageAt: string | null;
}

export interface LinkedPartnerView {
  id: string;
  name: string | null;
  company: string | null;
  phone: string | null;
  /** By the number they share, or by a person. */
  link: 'number' | 'hand';
}

export interface ConsentStatementView extends ConsentView {
  /** Said about a contact that has become part of this one. */
  merged: boolean;
}

/** One contact whole. */
export interface ContactDetailView extends ContactView {
  identities: ContactIdentityView[];
  accounts: ContactAccountView[];
  linkedPartners: LinkedPartnerView[];
  /** Every statement of consent ever made, newest first. */
  history: ConsentStatementView[];
  /** Null where the reader may not see messages. */
  messages: MessageView[] | null;
  documents: MessageView[] | null;
  merges: { name: string | null; phone: string | null; reason: string | null; mergedAt: string | null }[];
}

/** Body of POST /contacts and PUT /contacts/:id; what is absent stays as it is. */
export interface ContactBody {
  name?: string | null;
  phone?: string;
  /** documentId of a company; null: of no company. */
  company?: string | null;
  language?: string | null;
}

/** Two contacts that look like one person. */
export interface DuplicateView {
  reason: DuplicateReason;
  /** Of the partner both belong to, where that is the reason. */
  partner: string | null;
  contacts: [ContactView, ContactView];
}

/** What a merge would make of two contacts. */
export interface MergePreviewView {
  kept: ContactView;
  merged: ContactView;
  result: Pick<ContactView, 'name' | 'phone' | 'company' | 'consents' | 'stoppedAt' | 'marketingStoppedAt' | 'erpBlacklisted'>;
  /** What goes over to the kept one. */
  moves: { messages: number; onTheirWay: number; conversations: number; partners: number; identities: number };
  notices: Notice[];
}

/** Body of POST /contacts/merge: documentIds. */
export interface MergeBody {
  kept: string;
  merged: string;
}

/** The contact of a partner of the ERP, for the partner's own page. */
export interface PartnerContactView {
  contact: ContactView | null;
  /** Null: the contact only has the same number. */
  link: 'number' | 'hand' | null;
  phone: string | null;
  problem: { code: string; sentence: string } | null;
}
