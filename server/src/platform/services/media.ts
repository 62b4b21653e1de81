import type { MediaKind } from '../../../../plugin/domain/message';
import type { Knex } from '../database';
import type { AccountRow, MediaRow } from '../records';

export interface MediaService {
  findById(id: number, trx?: Knex): Promise<MediaRow | null>;
  findByDocumentId(documentId: string): Promise<MediaRow | null>;
  /** Stores bytes privately. Throws `media.disk_full`, `media.too_large`. */
  store(file: { content: Buffer; mimeType: string; filename: string; origin: MediaRow['origin']; kind: MediaKind; account?: number | null; company?: number | null; contact?: number | null; /** Removed then unless a message carries it by that time. */ forgetAt?: Date | null }): Promise<MediaRow>;
  /** A message carries it now, so it stays. False where it was forgotten already. */
  keepSent(media: number, trx: Knex): Promise<boolean>;
  /** Its row, its bytes and what was made of them. */
  remove(media: MediaRow): Promise<void>;
  /** What bytes are, whatever they are called: as `store` would keep them. */
  typeOf(content: Buffer, claimed: string | null): string;
  read(media: MediaRow): Promise<Buffer>;
  stream(media: MediaRow, range?: { start: number; end: number }): NodeJS.ReadableStream;
  /** Rows for a customer's files, fetched by the media worker after the transaction. */
  expect(files: { account: number; company: number | null; contact: number; kind: MediaKind; providerMediaId: string; mimeType?: string; filename?: string }[], trx: Knex): Promise<MediaRow[]>;
  /** The provider's id of our bytes, uploading them when there is none that still lives. Throws ProviderError. */
  providerIdOf(media: MediaRow, account: AccountRow): Promise<string>;
  /** Public https only, address pinned, no redirect, bounded. Throws `media.url_not_public`, `media.unreachable`, `media.too_large`. */
  fetchPublic(url: string, limits: { maxBytes: number }): Promise<{ content: Buffer; mimeType: string; filename: string }>;
  /** Answers with the bytes: ranges, and headers that keep a customer's file from running. */
  serve(ctx: import('koa').Context, media: MediaRow): Promise<void>;
  /** Wakes the workers that fetch customers' files and have voice notes written down. */
  nudge(): void;
}
