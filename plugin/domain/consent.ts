export { parseConsentWord, CONSENT_WORDS, type ConsentWords } from './consent-words';
import type { Purpose } from './message';

/** What people consent to, each apart. */
export type ConsentPurpose = 'utility' | 'marketing';
export type ConsentState = 'granted' | 'denied' | 'unknown';

/** One statement of consent and its evidence. */
export interface ConsentRecord {
  purpose: ConsentPurpose;
  state: ConsentState;
  /** Where it comes from: an ERP field, an import, a typed statement, the customer's own message or button. */
  source?: string;
  at?: Date | null;
  /** The words the customer agreed to. */
  wording?: string;
  /** Who recorded it. */
  by?: string;
}

export interface ConsentInput {
  /** In any order; the latest of a purpose counts. */
  consents: readonly Pick<ConsentRecord, 'purpose' | 'state' | 'at'>[];
  /** On the ERP's blacklist: ends marketing. */
  blacklisted: boolean;
  /** Stopped marketing at Meta (`user_preferences`, 131050): ends marketing. */
  metaStop: boolean;
  /** Wrote STOP and not START since: ends both, replies excepted. */
  stopped: boolean;
}

export type ContactVerdict = { kind: 'yes' } | { kind: 'no'; code: 'message.opted_out' | 'message.no_opt_in' };

/** The consent that counts now. On equal times the later in the list wins. */
export function consentOf(consents: ConsentInput['consents'], purpose: ConsentPurpose): ConsentState {
  let latest: ConsentState = 'unknown';
  let latestAt = -Infinity;
  for (const consent of consents) {
    if (consent.purpose !== purpose) continue;
    const at = consent.at?.getTime() ?? -Infinity;
    if (at < latestAt) continue;
    latest = consent.state;
    latestAt = at;
  }
  return latest;
}

/**
 * Whether this person may be written to for this purpose.
 * A reply needs a window that something other than STOP opened; without one it needs what a utility message needs.
 */
export function mayContact(contact: ConsentInput, purpose: Purpose, window: { open: boolean; openedByStop: boolean }): ContactVerdict {
  if (purpose === 'reply' && window.open && !window.openedByStop) return { kind: 'yes' };
  if (contact.stopped) return { kind: 'no', code: 'message.opted_out' };

  const needed: ConsentPurpose = purpose === 'marketing' ? 'marketing' : 'utility';
  if (needed === 'marketing' && (contact.blacklisted || contact.metaStop)) return { kind: 'no', code: 'message.opted_out' };

  switch (consentOf(contact.consents, needed)) {
    case 'granted':
      return { kind: 'yes' };
    case 'denied':
      return { kind: 'no', code: 'message.opted_out' };
    case 'unknown':
      return { kind: 'no', code: 'message.no_opt_in' };
  }
}

/** Which consent a message needs, from what it is. */
export function purposeOfMessage(message: {
  /** The template's purpose (`purposeOf` its category); null for free-form. */
  templatePurpose: Purpose | null;
  /** One of many, written once. */
  bulk?: boolean;
  /** Carries a record's document: once the customer said STOP it is no reply any more. */
  document?: boolean;
  window: { open: boolean; openedByStop: boolean };
  stopped?: boolean;
}): Purpose {
  if (message.templatePurpose !== null) return message.templatePurpose;
  if (message.bulk === true) return message.document === true ? 'utility' : 'marketing';
  if (message.document === true && message.stopped === true) return 'utility';
  return message.window.open && !message.window.openedByStop ? 'reply' : 'utility';
}
