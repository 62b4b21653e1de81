import { Box, Button, Dialog, Flex, IconButton, Typography } from '@strapi/design-system';
import { Cross, Lock } from '@strapi/icons';
import type { AnsweredMeanwhile, ThreadMessage } from '../../../../plugin/contracts/channels';
import { useText, useTimes } from '../../i18n';
import { useViewers } from '../../realtime/realtime';
import type { WindowState } from './window-words';

/** Who else is here: whoever writes comes first. */
export const OthersLine = ({ channel }: { channel: string }) => {
  const text = useText();
  const viewers = useViewers(channel);
  const typing = viewers.filter((viewer) => viewer.typing).map(({ name }) => name);
  const viewing = viewers.filter((viewer) => !viewer.typing).map(({ name }) => name);
  const words = [typing.length > 0 ? text('write.typing', { count: typing.length, names: typing.join(', ') }) : '', viewing.length > 0 ? text('write.viewing', { count: viewing.length, names: viewing.join(', ') }) : ''].filter(Boolean);
  return (
    <Box role="status" aria-live="polite">
      {words.length > 0 && (
        <Typography variant="pi" textColor={typing.length > 0 ? 'neutral800' : 'neutral600'} dir="auto">
          {words.join(' · ')}
        </Typography>
      )}
    </Box>
  );
};

/** What the reply will stand under. */
export const QuoteBlock = ({ quoted, name, onUnquote }: { quoted: ThreadMessage; name: string; onUnquote: () => void }) => {
  const text = useText();
  return (
    <Flex gap={2} justifyContent="space-between" background="neutral100" hasRadius padding={2} style={{ borderInlineStart: '4px solid currentColor' }} color="primary600">
      <Box minWidth={0}>
        <Typography tag="p" variant="pi" fontWeight="semiBold" textColor="primary700" dir="auto" ellipsis>
          {text('write.quote', { name: quoted.direction === 'inbound' ? name : (quoted.sentBy?.name ?? text('write.quote.us')) })}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600" dir="auto" ellipsis>
          {quoted.text || quoted.media?.filename || quoted.type}
        </Typography>
      </Box>
      <IconButton variant="ghost" label={text('write.quote.remove')} onClick={onUnquote}>
        <Cross />
      </IconButton>
    </Flex>
  );
};

/** Why nothing can be written freely now, and what can be sent instead. */
export const LockedLine = ({ state, onTemplate }: { state: Extract<WindowState, { kind: 'closed' }>; onTemplate: (() => void) | null }) => {
  const text = useText();
  return (
    <Flex gap={3} alignItems="center" wrap="wrap" background="neutral100" hasRadius padding={4} role="status">
      <Box color="neutral600" aria-hidden>
        <Lock fill="currentColor" />
      </Box>
      <Box flex="1" minWidth="20rem">
        <Typography>{text(`write.locked.${state.why}`)}</Typography>
      </Box>
      {onTemplate && <Button onClick={onTemplate}>{text('write.template')}</Button>}
    </Flex>
  );
};

/** A colleague was faster: is it still to be said? */
export const MeanwhileQuestion = ({ asked, onSend, onLeave }: { asked: AnsweredMeanwhile; onSend: () => void; onLeave: () => void }) => {
  const text = useText();
  const { moment } = useTimes();
  return (
    <Dialog.Root open onOpenChange={(open: boolean) => !open && onLeave()}>
      <Dialog.Content>
        <Dialog.Header>{text('write.meanwhile.title')}</Dialog.Header>
        <Dialog.Body>
          <Flex direction="column" alignItems="stretch" gap={3}>
            <Typography dir="auto">{text('write.meanwhile', { name: asked.by, at: moment(asked.at) })}</Typography>
            <Box background="neutral100" hasRadius padding={3}>
              <Typography dir="auto" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
                {asked.preview}
              </Typography>
            </Box>
            <Typography>{text('write.meanwhile.ask')}</Typography>
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary">
              {text('write.meanwhile.leave')}
            </Button>
          </Dialog.Cancel>
          <Dialog.Action>
            <Button fullWidth onClick={onSend}>
              {text('write.meanwhile.send')}
            </Button>
          </Dialog.Action>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};
