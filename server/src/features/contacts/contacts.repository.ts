import type { Core } from '@strapi/types';
import { isPostgres, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { ConsentRow, ContactAliasRow, ContactRow, MediaRow, PartnerRow, Row } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';
import type { ConsentStatement } from '../../platform/services';
import { aliasText } from './alias-keys';
import type { AliasKey } from './alias-keys';

export interface StatementRow extends Row, Omit<ConsentStatement, 'wording' | 'actor' | 'message'> {
  wording: string | null;
  actor: string | null;
  message: number | null;
}

export interface MergeRow extends Row {
  kept: number;
  merged: number;
  reason: string | null;
  moved: Record<string, unknown> | null;
  mergedAt: Date | null;
}

const CHUNK = 5_000;
const MERGE_CHAIN = 10;

export const createContactsRepository = (strapi: Core.Strapi) => {
  const contacts = new Table<ContactRow>(strapi, contentTypeUid('contact'));
  const aliases = new Table<ContactAliasRow>(strapi, modelUid('contact-aliases'));
  const consents = new Table<ConsentRow>(strapi, modelUid('consents'));
  const statements = new Table<StatementRow>(strapi, modelUid('consent-statements'));
  const merges = new Table<MergeRow>(strapi, modelUid('contact-merges'));
  const partners = new Table<PartnerRow>(strapi, contentTypeUid('partner'));
  const media = new Table<MediaRow>(strapi, modelUid('media'));

  const repository = {
    contacts,
    aliases,
    consents,
    statements,
    merges,
    partners,

    insertContacts: (rows: Partial<ContactRow>[], trx: Knex): Promise<ContactRow[]> => contacts.insertMany(rows, {}, trx),

    async insertStatements(rows: Omit<StatementRow, 'id'>[], trx: Knex): Promise<void> {
      await statements.insertMany(rows, { readBack: false }, trx);
    },

    async writeConsents(rows: Omit<ConsentRow, 'id'>[], trx: Knex): Promise<void> {
      const merge: (keyof ConsentRow & string)[] = ['state', 'source', 'wording', 'actor', 'statedAt'];
      await consents.insertMany(rows, { onConflict: ['contact', 'purpose'], merge, readBack: false }, trx);
    },

    async findAliases(keys: AliasKey[], trx?: Knex): Promise<Map<string, ContactAliasRow>> {
      const groups = new Map<string, AliasKey[]>();
      for (const key of keys) {
        const name = `${key.scope}\n${key.kind}`;
        const group = groups.get(name);
        if (group) group.push(key);
        else groups.set(name, [key]);
      }
      const found = new Map<string, ContactAliasRow>();
      for (const [first, ...others] of groups.values()) {
        if (!first) continue;
        const values = [...new Set([first, ...others].map(({ value }) => value))];
        for (let start = 0; start < values.length; start += CHUNK) {
          const query = aliases.query(trx).where({ scope: first.scope, kind: first.kind }).whereIn('value', values.slice(start, start + CHUNK));
          for (const row of aliases.fromRows(await query)) found.set(aliasText(row), row);
        }
      }
      return found;
    },

    /** In one order, so that two transactions that write the same people can't wait for each other. Returns what was new. */
    async insertAliases(rows: Omit<ContactAliasRow, 'id'>[], trx: Knex): Promise<ContactAliasRow[]> {
      const ordered = [...rows].sort((one, other) => (aliasText(one) < aliasText(other) ? -1 : 1));
      return aliases.insertMany(ordered, { onConflict: ['scope', 'kind', 'value'] }, trx);
    },

    /** Rows by id, each replaced by the contact it has become part of. Index = that of `ids`. */
    async findAlive(ids: number[], trx?: Knex): Promise<(ContactRow | null)[]> {
      const rows = new Map((await contacts.findByIds(ids, trx)).map((row) => [row.id, row]));
      for (let depth = 0; depth < MERGE_CHAIN; depth += 1) {
        const heirs = [...rows.values()].flatMap(({ mergedInto }) => (mergedInto !== null && !rows.has(mergedInto) ? [mergedInto] : []));
        if (heirs.length === 0) break;
        for (const row of await contacts.findByIds(heirs, trx)) rows.set(row.id, row);
      }
      return ids.map((id) => {
        let row = rows.get(id) ?? null;
        for (let depth = 0; row !== null && row.mergedInto !== null && depth < MERGE_CHAIN; depth += 1) row = rows.get(row.mergedInto) ?? null;
        return row;
      });
    },

    /**
     * Contacts that stay alive until the transaction ends: a merge waits for it, or has happened and is followed. Without
     * this a message could be written to a contact, and a channel, that a merge has just taken away. Keyed by the ids asked for.
     */
    async holdAlive(ids: number[], trx: Knex): Promise<Map<number, ContactRow>> {
      const heirs = new Map(ids.map((id) => [id, id]));
      const held = new Map<number, ContactRow>();
      for (let depth = 0; depth < MERGE_CHAIN; depth += 1) {
        const wanted = [...new Set(heirs.values())].filter((id) => !held.has(id)).sort((one, other) => one - other);
        if (wanted.length === 0) break;
        for (let start = 0; start < wanted.length; start += CHUNK) {
          const query = contacts.query(trx).whereIn('id', wanted.slice(start, start + CHUNK)).orderBy('id');
          // The weakest lock that a merge's own waits for: other writes to the contact go on.
          for (const row of contacts.fromRows(await (isPostgres(strapi) ? query.forKeyShare() : query))) held.set(row.id, row);
        }
        for (const [id, heir] of heirs) heirs.set(id, held.get(heir)?.mergedInto ?? heir);
      }
      return new Map([...heirs].flatMap(([id, heir]) => (held.has(heir) ? [[id, held.get(heir) as ContactRow] as const] : [])));
    },

    /** A contact for changing, alive; two changes of one wait for each other, whoever only holds it alive does not. */
    async lockAlive(id: number, trx: Knex): Promise<ContactRow | null> {
      let wanted = id;
      for (let depth = 0; depth < MERGE_CHAIN; depth += 1) {
        const query = contacts.query(trx).where({ id: wanted });
        const [row] = contacts.fromRows(await (isPostgres(strapi) ? query.forNoKeyUpdate() : query));
        if (!row || row.mergedInto === null) return row ?? null;
        wanted = row.mergedInto;
      }
      return null;
    },

    aliasesOf: async (contact: number, trx?: Knex): Promise<ContactAliasRow[]> =>
      aliases.fromRows(await aliases.query(trx).where({ contact }).orderBy('id')),

    /** What points at a contact from other tables, for a merge. Returns what moved, for the audit. */
    async repoint(kept: number, merged: number, trx: Knex): Promise<{ aliases: string[]; partners: number[] }> {
      const moved = aliases.fromRows(await aliases.query(trx).where({ contact: merged }));
      const linked = partners.fromRows(await partners.query(trx).where({ contact: merged }));
      await aliases.query(trx).where({ contact: merged }).update({ contact: kept });
      await partners.query(trx).where({ contact: merged }).update({ contact: kept });
      await media.query(trx).where({ contact: merged }).update({ contact: kept });
      await contacts.query(trx).where(contacts.toRow({ mergedInto: merged })).update(contacts.toRow({ mergedInto: kept }));
      return { aliases: moved.map(({ scope, kind, value }) => `${scope} ${kind} ${value}`), partners: linked.map(({ id }) => id) };
    },

    consentsOf: (ids: number[], trx?: Knex): Promise<ConsentRow[]> => consents.findWhereIn('contact', ids, trx),

    /** The newest statement the provider made about a person's marketing; null where it made none. */
    async lastProviderStatementAt(contact: number, trx: Knex): Promise<Date | null> {
      const row = (await statements
        .query(trx)
        .where({ contact, source: 'provider' })
        .orderBy(statements.column('statedAt'), 'desc')
        .first()) as Record<string, unknown> | undefined;
      return row ? statements.fromRow(row).statedAt : null;
    },

    /** Contacts that have become part of this one, and how. */
    mergesOf: async (kept: number): Promise<MergeRow[]> => merges.fromRows(await merges.query().where({ kept }).orderBy('id', 'desc')),

    /** Newest first. */
    async statementsOf(ids: number[], limit: number): Promise<StatementRow[]> {
      const query = statements.query().whereIn('contact', ids);
      return statements.fromRows(await query.orderBy([{ column: statements.column('statedAt'), order: 'desc' }, { column: 'id', order: 'desc' }]).limit(limit));
    },
  };
  return repository;
};

export type ContactsRepository = ReturnType<typeof createContactsRepository>;
