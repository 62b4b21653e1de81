import type { Core } from '@strapi/types';
import type { StateConsentBody, StateConsentResult } from '../../../../plugin/contracts/contacts';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { now } from '../../platform/clock';
import type { ContactRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';
import { createContactsRepository } from './contacts.repository';
import type { ContactScreens } from './contact-screens';
import { INSTALLATION } from './alias-keys';

type Subject = { id: string; name: string | null; contact: ContactRow };

/** A person's statement that chosen partners and contacts consented: who said so, where the proof is, and for whom it can't be kept. */
export const createStateConsent = (strapi: Core.Strapi, screens: ContactScreens) => {
  const repository = createContactsRepository(strapi);

  const refusal = (id: string, name: string | null, code: string) => ({ id, name, code, sentence: sentenceOf(code) });

  const subjectsOf = async ({ partners = [], contacts = [] }: StateConsentBody, sight: Sight): Promise<{ subjects: Subject[]; refused: StateConsentResult['refused'] }> => {
    const subjects: Subject[] = [];
    const refused: StateConsentResult['refused'] = [];

    const partnerRows = await screens.findPartners(partners, sight);
    const recipients = await screens.recipientsOf(partnerRows);
    for (const id of partners.filter((wanted) => !partnerRows.some(({ documentId }) => documentId === wanted))) refused.push(refusal(id, null, 'contact.not_found'));
    for (const partner of partnerRows) {
      const choice = recipients.get(partner.id)?.choice;
      if (choice?.kind !== 'found') {
        refused.push(refusal(partner.documentId, partner.name, 'recipient.invalid'));
        continue;
      }
      const { contact } = await getService(strapi, 'contacts').findOrCreate({
        phone: choice.e164,
        scope: INSTALLATION,
        name: partner.name,
        company: partner.company,
        source: 'erp',
      });
      if (partner.contact !== contact.id && partner.contactLink === null) await repository.partners.update(partner.id, { contact: contact.id });
      subjects.push({ id: partner.documentId, name: partner.name, contact });
    }

    const contactRows = await screens.findContacts(contacts, sight);
    for (const id of contacts) {
      const row = contactRows.find(({ documentId }) => documentId === id);
      const contact = row ? await getService(strapi, 'contacts').findById(row.id) : null;
      if (contact) subjects.push({ id, name: contact.name ?? contact.profileName, contact });
      else refused.push(refusal(id, null, 'contact.not_found'));
    }
    return { subjects, refused };
  };

  return async (body: StateConsentBody, actor: number | null, sight: Sight): Promise<StateConsentResult> => {
    const { subjects, refused } = await subjectsOf(body, sight);
    const allowed = subjects.filter(({ id, name, contact }) => {
      // The customer's own STOP is lifted by the customer's START, never by someone else's statement.
      const isBarred = body.state === 'granted' && contact.stoppedAt !== null;
      if (isBarred) refused.push(refusal(id, name, 'message.opted_out'));
      return !isBarred;
    });
    const statedAt = now();
    const people = [...new Set(allowed.map(({ contact }) => contact.id))];
    await getService(strapi, 'contacts').stateConsent(
      people.flatMap((contact) =>
        [...new Set(body.purposes)].map((purpose) => ({
          contact,
          purpose,
          state: body.state,
          source: body.source,
          wording: body.wording ?? null,
          actor: actor === null ? null : String(actor),
          statedAt,
        })),
      ),
    );
    return { stated: allowed.length, refused };
  };
};
