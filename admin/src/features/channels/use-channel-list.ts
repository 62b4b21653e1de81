import * as React from 'react';
import type { ChannelView } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { isAbort, parseFailure, type Failure } from '../../api/failure';
import { pathOf } from '../../api/query';
import { useServerEvent, useStale } from '../../realtime/realtime';
import { appendPage, dropRow, fitOf, NO_ROWS, placeRow, replaceHead, type ChannelRows, type ListFilters } from './channel-rows';

const PAGE = 30;
/** What only the server can place: soon where it is shown, seldom where it may never be, for a busy team changes much. */
const ASK_SOON_MS = 600;
const ASK_SELDOM_MS = 5_000;

export interface ChannelList {
  rows: ChannelView[];
  hasMore: boolean;
  /** Nothing to show yet. */
  loading: boolean;
  refreshing: boolean;
  failure: Failure | null;
  /** Of the next page. */
  moreFailure: Failure | null;
  more(): void;
  reload(): void;
  /** A conversation that this tab changed or opened itself. */
  place(channel: ChannelView): void;
}

interface Shown extends ChannelRows {
  /** The filters they were read under. */
  key: string | null;
  /** Those filters, and the round, of the latest answer; a failed one too. */
  settled: string | null;
  failure: Failure | null;
  moreFailure: Failure | null;
  loadingMore: boolean;
}

const NOTHING: Shown = { ...NO_ROWS, key: null, settled: null, failure: null, moreFailure: null, loadingMore: false };

type Change = (list: ChannelRows) => ChannelRows;

/** The list of conversations under some filters: pages by keyset, and what changes meanwhile in its place. */
export const useChannelList = (filters: ListFilters | null, me: number | null): ChannelList => {
  const client = useClient();
  const stale = useStale();
  const [round, setRound] = React.useState(0);
  const [shown, setShown] = React.useState<Shown>(NOTHING);
  const query = filters === null ? null : pathOf('/channels', { ...filters, limit: PAGE });
  const asked = `${query}#${round}#${stale}`;
  // What changed while an answer was on its way may be missing from it: it is said again after it.
  const meanwhile = React.useRef<Change[] | null>(null);

  React.useEffect(() => {
    if (query === null) return undefined;
    const controller = new AbortController();
    const read = async () => {
      const changes: Change[] = [];
      meanwhile.current = changes;
      try {
        const { data, meta } = await client.get<ChannelView[]>(query, controller.signal);
        if (controller.signal.aborted) return;
        setShown((former) => {
          const fresh = replaceHead(former.key === query ? former : NO_ROWS, data, meta.nextCursor ?? null);
          return { ...changes.reduce((list, change) => change(list), fresh), key: query, settled: asked, failure: null, moreFailure: null, loadingMore: false };
        });
      } catch (thrown) {
        if (controller.signal.aborted || isAbort(thrown)) return;
        setShown((former) => ({ ...(former.key === query ? former : NOTHING), key: query, settled: asked, failure: parseFailure(thrown) }));
      } finally {
        if (meanwhile.current === changes) meanwhile.current = null;
      }
    };
    void read();
    return () => controller.abort();
  }, [client, query, asked]);

  const current = shown.key === query;
  const rows = current ? shown.rows : [];
  const waiting = query !== null && shown.settled !== asked;

  const reload = React.useCallback(() => setRound((count) => count + 1), []);
  const again = React.useRef<ReturnType<typeof setTimeout>>();
  React.useEffect(
    () => () => {
      clearTimeout(again.current);
      again.current = undefined;
    },
    [query],
  );
  const askAgain = React.useCallback(
    (inMs: number) => {
      again.current ??= setTimeout(() => {
        again.current = undefined;
        reload();
      }, inMs);
    },
    [reload],
  );

  const change = React.useCallback((by: Change) => {
    meanwhile.current?.push(by);
    setShown((former) => ({ ...former, ...by(former) }));
  }, []);

  const rowsRef = React.useRef<ChannelView[]>([]);
  React.useEffect(() => {
    rowsRef.current = rows;
  });
  const place = React.useCallback(
    (channel: ChannelView) => {
      if (filters === null) return;
      const fit = fitOf(channel, filters, me, Date.now());
      change((list) => placeRow(list, channel, fit));
      if (fit !== 'unknown') return;
      const shownRow = rowsRef.current.find((row) => row.id === channel.id);
      if (shownRow === undefined) askAgain(ASK_SELDOM_MS);
      else if (shownRow.assignee?.id !== channel.assignee?.id) askAgain(ASK_SOON_MS);
    },
    [filters, me, change, askAgain],
  );
  useServerEvent('channel.changed', ({ channel }) => place(channel));
  useServerEvent('channel.gone', ({ id }) => change((list) => dropRow(list, id)));

  const more = React.useCallback(() => {
    const { cursor, loadingMore, key } = shown;
    if (query === null || key !== query || cursor === null || loadingMore) return;
    setShown((former) => ({ ...former, loadingMore: true, moreFailure: null }));
    client.get<ChannelView[]>(`${query}&${new URLSearchParams({ after: cursor }).toString()}`).then(
      ({ data, meta }) =>
        setShown((former) => (former.key === query && former.cursor === cursor ? { ...former, ...appendPage(former, data, meta.nextCursor ?? null), loadingMore: false } : former)),
      (thrown: unknown) => setShown((former) => (former.key === query ? { ...former, loadingMore: false, moreFailure: parseFailure(thrown) } : former)),
    );
  }, [client, query, shown]);

  return {
    rows,
    hasMore: current && shown.cursor !== null,
    loading: (waiting || !current) && rows.length === 0 && query !== null,
    refreshing: waiting && rows.length > 0,
    failure: current && !waiting ? shown.failure : null,
    moreFailure: current ? shown.moreFailure : null,
    more,
    reload,
    place,
  };
};
