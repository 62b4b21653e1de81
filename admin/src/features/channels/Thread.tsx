import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import { Box, Typography, VisuallyHidden } from '@strapi/design-system';
import type { ChannelDetail, ThreadMessage } from '../../../../plugin/contracts/channels';
import { NoticeBox } from '../../components/Notices';
import { FailureBlock } from '../../components/States';
import { useText } from '../../i18n';
import { Bubble } from './Bubble';
import { ThreadEvent } from './ThreadEvent';
import { rowsOf, type ThreadRow } from './thread-pages';
import { DayHeading, JumpToNewest, PageEnd, Row, Rows, Scroller, ThreadSkeleton, UnreadLine, Wall } from './ThreadParts';
import { ThreadToolsProvider, type ThreadTools } from './thread-tools';
import { messageLabel, useThreadTimes, writerWords } from './thread-words';
import { useThread } from './use-thread';
import { useThreadScroll } from './use-thread-scroll';

export interface ThreadProps {
  channel: ChannelDetail;
  /** Id of a message to go to (a search hit, a link). */
  focus: string | null;
  onQuote(message: ThreadMessage): void;
  /** The newest message that is on the screen: what a reply has seen. */
  onSeen(newest: string | null): void;
}

const FOUND_MS = 2_500;

const RowOf = ({ row }: { row: ThreadRow }) => {
  switch (row.kind) {
    case 'day':
      return <DayHeading at={row.at} />;
    case 'unread':
      return <UnreadLine />;
    case 'event':
      return <ThreadEvent event={row.event} />;
    case 'message':
      return <Bubble message={row.message} follows={row.follows} />;
  }
};

/** Up and down lead from message to message once one of them, or the log, has the focus. */
const moveFocus = (event: React.KeyboardEvent<HTMLElement>): void => {
  const log = event.currentTarget;
  const target = event.target as HTMLElement;
  if (target !== log && target.tagName !== 'ARTICLE') return;
  if (!['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key)) return;
  const articles = [...log.querySelectorAll<HTMLElement>('article')];
  const at = articles.indexOf(target);
  const last = articles.length - 1;
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? last : at < 0 ? last : event.key === 'ArrowUp' ? at - 1 : at + 1;
  const article = articles[Math.min(Math.max(next, 0), last)];
  if (!article) return;
  event.preventDefault();
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: 'nearest' });
};

