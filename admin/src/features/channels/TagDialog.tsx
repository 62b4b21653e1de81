import * as React from 'react';
import { Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { TAG_COLOURS, type TagColour, type TagView } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { Choice } from '../../components/Choice';
import { ModalForm, OpenModal } from '../../components/OpenModal';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { TagLabel } from './TagLabel';

const LONGEST = 40;

const colourOf = (name: string | null): TagColour => TAG_COLOURS.find((colour) => colour === name) ?? 'neutral';

interface TagDialogProps {
  /** Null: a new one. */
  tag: TagView | null;
  onSaved: () => void;
  onClose: () => void;
}

export const TagDialog = ({ tag, onSaved, onClose }: TagDialogProps) => {
  const text = useText();
  const client = useClient();
  const [name, setName] = React.useState(tag?.name ?? '');
  const [colour, setColour] = React.useState<TagColour>(tag?.colour ?? 'primary');
  const save = useAction(async () => {
    const body = { name: name.trim(), colour };
    await (tag ? client.put(`/tags/${segment(tag.id)}`, body) : client.post('/tags', body));
    onSaved();
    onClose();
  });
  return (
    <OpenModal title={text(tag ? 'tags.edit' : 'tags.add')} onClose={onClose}>
      <ModalForm barred={!name.trim()} pending={save.pending} onSubmit={() => name.trim() && void save.run()} onClose={onClose}>
        <Field.Root required>
          <Field.Label>{text('tags.name')}</Field.Label>
          <TextInput value={name} maxLength={LONGEST} dir="auto" onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)} />
        </Field.Root>
        <Choice label={text('tags.colour')} value={colour} options={TAG_COLOURS.map((value) => ({ value, label: text(`tags.colour.${value}`) }))} onChange={(value) => setColour(colourOf(value))} />
        <Flex gap={2}>
          <Typography variant="pi" textColor="neutral600">
            {text('tags.preview')}
          </Typography>
          <TagLabel tag={{ name: name.trim() || text('tags.name'), colour }} />
        </Flex>
        <FailureAlert failure={save.failure} onClose={save.clear} />
      </ModalForm>
    </OpenModal>
  );
};
