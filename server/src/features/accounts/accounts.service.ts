import type { Core } from '@strapi/types';
import type { AccountTestBody, TestResult } from '../../../../plugin/contracts/accounts';
import { errorCodeOf } from '../../../../plugin/domain/retry';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import { jobEngineOf } from '../../jobs';
import { now } from '../../platform/clock';
import { emit } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import type { AccountRow } from '../../platform/records';
import { codeOf, missing, refuse } from '../../platform/request-errors';
import { createSecretStore, type SecretState } from '../../platform/secrets';
import { getService, type AccountsService } from '../../platform/services';
import { createHttpClient } from '../../providers/http';
import type { Health, ProviderIo } from '../../providers/provider';
import { ProviderError } from '../../providers/provider-error';
import { createProviderRegistry } from '../../providers/registry';
import { logCalls } from './logged-calls';
import { createAccountChanges } from './account-changes.service';
import { testAccount } from './account-health.service';
import { createAccountSecrets } from './account-secrets.service';
import { createAccountsRepository } from './accounts.repository';
import { createConnectionCache } from './connection-cache.service';
import { createDefaultMedia } from './default-media.service';
import { movesSecrets, parseSettings } from './settings.validation';

/** A webhook's time is worth a write this often, not with every webhook. */
const SEEN_EVERY_MS = 10_000;
const HEALTH_EVERY = '0 */10 * * * *';
const COEXISTENCE_PER_SECOND = 20;
/** Halts that a healthy answer after a change of the connection lifts: someone has acted. */
const CONNECTION_CODES: ReadonlySet<string> = new Set(['account.unauthorized', 'account.misconfigured', 'secrets.no_key', 'secrets.unreadable']);

/** Halts that end with their cause: the key is back, or the secret was entered again. */
const KEY_CODES: ReadonlySet<string> = new Set(['secrets.no_key', 'secrets.unreadable']);

