import type { Core } from '@strapi/types';
import { canonicalPhone, phoneVariants } from '../../../../plugin/domain/address';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { isDatabaseAway, isUniqueViolation } from '../../platform/database-errors';
import type { Knex } from '../../platform/database';
import { emitAtCommit } from '../../platform/events';
import type { ContactRow } from '../../platform/records';
import type { ContactsService } from '../../platform/services';
import { aliasKeysOf, aliasText, INSTALLATION } from './alias-keys';
import { createContactConsent } from './contact-consent';
import { createContactMerge } from './contact-merge';
import { createContactPeople } from './contact-people';
import { createContactScreens } from './contact-screens';
import { createContactWords } from './contact-words.repository';
import { createContactsRepository } from './contacts.repository';
import { contactWordsOf } from './contact-words.worker';

const TRIES = 3;
/** Who may overwrite a name: people and programs that typed it. What a provider or an ERP says fills gaps only. */
const NAMING_SOURCES: ReadonlySet<string> = new Set(['api', 'admin', 'import']);

const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

export const createContactsService = (strapi: Core.Strapi): ContactsService => {
  const repository = createContactsRepository(strapi);
  const { contacts, aliases } = repository;
  const merge = createContactMerge(strapi, repository);
  const tellChanged = (ids: number[]): Promise<void> => emitAtCommit(strapi, 'contact.changed', { contacts: ids });
  const resolve = createContactPeople(repository, merge, tellChanged);
  const consent = createContactConsent(repository);
  const screens = createContactScreens(strapi);
  const words = createContactWords(strapi);

  const within = <T>(trx: Knex | undefined, work: (trx: Knex) => Promise<T>): Promise<T> => (trx ? work(trx) : inTransaction(strapi, work));

  /** Two transactions that make the same person at once: one waits, and finds the other's on the next try. */
  const retrying = async <T>(trx: Knex | undefined, work: (trx: Knex) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await within(trx, work);
      } catch (error) {
        // A caller's transaction can't be continued after an error of the database.
        if (trx || attempt === TRIES || !(isUniqueViolation(error) || isDatabaseAway(error))) throw error;
      }
    }
  };

  const findOrCreate: ContactsService['findOrCreate'] = (identity, trx) =>
    retrying(trx, async (own) => {
      const { phone, userId, scope, source } = identity;
      const person = { ...(phone ? { phone: digitsOf(phone) } : {}), ...(userId ? { userId } : {}) };
      const [resolved] = await resolve([{ person, scope, source, at: now(), seen: false }], own);
      if (!resolved) throw new Error('A contact needs a phone or a business-scoped id.');
      const { contact, created } = resolved;
      const name = identity.name?.trim().slice(0, 255) || null;
      const isUnnamed = contact.name === null || contact.name === contact.profileName;
      const e164 = phone ? `+${digitsOf(phone)}` : null;
      const changes: Partial<ContactRow> = {
        ...(name !== null && name !== contact.name && (isUnnamed || NAMING_SOURCES.has(source)) ? { name } : {}),
        ...(identity.company != null && contact.company === null ? { company: identity.company } : {}),
        // The spelling a person gave is shown; the one WhatsApp uses is kept beside it as waId.
        ...(e164 !== null && contact.phone !== null && contact.phone !== e164 && canonicalPhone(digitsOf(contact.phone)) === canonicalPhone(digitsOf(e164))
          ? { phone: e164 }
          : {}),
      };
      if (Object.keys(changes).length > 0) {
        await contacts.update(contact.id, changes, own);
        await tellChanged([contact.id]);
      }
      return { contact: { ...contact, ...changes }, created };
    });

  return {
    findNamed: (search, limit) => words.find(search, limit),
    settleSearch: () => contactWordsOf(strapi).settle(),
    isNamed: (contact, search) => words.isNamed(contact, search),

    findById: async (id, trx) => (trx ? ((await repository.holdAlive([id], trx)).get(id) ?? null) : ((await repository.findAlive([id]))[0] ?? null)),

    async findByDocumentId(documentId) {
      const row = await contacts.findOne({ documentId });
      return row && ((await repository.findAlive([row.id]))[0] ?? null);
    },

    async findByIds(ids, trx) {
      const alive = await repository.findAlive([...new Set(ids)], trx);
      return [...new Map(alive.flatMap((row) => (row ? [[row.id, row] as const] : []))).values()];
    },

    async findByPhone(e164, trx) {
      const [alias] = (await repository.findAliases([{ scope: INSTALLATION, kind: 'phone', value: canonicalPhone(digitsOf(e164)) }], trx)).values();
      if (!alias || alias.retiredAt !== null) return null;
      return (await repository.findAlive([alias.contact], trx))[0] ?? null;
    },

    findOrCreate,

    async resolvePeople(people, trx) {
      const resolved = await resolve(people.map((person) => ({ ...person, seen: true })), trx);
      return resolved.map((one) => one?.contact ?? null);
    },

    async addressesOf(id, scope) {
      const [contact] = await repository.findAlive([id]);
      if (!contact) return { phones: [], waId: null, userIds: [] };
      const known = (await repository.aliasesOf(contact.id))
        .filter(({ retiredAt }) => retiredAt === null)
        .sort((one, other) => (other.lastSeenAt?.getTime() ?? 0) - (one.lastSeenAt?.getTime() ?? 0) || other.id - one.id);
      const own = contact.phone === null ? [] : [digitsOf(contact.phone)];
      // An alias holds the key of a number, which is the number itself only where it has no other spelling.
      const others = known.flatMap(({ kind, value }) => (kind === 'phone' && phoneVariants(value).length === 1 && !own.includes(value) ? [value] : []));
      const userIds = (kind: string) => known.flatMap((alias) => (alias.kind === kind && alias.scope === scope ? [alias.value] : []));
      return { phones: [...own, ...others], waId: contact.waId, userIds: [...userIds('bsuid'), ...userIds('parent_bsuid')] };
    },

    async applyIdentityChange({ previous, current, scope, at }, trx) {
      const formerKeys = aliasKeysOf(previous, scope);
      const currentKeys = aliasKeysOf(current, scope);
      if (formerKeys.length === 0 && currentKeys.length === 0) return null;
      const source = 'identity-change';
      // The old names lead to the person, whatever time it is now; then the new ones join, and two contacts become one.
      const former = formerKeys.length > 0 ? (await resolve([{ person: previous, scope, source, at, seen: false }], trx))[0] : null;
      const latter = currentKeys.length > 0 ? (await resolve([{ person: current, scope, source, at, seen: true }], trx))[0] : null;
      let contact = latter?.contact ?? former?.contact ?? null;
      if (former && latter && former.contact.id !== latter.contact.id) {
        const [kept, merged] = [former.contact.id, latter.contact.id].sort((one, other) => one - other) as [number, number];
        await merge(kept, merged, 'the provider said that the person changed identifiers', trx);
        contact = (await repository.findAlive([kept], trx))[0] ?? null;
      }
      const stillValid = new Set(currentKeys.map(aliasText));
      const given = formerKeys.filter((key) => !stillValid.has(aliasText(key)));
      const gone = [...(await repository.findAliases(given, trx)).values()];
      // Old ids stay findable for late webhooks; an old phone counts only for what was written before.
      for (const alias of gone) if (currentKeys.some(({ kind }) => kind === alias.kind)) await aliases.update(alias.id, { retiredAt: at }, trx);
      if (contact && currentKeys.some(({ kind }) => kind === 'phone')) {
        const digits = digitsOf(current.phone || current.waId || '');
        const changes = { phone: `+${digits}`, waId: current.waId || digits };
        await contacts.update(contact.id, changes, trx);
        await tellChanged([contact.id]);
        contact = { ...contact, ...changes };
      }
      return contact;
    },

    merge: async (kept, merged, reason, trx) => {
      await merge(kept, merged, reason, trx);
    },

    consentFactsOf: (rows, trx) => consent.factsOf(rows, trx),
    stateConsent: (statements, trx) => within(trx, (own) => consent.stateConsent(statements, own)),
    applyConsentWord: (word, at, trx) => consent.applyConsentWord(word, at, trx),
    applyProviderPreference: (contact, value, at, trx) => consent.applyProviderPreference(contact, value, at, trx),
    setErpBlacklist: (changes, trx) => consent.setErpBlacklist(changes, trx),

    searchPeople: async ({ search, limit, sight }) => (await screens.listConsents({ search, page: 1, pageSize: limit, sight })).views,
  };
};
