import * as React from 'react';
import { Field, IconButton, TextInput } from '@strapi/design-system';
import { Check, Duplicate } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useText } from '../i18n';

/** `navigator.clipboard` is missing over plain http from another host; the old way still works there. */
export const copyText = async (value: string, input: HTMLInputElement | null = null): Promise<boolean> => {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(value);
      return true;
    }
    if (input) {
      input.select();
      return document.execCommand('copy');
    }
    const field = Object.assign(document.createElement('textarea'), { value });
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  } catch {
    return false;
  }
};

/** A value to carry elsewhere: read-only, with a button that copies it. */
export const CopyField = ({ label, value, hint }: { label: string; value: string; hint?: string }) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [copied, setCopied] = React.useState(false);
  const input = React.useRef<HTMLInputElement>(null);

  const copy = async () => {
    const done = await copyText(value, input.current);
    setCopied(done);
    toggleNotification(done ? { type: 'success', message: text('copy.done', { name: label }) } : { type: 'warning', message: text('copy.failed') });
  };

  return (
    <Field.Root hint={hint}>
      <Field.Label>{label}</Field.Label>
      <TextInput
        ref={input}
        readOnly
        value={value}
        onFocus={(event: React.FocusEvent<HTMLInputElement>) => event.currentTarget.select()}
        endAction={
          <IconButton variant="ghost" size="S" label={text('copy.button', { name: label })} onClick={() => void copy()}>
            {copied ? <Check /> : <Duplicate />}
          </IconButton>
        }
      />
      <Field.Hint />
    </Field.Root>
  );
};
