import * as React from 'react';
import { Button, Flex } from '@strapi/design-system';
import { ArrowLeft, Lock } from '@strapi/icons';
import type { ChannelDetail, ThreadMessage } from '../../../../plugin/contracts/channels';
import { FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { ChannelHeader } from './ChannelHeader';
import { Composer } from './Composer';
import { ListNote } from './ListNote';
import { Thread } from './Thread';
import { useMarkRead, type OpenChannel } from './use-open-channel';

interface OpenThreadProps {
  open: OpenChannel;
  /** The message to go to. */
  focus: string | null;
  panelOpen: boolean;
  onPanel: () => void;
  onBack: () => void;
  /** The list is not beside it. */
  alone: boolean;
  onChanged: (channel: ChannelDetail) => void;
}

/** The conversation: who, what was said, and where people write. What is quoted and what was seen live here. */
const Conversation = ({ channel, focus, panelOpen, onPanel, onBack, alone, onChanged }: Omit<OpenThreadProps, 'open'> & { channel: ChannelDetail }) => {
  const [quoted, setQuoted] = React.useState<ThreadMessage | null>(null);
  const [seen, setSeen] = React.useState<string | null>(null);
  useMarkRead(channel, seen, onChanged);
  return (
    <>
      <ChannelHeader channel={channel} onChanged={onChanged} onBack={alone ? onBack : null} panelOpen={panelOpen} onPanel={onPanel} />
      <Flex direction="column" alignItems="stretch" flex="1" minHeight={0} minWidth={0} overflow="hidden">
        <Thread channel={channel} focus={focus} onQuote={setQuoted} onSeen={setSeen} />
      </Flex>
      <Composer channel={channel} quoted={quoted} onUnquote={() => setQuoted(null)} seen={seen} />
    </>
  );
};

/** What stands in the middle while a conversation is open, in each of its states. */
export const OpenThread = ({ open, ...rest }: OpenThreadProps) => {
  const text = useText();
  const { data, failure, gone } = open;
  const back = (
    <Button variant="secondary" startIcon={<ArrowLeft />} onClick={rest.onBack}>
      {text('inbox.back')}
    </Button>
  );
  if (gone) return <ListNote icon={<Lock fill="currentColor" width="2.8rem" height="2.8rem" />} title={text('inbox.gone')} hint={text('inbox.gone.hint')} action={back} />;
  if (data) return <Conversation key={data.id} channel={data} {...rest} />;
  if (failure?.status === 404) return <ListNote icon={<Lock fill="currentColor" width="2.8rem" height="2.8rem" />} title={text('inbox.missing')} hint={text('inbox.missing.hint')} action={back} />;
  if (failure) return <FailureBlock failure={failure} onRetry={open.reload} />;
  return <LoadingBlock />;
};
