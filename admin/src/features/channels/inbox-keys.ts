import * as React from 'react';

/** What a key asks of the open conversation: r, n, e, a. */
export const INBOX_KEYS = { r: 'reply', n: 'note', e: 'resolve', a: 'assign' } as const;
export type InboxKey = (typeof INBOX_KEYS)[keyof typeof INBOX_KEYS];

const EVENT = 'whatsapp:inbox-key';

/** Told by the page; heard by whoever draws what it is about. */
export const tellInboxKey = (key: InboxKey): void => {
  document.dispatchEvent(new CustomEvent<InboxKey>(EVENT, { detail: key }));
};

/** Calls what is given for a key, as long as the component is drawn; the newest listeners count. */
export const useInboxKeys = (listeners: Partial<Record<InboxKey, () => void>>): void => {
  const newest = React.useRef(listeners);
  React.useEffect(() => {
    newest.current = listeners;
  });
  React.useEffect(() => {
    const hear = (event: Event) => newest.current[(event as CustomEvent<InboxKey>).detail]?.();
    document.addEventListener(EVENT, hear);
    return () => document.removeEventListener(EVENT, hear);
  }, []);
};

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'isComposing'> & { target: unknown };

interface PressedOn {
  tagName?: string;
  isContentEditable?: boolean;
  closest?: (selector: string) => unknown;
}

/** Whether a key is a word to the page: not typed into something, not part of a shortcut, not in a dialog or a menu. */
export const isForPage = ({ ctrlKey, metaKey, altKey, defaultPrevented, isComposing, target }: Pressed): boolean => {
  if (ctrlKey || metaKey || altKey || defaultPrevented || isComposing) return false;
  const { tagName = '', isContentEditable = false, closest } = (target ?? {}) as PressedOn;
  if (isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(tagName)) return false;
  return !closest?.call(target, '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [role="combobox"]');
};
