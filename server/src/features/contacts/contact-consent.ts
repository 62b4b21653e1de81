import { now } from '../../platform/clock';
import type { Knex } from '../../platform/database';
import type { ConsentRow, ContactRow } from '../../platform/records';
import type { ConsentFacts, ConsentStatement } from '../../platform/services';
import type { ContactsRepository } from './contacts.repository';

const short = (text: string): string => text.slice(0, 255);

/** What people agreed to and what they took back. Every statement is kept as evidence; the newest by its own time counts. */
export const createContactConsent = (repository: ContactsRepository) => {
  const { contacts } = repository;

  const writeStatements = (rows: ConsentStatement[], trx: Knex) =>
    repository.insertStatements(
      rows.map(({ contact, purpose, state, source, wording, actor, message, statedAt }) => ({
        contact,
        purpose,
        state,
        source: short(source),
        wording: wording ?? null,
        actor: actor == null ? null : short(actor),
        message: message ?? null,
        statedAt,
      })),
      trx,
    );

  const stateConsent = async (rows: ConsentStatement[], trx: Knex): Promise<void> => {
    if (rows.length === 0) return;
    await writeStatements(rows, trx);
    const latest = new Map<string, ConsentStatement>();
    for (const row of rows) {
      const key = `${row.contact} ${row.purpose}`;
      const former = latest.get(key);
      if (!former || row.statedAt >= former.statedAt) latest.set(key, row);
    }
    const existing = new Map((await repository.consentsOf([...new Set(rows.map(({ contact }) => contact))], trx)).map((row) => [`${row.contact} ${row.purpose}`, row]));
    const winners = [...latest]
      .filter(([key, row]) => {
        const former = existing.get(key);
        return !former || row.statedAt >= former.statedAt;
      })
      .map(([, row]) => row)
      .sort((one, other) => one.contact - other.contact || one.purpose.localeCompare(other.purpose));
    await repository.writeConsents(
      winners.map(({ contact, purpose, state, source, wording, actor, statedAt }) => ({
        contact,
        purpose,
        state,
        source: short(source),
        wording: wording ?? null,
        actor: actor == null ? null : short(actor),
        statedAt,
      })),
      trx,
    );
  };

  return {
    stateConsent,

    /** STOP ends utility and marketing, START grants both; what is older than the customer's last word changes nothing but the evidence. */
    async applyConsentWord(word: 'stop' | 'start', at: { contact: number; wording: string; message: number | null; statedAt: Date }, trx: Knex): Promise<void> {
      const row = await repository.lockAlive(at.contact, trx);
      if (!row) return;
      const spoken = (await repository.consentsOf([row.id], trx)).filter(({ source }) => source === 'customer-message');
      const isNewest = spoken.every(({ statedAt }) => at.statedAt >= statedAt) && (row.stoppedAt === null || at.statedAt >= row.stoppedAt);
      const state = word === 'stop' ? 'denied' : 'granted';
      await stateConsent(
        (['utility', 'marketing'] as const).map((purpose) => ({
          contact: row.id,
          purpose,
          state,
          source: 'customer-message',
          wording: at.wording,
          actor: 'customer',
          message: at.message,
          statedAt: at.statedAt,
        })),
        trx,
      );
      if (isNewest) await contacts.update(row.id, { stoppedAt: word === 'stop' ? at.statedAt : null }, trx);
    },

    /** The provider's own switch for marketing: kept apart from consent, so that lifting it brings back what was agreed before. */
    async applyProviderPreference(contact: number, value: 'stop' | 'resume', at: { statedAt: Date; wording: string }, trx: Knex): Promise<void> {
      const row = await repository.lockAlive(contact, trx);
      if (!row) return;
      const last = await repository.lastProviderStatementAt(row.id, trx);
      const isNewest = (last === null || at.statedAt >= last) && (row.marketingStoppedAt === null || at.statedAt >= row.marketingStoppedAt);
      await writeStatements(
        [
          {
            contact: row.id,
            purpose: 'marketing',
            state: value === 'stop' ? 'denied' : 'unknown',
            source: 'provider',
            wording: at.wording,
            actor: 'customer',
            statedAt: at.statedAt,
          },
        ],
        trx,
      );
      if (isNewest) await contacts.update(row.id, { marketingStoppedAt: value === 'stop' ? at.statedAt : null }, trx);
    },

    async setErpBlacklist(changes: { contact: number; blacklisted: boolean }[], trx?: Knex): Promise<void> {
      const alive = await repository.findAlive(changes.map(({ contact }) => contact), trx);
      for (const blacklisted of [true, false]) {
        const ids = [...new Set(changes.flatMap((change, index) => (change.blacklisted === blacklisted ? (alive[index]?.id ?? []) : [])))];
        for (let start = 0; start < ids.length; start += 5_000) {
          await contacts
            .query(trx)
            .whereIn('id', ids.slice(start, start + 5_000))
            .where((differs: Knex.QueryBuilder) => differs.whereNull(contacts.column('erpBlacklisted')).orWhereNot(contacts.column('erpBlacklisted'), blacklisted))
            .update(contacts.toRow({ erpBlacklisted: blacklisted, updatedAt: now() }));
        }
      }
    },

    /** Keyed by the contacts' ids; one that has become part of another must be given as that other. */
    async factsOf(rows: ContactRow[], trx?: Knex): Promise<Map<number, ConsentFacts>> {
      const consentsOf = new Map<number, ConsentRow[]>();
      for (const row of await repository.consentsOf([...new Set(rows.map(({ id }) => id))], trx)) {
        const own = consentsOf.get(row.contact);
        if (own) own.push(row);
        else consentsOf.set(row.contact, [row]);
      }
      return new Map(
        rows.map((contact) => {
          const facts: ConsentFacts = {
            consents: consentsOf.get(contact.id) ?? [],
            stopped: contact.stoppedAt !== null,
            stoppedAt: contact.stoppedAt,
            metaStop: contact.marketingStoppedAt !== null,
            blacklisted: contact.erpBlacklisted,
          };
          return [contact.id, facts] as const;
        }),
      );
    },
  };
};
