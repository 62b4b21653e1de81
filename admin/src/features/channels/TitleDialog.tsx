import * as React from 'react';
import { Field, TextInput } from '@strapi/design-system';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import { ModalForm, OpenModal } from '../../components/OpenModal';
import { useText } from '../../i18n';
import type { ChannelChange } from './use-channel-change';

/** A name by hand; empty: the contact's. */
export const TitleDialog = ({ channel, change, onClose }: { channel: ChannelDetail; change: ChannelChange; onClose: () => void }) => {
  const text = useText();
  const [title, setTitle] = React.useState(channel.title ?? '');
  const submit = async () => {
    if (await change.change('title', { title: title.trim() || null })) onClose();
  };
  return (
    <OpenModal title={text('work.rename')} onClose={onClose}>
      <ModalForm pending={change.pending} onSubmit={() => void submit()} onClose={onClose}>
        <Field.Root name="title" hint={text('work.rename.hint')}>
          <Field.Label>{text('work.rename.name')}</Field.Label>
          <TextInput value={title} maxLength={120} dir="auto" placeholder={channel.contact?.name ?? channel.contact?.phone ?? ''} onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTitle(event.target.value)} />
          <Field.Hint />
        </Field.Root>
      </ModalForm>
    </OpenModal>
  );
};
