import * as React from 'react';
import { Checkbox, Field, Flex, TextInput } from '@strapi/design-system';
import type { DocumentPreparation } from '../../../../plugin/contracts/documents';
import { Choice } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import type { SendChoices } from './send-choices';

const OTHER = '\u0000other';

interface RecipientFieldProps {
  shown: Pick<DocumentPreparation, 'recipients' | 'to' | 'elsewhere' | 'mayElsewhere'>;
  choices: Pick<SendChoices, 'to' | 'confirmElsewhere'>;
  disabled: boolean;
  onChange: (changes: Pick<SendChoices, 'confirmElsewhere'> & { to?: string }) => void;
}

/** Who gets it: one of the record's own numbers, or another one after a second question. */
export const RecipientField = ({ shown, choices, disabled, onChange }: RecipientFieldProps) => {
  const text = useText();
  const say = useSay();
  const known = shown.recipients.some((recipient) => recipient.phone === shown.to);
  const [typing, setTyping] = React.useState(false);
  const other = typing || (choices.to !== undefined && !known);
  const chosen = shown.recipients.find((recipient) => recipient.phone === shown.to);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Choice
        label={text('send.to')}
        value={other ? OTHER : known ? shown.to : null}
        placeholder={text('send.to.none')}
        disabled={disabled}
        error={!other && chosen?.problem ? say({ code: 'recipient.invalid', sentence: chosen.problem }) : undefined}
        options={[
          ...shown.recipients.map((recipient) => ({
            value: recipient.phone,
            label: recipient.problem ? `${recipient.name} · ${recipient.phone} (${say({ code: 'recipient.invalid', sentence: recipient.problem })})` : `${recipient.name} · ${recipient.phone}`,
            disabled: recipient.problem !== null,
          })),
          { value: OTHER, label: text('send.to.other') },
        ]}
        onChange={(value) => {
          setTyping(value === OTHER);
          onChange({ to: value === OTHER || value === null ? '' : value, confirmElsewhere: false });
        }}
      />
      {other && (
        <Field.Root required hint={text('send.to.other.hint')}>
          <Field.Label>{text('send.to.other.label')}</Field.Label>
          <TextInput
            type="tel"
            inputMode="tel"
            autoComplete="off"
            dir="ltr"
            value={choices.to ?? ''}
            disabled={disabled}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange({ to: event.target.value, confirmElsewhere: false })}
          />
          <Field.Hint />
        </Field.Root>
      )}
      {shown.elsewhere && !shown.mayElsewhere && <NoticeBox level="refusal">{text('send.elsewhere.refused')}</NoticeBox>}
      {shown.elsewhere && shown.mayElsewhere && (
        <NoticeBox
          level="warning"
          action={
            <Checkbox checked={choices.confirmElsewhere} disabled={disabled} onCheckedChange={(on) => onChange({ confirmElsewhere: on === true })}>
              {text('send.elsewhere.confirm', { phone: shown.to ?? '' })}
            </Checkbox>
          }
        >
          {text('send.elsewhere')}
        </NoticeBox>
      )}
    </Flex>
  );
};
