import type { Core } from '@strapi/types';
import type { Knex } from '../../platform/database';
import { getService } from '../../platform/services';
import { parseSpokenWord } from './consent-word';
import { timeOf } from './identify-people';
import type { People } from './identify-people';
import type { ClaimedEvent } from './route-events';
import type { Received } from './receive-messages';

/** Late and imported words count too: a customer's STOP holds whenever we hear of it. */
export const heedConsent = async (strapi: Core.Strapi, events: ClaimedEvent[], people: People, { inserted, byRow }: Received, trx: Knex): Promise<void> => {
  const contacts = getService(strapi, 'contacts');
  for (const row of inserted) {
    const written = byRow.get(row.id);
    if (!written || row.direction !== 'inbound') continue;
    const spoken = parseSpokenWord(written.event.content, strapi.config.get('plugin::whatsapp.consentWords', {}));
    if (!spoken) continue;
    const { person, at } = written;
    await contacts.applyConsentWord(spoken.word, { contact: person.contact.id, wording: spoken.wording, message: row.id, statedAt: at }, trx);
  }
  for (const claimed of events) {
    const { event } = claimed;
    const person = people.get(claimed);
    if (event.kind !== 'preference' || !person) continue;
    await contacts.applyProviderPreference(person.contact.id, event.value, { statedAt: timeOf(claimed), wording: event.detail ?? event.value }, trx);
  }
};
