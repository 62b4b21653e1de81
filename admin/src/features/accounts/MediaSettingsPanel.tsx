import * as React from 'react';
import { Box, Button, Field, TextInput } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { MediaSettings } from '../../../../plugin/contracts/accounts';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Panel } from '../../components/Panel';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';

/** The image of the installation, for accounts that have none of their own. */
export const MediaSettingsPanel = ({ mayChange }: { mayChange: boolean }) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const settings = useResource<MediaSettings>('/accounts/media-settings');
  const [typed, setTyped] = React.useState<string | null>(null);
  const url = typed ?? settings.data?.defaultMediaUrl ?? '';
  const save = useAction(async () => {
    settings.replace((await client.put<MediaSettings>('/accounts/media-settings', { defaultMediaUrl: url.trim() || null })).data);
    setTyped(null);
    toggleNotification({ type: 'success', message: text('accounts.media.saved') });
  });
  if (!settings.data) return null;
  const isField = save.failure?.path === 'defaultMediaUrl';
  return (
    <Panel title={text('accounts.media.installation')} hint={text('accounts.media.hint')}>
      <Field.Root error={isField && save.failure ? say(save.failure) : undefined}>
        <Field.Label>{text('accounts.media')}</Field.Label>
        <TextInput type="url" dir="ltr" value={url} maxLength={2048} placeholder="https://" disabled={!mayChange || save.pending} onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)} />
        <Field.Error />
      </Field.Root>
      <FailureAlert failure={isField ? null : save.failure} onClose={save.clear} />
      {mayChange && (
        <Box>
          <Button variant="secondary" loading={save.pending} disabled={typed === null} onClick={() => void save.run()}>
            {text('action.save')}
          </Button>
        </Box>
      )}
    </Panel>
  );
};
