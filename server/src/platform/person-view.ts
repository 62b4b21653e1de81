import type { ConsentView } from '../../../plugin/contracts/contacts';
import type { ContactRow } from './records';
import type { ConsentFacts } from './services';

const consentViews = (facts: ConsentFacts | null | undefined): ConsentView[] =>
  (['utility', 'marketing'] as const).map((purpose) => {
    const stated = facts?.consents.find((consent) => consent.purpose === purpose);
    return {
      purpose,
      state: stated?.state ?? 'unknown',
      source: stated?.source ?? null,
      wording: stated?.wording ?? null,
      actor: stated?.actor ?? null,
      statedAt: stated ? stated.statedAt.toISOString() : null,
    };
  });

/** Whoever a form writes to, with what they agreed to; null where nobody is known under that number yet. */
export const presentPerson = (contact: ContactRow | null | undefined, facts: ConsentFacts | null | undefined) =>
  contact
    ? {
        id: contact.documentId,
        name: contact.name ?? contact.profileName,
        phone: contact.phone,
        consents: consentViews(facts),
        stoppedAt: contact.stoppedAt?.toISOString() ?? null,
        marketingStoppedAt: contact.marketingStoppedAt?.toISOString() ?? null,
      }
    : null;
