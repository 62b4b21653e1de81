import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { errorCodeOf } from '../../../../plugin/domain/retry';
import { now } from '../../platform/clock';
import { emit } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import { MediaStoreError } from '../../platform/media-store';
import type { MediaRow } from '../../platform/records';
import { codeOf } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { ProviderErrorKind } from '../../providers/provider-error';
import type { MediaRepository } from './media.repository';

const AT_ONCE = 4;
const POLL_MS = 10_000;
const MAX_BYTES = 100 * 1024 * 1024;
/** A customer's file lives 7 days at Meta (facts 1.3, 2026-11): after that there is nothing to fetch. */
const LIVES_MS = 7 * 24 * 60 * 60 * 1000;
const MAX_PAUSE_MS = 60 * 60 * 1000;

/** Kinds of failure that no other try will change. */
const FINAL_KINDS: ReadonlySet<string> = new Set<ProviderErrorKind>(['invalid_media', 'invalid_request', 'recipient_refused', 'wrong_route']);

type Keep = (content: Buffer, claimedType: string | null | undefined) => Promise<Pick<MediaRow, 'storageKey' | 'bytes' | 'mimeType' | 'checksum'>>;

/** A failure as the row keeps it: in words, and whether another try makes sense. */
export const decideAfterFailure = (
  media: Pick<MediaRow, 'attempts' | 'createdAt'>,
  error: unknown,
  at: Date,
): Pick<MediaRow, 'state' | 'attempts' | 'notBefore' | 'errorCode' | 'errorMessage'> => {
  const attempts = (media.attempts ?? 0) + 1;
  const kind = (error as { name?: string; kind?: unknown } | null)?.name === 'ProviderError' ? String((error as { kind: unknown }).kind) : null;
  const failure =
    error instanceof MediaStoreError
      ? error.reason === 'disk_full'
        ? 'media.disk_full'
        : 'media.store_failed'
      : (codeOf(error) ?? (kind === null ? 'media.fetch_failed' : errorCodeOf(kind as ProviderErrorKind)));
  const words = failureText(error);
  const isExpired = at.getTime() - media.createdAt.getTime() > LIVES_MS;
  const isFinal = (kind !== null && FINAL_KINDS.has(kind)) || failure === 'media.too_large' || isExpired;
  const errorCode = failure === 'media.invalid' ? 'media.gone' : isExpired ? 'media.expired' : failure;
  return {
    state: isFinal ? 'failed' : 'pending',
    attempts,
    notBefore: isFinal ? null : new Date(at.getTime() + Math.min(MAX_PAUSE_MS, 2 ** Math.min(attempts, 20) * 1_000)),
    errorCode,
    errorMessage: `${sentenceOf(errorCode)} (${words})`.slice(0, 2_000),
  };
};

/** Fetches customers' files soon after they were announced; a provider keeps them for days only. */
export const createMediaWorker = (strapi: Core.Strapi, repository: MediaRepository, keep: Keep, discard: (storageKey: string | null) => Promise<void>, stored: () => void) => {
  let isStarted = false;
  let isWanted = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const trace = (row: MediaRow, details: object): void => {
    if (row.account !== null) getService(strapi, 'traces').record({ account: row.account, subject: row.documentId, kind: 'file', details: { what: 'download', ...details } });
  };

  /** Open screens draw its message again: it arrived, or there is a reason why not. */
  const tell = async (row: MediaRow): Promise<void> => emit(strapi, 'message.changed', { messages: await repository.messageIdsOf(row.id) });

  const fetchOne = async (row: MediaRow): Promise<void> => {
    let keptAt: string | null = null;
    try {
      const accounts = getService(strapi, 'accounts');
      const account = row.account === null ? null : await accounts.findById(row.account);
      const port = account ? accounts.provider(account).media : undefined;
      if (!account || !port || row.providerMediaId === null) {
        await repository.media.update(row.id, { state: 'failed', errorCode: 'media.not_found', errorMessage: sentenceOf('media.not_found') });
        await tell(row);
        return;
      }
      const connection = await accounts.connectionOf(account);
      const { content, mimeType } = await port.download(connection, row.providerMediaId, { maxBytes: MAX_BYTES }, { http: accounts.httpFor({ operation: 'media.download', provider: account.provider, account: account.id }), now, log: strapi.log });
      const kept = await keep(content, row.mimeType ?? mimeType);
      keptAt = kept.storageKey;
      trace(row, { state: 'stored', bytes: kept.bytes, mimeType: kept.mimeType });
      await repository.media.update(row.id, { ...kept, state: 'stored', attempts: (row.attempts ?? 0) + 1, notBefore: null, errorCode: null, errorMessage: null });
      keptAt = null;
      await tell(row);
      stored();
    } catch (error) {
      await discard(keptAt);
      const outcome = decideAfterFailure(row, error, now());
      strapi.log.warn(`[whatsapp] a customer's file (${row.documentId}) was not fetched${outcome.state === 'pending' ? ' yet' : ''}: ${outcome.errorCode}`);
      trace(row, { state: outcome.state === 'failed' ? 'failed' : 'retry', attempt: outcome.attempts, code: outcome.errorCode, message: outcome.errorMessage, nextAt: outcome.notBefore });
      await repository.media.update(row.id, outcome);
      if (outcome.state === 'failed') await tell(row);
    }
  };

  const run = async (): Promise<void> => {
    while (isWanted && isStarted) {
      isWanted = false;
      for (;;) {
        const due = isStarted ? await repository.findDue(now(), AT_ONCE) : [];
        if (due.length === 0) break;
        await Promise.all(due.map(fetchOne));
      }
    }
  };

  const wake = (): void => {
    isWanted = true;
    if (running || !isStarted) return;
    running = run()
      .then(
        () => true,
        (error: unknown) => {
          strapi.log.warn(`[whatsapp] customers' files wait: ${failureText(error)}`);
          return false;
        },
      )
      .then((isWell) => {
        running = null;
        // Woken between the last look and now; after an error the timer tries again.
        if (isWell && isWanted) wake();
      });
  };

  return {
    wake,
    start() {
      isStarted = true;
      timer = setInterval(wake, POLL_MS);
      timer.unref();
      wake();
    },
    async stop() {
      isStarted = false;
      if (timer) clearInterval(timer);
      timer = null;
      await running;
    },
  };
};
