import * as React from 'react';
import type { ChannelDetail, ChannelView } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useResource, type Resource } from '../../api/use-resource';
import { useOnStale, useServerEvent } from '../../realtime/realtime';

/** A busy conversation changes with every message: what only the detail says is read again once for several. */
const READ_AGAIN_MS = 800;

export interface OpenChannel extends Pick<Resource<ChannelDetail>, 'data' | 'failure' | 'loading' | 'reload'> {
  /** It was open, and may not be seen any more or became part of another. */
  gone: boolean;
  replace(channel: ChannelDetail): void;
}

/** The conversation that is open, kept as it is now. */
export const useOpenChannel = (id: string | null): OpenChannel => {
  const { data, failure, loading, reload, replace } = useResource<ChannelDetail>(id === null ? null : `/channels/${segment(id)}`);
  const [gone, setGone] = React.useState<string | null>(null);
  const timer = React.useRef<ReturnType<typeof setTimeout>>();
  React.useEffect(() => () => clearTimeout(timer.current), [id]);

  useOnStale(reload);
  useServerEvent('channel.changed', ({ channel }) => {
    if (channel.id !== id) return;
    setGone(null);
    if (data?.id === id) replace({ ...data, ...channel });
    clearTimeout(timer.current);
    timer.current = setTimeout(reload, READ_AGAIN_MS);
  });
  useServerEvent('channel.gone', (event) => {
    if (event.id === id) setGone(id);
  });

  return { data, failure, loading, reload, replace, gone: gone !== null && gone === id };
};

const TELL_MS = 1_200;

/** Tells the server how far the conversation was read: while the tab is seen, and not for every message of a burst. */
export const useMarkRead = (channel: ChannelDetail | null, seen: string | null, onRead: (channel: ChannelDetail) => void): void => {
  const client = useClient();
  const told = React.useRef<string | null>(null);
  const newest = React.useRef({ channel, onRead });
  React.useEffect(() => {
    newest.current = { channel, onRead };
  });
  const id = channel?.id ?? null;
  const unread = channel?.unread ?? 0;

  React.useEffect(() => {
    const key = `${id}:${seen}`;
    if (id === null || seen === null || unread === 0 || told.current === key) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      if (document.hidden || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        if (document.hidden) return;
        told.current = key;
        client.post<ChannelView>(`/channels/${segment(id)}/read`, { upTo: seen }).then(
          ({ data }) => {
            const { channel: open, onRead: say } = newest.current;
            if (open?.id === id) say({ ...open, ...data });
          },
          // It stays unread for now; the next message, or the next look at the tab, says it again.
          () => {
            if (told.current === key) told.current = null;
          },
        );
      }, TELL_MS);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => {
      document.removeEventListener('visibilitychange', tell);
      clearTimeout(timer);
    };
  }, [client, id, seen, unread]);
};
