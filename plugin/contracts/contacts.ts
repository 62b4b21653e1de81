export interface ConsentView {
  purpose: 'utility' | 'marketing';
  state: 'granted' | 'denied' | 'unknown';
  source: string | null;
  wording: string | null;
  actor: string | null;
  statedAt: string | null;
}

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
