import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { LibraryFileView } from '../../../../plugin/contracts/media';
import { now } from '../../platform/clock';
import { newDocumentId } from '../../platform/database';
import { emit } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import { openMediaStore, transcriptionOptionsOf } from '../../platform/media-options';
import { MediaStoreError } from '../../platform/media-store';
import { createPublicFetch, PublicAddressError } from '../../platform/public-address';
import type { AccountRow, MediaRow } from '../../platform/records';
import { missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { MediaService } from '../../platform/services';
import { createMediaLibrary } from './media-library';
import { nameOfFetched, safeFilename } from './media-names';
import { decideMimeType, parseMimeType } from './media-types';
import { createMediaRepository } from './media.repository';
import { createMediaWorker } from './media.worker';
import { createServeFile, createServeMedia, sizeOf } from './serve-media';
import { createThumbnails } from './thumbnails';
import { createTranscriptionWorker } from './transcription.worker';
import { createUnsentWorker } from './unsent.worker';

/** The largest a provider takes (Meta's documents, 2026-11). */
const MAX_BYTES = 100 * 1024 * 1024;
/** Meta keeps an upload for 30 days (facts 1.3, 2026-11); a day less, so that none ends on its way. */
const UPLOAD_LIVES_MS = 29 * 24 * 60 * 60 * 1000;

const megabytes = (bytes: number): string => `${Math.floor(bytes / (1024 * 1024))} MB`;

export interface MediaFeatureService extends MediaService {
  /** Answers with the bytes: ranges, and headers under which a customer's file can't act. The caller has checked who asks. */
  serve(ctx: Context, media: MediaRow): Promise<void>;
  /** Removes what was uploaded and not sent in its time; how many. */
  forgetUnsent(): Promise<number>;
  /** A file that a message of this conversation carries; null for any other. */
  findInChannel(documentId: string, channel: number): Promise<MediaRow | null>;
  /** A small still picture of a picture. Throws `media.no_thumbnail` (404). */
  serveThumbnail(ctx: Context, media: MediaRow): Promise<void>;
  saveToLibrary(media: MediaRow, user: number): Promise<LibraryFileView>;
  /** Asks the provider once more for a customer's file that has not arrived. */
  fetchAgain(media: MediaRow): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export const createMediaService = (strapi: Core.Strapi): MediaFeatureService => {
  const repository = createMediaRepository(strapi);
  const { media } = repository;
  const store = openMediaStore(strapi);
  const serve = createServeMedia(store);
  const serveFile = createServeFile(store);
  const thumbnails = createThumbnails(strapi, store);
  const fetchFile = createPublicFetch();
  const uploads = new Map<string, Promise<string>>();

  /** A key nobody can guess and no customer's text is part of. */
  const newKey = (): string => {
    const id = newDocumentId();
    return `${id.slice(0, 2)}/${id}`;
  };

  const keep = async (content: Buffer, claimedType: string | null | undefined) => {
    if (content.length > MAX_BYTES) throw refuse('media.too_large', { values: { max: megabytes(MAX_BYTES) } });
    const storageKey = newKey();
    const { bytes } = await store.put(storageKey, content);
    return { storageKey, bytes, mimeType: decideMimeType(content, claimedType), checksum: createHash('sha256').update(content).digest('hex') };
  };

  /** What is left over is nobody's: it must not keep the caller's own error from being told. */
  const discard = async (storageKey: string | null): Promise<void> => {
    if (storageKey === null) return;
    await Promise.all([store.delete(storageKey), thumbnails.delete(storageKey)]).catch((error: unknown) => strapi.log.warn(`[whatsapp] a file was not deleted: ${failureText(error)}`));
  };

  const toRefusal = (error: unknown): unknown =>
    error instanceof MediaStoreError ? refuse(error.reason === 'disk_full' ? 'media.disk_full' : 'media.store_failed') : error;

  const read = async (row: MediaRow): Promise<Buffer> => {
    if (row.state === 'pending') throw missing('media.not_yet_fetched');
    if (row.storageKey === null || (await sizeOf(store, row.storageKey)) === null) throw missing('media.not_found');
    return buffer(store.get(row.storageKey));
  };

  const upload = async (row: MediaRow, account: AccountRow): Promise<string> => {
    const accounts = getService(strapi, 'accounts');
    const port = accounts.provider(account).media;
    if (!port) throw refuse('media.type_not_allowed', { values: { mimeType: row.mimeType ?? '', kind: row.kind ?? 'file' } });
    const content = await read(row);
    const connection = await accounts.connectionOf(account);
    const file = { content, mimeType: row.mimeType ?? 'application/octet-stream', filename: safeFilename(row.filename, 'file') };
    const { providerMediaId } = await port.upload(connection, file, { http: accounts.httpFor({ operation: 'media.upload', provider: account.provider, account: account.id }), now, log: strapi.log });
    await media.update(row.id, { providerMediaId, providerAccount: account.id, uploadedAt: now() });
    return providerMediaId;
  };

  const transcription = createTranscriptionWorker(strapi, repository, read);
  const worker = createMediaWorker(strapi, repository, keep, discard, () => transcription.wake());
  const library = createMediaLibrary(strapi, repository, read);
  const unsent = createUnsentWorker(strapi, repository, discard);
  /** From the moment it is announced: what arrived before a service was named stays as it is. */
  const transcriptionOf = (kind: string): Partial<MediaRow> => (transcriptionOptionsOf(strapi) && (kind === 'voice' || kind === 'audio') ? { transcription: 'pending' } : {});

  return {
    findById: (id, trx) => media.findById(id, trx),
    findByDocumentId: (documentId) => media.findOne({ documentId }),

    async store({ content, mimeType, filename, origin, kind, account, company, contact, forgetAt }) {
      if (content.length === 0) throw refuse('media.empty');
      let keptAt: string | null = null;
      try {
        const kept = await keep(content, mimeType);
        keptAt = kept.storageKey;
        return await repository.insert({
          ...kept,
          filename: safeFilename(filename, 'file'),
          kind,
          origin,
          state: 'stored',
          account: account ?? null,
          company: company ?? null,
          contact: contact ?? null,
          forgetAt: forgetAt ?? null,
          createdAt: now(),
        });
      } catch (error) {
        await discard(keptAt);
        throw toRefusal(error);
      }
    },

    keepSent: (id, trx) => unsent.keep(id, trx),
    forgetUnsent: () => unsent.forget(),
    async remove(row) {
      await media.query().where('id', row.id).delete();
      await discard(row.storageKey);
    },

    typeOf: decideMimeType,

    read,

    stream(row, range) {
      if (row.storageKey === null) throw missing('media.not_found');
      return store.get(row.storageKey, range);
    },

    expect: (files, trx) =>
      repository.insertMany(
        files.map(({ account, company, contact, kind, providerMediaId, mimeType, filename }) => ({
          account,
          company,
          contact,
          kind,
          providerMediaId: providerMediaId.slice(0, 255),
          providerAccount: account,
          mimeType: parseMimeType(mimeType),
          filename: filename ? safeFilename(filename, 'file') : null,
          origin: 'inbound' as const,
          state: 'pending' as const,
          attempts: 0,
          ...transcriptionOf(kind),
          createdAt: now(),
        })),
        trx,
      ),

    async providerIdOf(given, account) {
      const row = (await media.findById(given.id)) ?? given;
      const isAlive = row.uploadedAt !== null && now().getTime() - row.uploadedAt.getTime() < UPLOAD_LIVES_MS;
      if (isAlive && row.providerAccount === account.id && row.providerMediaId !== null) return row.providerMediaId;
      // A campaign asks for the same file a thousand times at once: it goes up once.
      const key = `${row.id} ${account.id}`;
      const running = uploads.get(key);
      if (running) return running;
      const uploading = upload(row, account).finally(() => uploads.delete(key));
      uploads.set(key, uploading);
      return uploading;
    },

    async fetchPublic(url, { maxBytes }) {
      try {
        const { content, contentType, contentDisposition } = await fetchFile(url, { maxBytes });
        return { content, mimeType: decideMimeType(content, contentType), filename: safeFilename(nameOfFetched(url, contentDisposition), 'file') };
      } catch (error) {
        if (!(error instanceof PublicAddressError)) throw error;
        if (error.reason === 'too_large') throw refuse('media.too_large', { values: { max: megabytes(maxBytes) } });
        throw refuse(error.reason === 'refused' ? 'media.address_refused' : 'media.fetch_failed', { extra: { reason: error.message } });
      }
    },

    nudge() {
      worker.wake();
      transcription.wake();
    },
    serve,
    findInChannel: (documentId, channel) => repository.findInChannel(documentId, channel),

    async serveThumbnail(ctx, row) {
      const key = row.state === 'stored' ? await thumbnails.find(row) : null;
      if (key === null) throw missing('media.no_thumbnail');
      await serveFile(ctx, { key, mimeType: 'image/webp', filename: 'thumbnail.webp' });
    },

    saveToLibrary: (row, user) => library.save(row, user),

    async fetchAgain(row) {
      if (row.state === 'stored') return;
      if (row.origin !== 'inbound' || row.providerMediaId === null) throw refuse('media.not_fetchable');
      // It may be arriving at this moment: what is stored stays so.
      await media.query().where('id', row.id).whereNot('state', 'stored').update(media.toRow({ state: 'pending', attempts: 0, notBefore: null, errorCode: null, errorMessage: null }));
      emit(strapi, 'message.changed', { messages: await repository.messageIdsOf(row.id) });
      worker.wake();
    },

    async start() {
      worker.start();
      transcription.start();
      unsent.start();
    },
    async stop() {
      await Promise.all([worker.stop(), transcription.stop(), unsent.stop()]);
    },
  };
};
