import type { PersonRef } from '../../providers/provider';
import type { ConsentRowView } from '../../../../plugin/contracts/contacts';
import type { Knex } from '../database';
import type { ConsentRow, ContactRow } from '../records';
import type { Sight } from './access';

/** What the law of consent needs to know of a contact. */
export interface ConsentFacts {
  consents: Pick<ConsentRow, 'purpose' | 'state' | 'source' | 'statedAt' | 'wording' | 'actor'>[];
  /** STOP was said and not taken back. */
  stopped: boolean;
  stoppedAt: Date | null;
  /** The provider's "stop promotions". */
  metaStop: boolean;
  /** The ERP's blacklist. */
  blacklisted: boolean;
}

export interface ConsentStatement {
  contact: number;
  purpose: 'utility' | 'marketing';
  state: 'granted' | 'denied' | 'unknown';
  source: string;
  wording?: string | null;
  actor?: string | null;
  message?: number | null;
  statedAt: Date;
}

export interface ContactsService {
  /** Ids of contacts that one of the words, or the number, can name; at most `limit`. Empty words name nobody. */
  findNamed(search: string, limit: number): Promise<number[]>;
  /** The same as a condition on the rows of a query, looked up for each that is passed. `contact`: the column that holds the id. */
  isNamed(contact: string, search: string): Knex.Raw;
  /** Resolves when all that is committed can be found by its names (tests, bench). */
  settleSearch(): Promise<void>;
  /** Follows merges to the contact that is alive; in a transaction it stays alive until the end of it. */
  findById(id: number, trx?: Knex): Promise<ContactRow | null>;
  findByDocumentId(documentId: string): Promise<ContactRow | null>;
  /** Follows merges to the contact that is alive. */
  findByIds(ids: number[], trx?: Knex): Promise<ContactRow[]>;
  findByPhone(e164: string, trx?: Knex): Promise<ContactRow | null>;
  /** The contact of a phone (all variants of it) or a business-scoped id; made where there is none. */
  findOrCreate(
    identity: { phone?: string; userId?: string; scope: string; name?: string | null; company?: number | null; source: string },
    trx?: Knex,
  ): Promise<{ contact: ContactRow; created: boolean }>;
  /** Many people of one batch at once; merges where one payload names two contacts. Index = that of `people`; null where a person has no identity. */
  resolvePeople(people: { person: PersonRef; scope: string; source: string; at: Date }[], trx: Knex): Promise<(ContactRow | null)[]>;
  /** Numbers and ids of a contact, newest first, for choosing the target at send time. */
  addressesOf(contact: number, scope: string): Promise<{ phones: string[]; waId: string | null; userIds: string[] }>;
  applyIdentityChange(change: { previous: PersonRef; current: PersonRef; scope: string; at: Date }, trx: Knex): Promise<ContactRow | null>;
  merge(kept: number, merged: number, reason: string, trx: Knex): Promise<void>;
  /** Of contacts as they stand: not of one that has become part of another. */
  consentFactsOf(contacts: ContactRow[], trx?: Knex): Promise<Map<number, ConsentFacts>>;
  stateConsent(statements: ConsentStatement[], trx?: Knex): Promise<void>;
  /** STOP: ends utility and marketing. START: both granted again, by the customer's own message. */
  applyConsentWord(word: 'stop' | 'start', at: { contact: number; wording: string; message: number | null; statedAt: Date }, trx: Knex): Promise<void>;
  applyProviderPreference(contact: number, value: 'stop' | 'resume', at: { statedAt: Date; wording: string }, trx: Knex): Promise<void>;
  setErpBlacklist(changes: { contact: number; blacklisted: boolean }[], trx?: Knex): Promise<void>;
  /** Partners by name, then contacts without one: whom a message may be written to. */
  searchPeople(query: { search?: string; limit: number; sight: Sight }): Promise<ConsentRowView[]>;
}
