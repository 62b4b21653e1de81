import * as React from 'react';
import { Flex, IconButton, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Bell } from '@strapi/icons';
import { PRESENCES, type Presence } from '../../../../plugin/contracts/realtime';
import { useText } from '../../i18n';
import { usePresence } from '../../realtime/realtime';
import { useNotifications } from '../../realtime/use-notifications';
import { NotificationSettings, useNotificationSettings } from './NotificationSettings';

/** Below the provider, once a page: one's presence, and what calls one. Notifications come while it is drawn. */
export const LiveMenu = () => {
  const text = useText();
  const presence = usePresence();
  const settings = useNotificationSettings();
  const [isOpen, setOpen] = React.useState(false);
  useNotifications(settings.data);
  return (
    <Flex gap={2}>
      <SingleSelect aria-label={text('live.presence')} size="S" value={presence.own} onChange={(chosen: string | number) => presence.set(chosen as Presence)}>
        {PRESENCES.map((one) => (
          <SingleSelectOption key={one} value={one}>
            {text(`live.presence.${one}`)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <IconButton label={text('live.settings')} onClick={() => setOpen(true)} variant="ghost">
        <Bell />
      </IconButton>
      {isOpen && <NotificationSettings onClose={() => setOpen(false)} onSaved={settings.replace} />}
    </Flex>
  );
};
