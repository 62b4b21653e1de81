import type { Core } from '@strapi/types';
import type { ConsentStatementView, ContactAccountView, ContactDetailView, ContactIdentityView, LinkedPartnerView } from '../../../../plugin/contracts/contacts';
import { canonicalPhone } from '../../../../plugin/domain/address';
import { windowOf } from '../../../../plugin/domain/service-window';
import { now } from '../../platform/clock';
import type { ChannelRow, ContactAliasRow, ContactRow, MessageRow, PartnerRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';
import { seesAccount, seesCompany } from '../../platform/sight';
import { actorNames } from './actor-names';
import { INSTALLATION } from './alias-keys';
import { sourceOf } from './contact-sources';
import { createContactScreens } from './contact-screens';
import { createContactViews } from './contact-views';
import { createContactsRepository } from './contacts.repository';

const STATEMENTS = 100;
const MESSAGES = 10;
const RECORD_TYPES = ['invoice', 'sales-order'];

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

/** One contact with everything that is known of it, as far as the reader may see. */
export const createContactDetail = (strapi: Core.Strapi) => {
  const repository = createContactsRepository(strapi);
  const views = createContactViews(strapi);
  const screens = createContactScreens(strapi);

  /** An alias holds the key of a number; the spelling people gave is the contact's own. */
  const identityOf = (contact: ContactRow, { kind, value, source, lastSeenAt, retiredAt }: ContactAliasRow): ContactIdentityView => {
    const isOwn = kind === 'phone' && contact.phone !== null && canonicalPhone(digitsOf(contact.phone)) === value;
    return { kind, value: isOwn ? (contact.phone as string) : kind === 'phone' ? `+${value}` : value, source: sourceOf(source), syncedAt: iso(lastSeenAt), retiredAt: iso(retiredAt) };
  };

  const accountsOf = async (contact: ContactRow, channels: ChannelRow[], aliases: ContactAliasRow[]): Promise<ContactAccountView[]> => {
    const service = getService(strapi, 'accounts');
    const accounts = new Map((await service.list()).map((account) => [account.id, account]));
    const at = now();
    return channels.flatMap((channel) => {
      const account = accounts.get(channel.account);
      if (!account) return [];
      const scope = service.portfolioOf(account);
      const window = windowOf({ lastCustomerMessageAt: channel.lastCustomerMessageAt, now: at });
      const userIds = aliases.flatMap(({ kind, scope: own, value, retiredAt }) => (kind === 'bsuid' && own === scope && retiredAt === null ? [value] : []));
      return [
        {
          account: { id: account.documentId, key: account.key, name: account.name, provider: account.provider },
          waId: contact.waId,
          userIds,
          pushname: contact.profileName,
          // Who has written, or whose WhatsApp id we were told, is on WhatsApp; of others nobody knows until it is asked.
          isWaContact: channel.lastCustomerMessageAt !== null || contact.waId !== null || userIds.length > 0 ? true : null,
          syncedAt: iso(contact.lastSeenAt),
          window: { open: window.open, closesAt: iso(window.closesAt), openedByStop: window.open && channel.windowOpenedByStop },
          lastMessageAt: iso(channel.lastMessageAt),
        },
      ];
    });
  };

  const partnersOf = async (contact: ContactRow, sight: Sight): Promise<LinkedPartnerView[]> => {
    const rows = (await repository.partners.findWhereIn('contact', [contact.id])).filter(({ deletedAt, company }) => deletedAt === null && seesCompany(sight, company)).sort((one, other) => one.id - other.id);
    const recipients = await screens.recipientsOf(rows);
    return rows.map((row: PartnerRow) => {
      const { choice, company } = recipients.get(row.id) ?? { choice: null, company: null };
      return { id: row.documentId, name: row.name, company: company?.name ?? null, phone: choice?.kind === 'found' ? choice.e164 : null, link: row.contactLink === 'hand' ? 'hand' : 'number' };
    });
  };

  const historyOf = async (contact: ContactRow, former: number[]): Promise<ConsentStatementView[]> => {
    const rows = await repository.statementsOf([contact.id, ...former], STATEMENTS);
    const nameOf = await actorNames(strapi, rows.map(({ actor }) => actor));
    return rows.map(({ contact: of, purpose, state, source, wording, actor, statedAt }) => ({ purpose, state, source, wording, actor: nameOf(actor), statedAt: statedAt.toISOString(), merged: of !== contact.id }));
  };

  const messagesOf = async (contact: ContactRow, sight: Sight) => {
    const service = getService(strapi, 'messages');
    const newest = async (sourceType?: string): Promise<MessageRow[]> => (await service.list({ contact: contact.id, sight, ...(sourceType ? { sourceType } : {}) }, { limit: MESSAGES })).messages;
    const [messages, ...documents] = await Promise.all([newest(), ...RECORD_TYPES.map(newest)]);
    const latest = documents.flat().sort((one, other) => other.id - one.id).slice(0, MESSAGES);
    return { messages: await service.present(messages), documents: await service.present(latest) };
  };

  return {
    async get(contact: ContactRow, sight: Sight, { withMessages }: { withMessages: boolean }): Promise<ContactDetailView> {
      const [view] = await views.present([contact], sight);
      const channels = (await getService(strapi, 'channels').findByContacts([contact.id])).filter(({ account }) => seesAccount(sight, account));
      const all = await repository.aliasesOf(contact.id);
      const accounts = await accountsOf(contact, channels, all);
      // Ids are a portfolio's: those of accounts the reader may not see are not there.
      const service = getService(strapi, 'accounts');
      const scopes = new Set((await service.list()).filter(({ id }) => seesAccount(sight, id)).map((account) => service.portfolioOf(account)));
      const known = all.filter(({ scope }) => sight.accounts === null || scope === INSTALLATION || scopes.has(scope));
      const merges = await repository.mergesOf(contact.id);
      const talk = withMessages ? await messagesOf(contact, sight) : { messages: null, documents: null };
      return {
        ...(view as NonNullable<typeof view>),
        userIds: known.flatMap(({ kind, value, retiredAt }) => (kind === 'bsuid' && retiredAt === null ? [value] : [])),
        identities: known.map((alias) => identityOf(contact, alias)),
        accounts,
        linkedPartners: await partnersOf(contact, sight),
        history: await historyOf(contact, merges.map(({ merged }) => merged)),
        ...talk,
        merges: merges.map(({ reason, mergedAt, moved }) => {
          const lost = (moved?.lost ?? {}) as { name?: string | null; phone?: string | null };
          return { name: lost.name ?? null, phone: lost.phone ?? null, reason, mergedAt: iso(mergedAt) };
        }),
      };
    },
  };
};
