import * as React from 'react';
import type { ChannelCounts } from '../../../../plugin/contracts/channels';
import { useResource } from '../../api/use-resource';
import { useOnStale, useServerEvent } from '../../realtime/realtime';

const READ_AGAIN_MS = 1_000;

export interface Counts {
  counts: ChannelCounts | null;
  /** They may have moved; read once for several moves. */
  moved(): void;
}

/** In how many conversations something is unread. */
export const useCounts = (): Counts => {
  const { data, reload } = useResource<ChannelCounts>('/channels/counts');
  const timer = React.useRef<ReturnType<typeof setTimeout>>();
  React.useEffect(() => () => clearTimeout(timer.current), []);

  const moved = React.useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      reload();
    }, READ_AGAIN_MS);
  }, [reload]);

  useOnStale(moved);
  useServerEvent('counts.changed', moved);

  return { counts: data, moved };
};
