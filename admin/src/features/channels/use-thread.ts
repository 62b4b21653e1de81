import * as React from 'react';
import type { ThreadMessage, ThreadPage } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { isAbort, parseFailure, type Failure } from '../../api/failure';
import { pathOf, segment, type QueryValue } from '../../api/query';
import { useOnStale, useServerEvent } from '../../realtime/realtime';
import { addEvent, addMessage, joinEarlier, joinLater, joinNewest, openPage, refreshPage, replaceMessage, MOST_HELD, type Edge, type Held } from './thread-pages';

const PAGE = 50;
/** What is held further up is read again at most so often: where sockets are blocked, everything is stale every few seconds. */
const REFRESH_EVERY_MS = 60_000;

export type Side = 'earlier' | 'later';

export interface ThreadReading {
  /** Null: nothing was read yet. */
  held: Held | null;
  /** Why the thread could not be opened, or a page of it not be read. */
  failure: Failure | null;
  pending: Side | 'whole' | null;
  /** The message gone to is not in this conversation, or no more. */
  lost: boolean;
  load(side: Side): void;
  /** Opens the thread at its newest page, or round a message. */
  open(around: string | null): void;
  update(message: ThreadMessage): void;
}

interface Listening {
  /** Whether the newest message is in view. */
  atBottom: () => boolean;
  onAdded: (message: ThreadMessage) => void;
}

const queryOf = (side: Side, edge: Edge): Record<string, QueryValue> =>
  'around' in edge ? { around: edge.around } : side === 'earlier' ? { before: edge.cursor } : { after: edge.cursor };

