import * as React from 'react';

/** So near to an end counts as being there. */
const AT_END_PX = 60;
/** The next page is read before the end comes into view. */
const NEAR_PX = 600;

interface Anchor {
  element: HTMLElement;
  top: number;
}

export interface ThreadScroll {
  box: React.RefObject<HTMLDivElement>;
  content: React.RefObject<HTMLDivElement>;
  /** Whether the newest shown message is in view. */
  bottom: boolean;
  isAtBottom(): boolean;
  onScroll(): void;
  toBottom(): void;
  /** Scrolls to a message that is drawn; false: it is not. */
  toMessage(id: string): boolean;
  /** Puts the place right after rows came or went; call it after each drawing. */
  settle(): void;
}

/**
 * Keeps what is read where it is while rows come in above it, and keeps to the bottom while the bottom is shown.
 * By hand: the browser's own anchoring is not everywhere, and it lets go at the very top.
 */
export const useThreadScroll = (onNear: (side: 'earlier' | 'later') => void, reachesNewest: () => boolean): ThreadScroll => {
  const box = React.useRef<HTMLDivElement>(null);
  const content = React.useRef<HTMLDivElement>(null);
  const sticks = React.useRef(true);
  const formerTop = React.useRef(0);
  const anchor = React.useRef<Anchor | null>(null);
  const [bottom, setBottom] = React.useState(false);
  const nearRef = React.useRef(onNear);
  const reachesRef = React.useRef(reachesNewest);
  React.useEffect(() => {
    nearRef.current = onNear;
    reachesRef.current = reachesNewest;
  });

  const isAtBottom = React.useCallback(() => sticks.current, []);

  /** Remembers the first message in view (headings of days come and go with their messages), and looks whether an end is near. */
  const look = React.useCallback(() => {
    const scroller = box.current;
    if (!scroller) return;
    const { scrollTop, clientHeight, scrollHeight } = scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight <= AT_END_PX;
    // Only who scrolls up leaves the bottom: a picture that has grown below has moved nobody.
    // And the end of a page that has others after it is none to be kept at.
    sticks.current = (atEnd && reachesRef.current()) || (sticks.current && scrollTop >= formerTop.current);
    formerTop.current = scrollTop;
    setBottom(sticks.current);
    anchor.current = null;
    for (const element of scroller.querySelectorAll<HTMLElement>('[data-stays]')) {
      if (element.offsetTop + element.offsetHeight > scrollTop) {
        anchor.current = { element, top: element.offsetTop - scrollTop };
        break;
      }
    }
    if (scrollTop < NEAR_PX) nearRef.current('earlier');
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) nearRef.current('later');
  }, []);

  const settle = React.useCallback(() => {
    const scroller = box.current;
    if (!scroller) return;
    if (sticks.current) scroller.scrollTop = scroller.scrollHeight;
    else if (anchor.current?.element.isConnected) {
      const top = anchor.current.element.offsetTop - anchor.current.top;
      if (Math.abs(scroller.scrollTop - top) > 1) scroller.scrollTop = top;
    }
    look();
  }, [look]);

  // Pictures that arrive and windows that change their size move everything below them.
  React.useEffect(() => {
    const [scroller, rows] = [box.current, content.current];
    if (!scroller || !rows) return undefined;
    const observer = new ResizeObserver(() => settle());
    observer.observe(scroller);
    observer.observe(rows);
    return () => observer.disconnect();
  }, [settle]);

  const toBottom = React.useCallback(() => {
    sticks.current = true;
    settle();
  }, [settle]);

  const toMessage = React.useCallback(
    (id: string): boolean => {
      const scroller = box.current;
      const row = scroller?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
      if (!scroller || !row) return false;
      sticks.current = false;
      scroller.scrollTop = row.offsetTop - Math.max(0, (scroller.clientHeight - row.offsetHeight) / 3);
      look();
      return true;
    },
    [look],
  );

  return React.useMemo(() => ({ box, content, bottom, isAtBottom, onScroll: look, toBottom, toMessage, settle }), [bottom, isAtBottom, look, toBottom, toMessage, settle]);
};
