import * as React from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Upload } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { HeaderFileBody, TemplateHeaderView, TemplateView } from '../../../../plugin/contracts/templates';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { Choice } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { FailureAlert } from '../../components/States';
import { useFileSize } from '../../components/file-size';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { findFileProblem, typeNames } from './header-file';

type Source = 'none' | 'file' | 'url' | 'default';

const sourcesOf = ({ format }: TemplateHeaderView): Source[] => (format === 'image' ? ['none', 'file', 'url', 'default'] : ['none', 'file', 'url']);

interface HeaderFilePanelProps {
  template: TemplateView;
  header: TemplateHeaderView;
  mayMap: boolean;
  onSaved: (template: TemplateView) => void;
}

/** The image, video or document of the header, for sends that bring none: kept here, at an address, or the account's own. */
export const HeaderFilePanel = ({ template, header, mayMap, onSaved }: HeaderFilePanelProps) => {
  const text = useText();
  const say = useSay();
  const size = useFileSize();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const input = React.useRef<HTMLInputElement>(null);
  const stored: Source = header.file?.source ?? 'none';
  const [chosen, setChosen] = React.useState<Source | null>(null);
  const [typed, setTyped] = React.useState<string | null>(null);
  const [refusal, setRefusal] = React.useState<string | null>(null);
  const source = chosen ?? stored;
  const storedUrl = header.file?.source === 'url' ? header.file.url : '';
  const url = typed ?? storedUrl;
  const path = `/templates/${segment(template.id)}/header-file`;

  const settle = (saved: TemplateView) => {
    setChosen(null);
    setTyped(null);
    onSaved(saved);
    toggleNotification({ type: 'success', message: text('templates.file.saved') });
  };
  const save = useAction(async (body: HeaderFileBody) => settle((await client.put<TemplateView>(path, body)).data));
  const upload = useAction(async (file: File) => {
    const form = new FormData();
    form.append('file', file, file.name);
    settle((await client.post<TemplateView>(path, form)).data);
  });
  const failure = save.failure ?? upload.failure;
  const urlError = save.failure?.path === 'url' ? say(save.failure) : undefined;

  const pick = (event: React.ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    // The same file may be picked again after it was refused.
    event.target.value = '';
    if (!file) return;
    const problem = findFileProblem(file, header);
    setRefusal(problem && say({ code: problem.code, values: problem.values, sentence: sentenceOf(problem.code, problem.values) }));
    if (!problem) void upload.run(file);
  };
  const choose = (value: string | null) => {
    save.clear();
    upload.clear();
    setRefusal(null);
    setChosen((value ?? 'none') as Source);
  };
  const isSavable = source === 'url' ? url.trim() !== '' && (stored !== 'url' || url.trim() !== storedUrl) : source !== 'file' && source !== stored;
  const names = typeNames(header.limits.mimeTypes);

  return (
    <Box tag="fieldset" borderColor="neutral200" hasRadius padding={4} style={{ margin: 0, minWidth: 0 }} data-header-file={stored}>
      <Typography tag="legend" fontWeight="semiBold" paddingLeft={1} paddingRight={1}>
        {text('templates.field.in-group', { group: text('templates.part.header'), name: text(`template.header.${header.format}`) })}
      </Typography>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Choice
          label={text('templates.file.title')}
          hint={header.format === 'document' ? text('templates.file.document') : undefined}
          value={source}
          disabled={!mayMap || save.pending || upload.pending}
          options={sourcesOf(header).map((value) => ({ value, label: text(`templates.file.${value}`) }))}
          onChange={choose}
        />
        {source === 'file' && (
          <Flex direction="column" alignItems="flex-start" gap={2}>
            {header.file?.source === 'file' && (
              <Typography style={{ overflowWrap: 'anywhere' }}>
                {header.file.filename} · {size(header.file.bytes)}
              </Typography>
            )}
            {mayMap && (
              <Button variant="secondary" startIcon={<Upload />} loading={upload.pending} onClick={() => input.current?.click()}>
                {text('templates.file.upload')}
              </Button>
            )}
            <input ref={input} type="file" hidden aria-label={text('templates.file.upload')} accept={header.limits.mimeTypes?.join(',')} onChange={pick} />
            <Typography variant="pi" textColor="neutral600">
              {text('templates.file.limits', { size: size(header.limits.maxBytes), types: names ?? text('templates.file.any-type') })}
            </Typography>
          </Flex>
        )}
        {source === 'url' && (
          <Field.Root name="url" hint={text('templates.file.url.hint')} error={urlError} required>
            <Field.Label>{text('templates.editor.button.url')}</Field.Label>
            <TextInput type="url" dir="ltr" value={url} maxLength={2048} placeholder="https://" disabled={!mayMap || save.pending} onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)} />
            <Field.Error />
            <Field.Hint />
          </Field.Root>
        )}
        {source === 'default' &&
          (header.defaultUrl ? (
            <Typography variant="pi" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
              {header.defaultUrl}
            </Typography>
          ) : (
            <NoticeBox level="warning">{text('templates.file.default.missing')}</NoticeBox>
          ))}
        {refusal && <NoticeBox level="refusal">{refusal}</NoticeBox>}
        <FailureAlert
          failure={urlError ? null : failure}
          onClose={() => {
            save.clear();
            upload.clear();
          }}
        />
        {mayMap && isSavable && (
          <Flex>
            <Button loading={save.pending} onClick={() => void save.run(source === 'url' ? { source, url: url.trim() } : { source: source === 'default' ? 'default' : 'none' })}>
              {text('action.save')}
            </Button>
          </Flex>
        )}
      </Flex>
    </Box>
  );
};
