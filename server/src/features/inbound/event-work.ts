import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { failureText } from '../../platform/failure-text';
import { getService } from '../../platform/services';
import type { AccountRow } from '../../platform/records';
import type { AccountRef } from '../../providers/provider';
import type { InboundRepository, WebhookEventRow } from './inbound.repository';
import { toParked } from './park-rest';
import type { NewParkedEvent } from './park-rest';
import { createPipeline } from './pipeline';
import { isPlain, routeEvents } from './route-events';
import type { RoutedEvent } from './route-events';
import { storableEvents } from './storable';
import { tellOutcome } from './tell-outcome';
import { traceEvents } from './trace-events';

/** Tries before an event is parked: with the pauses below about ten minutes. */
const MAX_ATTEMPTS = 8;
const MAX_PAUSE_MS = 5 * 60_000;

const pauseMs = (attempts: number): number => Math.min(MAX_PAUSE_MS, 2 ** attempts * 1_000);

/** Works stored webhooks: many together, and one by one what does not go together. */
export const createEventWork = (strapi: Core.Strapi, repository: InboundRepository) => {
  const pipeline = createPipeline(strapi, repository);

  /** The events of each row with the account each is for. */
  const route = async (rows: WebhookEventRow[]): Promise<RoutedEvent[]> => {
    const accountsService = getService(strapi, 'accounts');
    const accounts = await accountsService.list();
    const namedIn = (provider: string) => (ref: AccountRef): AccountRow[] =>
      accounts.filter(
        (account) =>
          account.provider === provider &&
          (ref.phoneNumberId ? account.providerNumber === ref.phoneNumberId : ref.businessAccountId !== undefined && account.businessAccount === ref.businessAccountId),
      );
    const parsed = rows.map((row) => {
      const provider = accountsService.findProvider(row.provider);
      if (!provider) throw new Error(`There is no provider "${row.provider}".`);
      return { row, events: storableEvents(row.body, provider.webhook.parse(row.body)) };
    });
    const mixed = parsed.filter(({ row, events }) => !isPlain(row, events, namedIn(row.provider)));
    const receivers = mixed.length > 0 ? await repository.accountsByDigest([...new Set([...accounts.map(({ id }) => id), ...mixed.map(({ row }) => row.account)])], mixed.map(({ row }) => row.digest)) : new Map<string, number[]>();
    return parsed.flatMap(({ row, events }) => routeEvents(row, events, accounts, namedIn(row.provider), receivers.get(row.digest) ?? [row.account]));
  };

  /**
   * Limits and quality, as the provider reports them. Before the transaction, because the accounts' own writes do not
   * join it; they set values, so a second time changes nothing.
   */
  const applyAccountChanges = async (events: RoutedEvent[]): Promise<void> => {
    for (const { event, account } of events) {
      if (event.kind === 'account' && account) await getService(strapi, 'accounts').applyChange(account.id, event.change);
    }
  };

  /** All rows in one transaction, with the mark that they were worked. */
  const workTogether = async (rows: WebhookEventRow[]): Promise<void> => {
    const events = await route(rows);
    await applyAccountChanges(events);
    await inTransaction(strapi, async (trx, afterCommit) => {
      const mine = await repository.lockPending(rows.map(({ id }) => id), trx);
      if (mine.size === 0) return;
      const outcome = await pipeline(events.filter(({ row }) => mine.has(row.id)), trx);
      await repository.markWorked([...mine], now(), trx);
      afterCommit(() => {
        traceEvents(strapi, events.filter(({ row }) => mine.has(row.id)));
        tellOutcome(strapi, outcome);
      });
    });
  };

  const failedWhole = (row: WebhookEventRow, error: unknown): NewParkedEvent => ({
    account: row.account,
    kind: 'webhook',
    providerMessageId: `${row.digest.slice(0, 40)}:webhook`,
    detail: 'webhook',
    reason: failureText(error).slice(0, 255),
    payload: { webhookEvent: row.id },
    parkedAt: now(),
  });

  /** What to write on a row some of whose events failed: another try later, or parked with the reason. */
  const settleFailure = (row: WebhookEventRow, error: unknown): { changes: Partial<WebhookEventRow>; isLast: boolean } => {
    const attempts = row.attempts + 1;
    const isLast = attempts >= MAX_ATTEMPTS;
    const notBefore = isLast ? null : new Date(now().getTime() + pauseMs(attempts));
    return { changes: { attempts, notBefore, state: isLast ? 'parked' : 'pending', errorMessage: failureText(error) }, isLast };
  };

  /**
   * Event by event, each behind a savepoint: one that can't be worked must not hold up the 999 others of its webhook.
   * What went well is kept; on the next try its rows are there already and change nothing.
   */
  const workApart = async (row: WebhookEventRow): Promise<void> => {
    let events: RoutedEvent[];
    try {
      events = await route([row]);
      await applyAccountChanges(events);
    } catch (error) {
      await inTransaction(strapi, async (trx) => {
        const { changes, isLast } = settleFailure(row, error);
        if (isLast) await repository.park([failedWhole(row, error)], trx);
        await repository.update(row.id, changes, trx);
      });
      return;
    }
    await inTransaction(strapi, async (trx, afterCommit) => {
      if (!(await repository.lockPending([row.id], trx)).has(row.id)) return;
      const failures: { routed: RoutedEvent; error: unknown }[] = [];
      for (const routed of events) {
        try {
          const outcome = await trx.transaction((savepoint) => pipeline([routed], savepoint));
          afterCommit(() => {
            traceEvents(strapi, [routed]);
            tellOutcome(strapi, outcome);
          });
        } catch (error) {
          failures.push({ routed, error });
        }
      }
      const [first] = failures;
      if (!first) return repository.markWorked([row.id], now(), trx);
      const { changes, isLast } = settleFailure(row, first.error);
      if (isLast) await repository.park(failures.map(({ routed, error }) => toParked(routed, `failed: ${failureText(error)}`)), trx);
      await repository.update(row.id, changes, trx);
      strapi.log.error(`[whatsapp] ${failures.length} of ${events.length} events of webhook ${row.id} could not be worked (try ${row.attempts + 1}): ${failureText(first.error)}`);
    });
  };

  return { workTogether, workApart };
};
