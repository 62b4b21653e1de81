import * as React from 'react';
import { Field, TextInput } from '@strapi/design-system';
import type { ReplyBody } from '../../../../plugin/contracts/channels';
import { ModalForm, OpenModal } from '../../components/OpenModal';
import { useText } from '../../i18n';
import { emptyPlace, latitudeOf, longitudeOf, parsePair, placeOf, type PlaceForm } from './place-form';

interface PlaceDialogProps {
  onClose: () => void;
  onChosen: (place: NonNullable<ReplyBody['location']>) => void;
}

/** A place to send. */
export const PlaceDialog = ({ onClose, onChosen }: PlaceDialogProps) => {
  const text = useText();
  const [form, setForm] = React.useState(emptyPlace);
  const [asked, setAsked] = React.useState(false);
  const submit = () => {
    setAsked(true);
    const place = placeOf(form);
    if (place) onChosen(place);
  };
  const field = (name: keyof PlaceForm, isWrong: boolean, required: boolean) => (
    <Field.Root name={name} required={required} error={asked && isWrong ? text('write.place.invalid') : undefined}>
      <Field.Label>{text(`write.place.${name}`)}</Field.Label>
      <TextInput
        value={form[name]}
        maxLength={200}
        dir={required ? 'ltr' : 'auto'}
        inputMode={required ? 'decimal' : 'text'}
        autoComplete="off"
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => {
          const { value } = event.target;
          setForm((former) => ({ ...former, [name]: value, ...(required ? (parsePair(value) ?? {}) : {}) }));
        }}
      />
      <Field.Error />
    </Field.Root>
  );
  return (
    <OpenModal title={text('write.place')} onClose={onClose}>
      <ModalForm submit={text('write.place.send')} pending={false} onSubmit={submit} onClose={onClose}>
        {field('latitude', latitudeOf(form) === null, true)}
        {field('longitude', longitudeOf(form) === null, true)}
        {field('name', false, false)}
        {field('address', false, false)}
      </ModalForm>
    </OpenModal>
  );
};
