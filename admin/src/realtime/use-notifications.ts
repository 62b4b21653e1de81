import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import { useLocation, useNavigate } from 'react-router-dom';
import type { ChannelView, NotificationSettings, ThreadMessage } from '../../../plugin/contracts/channels';
import { PLUGIN_ID } from '../../../plugin/plugin-id';
import { useText } from '../i18n';
import { useServerEvent } from './live-context';
import { playTone } from './tone';
import { isWanted } from './wanted-notice';

const INBOX = `/plugins/${PLUGIN_ID}/inbox`;
export const SETTINGS_PATH = '/notification-settings';

export type NotificationPermissionState = NotificationPermission | 'unsupported';

const permissionNow = (): NotificationPermissionState => ('Notification' in window ? Notification.permission : 'unsupported');

/** Whether the browser lets us, and the question, which it takes only from a press. */
export const useNotificationPermission = (): [NotificationPermissionState, () => void] => {
  const [permission, setPermission] = React.useState(permissionNow);
  const ask = React.useCallback(() => {
    if (permissionNow() === 'default') void Notification.requestPermission().then(setPermission);
  }, []);
  return [permission, ask];
};

/** Messages whose conversation is not told of within this are drawn, but nobody is called for them. */
const MOST_WAITING = 50;

/** Calls whoever looks elsewhere when a customer writes, as they want it; a press opens the conversation. */
export const useNotifications = (settings: NotificationSettings | null): void => {
  const text = useText();
  const navigate = useNavigate();
  const inInbox = useLocation().pathname.includes(INBOX);
  const me = Number(useAuth('useNotifications', (state) => state.user?.id));
  const waiting = React.useRef(new Map<string, ThreadMessage>());

  useServerEvent('message.added', ({ channel, message }) => {
    if (message.direction !== 'inbound' || message.late) return;
    waiting.current.set(channel, message);
    for (const id of waiting.current.keys()) if (waiting.current.size > MOST_WAITING) waiting.current.delete(id);
  });

  const call = (channel: ChannelView, message: ThreadMessage): void => {
    if (settings?.sound) playTone();
    if (!settings?.desktop || permissionNow() !== 'granted') return;
    try {
      // One a conversation, whichever tab says it: the next takes its place.
      const notice = new Notification(text('live.notice.sender', { name: channel.name }), { body: message.text ?? channel.preview ?? text('live.notice.message'), tag: `${PLUGIN_ID}-${channel.id}` });
      notice.onclick = () => {
        window.focus();
        notice.close();
        navigate(`${INBOX}/${channel.id}`);
      };
    } catch {
      // Browsers of phones give notifications to service workers only.
    }
  };

  // Follows the message at once, and says whose conversation it is.
  useServerEvent('channel.changed', ({ channel }) => {
    const message = waiting.current.get(channel.id);
    waiting.current.delete(channel.id);
    if (message && settings && (!inInbox || document.hidden || !document.hasFocus()) && isWanted(settings, channel, me)) call(channel, message);
  });
};
