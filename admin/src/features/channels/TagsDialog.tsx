import * as React from 'react';
import { Box, Button, Field, Flex, Modal, MultiSelect, MultiSelectOption, TextInput } from '@strapi/design-system';
import { TAG_COLOURS, type ChannelDetail, type TagColour, type TagView } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
import { ModalFooter, OpenModal } from '../../components/OpenModal';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import type { ChannelChange } from './use-channel-change';

interface TagsDialogProps {
  channel: ChannelDetail;
  change: ChannelChange;
  onClose: () => void;
}

/** Which tags it has; whoever may makes a new one here. */
export const TagsDialog = ({ channel, change, onClose }: TagsDialogProps) => {
  const text = useText();
  const client = useClient();
  const all = useResource<TagView[]>('/tags');
  const [chosen, setChosen] = React.useState(() => channel.tags.map(({ id }) => id));
  const [name, setName] = React.useState('');
  const [colour, setColour] = React.useState<TagColour>('primary');
  // One that is not among those offered any more can still be seen, and taken away.
  const offered = [...(all.data ?? []), ...channel.tags.filter(({ id }) => !all.data?.some((tag) => tag.id === id))];

  const make = useAction(async () => {
    const { data } = await client.post<TagView>('/tags', { name: name.trim(), colour });
    all.replace([...(all.data ?? []), data]);
    setChosen((former) => [...former, data.id]);
    setName('');
  });
  const save = async () => {
    if (await change.change('tags', { tags: chosen })) onClose();
  };

  return (
    <OpenModal title={text('work.tags')} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={5}>
          {all.loading && <LoadingBlock />}
          {all.failure && <FailureBlock failure={all.failure} onRetry={all.reload} />}
          {all.data && (
            <Field.Root name="tags">
              <Field.Label>{text('work.tags')}</Field.Label>
              <MultiSelect withTags value={chosen} placeholder={text(offered.length > 0 ? 'work.tags.choose' : 'work.tags.none')} clearLabel={text('action.clear')} onChange={setChosen} onClear={() => setChosen([])}>
                {offered.map((tag) => (
                  <MultiSelectOption key={tag.id} value={tag.id}>
                    {tag.name}
                  </MultiSelectOption>
                ))}
              </MultiSelect>
            </Field.Root>
          )}
          {channel.may.configure && (
            <Box tag="fieldset" borderColor="neutral200" hasRadius padding={4} aria-label={text('work.tag.new')} style={{ margin: 0, minWidth: 0 }}>
              <Flex direction="column" alignItems="stretch" gap={3}>
                <Field.Root name="tag">
                  <Field.Label>{text('work.tag.new')}</Field.Label>
                  <TextInput value={name} maxLength={50} dir="auto" onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)} />
                </Field.Root>
                <Choice label={text('work.tag.colour')} value={colour} options={TAG_COLOURS.map((one) => ({ value: one, label: text(`work.colour.${one}`) }))} onChange={(value) => setColour((value ?? 'primary') as TagColour)} />
                <FailureAlert failure={make.failure} onClose={make.clear} />
                <Flex>
                  <Button size="S" variant="secondary" disabled={name.trim() === ''} loading={make.pending} onClick={() => void make.run()}>
                    {text('work.tag.add')}
                  </Button>
                </Flex>
              </Flex>
            </Box>
          )}
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Button loading={change.pending} disabled={!all.data} onClick={() => void save()}>
          {text('action.save')}
        </Button>
      </ModalFooter>
    </OpenModal>
  );
};
