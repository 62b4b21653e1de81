import * as React from 'react';
import { Box, Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import type { ChannelDetail, ChannelEventView, ThreadPage } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { pathOf, segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { FailureAlert } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useOnStale, useServerEvent } from '../../realtime/realtime';
import { CardContent, PanelCard, Quiet } from './PanelCard';

const LOOKED_THROUGH = 50;
const SHOWN = 5;
const TEXT_MAX = 4_096;

/** Notes of the latest stretch of the conversation, newest first, and a place for one more. */
export const NotesCard = ({ channel }: { channel: ChannelDetail }) => {
  const text = useText();
  const { moment } = useTimes();
  const client = useClient();
  const thread = useResource<ThreadPage>(pathOf(`/channels/${segment(channel.id)}/thread`, { limit: LOOKED_THROUGH }));
  const [came, setCame] = React.useState<ChannelEventView[]>([]);
  const [words, setWords] = React.useState('');
  const [adding, setAdding] = React.useState(false);
  const opener = React.useRef<HTMLButtonElement>(null);
  useOnStale(thread.reload);
  useServerEvent('event.added', ({ channel: of, event }) => {
    if (of === channel.id) setCame((former) => [...former, event]);
  });

  const add = useAction(async () => {
    const { data } = await client.post<ChannelEventView>(`/channels/${segment(channel.id)}/notes`, { text: words.trim() });
    // Realtime brings it too: whichever comes first.
    setCame((former) => [...former, data]);
    setWords('');
    setAdding(false);
    // The field that had the focus is gone.
    opener.current?.focus();
  });

  const notes = (page: ThreadPage): ChannelEventView[] =>
    [...new Map([...page.events, ...came].filter(({ kind }) => kind === 'note').map((event) => [event.id, event])).values()].sort((one, other) => other.at.localeCompare(one.at)).slice(0, SHOWN);

  return (
    <PanelCard
      title={text('person.notes')}
      action={
        channel.may.reply ? (
          <Button ref={opener} size="S" variant="ghost" aria-expanded={adding} onClick={() => setAdding((former) => !former)}>
            {text('write.note.add')}
          </Button>
        ) : undefined
      }
    >
      {adding && (
        <Flex direction="column" alignItems="stretch" gap={2}>
          <Field.Root name="note" hint={text('write.note.hint')}>
            <Field.Label>{text('write.note.label')}</Field.Label>
            <Textarea value={words} maxLength={TEXT_MAX} dir="auto" disabled={add.pending} onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => setWords(event.target.value)} />
            <Field.Hint />
          </Field.Root>
          <FailureAlert failure={add.failure} onClose={add.clear} />
          <Button size="S" variant="secondary" disabled={words.trim() === ''} loading={add.pending} onClick={() => void add.run()}>
            {text('action.save')}
          </Button>
        </Flex>
      )}
      <CardContent of={thread}>
        {(page) => {
          const shown = notes(page);
          return shown.length === 0 ? (
            <Quiet>{text('person.notes.none')}</Quiet>
          ) : (
            <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
              {shown.map((note) => (
                <Box tag="li" key={note.id} background="warning100" hasRadius padding={3}>
                  <Typography tag="p" dir="auto" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
                    {note.text}
                  </Typography>
                  <Typography tag="p" variant="pi" textColor="neutral600">
                    {[note.actor?.name, moment(note.at)].filter(Boolean).join(' · ')}
                  </Typography>
                </Box>
              ))}
            </Flex>
          );
        }}
      </CardContent>
    </PanelCard>
  );
};
