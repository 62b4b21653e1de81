import * as React from 'react';
import { INBOX_KEYS, isForPage, tellInboxKey } from './inbox-keys';

interface ListKeys {
  /** Where the rows are: links marked `data-channel` or `data-row`. */
  list: React.RefObject<HTMLElement>;
  search: React.RefObject<HTMLInputElement>;
  onHelp: () => void;
  /** What Escape leaves. */
  onEscape: () => void;
}

const ROWS = 'a[data-channel], a[data-row]';

const isInboxKey = (key: string): key is keyof typeof INBOX_KEYS => Object.hasOwn(INBOX_KEYS, key);

/** The inbox by keyboard alone. Single letters count only where nobody is typing. */
export const useListKeys = (keys: ListKeys): void => {
  const newest = React.useRef(keys);
  React.useEffect(() => {
    newest.current = keys;
  });
  React.useEffect(() => {
    const step = (by: 1 | -1): boolean => {
      const rows = [...(newest.current.list.current?.querySelectorAll<HTMLAnchorElement>(ROWS) ?? [])];
      const focused = rows.findIndex((row) => row === document.activeElement);
      const from = focused >= 0 ? focused : rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
      const next = rows[from < 0 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1)];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
      return next !== undefined;
    };
    const press = (event: KeyboardEvent) => {
      if (!isForPage(event)) return;
      const { key } = event;
      const inList = event.target instanceof Node && newest.current.list.current?.contains(event.target);
      if (key === 'j' || (inList && key === 'ArrowDown')) {
        if (step(1)) event.preventDefault();
      } else if (key === 'k' || (inList && key === 'ArrowUp')) {
        if (step(-1)) event.preventDefault();
      } else if (key === '/') {
        event.preventDefault();
        newest.current.search.current?.focus();
      } else if (key === '?') {
        event.preventDefault();
        newest.current.onHelp();
      } else if (key === 'Escape') {
        newest.current.onEscape();
      } else if (isInboxKey(key)) {
        // What is focused by it must not get the letter as well.
        event.preventDefault();
        tellInboxKey(INBOX_KEYS[key]);
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
};
