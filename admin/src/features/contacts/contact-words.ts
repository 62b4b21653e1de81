import type { ContactView } from '../../../../plugin/contracts/contacts';
import { segment } from '../../api/query';
import type { MessageKey, Text } from '../../i18n';

export const CONTACTS_PATH = '/plugins/whatsapp/contacts';
export const DUPLICATES_PATH = `${CONTACTS_PATH}/duplicates`;
export const contactPath = (id: string): string => `${CONTACTS_PATH}/${segment(id)}`;

type Named = Pick<ContactView, 'name' | 'profileName' | 'username' | 'phone' | 'userIds'>;

/** What a person is called, by the best name there is. */
export const contactName = ({ name, profileName, username, phone, userIds }: Named, text: Text): string =>
  name || profileName || (username ? `@${username}` : '') || phone || userIds[0] || text('contact.unnamed');

/** The names beside the first: what the person calls themselves in WhatsApp. */
export const otherNames = (contact: Named, text: Text): string =>
  [contact.profileName, contact.username ? `@${contact.username}` : null].filter((name) => name && name !== contactName(contact, text)).join(' · ');

export const sourceKey = (source: ContactView['source']): MessageKey => `contacts.source.${source}`;
