import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import { Choice } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { ConsentState, Stops } from '../contacts/ConsentState';
import type { Composer } from './use-composer';

/** Which account sends; the person's default until another is chosen. */
export const AccountField = ({ composer }: { composer: Composer }) => {
  const text = useText();
  const { shown, send, choose } = composer;
  if (!shown || shown.accounts.length === 0) return null;
  return (
    <Choice
      label={text('send.account')}
      value={shown.account}
      disabled={send.pending}
      options={shown.accounts.map(({ key, name, phone }) => ({ value: key, label: phone ? `${name} · ${phone}` : name }))}
      // Another account has other templates: what was chosen there is no choice here.
      onChange={(account) => choose({ account: account ?? undefined, template: undefined, typed: {} })}
    />
  );
};

/** Window and consent in words, and what bars the message, with the way out where there is one. */
export const ComposerNotices = ({ composer, onKind }: { composer: Composer; onKind: (kind: CompositionKind) => void }) => {
  const text = useText();
  const say = useSay();
  const { moment } = useTimes();
  const { shown, kind } = composer;
  if (!shown) return null;
  // What the fields ask for themselves, and the button says too: no alarm on top of it.
  const asked = ['template.variable_missing', ...(shown.elsewhere ? ['document.elsewhere'] : [])];
  const notices = shown.notices.filter(({ code }) => !asked.includes(code));
  const hasTemplates = shown.templates.some(({ refusal }) => refusal === null);
  return (
    <Flex direction="column" alignItems="stretch" gap={2} aria-live="polite">
      {notices.map((notice) => (
        <NoticeBox
          key={`${notice.code}:${notice.sentence}`}
          level={notice.level}
          action={
            notice.code === 'message.outside_window' && kind !== 'template' && hasTemplates ? (
              <Button size="S" variant="secondary" onClick={() => onKind('template')}>
                {text('compose.use_template')}
              </Button>
            ) : undefined
          }
        >
          {say(notice)}
        </NoticeBox>
      ))}
      {shown.to && (
        <Flex gap={5} wrap="wrap" alignItems="flex-start">
          {shown.contact && <ConsentState consents={shown.contact.consents} purpose="utility" named />}
          {shown.contact && <Stops contact={shown.contact} />}
          {/* Said above already where it bars the message. */}
          {shown.window.needed && !notices.some(({ code }) => code === 'message.outside_window') && (
            <Typography variant="pi" textColor="neutral600">
              {shown.window.open ? text('window.open', { at: moment(shown.window.closesAt) }) : text('window.closed')}
            </Typography>
          )}
        </Flex>
      )}
    </Flex>
  );
};

export const BarWords = ({ composer }: { composer: Composer }) => {
  const text = useText();
  return (
    <Typography variant="pi" textColor="neutral600" aria-live="polite">
      {composer.bar && composer.bar !== 'loading' ? text(`compose.bar.${composer.bar}`) : ''}
    </Typography>
  );
};

export const PreviewTitle = () => {
  const text = useText();
  return (
    <Box paddingBottom={2}>
      <Typography variant="sigma" textColor="neutral600" tag="h3">
        {text('send.preview')}
      </Typography>
    </Box>
  );
};
