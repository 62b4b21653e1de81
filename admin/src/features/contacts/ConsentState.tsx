import { Flex, Typography } from '@strapi/design-system';
import type { ConsentView, ContactView } from '../../../../plugin/contracts/contacts';
import { Pill } from '../../components/Pill';
import { useText, useTimes } from '../../i18n';
import { actorWords, consentOf, sourceWords, stopsOf, type ConsentPurpose } from './consent-words';

const LOOKS = { granted: 'success', denied: 'danger', unknown: 'neutral' } as const;

/** The state of one purpose with its evidence: source, who, when, wording. */
export const ConsentState = ({ consents, purpose, named = false }: { consents: ConsentView[]; purpose: ConsentPurpose; named?: boolean }) => {
  const text = useText();
  const { day } = useTimes();
  const consent = consentOf(consents, purpose);
  const state = consent?.state ?? 'unknown';
  const evidence = [sourceWords(consent?.source ?? null, text), actorWords(consent?.actor ?? null, text), day(consent?.statedAt)].filter(Boolean).join(' · ');
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} maxWidth="26rem">
      <Flex gap={2} wrap="wrap">
        {named && <Typography variant="pi">{text(`purpose.${purpose}`)}</Typography>}
        <Pill variant={LOOKS[state]}>{text(`consent.${state}`)}</Pill>
      </Flex>
      {evidence && (
        <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
          {evidence}
        </Typography>
      )}
      {consent?.wording && (
        <Typography variant="pi" textColor="neutral600" dir="auto" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere', fontStyle: 'italic' }}>
          {text('consent.wording.quoted', { wording: consent.wording })}
        </Typography>
      )}
    </Flex>
  );
};

/** STOP, the provider's own stop and the ERP's blacklist, in words. */
export const Stops = ({ contact }: { contact: Partial<Pick<ContactView, 'stoppedAt' | 'marketingStoppedAt' | 'erpBlacklisted'>> }) => {
  const text = useText();
  const { moment } = useTimes();
  const stops = stopsOf(contact);
  if (stops.length === 0) return null;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} role="status">
      {stops.map((stop) => (
        <Typography key={stop.key} variant="pi" textColor="danger700" style={{ whiteSpace: 'normal' }}>
          {text(stop.key, { at: moment(stop.at) })}
        </Typography>
      ))}
    </Flex>
  );
};
