import type { Core } from '@strapi/types';
import { firstNameOf } from '../../../../plugin/domain/quick-reply';
import type { QuickReplyValues } from '../../../../plugin/domain/quick-reply';
import type { AdminUser } from '../../platform/admin-names';
import { Table } from '../../platform/database';
import type { ChannelRow, CompanyRow, ContactRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';

/** What is known in a conversation for the fields of a kept text. Never an administrator's e-mail address: customers read it. */
export const quickReplyValues = async (strapi: Core.Strapi, channel: ChannelRow, user: number): Promise<QuickReplyValues> => {
  const [contact, company, account, agent] = await Promise.all([
    channel.contact === null ? null : new Table<ContactRow>(strapi, contentTypeUid('contact')).findById(channel.contact),
    channel.company === null ? null : new Table<CompanyRow>(strapi, contentTypeUid('company')).findById(channel.company),
    getService(strapi, 'accounts').findById(channel.account),
    strapi.db.query('admin::user').findOne({ where: { id: user } }) as Promise<AdminUser | null>,
  ]);
  const name = contact?.name ?? contact?.profileName ?? null;
  const agentName = [agent?.firstname, agent?.lastname].filter(Boolean).join(' ') || (agent?.username ?? null);
  return {
    'contact.name': name,
    'contact.firstName': firstNameOf(name),
    'contact.phone': contact?.phone ?? null,
    'agent.name': agentName,
    'agent.firstName': agent?.firstname ?? firstNameOf(agentName),
    'company.name': company?.name ?? null,
    'account.name': account?.name ?? null,
  };
};
