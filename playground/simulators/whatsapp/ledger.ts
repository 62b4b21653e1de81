import { randomBytes } from 'node:crypto';
import type { Customer } from './customers';
import type { MediaStore } from './media-store';

/** A message the service took from the business. Counted by tests, so it is written before the answer. */
export interface SentMessage {
  direction: 'out';
  seq: number;
  id: string;
  at: number;
  provider: 'meta';
  account: string;
  /** As the caller wrote it, without its plus sign and spaces. */
  to: string;
  type: string;
  text: string | null;
  template: string | null;
  mediaId: string | null;
  filename: string | null;
  callbackData: string | null;
  raw: Record<string, unknown>;
  customer: Customer;
  deliveryStatus: string;
  failure: { code: number; title: string; details: string } | null;
  /** What the business is charged, told in its statuses. */
  pricing: { category: string; isFree: boolean } | null;
  /** What a provider needs to draw it on the phone. */
  view: unknown;
  reactions: Record<'business' | 'customer', string | null>;
}

export interface ReceivedMessage {
  direction: 'in';
  id: string;
  at: number;
  account: string;
  type: string;
  /** The message object as it went to the webhook. */
  raw: Record<string, unknown>;
  mediaId: string | null;
  customer: Customer;
  /** The business has marked it read. */
  isRead: boolean;
  isRevoked: boolean;
  editedText: string | null;
  reactions: Record<'business' | 'customer', string | null>;
}

export type ChatEntry = SentMessage | ReceivedMessage;

export interface LedgerRow {
  id: string;
  at: string;
  provider: string;
  account: string;
  to: string;
  type: string;
  text?: string;
  template?: string;
  media?: { mimeType: string; filename: string | null; bytes: number; sha256: string };
  callbackData?: string;
  raw: Record<string, unknown>;
}

export interface Ledger {
  nextSeq(): number;
  add(message: SentMessage): void;
  receive(message: ReceivedMessage): void;
  find(id: string): ChatEntry | null;
  /** Rows after `since`: a message id, a sequence number, or an ISO time (rows at or after it). Null when unknown. */
  list(since: string | null, filter: { account?: string; limit?: number }): { rows: LedgerRow[]; next: number } | null;
  reset(account: string | null): void;
}

/** Unique over restarts too: the plugin's rows outlive the simulator. */
export function createIdMaker(): (recipient: string) => string {
  const run = randomBytes(6).toString('hex').toUpperCase();
  let count = 0;
  return (recipient) => {
    count += 1;
    const digits = recipient.length > 20 ? recipient.slice(0, 20) : recipient;
    return `wamid.${Buffer.from(`\x1d\x0d${digits}\x15\x02\x12\x18\x14${run}${count.toString(16).toUpperCase().padStart(8, '0')}`, 'latin1').toString('base64')}`;
  };
}

export function createLedger(media: MediaStore, keep = 500_000): Ledger {
  let rows: SentMessage[] = [];
  const index = new Map<string, ChatEntry>();
  let seq = 0;
  const describe = (message: SentMessage): LedgerRow => {
    const file = message.mediaId === null ? null : media.find(message.mediaId);
    return {
      id: message.id,
      at: new Date(message.at).toISOString(),
      provider: message.provider,
      account: message.account,
      to: message.to,
      type: message.type,
      ...(message.text === null ? {} : { text: message.text }),
      ...(message.template === null ? {} : { template: message.template }),
      ...(file === null ? {} : { media: { mimeType: file.mimeType, filename: message.filename ?? file.filename, bytes: file.bytes, sha256: file.sha256 } }),
      ...(message.callbackData === null ? {} : { callbackData: message.callbackData }),
      raw: message.raw,
    };
  };
  const startOf = (since: string): number | null => {
    if (/^\d{1,15}$/.test(since)) {
      const after = Number(since);
      const start = rows.findIndex((row) => row.seq > after);
      return start === -1 ? rows.length : start;
    }
    const known = index.get(since);
    if (known?.direction === 'out') {
      const start = rows.findIndex((row) => row.seq > known.seq);
      return start === -1 ? rows.length : start;
    }
    const time = /^\d{4}-\d{2}-\d{2}/.test(since) ? Date.parse(since) : NaN;
    if (Number.isNaN(time)) return null;
    const start = rows.findIndex((row) => row.at >= time);
    return start === -1 ? rows.length : start;
  };
  return {
    nextSeq: () => (seq += 1),
    add(message) {
      rows.push(message);
      index.set(message.id, message);
      if (rows.length > keep * 1.1) {
        for (const old of rows.splice(0, rows.length - keep)) index.delete(old.id);
      }
    },
    receive: (message) => void index.set(message.id, message),
    find: (id) => index.get(id) ?? null,
    list(since, { account, limit }) {
      const start = since === null ? 0 : startOf(since);
      if (start === null) return null;
      const found: LedgerRow[] = [];
      let next = rows[start - 1]?.seq ?? (start === 0 ? 0 : seq);
      for (let at = start; at < rows.length && (limit === undefined || found.length < limit); at += 1) {
        const row = rows[at]!;
        next = row.seq;
        if (account === undefined || row.account === account) found.push(describe(row));
      }
      return { rows: found, next };
    },
    reset(account) {
      rows = account === null ? [] : rows.filter((row) => row.account !== account);
      for (const [id, entry] of index) if (account === null || entry.account === account) index.delete(id);
    },
  };
}
