import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import type { Knex } from '../../platform/database';
import { emitAtCommit } from '../../platform/events';
import type { ConsentRow, ContactRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { ContactsRepository } from './contacts.repository';

const later = (one: Date | null, other: Date | null): Date | null => (one === null ? other : other === null || one >= other ? one : other);

/** The contact two have become: what the kept one knows stays, what ends messages holds for both. */
export const mergeContacts = (kept: ContactRow, merged: ContactRow): Partial<ContactRow> => {
  const isMergedFresher = (merged.lastSeenAt?.getTime() ?? -1) > (kept.lastSeenAt?.getTime() ?? -1);
  const [fresher, other] = isMergedFresher ? [merged, kept] : [kept, merged];
  const nameIsTyped = kept.name !== null && kept.name !== kept.profileName;
  return {
    name: nameIsTyped ? kept.name : (merged.name ?? kept.name),
    profileName: fresher.profileName ?? other.profileName,
    username: fresher.username ?? other.username,
    phone: fresher.phone ?? other.phone,
    waId: fresher.waId ?? other.waId,
    country: kept.country ?? merged.country,
    language: kept.language ?? merged.language,
    company: kept.company ?? merged.company,
    stoppedAt: later(kept.stoppedAt, merged.stoppedAt),
    marketingStoppedAt: later(kept.marketingStoppedAt, merged.marketingStoppedAt),
    erpBlacklisted: kept.erpBlacklisted || merged.erpBlacklisted,
    lastSeenAt: later(kept.lastSeenAt, merged.lastSeenAt),
    preferredAgent: kept.preferredAgent ?? merged.preferredAgent ?? null,
  };
};

const STRICTNESS: Record<ConsentRow['state'], number> = { denied: 2, granted: 1, unknown: 0 };

/** Of two consents for one purpose the stricter counts; of equal ones the newer. */
export const stricterConsent = <C extends Pick<ConsentRow, 'state' | 'statedAt'>>(one: C, other: C): C => {
  const difference = STRICTNESS[one.state] - STRICTNESS[other.state];
  if (difference !== 0) return difference > 0 ? one : other;
  return one.statedAt >= other.statedAt ? one : other;
};

/** What counts for each purpose once two contacts are one. */
export const mergedConsents = <C extends Pick<ConsentRow, 'purpose' | 'state' | 'statedAt'>>(kept: readonly C[], merged: readonly C[]): C[] => {
  const purposes = [...new Set([...kept, ...merged].map(({ purpose }) => purpose))];
  return purposes.map((purpose) => {
    const own = kept.find((consent) => consent.purpose === purpose);
    const other = merged.find((consent) => consent.purpose === purpose);
    return own && other ? stricterConsent(own, other) : ((own ?? other) as C);
  });
};

export const createContactMerge = (strapi: Core.Strapi, repository: ContactsRepository) => {
  const { contacts, consents, merges } = repository;

  const mergeConsents = async (kept: number, merged: number, trx: Knex): Promise<string[]> => {
    const all = await repository.consentsOf([kept, merged], trx);
    const moved: string[] = [];
    for (const own of all.filter(({ contact }) => contact === merged)) {
      const heir = all.find(({ contact, purpose }) => contact === kept && purpose === own.purpose);
      const { state, source, wording, actor, statedAt } = own;
      if (!heir) await consents.update(own.id, { contact: kept }, trx);
      else {
        if (stricterConsent(heir, own) === own) await consents.update(heir.id, { state, source, wording, actor, statedAt }, trx);
        await consents.query(trx).where({ id: own.id }).delete();
      }
      moved.push(`${own.purpose} ${state}`);
    }
    return moved;
  };

  /**
   * One person known twice. The statements of consent stay with the contact they were made about: they are evidence.
   * False, and nothing, where one of the two is no longer there.
   */
  return async (keptId: number, mergedId: number, reason: string, trx: Knex, user: number | null = null): Promise<boolean> => {
    if (keptId === mergedId) return false;
    const rows = new Map((await contacts.lockByIds([keptId, mergedId], trx)).map((row) => [row.id, row]));
    const kept = rows.get(keptId);
    const merged = rows.get(mergedId);
    // Someone else was faster; following `mergedInto` finds the contact that is alive.
    if (!kept || !merged || kept.mergedInto !== null || merged.mergedInto !== null) return false;

    const moved = await repository.repoint(kept.id, merged.id, trx);
    const consentsMoved = await mergeConsents(kept.id, merged.id, trx);
    await getService(strapi, 'channels').moveContact(kept.id, merged.id, trx);
    await getService(strapi, 'messages').moveContact(kept.id, merged.id, trx);
    await contacts.update(kept.id, mergeContacts(kept, merged), trx);
    await contacts.update(merged.id, { mergedInto: kept.id }, trx);
    await merges.insert(
      {
        kept: kept.id,
        merged: merged.id,
        reason: reason.slice(0, 255),
        moved: { ...moved, consents: consentsMoved, before: { phone: kept.phone, waId: kept.waId, name: kept.name }, lost: { phone: merged.phone, waId: merged.waId, name: merged.name ?? merged.profileName } },
        mergedAt: now(),
      },
      trx,
    );
    await emitAtCommit(strapi, 'contact.merged', { kept: kept.id, merged: merged.id, user });
    return true;
  };
};

export type ContactMerge = ReturnType<typeof createContactMerge>;
