/** What a single key asks of the open conversation. */
export const INBOX_KEYS = { r: 'reply', n: 'note', e: 'emoji', a: 'assign', x: 'resolve' } as const;
export type InboxKey = (typeof INBOX_KEYS)[keyof typeof INBOX_KEYS];

/** Heard by whichever part of the screen it concerns. */
export const tellInboxKey = (key: InboxKey): void => {
  window.dispatchEvent(new CustomEvent<InboxKey>('whatsapp-inbox-key', { detail: key }));
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
