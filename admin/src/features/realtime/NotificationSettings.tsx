import * as React from 'react';
import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import type { NotificationSettings as Settings } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { ModalForm, OpenModal } from '../../components/OpenModal';
import { NoticeBox } from '../../components/Notices';
import { FailureBlock, LoadingBlock } from '../../components/States';
import { ToggleField } from '../../components/ToggleField';
import { useText, type MessageKey } from '../../i18n';
import { LiveContext } from '../../realtime/live-context';
import { SETTINGS_PATH, useNotificationPermission, type NotificationPermissionState } from '../../realtime/use-notifications';

const WHICH: readonly [keyof Settings, MessageKey][] = [
  ['mine', 'live.settings.mine'],
  ['unassigned', 'live.settings.unassigned'],
  ['all', 'live.settings.all'],
];

const HINTS: Partial<Record<NotificationPermissionState, MessageKey>> = {
  default: 'live.settings.ask',
  denied: 'live.settings.denied',
  unsupported: 'live.settings.unsupported',
};

interface NotificationSettingsProps {
  onClose: () => void;
}

const SettingsForm = ({ saved, onClose }: NotificationSettingsProps & { saved: Settings }) => {
  const live = React.useContext(LiveContext);
  const text = useText();
  const client = useClient();
  const [settings, setSettings] = React.useState(saved);
  const [permission, ask] = useNotificationPermission();
  const save = useAction(async () => (await client.put<Settings>(SETTINGS_PATH, settings)).data);
  const change = (name: keyof Settings) => (on: boolean) => setSettings((former) => ({ ...former, [name]: on }));
  const hint = HINTS[permission];

  const submit = async () => {
    const stored = await save.run();
    if (stored === null) return;
    live?.replaceSettings(stored);
    onClose();
  };

  return (
    <ModalForm pending={save.pending} onSubmit={() => void submit()} onClose={onClose} gap={5}>
      {save.failure && <FailureBlock failure={save.failure} />}
      <ToggleField label={text('live.settings.desktop')} checked={settings.desktop} onChange={change('desktop')} />
      {settings.desktop && hint && (
        <NoticeBox
          level={permission === 'default' ? 'info' : 'warning'}
          action={
            permission === 'default' ? (
              <Button type="button" variant="secondary" onClick={ask}>
                {text('live.settings.allow')}
              </Button>
            ) : undefined
          }
        >
          {text(hint)}
        </NoticeBox>
      )}
      <ToggleField label={text('live.settings.sound')} checked={settings.sound} onChange={change('sound')} />
      <Flex tag="fieldset" direction="column" alignItems="stretch" gap={3} borderWidth={0} padding={0}>
        <Typography tag="legend" variant="pi" fontWeight="bold">
          {text('live.settings.which')}
        </Typography>
        {WHICH.map(([name, label]) => (
          <ToggleField key={name} label={text(label)} checked={settings[name]} onChange={change(name)} />
        ))}
      </Flex>
    </ModalForm>
  );
};

/** A dialog: what the person wants to be told of while looking elsewhere. */
export const NotificationSettings = ({ onClose }: NotificationSettingsProps) => {
  const text = useText();
  const { data, failure, reload } = useResource<Settings>(SETTINGS_PATH);
  return (
    <OpenModal title={text('live.settings.title')} onClose={onClose}>
      {data ? <SettingsForm saved={data} onClose={onClose} /> : <Modal.Body>{failure ? <FailureBlock failure={failure} onRetry={reload} /> : <LoadingBlock />}</Modal.Body>}
    </OpenModal>
  );
};
