import * as React from 'react';
import { Flex, IconButton, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Bell } from '@strapi/icons';
import { PRESENCES, type Presence } from '../../../../plugin/contracts/realtime';
import { useText } from '../../i18n';
import { usePresence } from '../../realtime/realtime';
import { NotificationSettings } from './NotificationSettings';

/** Below the provider: one's presence, and what one is called for. */
export const LiveMenu = () => {
  const text = useText();
  const presence = usePresence();
  const [isOpen, setOpen] = React.useState(false);
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
      {isOpen && <NotificationSettings onClose={() => setOpen(false)} />}
    </Flex>
  );
};
