import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { OutboundMessage } from '../../../../plugin/domain/message';
import { decideRetry, errorCodeOf } from '../../../../plugin/domain/retry';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import type { MessageRow } from '../../platform/records';
import { codeOf } from '../../platform/request-errors';
import { getService, type DeliveryService } from '../../platform/services';
import { ProviderError } from '../../providers/provider-error';
import { findFile, withFile } from './message-file.service';
import type { OutboxRepository } from './outbox.repository';

/** Longer than the slowest upload of the largest file: two workers must not upload the same one. */
const LEASE_MS = 5 * 60_000;
const AT_ONCE = 4;
const FETCH_TRIES = 4;
const MAX_BYTES = 100 * 1024 * 1024;
/** While the account is halted its files wait too; looked at again after this. */
const HALTED_MS = 60_000;

/** No try will mend these. */
const CODES_FOR_GOOD: ReadonlySet<string> = new Set([
  'media.address_refused',
  'media.url_not_public',
  'media.too_large',
  'media.type_not_allowed',
  'media.empty',
  'media.missing',
  'media.not_found',
]);
/** The other side may be well again in a moment. */
const CODES_OF_A_FETCH: ReadonlySet<string> = new Set(['media.fetch_failed', 'media.unreachable']);

type Door = Pick<DeliveryService, 'takeBlocked' | 'retryBlocked' | 'release' | 'fail'>;

/** Brings files to the provider before the lane may take their messages: a lane never waits for an upload. */
export const createMediaWorker = (strapi: Core.Strapi, outbox: OutboxRepository, door: Door) => {
  let active: Promise<void> | null = null;
  let again = false;
  let isStopped = false;

  /** Fetches what has only an address, stores it, and remembers it: a second try must not fetch again. */
  const storedFileOf = async (row: MessageRow, payload: OutboundMessage) => {
    const media = getService(strapi, 'media');
    if (row.media !== null) {
      const stored = await media.findById(row.media);
      if (stored) return stored;
    }
    const file = findFile(payload);
    const account = await getService(strapi, 'accounts').getById(row.account);
    if (!file?.ref.link) return null;
    const maxBytes = getService(strapi, 'accounts').provider(account).limits.media[file.kind]?.maxBytes ?? MAX_BYTES;
    const fetched = await media.fetchPublic(file.ref.link, { maxBytes });
    const stored = await media.store({
      content: fetched.content,
      mimeType: file.ref.mimeType ?? fetched.mimeType,
      filename: file.ref.filename ?? fetched.filename,
      origin: 'outbound',
      kind: file.kind,
      account: row.account,
      company: row.company,
      contact: row.contact,
    });
    await outbox.changeBlocked(row.id, { media: stored.id });
    return stored;
  };

  const upload = async (row: MessageRow): Promise<void> => {
    const payload = row.payload as OutboundMessage;
    const file = findFile(payload);
    const stored = await storedFileOf(row, payload);
    if (!file || !stored) return door.fail(row.id, { code: 'media.missing' });
    const account = await getService(strapi, 'accounts').getById(row.account);
    const providerMediaId = await getService(strapi, 'media').providerIdOf(stored, account);
    const filename = file.ref.filename ?? stored.filename ?? undefined;
    await door.release(row.id, {
      payload: withFile(payload, { mediaId: stored.documentId, providerMediaId, ...(filename ? { filename } : {}), ...(stored.mimeType ? { mimeType: stored.mimeType } : {}) }),
      media: stored.id,
    });
  };

  const giveBack = async (row: MessageRow, error: unknown): Promise<void> => {
    const attempts = row.attempts + 1;
    const at = now();
    if (error instanceof ProviderError) {
      // An upload nobody answered may be made again: it reaches no customer.
      const kind = error.kind === 'unknown_outcome' ? 'temporary' : error.kind;
      const decision = decideRetry({ kind, attempts, now: at, retryAfterMs: error.retryAfterMs, random: Math.random() });
      const code = errorCodeOf(kind);
      const message = `${sentenceOf(code)} (${error.message.slice(0, 300)})`;
      if (decision.kind === 'retry') return door.retryBlocked(row.id, decision.at, { code, message });
      if (decision.kind === 'hold') {
        await getService(strapi, 'accounts').halt(row.account, { code, message });
        return door.retryBlocked(row.id, new Date(at.getTime() + HALTED_MS), { code, message });
      }
      return door.fail(row.id, { code, message, ...(error.vendorCode ? { vendorCode: error.vendorCode } : {}) });
    }
    const code = codeOf(error) ?? 'media.store_failed';
    const isFetch = CODES_OF_A_FETCH.has(code);
    const isForGood = CODES_FOR_GOOD.has(code);
    if (isForGood || (isFetch && attempts >= FETCH_TRIES)) return door.fail(row.id, { code, message: error instanceof Error ? error.message : sentenceOf(code) });
    if (!isFetch) strapi.log.error(`[whatsapp] the file of message ${row.documentId} could not be made ready: ${failureText(error)}`);
    const decision = decideRetry({ kind: 'temporary', attempts, now: at, random: Math.random() });
    if (decision.kind === 'retry') return door.retryBlocked(row.id, decision.at, { code, message: sentenceOf(code) });
    return door.fail(row.id, { code, message: sentenceOf(code) });
  };

  const work = async (): Promise<void> => {
    do {
      again = false;
      const rows = await door.takeBlocked('media', AT_ONCE, LEASE_MS);
      await Promise.all(
        rows.map((row) =>
          upload(row)
            .catch((error: unknown) => giveBack(row, error))
            .catch((error: unknown) => strapi.log.error(`[whatsapp] message ${row.documentId} keeps waiting for its file: ${failureText(error)}`)),
        ),
      );
      if (rows.length > 0) again = true;
    } while (again && !isStopped);
  };

  return {
    nudge(): void {
      again = true;
      if (isStopped) return;
      active ??= work()
        .catch((error: unknown) => strapi.log.warn(`[whatsapp] files wait: ${failureText(error)}`))
        .then(() => {
          active = null;
        });
    },
    begin(): void {
      isStopped = false;
    },
    async stop(): Promise<void> {
      isStopped = true;
      await active;
    },
  };
};
