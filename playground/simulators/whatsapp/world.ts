import type { AccountBook } from './accounts';
import type { CustomerBook } from './customers';
import type { DelayQueue } from './delay-queue';
import type { Ledger } from './ledger';
import type { LiveFeed } from './live-feed';
import type { MediaStore } from './media-store';
import type { WebhookQueue } from './webhook-queue';

/** What all simulated services share: one set of people, one ledger, one clock for what comes later. */
export interface World {
  accounts: AccountBook;
  customers: CustomerBook;
  ledger: Ledger;
  media: MediaStore;
  delays: DelayQueue;
  webhooks: WebhookQueue;
  live: LiveFeed;
  makeMessageId(recipient: string): string;
}