const OpenThread = ({ channel, focus, onQuote, onSeen }: ThreadProps) => {
  const text = useText();
  const times = useThreadTimes();
  const me = useAuth('Thread', (state) => state.user?.id) ?? null;
  const [unseen, setUnseen] = React.useState(0);
  const [said, setSaid] = React.useState('');
  /** Where to scroll once it is drawn. */
  const target = React.useRef<string | null>(focus);
  const own = React.useRef<() => void>(() => undefined);
  const near = React.useRef<(side: 'earlier' | 'later') => void>(() => undefined);
  const whole = React.useRef(true);
  const scroll = useThreadScroll((side) => near.current(side), () => whole.current);
  const { box, settle, toBottom, toMessage, isAtBottom } = scroll;

  const tellNew = React.useCallback(
    (message: ThreadMessage) => {
      if (message.direction === 'outbound' && me !== null && message.sentBy?.id === Number(me)) {
        // One's own answer is what one looks at next.
        own.current();
        return;
      }
      if (!isAtBottom()) setUnseen((count) => count + 1);
      setSaid(messageLabel(message, writerWords(message, channel.name, null, text), times.time(message.queuedAt), text));
    },
    [channel.name, isAtBottom, me, text, times],
  );
  const thread = useThread(channel.id, focus, { atBottom: isAtBottom, onAdded: tellNew });
  const { held, load, open, update } = thread;

  const jump = React.useCallback(() => {
    setUnseen(0);
    target.current = null;
    if (held && held.later !== null) open(null);
    toBottom();
    box.current?.focus({ preventScroll: true });
  }, [held, open, toBottom, box]);

  React.useEffect(() => {
    own.current = () => (held && held.later !== null ? open(null) : toBottom());
    near.current = (side) => {
      if (held?.[side] && thread.pending === null && !thread.failure) load(side);
    };
  });

  // A page that came may leave the end still near, and at the very top nothing scrolls any more.
  const { onScroll } = scroll;
  React.useEffect(() => {
    if (held && thread.pending === null) onScroll();
  }, [held, thread.pending, onScroll]);

  const find = React.useCallback(
    (id: string): boolean => {
      if (!toMessage(id)) return false;
      const article = box.current?.querySelector<HTMLElement>(`article[data-message="${CSS.escape(id)}"]`);
      article?.focus({ preventScroll: true });
      article?.setAttribute('data-found', 'true');
      setTimeout(() => article?.removeAttribute('data-found'), FOUND_MS);
      return true;
    },
    [box, toMessage],
  );

  const goTo = React.useCallback(
    (id: string) => {
      if (find(id)) return;
      target.current = id;
      open(id);
    },
    [find, open],
  );

  React.useEffect(() => {
    if (focus === null) return;
    if (!find(focus)) target.current = focus;
  }, [focus, find]);

  const rows = React.useMemo(() => (held ? rowsOf(held, times.dayOf) : []), [held, times]);

  const wasShown = React.useRef(false);
  const focused = React.useRef<Element | null>(null);
  React.useLayoutEffect(() => {
    if (!held) return;
    whole.current = held.later === null;
    const isFirst = !wasShown.current;
    wasShown.current = true;
    if (target.current !== null && find(target.current)) target.current = null;
    // A thread with something unread opens there; the bottom would hide it.
    else if (!isFirst || !rows.some(({ kind }) => kind === 'unread') || !toMessage('unread')) settle();
    // What had the focus may have fallen off the far end: the keyboard goes on from the log.
    if (focused.current && !focused.current.isConnected && document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, [held, rows, find, settle, toMessage, box]);

  const newest = held?.messages[held.messages.length - 1]?.id ?? null;
  const isShown = held !== null && held.later === null && scroll.bottom;
  const seenRef = React.useRef(onSeen);
  React.useEffect(() => {
    seenRef.current = onSeen;
  });
  React.useEffect(() => {
    if (!isShown) return undefined;
    const tell = () => {
      if (document.hidden || !isAtBottom()) return;
      setUnseen(0);
      seenRef.current(newest);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [isShown, newest, isAtBottom]);

  const quoteRef = React.useRef(onQuote);
  React.useEffect(() => {
    quoteRef.current = onQuote;
  });
  const tools = React.useMemo<ThreadTools>(
    () => ({ channel: channel.id, name: channel.name, mayReply: channel.may.reply, me: me === null ? null : Number(me), quote: (message) => quoteRef.current(message), goTo, update }),
    [channel.id, channel.name, channel.may.reply, me, goTo, update],
  );

  if (!held && thread.failure) {
    return (
      <Wall aria-label={text('thread.title', { name: channel.name })}>
        <Box padding={4}>
          <FailureBlock failure={thread.failure} onRetry={() => open(focus)} />
        </Box>
      </Wall>
    );
  }
  const isEmpty = held !== null && rows.length === 0;
  return (
    <ThreadToolsProvider value={tools}>
      <Wall aria-label={text('thread.title', { name: channel.name })} aria-busy={thread.pending !== null}>
        {/* Its own region speaks of what is new: a log that speaks would read aloud every older page that is loaded. */}
        <VisuallyHidden>
          <div aria-live="polite">{said}</div>
        </VisuallyHidden>
        {thread.lost && (
          <Box padding={2}>
            <NoticeBox level="info">{text('thread.lost')}</NoticeBox>
          </Box>
        )}
        <Scroller ref={box} role="log" aria-live="off" aria-label={text('thread.log')} tabIndex={0} onScroll={onScroll} onKeyDown={moveFocus}
          onFocus={(event) => { focused.current = event.target; }} onBlur={(event) => { if (event.target.isConnected) focused.current = null; }}
        >
          <div ref={scroll.content} style={{ minBlockSize: '100%', display: 'flex', flexDirection: 'column' }}>
            {!held && <ThreadSkeleton />}
            {isEmpty && (
              <Box padding={8} style={{ margin: 'auto' }}>
                <Typography textColor="neutral600" textAlign="center" tag="p">
                  {text(channel.may.reply ? 'thread.empty' : 'thread.empty.read_only')}
                </Typography>
              </Box>
            )}
            {held && !isEmpty && (
              <Rows style={{ flex: 1 }}>
                <PageEnd label={text('thread.earlier')} more={held.earlier !== null} pending={thread.pending === 'earlier'} failure={thread.failure} onLoad={() => load('earlier')} end={text('thread.start')} />
                {rows.map((row) => (
                  <Row key={row.id} data-row={row.id} data-stays={row.kind === 'message' || row.kind === 'event' ? '' : undefined} $close={row.kind === 'message' && row.follows}>
                    <RowOf row={row} />
                  </Row>
                ))}
                <PageEnd label={text('thread.later')} more={held.later !== null} pending={thread.pending === 'later'} failure={thread.failure} onLoad={() => load('later')} />
              </Rows>
            )}
          </div>
        </Scroller>
        {held && !isEmpty && (!scroll.bottom || held.later !== null) && <JumpToNewest count={Math.max(unseen, held.missed)} onJump={jump} />}
      </Wall>
    </ThreadToolsProvider>
  );
};

/** The messages of one conversation. Another conversation is another thread: nothing of the one before stays. */
export const Thread = (props: ThreadProps) => <OpenThread key={props.channel.id} {...props} />;
