/** A text kept for the composer. `body` may hold `{{contact.name}}` and the other names of QUICK_REPLY_FIELDS. */
export interface QuickReplyView {
  id: string;
  /** Typed after `/`: letters, digits, dashes. */
  shortcut: string;
  body: string;
  language: string | null;
  shared: boolean;
  account: string | null;
  /** Whether the reader may change it. */
  mine: boolean;
}