/** What this feature's own controller needs beyond the service others see. */
export interface AccountsDesk extends AccountsService {
  repository: ReturnType<typeof createAccountsRepository>;
  secretStatesOf(ids: number[]): Promise<Map<number, SecretState[]>>;
  accountSecrets: ReturnType<typeof createAccountSecrets>;
  media: ReturnType<typeof createDefaultMedia>;
  hasKey(): boolean;
  /** The label of a refused secret whose former one would still be there; null where there is none. */
  unusedFormerOf(account: AccountRow, states: readonly SecretState[]): string | null;
  /** Asks the provider now. `someoneActed`: a halt of the connection is lifted where it is well again. */
  check(id: number): Promise<AccountRow>;
  test(body: AccountTestBody): Promise<TestResult>;
  remove(id: number): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export const createAccountsService = (strapi: Core.Strapi): AccountsDesk => {
  const repository = createAccountsRepository(strapi);
  const secrets = createSecretStore(strapi);
  const connections = createConnectionCache(secrets);
  const registry = createProviderRegistry(strapi.config.get<unknown[]>(`plugin::${PLUGIN_ID}.providers`, []) ?? []);
  for (const refusal of registry.refusals) strapi.log.error(`[whatsapp] config/plugins.ts, providers: ${refusal} It is left out; everything else goes on.`);
  const client = createHttpClient({ userAgent: 'strapi-plugin-whatsapp' });
  const http = logCalls(strapi, client, { operation: 'provider.call', provider: null, account: null });
  const io: ProviderIo = {
    http,
    now,
    log: { debug: (message) => strapi.log.debug(`[whatsapp] ${message}`), warn: (message) => strapi.log.warn(`[whatsapp] ${message}`) },
  };
  const seenAt = new Map<number, number>();
  const refreshing = new Map<number, Promise<void>>();
  let unschedule: (() => void) | null = null;

  let revision = 0;
  const changed = (id: number): void => {
    revision += 1;
    repository.forget();
    connections.forget(id);
  };
  const accountSecrets = createAccountSecrets({ secrets, findProvider: registry.findProvider, changed });
  const media = createDefaultMedia(strapi);
  const changes = createAccountChanges(strapi, { accounts: repository, secrets, findProvider: registry.findProvider, changed, checkMedia: media.check });
  const findById = async (id: number): Promise<AccountRow | null> => (await repository.list()).find((row) => row.id === id) ?? null;
  const getById = async (id: number): Promise<AccountRow> => {
    const account = await findById(id);
    if (!account) throw missing('account.missing');
    return account;
  };
  const update = async (id: number, changesOf: Partial<AccountRow>): Promise<void> => {
    await repository.update(id, changesOf);
    changed(id);
  };

  const servesCompany = async (account: AccountRow, company: number | null): Promise<boolean> => {
    if (account.allCompanies || company === null) return true;
    return ((await repository.companiesOf([account.id])).get(account.id) ?? []).includes(company);
  };

  const resume = async (id: number): Promise<void> => {
    await update(id, { connectionState: 'connected', haltCode: null, haltMessage: null, haltedUntil: null });
    jobEngineOf(strapi).nudge(id);
  };

  const halt: AccountsService['halt'] = async (id, { code, message, until }) => {
    const account = await findById(id);
    // Every message of a wave reports the same: once is news.
    if (account?.connectionState === 'halted' && account.haltCode === code && account.haltedUntil === null && !until) return;
    await update(id, { connectionState: 'halted', haltCode: code, haltMessage: message, haltedUntil: until ?? null });
    strapi.log.error(`[whatsapp] account ${account?.key ?? id} is halted: ${message}`);
    getService(strapi, 'logs').record({ operation: 'account.halt', success: false, account: id, errorCode: code, errorMessage: message });
    emit(strapi, 'account.halted', { account: id, code, message });
  };

  const applyHealth = async (id: number, health: Health): Promise<AccountRow> => {
    const account = await getById(id);
    const isHalted = account.connectionState === 'halted' && (account.haltedUntil === null || account.haltedUntil > now());
    const perSecond = health.coexistence ? Math.min(COEXISTENCE_PER_SECOND, health.messagesPerSecond ?? COEXISTENCE_PER_SECOND) : health.messagesPerSecond;
    const businessAccount = account.businessAccount ?? health.businessAccountId ?? null;
    await update(id, {
      connectionState: isHalted ? 'halted' : health.state,
      healthAt: now(),
      health: { state: health.state, problems: health.problems, webhooksSubscribed: health.webhooksSubscribed ?? null, coexistence: health.coexistence ?? false },
      businessAccount,
      portfolio: account.portfolio ?? health.portfolioId ?? null,
      ...(health.displayPhoneNumber === undefined ? {} : { displayPhoneNumber: health.displayPhoneNumber }),
      ...(health.verifiedName === undefined ? {} : { verifiedName: health.verifiedName }),
      ...(health.quality === undefined ? {} : { quality: health.quality }),
      ...(perSecond === undefined ? {} : { providerMessagesPerSecond: perSecond }),
      ...limitOf(health.messagingLimit),
    });
    jobEngineOf(strapi).nudge(id);
    return getById(id);
  };

  /** Null from the provider means unlimited; undefined that it did not say. */
  const limitOf = (limit: number | null | undefined): Partial<AccountRow> => {
    if (limit === undefined) return {};
    return limit === null ? { messagingUnlimited: true, messagingLimit: null } : { messagingUnlimited: false, messagingLimit: limit };
  };

  const secretStatesOf = (ids: number[]): Promise<Map<number, SecretState[]>> => accountSecrets.statesOf(ids);

  /** The former of a refused token is still there, and is not sent with: people must hear both. A webhook's own secret is not meant. */
  const unusedFormerOf = (account: AccountRow, states: readonly SecretState[], isRefused = account.haltCode === 'account.unauthorized' && account.connectionState === 'halted'): string | null => {
    if (!isRefused) return null;
    const sent = registry.findProvider(account.provider)?.settings.filter(({ secret, incoming }) => secret && !incoming) ?? [];
    return sent.find((field) => states.some(({ name, former }) => name === field.name && former !== null))?.label.toLowerCase() ?? null;
  };

  /** The secrets can be read again: what stopped the account is over, whoever put it right. */
  const healKeyHalt = async (account: AccountRow): Promise<void> => {
    if (account.connectionState === 'halted' && KEY_CODES.has(account.haltCode ?? '')) await resume(account.id);
  };

  /** At start, without asking anyone: a key that changed is said at once and not at the first message that fails. */
  const checkKeys = async (): Promise<void> => {
    for (const account of await repository.list()) {
      try {
        await connections.open(account);
        await healKeyHalt(account);
      } catch (error) {
        const code = codeOf(error);
        if (code === null || !KEY_CODES.has(code)) throw error;
        if (account.connectionState !== 'halted') await halt(account.id, { code, message: sentenceOf(code) });
      }
    }
  };

  const askHealth = async (id: number, someoneActed: boolean): Promise<void> => {
    const account = await findById(id);
    const provider = account ? registry.findProvider(account.provider) : null;
    if (!account?.active || !provider) return;
    try {
      const connection = await connections.open(account);
      await healKeyHalt(account);
      const health = await provider.health(connection, io);
      await applyHealth(id, health);
      const wasConnection = account.connectionState === 'halted' && CONNECTION_CODES.has(account.haltCode ?? '');
      if (someoneActed && wasConnection && health.state !== 'blocked') await resume(id);
    } catch (error) {
      const code = error instanceof ProviderError ? errorCodeOf(error.kind) : codeOf(error);
      if (code === null) throw error;
      const unused = code === 'account.unauthorized' ? unusedFormerOf(account, (await secretStatesOf([id])).get(id) ?? [], true) : null;
      const said = error instanceof Error ? error.message : sentenceOf(code);
      const message = unused === null ? said : `${said.replace(/[.\s]*$/, '.')} ${sentenceOf('account.token_former_unused', { secret: unused })}`;
      await update(id, { healthAt: now(), health: { state: 'unknown', problems: [{ code, message }] } });
      // Sending would fail just so, message by message: the queue is kept instead.
      if (CONNECTION_CODES.has(code) && account.connectionState !== 'halted') await halt(id, { code, message: `${sentenceOf(code)} (${message})` });
    }
  };

  /** In the background, one at a time for an account: saving a form never waits for the provider. */
  const refreshHealth = (id: number, someoneActed: boolean): Promise<void> => {
    const earlier = refreshing.get(id) ?? Promise.resolve();
    const refresh = earlier
      .then(() => askHealth(id, someoneActed))
      .catch((error: unknown): void => {
        strapi.log.warn(`[whatsapp] the health of account ${id} is not known: ${failureText(error)}`);
      });
    refreshing.set(id, refresh);
    void refresh.then(() => {
      if (refreshing.get(id) === refresh) refreshing.delete(id);
    });
    return refresh;
  };

  return {
    repository,
    http,
    httpFor: (label) => logCalls(strapi, client, label),
    list: () => repository.list(),
    revision: () => revision,
    findById,
    getById,
    findByKey: async (key) => (await repository.list()).find((row) => row.key === key) ?? null,

    async findByProviderRef(provider, { phoneNumberId, businessAccountId }) {
      const rows = (await repository.list()).filter((row) => row.provider === provider);
      if (phoneNumberId) return rows.filter((row) => row.providerNumber === phoneNumberId);
      return businessAccountId ? rows.filter((row) => row.businessAccount === businessAccountId) : [];
    },

    async choose({ key, company = null, allowed = null, user = null }) {
      const rows = await repository.list();
      const permitted = rows.filter((row) => allowed === null || allowed.includes(row.id));
      if (key !== undefined) {
        const named = permitted.find((row) => row.key === key);
        if (!named) throw missing('account.missing');
        if (!named.active) throw refuse('account.inactive');
        if (!(await servesCompany(named, company))) throw refuse('account.none_for_company');
        return named;
      }
      const active = permitted.filter((row) => row.active);
      if (active.length === 0) throw refuse(rows.length === 0 ? 'account.none' : permitted.length === 0 ? 'account.missing' : 'account.inactive');
      const narrowed = company === null ? new Map<number, number[]>() : await repository.companiesOf(active.filter((row) => !row.allCompanies).map((row) => row.id));
      const [ownDefault, companyDefault] = [user === null ? null : await repository.findUserDefault(user), company === null ? null : await repository.findDefaultOf(company)];
      // A default that does not serve the record's company is passed over, not refused: the next one may.
      for (const id of [ownDefault, companyDefault]) {
        const preferred = id === null ? undefined : active.find((row) => row.id === id);
        if (preferred && (await servesCompany(preferred, company))) return preferred;
      }
      const ofCompany = active.filter((row) => company !== null && narrowed.get(row.id)?.includes(company));
      const standard = active.find((row) => row.isDefault);
      const chosen = ofCompany.find((row) => row.isDefault) ?? ofCompany[0] ?? standard ?? active[0];
      if (!chosen || !(await servesCompany(chosen, company))) throw refuse('account.none_for_company');
      return chosen;
    },

    servesCompany,
    provider(account) {
      const provider = registry.findProvider(account.provider);
      if (!provider) throw refuse('account.provider_unknown', { values: { provider: account.provider } });
      return provider;
    },
    providers: () => [...registry.listProviders()],
    findProvider: (id) => registry.findProvider(id),
    connectionOf: (account) => connections.open(account),
    portfolioOf: (account) => `portfolio:${account.portfolio ?? account.businessAccount ?? `account-${account.key}`}`,
    halt,
    resume,
    applyHealth,

    async applyChange(id, { messagingLimit, quality, restriction }) {
      await update(id, { ...limitOf(messagingLimit), ...(quality === undefined ? {} : { quality }) });
      jobEngineOf(strapi).nudge(id);
      // What a restriction means for sending, the provider says best itself.
      if (restriction !== undefined) void refreshHealth(id, false);
    },

    touchWebhookSeen(id, at) {
      if (at.getTime() - (seenAt.get(id) ?? 0) < SEEN_EVERY_MS) return;
      seenAt.set(id, at.getTime());
      repository.update(id, { webhookSeenAt: at }).catch(() => seenAt.delete(id));
    },

    async create(input, actor) {
      const account = await changes.create(input);
      getService(strapi, 'logs').record({ operation: 'account.create', success: true, account: account.id, provider: account.provider, user: actor });
      void refreshHealth(account.id, true);
      return account;
    },

    async update(id, input, actor) {
      const account = await changes.update(id, input);
      getService(strapi, 'logs').record({ operation: 'account.update', success: true, account: id, provider: account.provider, user: actor, details: { changed: Object.keys(input) } });
      jobEngineOf(strapi).nudge(id);
      void refreshHealth(id, true);
      return account;
    },

    remove: (id) => changes.remove(id),
    secretStatesOf,
    unusedFormerOf: (account, states) => unusedFormerOf(account, states),
    accountSecrets,
    media,
    hasKey: () => secrets.hasKey(),
    defaultMediaUrlOf: (account) => media.of(account),

    async check(id) {
      await refreshHealth(id, true);
      return getById(id);
    },

    touchWebhookVerified(key, at) {
      const write = async (): Promise<void> => {
        const account = (await repository.list()).find((row) => row.key === key);
        if (account) await repository.update(account.id, { webhookVerifiedAt: at });
      };
      write().catch((error: unknown) => strapi.log.warn(`[whatsapp] the verified callback of ${key} was not noted: ${failureText(error)}`));
    },

    async test({ id, provider: providerId, ...form }) {
      const provider = registry.findProvider(providerId);
      if (!provider) throw refuse('account.provider_unknown', { path: 'provider', values: { provider: providerId } });
      const stored = id === undefined ? null : ((await repository.list()).find((row) => row.documentId === id) ?? null);
      if (id !== undefined && (!stored || stored.provider !== providerId)) throw missing('account.missing');
      // What is stored goes to the host it was entered for, never to one typed in just now.
      const settings = parseSettings(provider.settings, form.settings).settings;
      const maySendStored = stored !== null && !movesSecrets(provider.settings, stored.settings ?? {}, settings);
      const opened = stored && maySendStored ? (await secrets.read({ type: 'account', id: stored.id })).secrets : {};
      return testAccount(provider, form, { key: stored?.key ?? 'test', secrets: opened, verifyToken: stored?.verifyToken ?? '' }, io);
    },

    async start() {
      await checkKeys();
      unschedule = jobEngineOf(strapi).schedule('asking accounts for their health', HEALTH_EVERY, async () => {
        for (const account of await repository.list()) await refreshHealth(account.id, false);
      });
    },

    async stop() {
      unschedule?.();
      await Promise.all(refreshing.values());
      connections.clear();
      await client.close();
    },
  };
};
