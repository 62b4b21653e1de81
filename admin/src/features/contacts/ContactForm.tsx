import * as React from 'react';
import { Field, Link, TextInput } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { ContactBody, ContactDetailView } from '../../../../plugin/contracts/contacts';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { ModalForm, OpenModal } from '../../components/OpenModal';
import { Choice } from '../../components/Choice';
import { FailureAlert, sentenceOfFailure } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { contactPath } from './contact-words';

export interface CompanyOption {
  id: string;
  name: string | null;
}

interface ContactFormProps {
  /** Null: a new one. */
  contact: ContactDetailView | null;
  companies: CompanyOption[];
  onClose: () => void;
  onSaved: (contact: ContactDetailView) => void;
}

const FIELDS = new Set(['phone', 'company']);

/** Enters a contact, or changes one. The number is read as people write it; what is wrong with it is said beside it. */
export const ContactForm = ({ contact, companies, onClose, onSaved }: ContactFormProps) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const [name, setName] = React.useState(contact?.name ?? '');
  const [phone, setPhone] = React.useState(contact?.phone ?? '');
  const [language, setLanguage] = React.useState(contact?.language ?? '');
  const [company, setCompany] = React.useState<string | null>(contact?.company?.id ?? null);

  const save = useAction(async () => {
    const body: ContactBody = { name: name.trim() || null, language: language.trim() || null };
    // What was not touched is not written: a contact without a number keeps none, one of a hidden company stays in it.
    if (!contact || phone.trim() !== (contact.phone ?? '')) body.phone = phone.trim();
    if (contact ? company !== (contact.company?.id ?? null) : company !== null) body.company = company;
    const { data } = contact ? await client.put<ContactDetailView>(`/contacts/${segment(contact.id)}`, body) : await client.post<ContactDetailView>('/contacts', body);
    onSaved(data);
    onClose();
  });

  const { failure } = save;
  const errorOf = (field: string): string | undefined => (failure?.path === field ? sentenceOfFailure(failure, text, say) : undefined);
  const taken = typeof failure?.details.contact === 'string' ? failure.details.contact : null;

  return (
    <OpenModal title={text(contact ? 'contacts.edit.title' : 'contacts.add.title')} onClose={onClose}>
      <ModalForm pending={save.pending} onSubmit={() => void save.run()} onClose={onClose} gap={5}>
        <Field.Root hint={contact?.profileName ? text('contacts.field.name.hint', { name: contact.profileName }) : undefined}>
          <Field.Label>{text('contacts.column.name')}</Field.Label>
          <TextInput value={name} maxLength={255} dir="auto" onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)} />
          <Field.Hint />
        </Field.Root>
        <Field.Root required={!contact} hint={text('contacts.field.phone.hint')} error={errorOf('phone')}>
          <Field.Label>{text('contacts.column.phone')}</Field.Label>
          <TextInput type="tel" dir="ltr" value={phone} maxLength={64} placeholder="+34 600 111 222" onChange={(event: React.ChangeEvent<HTMLInputElement>) => setPhone(event.target.value)} />
          <Field.Hint />
          <Field.Error />
          {taken && (
            <Link tag={RouterLink} to={contactPath(taken)} onClick={onClose}>
              {text('contacts.open')}
            </Link>
          )}
        </Field.Root>
        {companies.length > 0 && (
          <Choice
            label={text('contacts.column.company')}
            value={company}
            options={companies.map(({ id, name: label }) => ({ value: id, label: label ?? id }))}
            onChange={setCompany}
            placeholder={text('contacts.company.none')}
            hint={text('contacts.field.company.hint')}
            error={errorOf('company')}
            clearable
          />
        )}
        <Field.Root hint={text('contacts.field.language.hint')}>
          <Field.Label>{text('contacts.field.language')}</Field.Label>
          <TextInput dir="ltr" value={language} maxLength={20} placeholder="pt_BR" onChange={(event: React.ChangeEvent<HTMLInputElement>) => setLanguage(event.target.value)} />
          <Field.Hint />
        </Field.Root>
        <FailureAlert failure={failure && !FIELDS.has(failure.path ?? '') ? failure : null} onClose={save.clear} />
      </ModalForm>
    </OpenModal>
  );
};
