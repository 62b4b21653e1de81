/** What an API token can be granted. One verb a kind of call. */
export const VERBS = [
  'send.text',
  'send.media',
  'send.template',
  'send.interactive',
  'send.document',
  'messages.read',
  'media.read',
  'records.read',
  'contacts.write',
  'sync.trigger',
  'health.read',
] as const;

export type Verb = (typeof VERBS)[number];

export interface TokenGrantView {
  token: { id: number; name: string; type: string; lastUsedAt: string | null };
  verbs: Verb[];
  /** Account keys; null: every account. */
  accounts: string[] | null;
}