/** What is held of one conversation, read in pages and kept fresh by the events of the server. */
export const useThread = (channel: string, focus: string | null, listening: Listening): ThreadReading => {
  const client = useClient();
  const newest = React.useRef(listening);
  React.useEffect(() => {
    newest.current = listening;
  });
  const atBottom = React.useCallback(() => newest.current.atBottom(), []);
  const onAdded = React.useCallback((message: ThreadMessage) => newest.current.onAdded(message), []);
  const [held, setHeld] = React.useState<Held | null>(null);
  const [failure, setFailure] = React.useState<Failure | null>(null);
  const [pending, setPending] = React.useState<ThreadReading['pending']>('whole');
  const [lost, setLost] = React.useState(false);
  const heldRef = React.useRef<Held | null>(null);
  const controller = React.useRef<AbortController | null>(null);
  /** What came while a page was on its way: the page may have been read before it. */
  const meanwhile = React.useRef<ThreadMessage[]>([]);

  const put = React.useCallback((next: Held) => {
    heldRef.current = next;
    setHeld(next);
  }, []);
  const change = React.useCallback((how: (former: Held) => Held) => {
    if (heldRef.current) put(how(heldRef.current));
  }, [put]);

  const read = React.useCallback(
    async (query: Record<string, QueryValue>, signal: AbortSignal): Promise<ThreadPage> =>
      (await client.get<ThreadPage>(pathOf(`/channels/${segment(channel)}/thread`, { ...query, limit: PAGE }), signal)).data,
    [client, channel],
  );

  /** One reading of the thread at a time; opening gives up the page that was on its way. */
  const begin = React.useCallback((what: Side | 'whole'): AbortController => {
    controller.current?.abort();
    const next = new AbortController();
    controller.current = next;
    meanwhile.current = [];
    setPending(what);
    setFailure(null);
    return next;
  }, []);

  const end = React.useCallback((of: AbortController, thrown?: unknown) => {
    if (controller.current !== of) return;
    controller.current = null;
    setPending(null);
    if (thrown !== undefined && !isAbort(thrown)) setFailure(parseFailure(thrown));
  }, []);

  /** What came while the page was read stands at its end, where the page reaches the newest. */
  const withMeanwhile = React.useCallback((next: Held): Held => {
    if (next.later !== null) return next;
    return meanwhile.current.reduce((sum, message) => addMessage(sum, message, atBottom()), next);
  }, [atBottom]);

  const open = React.useCallback(
    async (around: string | null) => {
      const mine = begin('whole');
      setLost(false);
      try {
        const lastRead = heldRef.current?.lastRead;
        let page: ThreadPage;
        try {
          page = await read(around === null ? {} : { around }, mine.signal);
        } catch (thrown) {
          if (around === null || isAbort(thrown) || parseFailure(thrown).status !== 404) throw thrown;
          page = await read({}, mine.signal);
          setLost(true);
        }
        if (mine.signal.aborted) return;
        put(withMeanwhile(openPage(page, lastRead ?? page.lastRead)));
        end(mine);
      } catch (thrown) {
        end(mine, thrown);
      }
    },
    [begin, end, put, read, withMeanwhile],
  );

  const load = React.useCallback(
    async (side: Side) => {
      const edge = heldRef.current?.[side];
      if (!edge || controller.current) return;
      const mine = begin(side);
      try {
        const page = await read(queryOf(side, edge), mine.signal);
        if (mine.signal.aborted) return;
        change((former) => (side === 'earlier' ? joinEarlier(former, page) : withMeanwhile(joinLater(former, page))));
        end(mine);
      } catch (thrown) {
        end(mine, thrown);
      }
    },
    [begin, change, end, read, withMeanwhile],
  );

  // Opened once a conversation; where the page asks for a message, round it.
  const asked = React.useRef<string | null | undefined>(undefined);
  React.useEffect(() => {
    const isFirst = asked.current === undefined;
    if (asked.current === focus) return;
    asked.current = focus;
    if (focus === null && !isFirst) return;
    if (isFirst || !heldRef.current?.messages.some(({ id }) => id === focus)) void open(focus);
  }, [focus, open]);
  React.useEffect(
    () => () => {
      controller.current?.abort();
      asked.current = undefined;
    },
    [],
  );

  const refreshedAt = React.useRef(performance.now());
  /** Ticks, edits and withdrawals of what is held above the newest page, from its latest message back. */
  const refreshAbove = async (newestPage: ThreadPage, signal: AbortSignal): Promise<void> => {
    const atStart = heldRef.current;
    const last = atStart?.messages.at(-1);
    if (!atStart || !last || performance.now() - refreshedAt.current < REFRESH_EVERY_MS) return;
    refreshedAt.current = performance.now();
    let page = newestPage;
    if (atStart.later !== null) {
      page = await read({ around: last.id }, signal);
      change((former) => refreshPage(former, page));
    }
    const isAbove = () => {
      const first = heldRef.current?.messages[0];
      return first !== undefined && !page.messages.some(({ id }) => id === first.id);
    };
    for (let pages = 0; pages < MOST_HELD / PAGE && page.earlier !== null && isAbove() && !signal.aborted; pages += 1) {
      page = await read({ before: page.earlier }, signal);
      if (!signal.aborted) change((former) => refreshPage(former, page));
    }
  };
  useOnStale(() => {
    const again = new AbortController();
    const refresh = async () => {
      const page = await read({}, again.signal);
      if (again.signal.aborted) return;
      const before = new Set(heldRef.current?.messages.map(({ id }) => id));
      change((former) => joinNewest(former, page, atBottom()));
      if (heldRef.current?.later === null) heldRef.current.messages.filter(({ id }) => !before.has(id)).slice(-3).forEach(onAdded);
      await refreshAbove(page, again.signal);
    };
    // The next round reads it; what is shown stays.
    refresh().catch(() => undefined);
    return () => again.abort();
  });

  useServerEvent('message.added', (event) => {
    if (event.channel !== channel) return;
    if (controller.current) meanwhile.current.push(event.message);
    const isNew = !heldRef.current?.messages.some(({ id }) => id === event.message.id);
    change((former) => addMessage(former, event.message, atBottom()));
    if (isNew && heldRef.current) onAdded(event.message);
  });
  useServerEvent('message.changed', (event) => {
    if (event.channel === channel) change((former) => replaceMessage(former, event.message));
  });
  useServerEvent('event.added', (event) => {
    if (event.channel === channel) change((former) => addEvent(former, event.event));
  });

  const update = React.useCallback((message: ThreadMessage) => change((former) => replaceMessage(former, message)), [change]);
  return { held, failure, pending, lost, load: React.useCallback((side: Side) => void load(side), [load]), open: React.useCallback((around: string | null) => void open(around), [open]), update };
};
