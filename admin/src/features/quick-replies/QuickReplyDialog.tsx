import * as React from 'react';
import { Field, TextInput } from '@strapi/design-system';
import type { ChannelOptions } from '../../../../plugin/contracts/channels';
import type { QuickReplyView } from '../../../../plugin/contracts/quick-replies';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { Choice } from '../../components/Choice';
import { CountedField } from '../../components/CountedField';
import { ModalForm, OpenModal } from '../../components/OpenModal';
import { SharedField } from '../../components/OwnOrShared';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { bodyOf, formOf, LONGEST_BODY, problemOf, type QuickReplyForm } from './quick-reply-form';

interface QuickReplyDialogProps {
  /** Null: a new one. */
  reply: QuickReplyView | null;
  accounts: ChannelOptions['accounts'];
  onSaved: () => void;
  onClose: () => void;
}

/** A text kept for the composer, and the word that brings it. */
export const QuickReplyDialog = ({ reply, accounts, onSaved, onClose }: QuickReplyDialogProps) => {
  const text = useText();
  const mayShare = useMay()('quick-replies.write');
  const client = useClient();
  const [form, setForm] = React.useState<QuickReplyForm>(() => formOf(reply, mayShare));
  const [tried, setTried] = React.useState(false);
  const problem = tried ? problemOf(form) : null;
  const change = (changes: Partial<QuickReplyForm>) => setForm((former) => ({ ...former, ...changes }));
  const save = useAction(async () => {
    await (reply ? client.put(`/quick-replies/${segment(reply.id)}`, bodyOf(form)) : client.post('/quick-replies', bodyOf(form)));
    onSaved();
    onClose();
  });
  const submit = () => {
    setTried(true);
    if (problemOf(form) === null) void save.run();
  };
  return (
    <OpenModal title={text(reply ? 'quick-replies.edit' : 'quick-replies.add')} onClose={onClose}>
      <ModalForm pending={save.pending} onSubmit={submit} onClose={onClose}>
        <Field.Root required hint={text('quick-replies.shortcut.hint')} error={problem === 'shortcut' ? text('quick-replies.shortcut.wrong') : undefined}>
          <Field.Label>{text('quick-replies.shortcut')}</Field.Label>
          <TextInput value={form.shortcut} maxLength={33} startAction={<span aria-hidden>/</span>} onChange={(event: React.ChangeEvent<HTMLInputElement>) => change({ shortcut: event.target.value })} />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
        <CountedField
          label={text('quick-replies.body')}
          hint={text('quick-replies.body.hint', { field: '{{contact.name}}' })}
          value={form.body}
          max={LONGEST_BODY}
          lines
          required
          {...(problem === 'body' && !form.body.trim() ? { error: text('quick-replies.body.missing') } : {})}
          onChange={(body) => change({ body })}
        />
        <Field.Root hint={text('quick-replies.language.hint')}>
          <Field.Label>{text('quick-replies.language')}</Field.Label>
          <TextInput dir="ltr" value={form.language} maxLength={20} placeholder="pt_BR" onChange={(event: React.ChangeEvent<HTMLInputElement>) => change({ language: event.target.value })} />
          <Field.Hint />
        </Field.Root>
        {accounts.length > 1 && (
          <Choice
            label={text('quick-replies.account')}
            value={form.account}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            placeholder={text('quick-replies.account.any')}
            onChange={(account) => change({ account })}
            clearable
          />
        )}
        <SharedField shared={form.shared} action="quick-replies.write" onChange={(shared) => change({ shared })} />
        <FailureAlert failure={save.failure} onClose={save.clear} />
      </ModalForm>
    </OpenModal>
  );
};
