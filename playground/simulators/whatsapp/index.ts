import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccountBook } from './accounts';
import { createControl } from './control';
import { createCustomerBook, type SeedCustomer } from './customers';
import { createDelayQueue } from './delay-queue';
import { createGuard } from './guard';
import { answerProblem } from './http';
import { createIdMaker, createLedger, type LedgerRow } from './ledger';
import { createLiveFeed } from './live-feed';
import { createMediaStore } from './media-store';
import { createMetaSimulator } from './meta';
import type { Template } from './meta/template-catalogue';
import { createPhone } from './phone/routes';
import { createWebhookQueue } from './webhook-queue';
import type { World } from './world';

export type { MetaAccount } from './accounts';
export type { SeedCustomer } from './customers';
export type { LedgerRow } from './ledger';
export type { Template } from './meta/template-catalogue';

/** What a caller gives for an account; the rest has defaults. */
export interface AccountInput {
  key: string;
  provider?: 'meta';
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName?: string;
  /** What the account is called in the plugin; stands in for verifiedName. */
  name?: string;
  businessAccountId: string;
  portfolioId?: string;
  appId?: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  webhookUrl?: string | null;
}

export interface WhatsappSimulatorOptions {
  /** 0 = any free port. Default 1338. */
  port?: number;
  /** Default 127.0.0.1: nothing but this machine. */
  host?: string;
  /** Names beside this machine's own that a Host header may carry. */
  allowedHosts?: readonly string[];
  accounts?: readonly AccountInput[];
  /** People the phone starts with. */
  customers?: readonly SeedCustomer[];
}

export interface WhatsappSimulator {
  url: string;
  port: number;
  addAccount(account: AccountInput): void;
  /** Rows of the ledger, as `GET /control/ledger` gives them. */
  ledger(since?: string | null): LedgerRow[];
  /** Replaces the templates of a business account until the next reset. */
  setTemplates(businessAccountId: string, templates: Template[]): void;
  /** Forgets messages, people, files and settings. */
  reset(): void;
  close(): Promise<void>;
}

/** WhatsApp as the plugin and its customers see it: Meta's API, webhooks, controls and a phone, on one port. */
export async function createWhatsappSimulator(options: WhatsappSimulatorOptions = {}): Promise<WhatsappSimulator> {
  const host = options.host ?? '127.0.0.1';
  const media = createMediaStore();
  const live = createLiveFeed();
  const world: World = {
    accounts: createAccountBook(), customers: createCustomerBook(), ledger: createLedger(media), media,
    delays: createDelayQueue(), webhooks: createWebhookQueue(), live, makeMessageId: createIdMaker(),
  };
  let origin = '';
  const meta = createMetaSimulator(world, () => origin);
  const control = createControl(world, meta, options.customers ?? []);
  const phone = createPhone(world, meta);
  const guard = createGuard(host, options.allowedHosts);

  const server = createServer((req, res) => {
    if (!guard.mayEnter(req)) {
      req.resume();
      return answerProblem(res, 403, 'this simulator serves its own machine and its own pages only');
    }
    const url = req.url ?? '/';
    if (meta.handles(url)) return meta.serve(req, res);
    const cut = url.indexOf('?');
    const path = cut === -1 ? url : url.slice(0, cut);
    const query = new URLSearchParams(cut === -1 ? '' : url.slice(cut + 1));
    if (path === '/control' || path.startsWith('/control/')) return void control.serve(req, res, path, query);
    phone.serve(req, res, path, query);
  });
  // Longer than clients keep theirs: a connection closed under a request would look like a lost send.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 0;

  try {
    for (const account of options.accounts ?? []) control.putAccount(account);
    await listen(server, options.port ?? 1338, host);
  } catch (error) {
    media.close();
    await world.webhooks.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  origin = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;

  return {
    url: origin,
    port,
    addAccount: (account) => void control.putAccount(account),
    ledger: (since = null) => world.ledger.list(since, {})?.rows ?? [],
    setTemplates: (businessAccountId, templates) => meta.replaceTemplates(businessAccountId, templates),
    reset: () => control.reset(null),
    async close() {
      world.delays.clear();
      meta.statuses.drop(null);
      live.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, world.webhooks.close()]);
      media.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
