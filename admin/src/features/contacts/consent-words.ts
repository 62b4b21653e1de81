import type { ConsentRowView, ConsentView, ContactView } from '../../../../plugin/contracts/contacts';
import { isMessageKey, type Text } from '../../i18n';

export const PURPOSES = ['utility', 'marketing'] as const;
export type ConsentPurpose = (typeof PURPOSES)[number];

export const consentOf = (consents: ConsentView[], purpose: ConsentPurpose): ConsentView | null => consents.find((consent) => consent.purpose === purpose) ?? null;

/** Where a consent comes from, in words. What a person typed is shown as they typed it. */
export const sourceWords = (source: string | null, text: Text): string => {
  if (!source) return '';
  const key = `source.${source}`;
  return isMessageKey(key) ? text(key) : source;
};

export const actorWords = (actor: string | null, text: Text): string => (actor === 'customer' ? text('source.actor.customer') : (actor ?? ''));

export interface Stop {
  key: 'consent.stop.word' | 'consent.stop.provider' | 'consent.stop.erp';
  at: string | null;
}

/** What ends messages to this person, whatever their consent says; the strongest first. */
export const stopsOf = (contact: Partial<Pick<ContactView, 'stoppedAt' | 'marketingStoppedAt' | 'erpBlacklisted'>>): Stop[] => {
  const stops: Stop[] = [];
  if (contact.stoppedAt) stops.push({ key: 'consent.stop.word', at: contact.stoppedAt });
  if (contact.marketingStoppedAt) stops.push({ key: 'consent.stop.provider', at: contact.marketingStoppedAt });
  if (contact.erpBlacklisted) stops.push({ key: 'consent.stop.erp', at: null });
  return stops;
};

/** A row's key among partners and contacts: both have ids of their own. */
export const rowKey = (row: ConsentRowView): string => (row.partner ? `partner:${row.partner.id}` : `contact:${row.contact?.id ?? ''}`);

/** What a selection of rows means to POST /consents/state. */
export const subjectsOf = (keys: Iterable<string>): { partners: string[]; contacts: string[] } => {
  const partners: string[] = [];
  const contacts: string[] = [];
  for (const key of keys) {
    const [kind, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
    if (!id) continue;
    (kind === 'partner' ? partners : contacts).push(id);
  }
  return { partners, contacts };
};

export const nameOf = (row: ConsentRowView, text: Text): string =>
  row.partner?.name || row.contact?.name || row.contact?.profileName || row.contact?.username || row.phone || text('contact.unnamed');
