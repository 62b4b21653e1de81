import * as React from 'react';
import { Box, Button, Flex, Grid, Link } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { pathOf } from '../../api/query';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { ComposedBubble } from './ComposedBubble';
import { AccountField, BarWords, ComposerNotices } from './ComposerParts';
import { ContentFields } from './ContentFields';
import { KindPicker, KINDS } from './KindPicker';
import { PersonField } from './PersonField';
import { useComposer } from './use-composer';

/** Nobody's document is at hand here: it is picked, and comes after what is written. */
const KINDS_TO_ANYONE: readonly CompositionKind[] = [...KINDS.filter((kind) => kind !== 'document'), 'document'];

/** A message to anyone, from no record. */
const SendMessagePage = () => {
  const text = useText();
  const may = useMay();
  const [kind, setKind] = React.useState<CompositionKind>('text');
  const [sent, setSent] = React.useState<MessageView | null>(null);
  const composer = useComposer('/compositions', kind, (message) => {
    setSent(message);
    composer.startAnew();
  });
  const { shown, failure, again, settled, send } = composer;
  const choose = (next: CompositionKind) => {
    setSent(null);
    setKind(next);
  };
  return (
    <Screen actions={['messages.send']} title={text('compose.title')} subtitle={text('compose.subtitle')}>
      {sent && (
        <NoticeBox
          level="success"
          action={
            may('messages.read') ? (
              <Link tag={RouterLink} to={pathOf('/plugins/whatsapp', { message: sent.id })}>
                {text('send.done.link')}
              </Link>
            ) : undefined
          }
        >
          {text('compose.done.to', { to: sent.contact?.name ?? sent.to ?? '' })}
        </NoticeBox>
      )}
      {!shown && !failure && <LoadingBlock />}
      {failure && !shown && <FailureBlock failure={failure} onRetry={again} />}
      {shown && (
        <Grid.Root gap={4}>
          <Grid.Item col={7} s={12} xs={12} direction="column" alignItems="stretch">
            <Panel>
              <KindPicker kinds={KINDS_TO_ANYONE} value={kind} known={shown.kinds} onChange={choose} />
              <PersonField composer={composer} />
              <AccountField composer={composer} />
              <ComposerNotices composer={composer} onKind={choose} />
              <FailureAlert failure={failure} onClose={again} />
              <ContentFields composer={composer} />
              <FailureAlert failure={send.failure} onClose={send.clear} />
              <Flex gap={3} wrap="wrap" justifyContent="flex-end" aria-busy={!settled}>
                <BarWords composer={composer} />
                <Button startIcon={<PaperPlane />} disabled={composer.bar !== null} loading={send.pending} onClick={send.run}>
                  {text('send.button')}
                </Button>
              </Flex>
            </Panel>
          </Grid.Item>
          <Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch">
            {/* Stays in sight beside a long form. */}
            <Box position="sticky" top="8rem">
              <Panel title={text('send.preview')}>
                <Box>
                  <ComposedBubble composer={composer} />
                </Box>
              </Panel>
            </Box>
          </Grid.Item>
        </Grid.Root>
      )}
    </Screen>
  );
};

export default SendMessagePage;
