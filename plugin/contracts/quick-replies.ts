/** A text kept for the composer. `body` may hold `{{contact.name}}` and the other names of QUICK_REPLY_FIELDS. */
export interface QuickReplyView {
  id: string;
  /** Typed after `/`: letters, digits, dashes. */
  shortcut: string;
  body: string;
  language: string | null;
  shared: boolean;
  /** Id of the account it is for; null: any. */
  account: string | null;
  /** Whether the reader may change it. */
  mine: boolean;
}

/** Body of `POST /quick-replies`; `PUT` takes any part of it. */
export interface QuickReplyBody {
  shortcut: string;
  body: string;
  language?: string | null;
  shared?: boolean;
  account?: string | null;
}

/** Answer of `POST /channels/:id/quick-replies/:reply`: `missing` names the fields without a value, which stand in the text as they were written. */
export interface FilledQuickReplyView {
  text: string;
  missing: string[];
}
