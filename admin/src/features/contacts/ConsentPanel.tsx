import * as React from 'react';
import { Box, Button, Divider, Flex, Grid, Typography } from '@strapi/design-system';
import type { ConsentStatementView, ContactDetailView } from '../../../../plugin/contracts/contacts';
import { Panel } from '../../components/Panel';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { ConsentState, Stops } from './ConsentState';
import { actorWords, PURPOSES, sourceWords } from './consent-words';
import { StateConsentDialog } from './StateConsentDialog';

/** So many are read at a glance; the rest is a press away. */
const SHOWN = 4;

const Statement = ({ statement }: { statement: ConsentStatementView }) => {
  const text = useText();
  const { moment } = useTimes();
  const { purpose, state, source, actor, statedAt, wording, merged } = statement;
  return (
    <Box tag="li">
      <Typography tag="p" variant="pi" textColor="neutral800">
        {`${text(`purpose.${purpose}`)}: ${text(`consent.${state}`)} · ${moment(statedAt)}`}
      </Typography>
      <Typography tag="p" variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
        {[sourceWords(source, text), actorWords(actor, text), merged ? text('contacts.history.merged') : ''].filter(Boolean).join(' · ')}
      </Typography>
      {wording && (
        <Typography tag="p" variant="pi" textColor="neutral600" dir="auto" style={{ overflowWrap: 'anywhere', fontStyle: 'italic' }}>
          {text('consent.wording.quoted', { wording })}
        </Typography>
      )}
    </Box>
  );
};

/** What may be sent to this person, why, and everything that was ever said about it. */
export const ConsentPanel = ({ contact, onStated }: { contact: ContactDetailView; onStated: () => void }) => {
  const text = useText();
  const may = useMay();
  const [stating, setStating] = React.useState(false);
  const [whole, setWhole] = React.useState(false);
  const shown = whole ? contact.history : contact.history.slice(0, SHOWN);
  return (
    <Panel
      title={text('consent.title')}
      actions={
        may('contacts.state-consent') ? (
          <Button size="S" variant="secondary" onClick={() => setStating(true)}>
            {text('consent.state.button')}
          </Button>
        ) : undefined
      }
    >
      <Stops contact={contact} />
      <Grid.Root gap={4}>
        {PURPOSES.map((purpose) => (
          <Grid.Item key={purpose} col={6} s={6} xs={12} direction="column" alignItems="stretch">
            <ConsentState consents={contact.consents} purpose={purpose} named />
          </Grid.Item>
        ))}
      </Grid.Root>
      {contact.history.length > 0 && (
        <>
          <Divider />
          <Typography variant="sigma" textColor="neutral600" tag="h3">
            {text('contacts.history')}
          </Typography>
          <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
            {shown.map((statement) => (
              <Statement key={`${statement.purpose} ${statement.statedAt} ${statement.state} ${statement.source}`} statement={statement} />
            ))}
          </Flex>
          {contact.history.length > SHOWN && (
            <Flex>
              <Button size="S" variant="tertiary" aria-expanded={whole} onClick={() => setWhole((former) => !former)}>
                {text(whole ? 'contacts.history.less' : 'contacts.history.all')}
              </Button>
            </Flex>
          )}
        </>
      )}
      {stating && <StateConsentDialog keys={[`contact:${contact.id}`]} onClose={() => setStating(false)} onStated={onStated} />}
    </Panel>
  );
};
