import * as React from 'react';
import { Box, Button, Checkbox, Field, Flex, IconButton, Typography } from '@strapi/design-system';
import { Trash, Upload } from '@strapi/icons';
import { megabytes } from '../../../../plugin/domain/validate';
import { useFileSize } from '../../components/file-size';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { fileProblem } from './draft';
import type { Composer } from './use-composer';

/** `JPEG, PNG`: the names people know file types by. */
const typeWords = (mimeTypes: string[] | null): string => (mimeTypes ?? []).map((type) => (type.split('/')[1] ?? type).toUpperCase()).join(', ');

const hostOf = (address: string): string => {
  try {
    return new URL(address).hostname;
  } catch {
    return address;
  }
};

interface FileFieldProps {
  composer: Composer;
  kind: 'image' | 'video' | 'document';
}

/** A file from this computer, or the account's default image. What may be sent is said before it is picked. */
export const FileField = ({ composer, kind }: FileFieldProps) => {
  const text = useText();
  const say = useSay();
  const size = useFileSize();
  const input = React.useRef<HTMLInputElement>(null);
  const { file, shown, choices } = composer;
  const limit = shown?.limits?.media[kind] ?? null;
  const problem = file && shown ? fileProblem(kind, file, shown.limits) : null;
  const standard = kind === 'image' ? (shown?.defaultImage ?? null) : null;
  const pending = composer.send.pending;
  const types = typeWords(limit?.mimeTypes ?? null);
  const hint = limit ? (types ? text('compose.file.limit', { types, size: megabytes(limit.maxBytes) }) : text('compose.file.size', { size: megabytes(limit.maxBytes) })) : undefined;
  return (
    <Field.Root required={!(kind === 'document' && shown?.ownFile)} {...(hint ? { hint } : {})} {...(problem ? { error: say(problem) } : {})}>
      <Field.Label>{text(`compose.file.${kind}`)}</Field.Label>
      <input
        ref={input}
        type="file"
        hidden
        data-file={kind}
        accept={limit?.mimeTypes?.join(',') ?? (kind === 'document' ? 'application/pdf' : undefined)}
        onChange={(event) => {
          composer.pick(event.target.files?.[0] ?? null);
          // The same file can be picked again after it was removed.
          event.target.value = '';
        }}
      />
      {file ? (
        <Flex gap={3} background="neutral100" hasRadius padding={3} justifyContent="space-between">
          <Box minWidth={0}>
            <Typography tag="p" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {file.name}
            </Typography>
            <Typography variant="pi" textColor="neutral600">
              {size(file.size)}
            </Typography>
          </Box>
          <IconButton label={text('compose.file.remove')} disabled={pending} onClick={() => composer.pick(null)}>
            <Trash />
          </IconButton>
        </Flex>
      ) : (
        <Flex direction="column" alignItems="flex-start" gap={3}>
          <Button variant="secondary" startIcon={<Upload />} disabled={pending || !shown} onClick={() => input.current?.click()}>
            {text(kind === 'document' && shown?.ownFile ? 'compose.file.other' : 'compose.file.pick')}
          </Button>
          {kind === 'document' && shown?.ownFile && (
            <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
              {text('compose.file.own', { name: shown.ownFile.filename, size: size(shown.ownFile.bytes) })}
            </Typography>
          )}
          {standard && (
            <Checkbox checked={choices.useDefault} disabled={pending} onCheckedChange={(on) => composer.choose({ useDefault: on === true })}>
              {text('compose.file.default', { host: hostOf(standard) })}
            </Checkbox>
          )}
        </Flex>
      )}
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
