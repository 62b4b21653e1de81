import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/types';
import { inTransaction } from '../../platform/database';
import { isUniqueViolation } from '../../platform/database-errors';
import type { AccountRow } from '../../platform/records';
import { missing, refuse } from '../../platform/request-errors';
import type { SecretStore } from '../../platform/secrets';
import { getService, type AccountInput } from '../../platform/services';
import type { Provider } from '../../providers/provider';
import type { AccountsRepository } from './accounts.repository';
import { missingSecrets, movesSecrets, parseSecrets, parseSettings, type SettingProblem, type SettingValues } from './settings.validation';

const LONGEST_KEY = 40;

const keyFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_KEY - 4)
    .replace(/^-+|-+$/g, '') || 'account';

const freeKey = (wanted: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
};

const textOf = (value: string | number | boolean | undefined): string | null => (value === undefined || value === '' ? null : String(value));

/** What is read out of the settings into columns of their own, to look accounts up by. Names as in `AccountRef`. */
const derive = (provider: Provider, settings: SettingValues) => {
  const unique = provider.settings.find((field) => field.unique);
  return {
    providerNumber: unique ? textOf(settings[unique.name]) : null,
    businessAccount: textOf(settings['businessAccountId']),
    portfolio: textOf(settings['portfolioId']),
  };
};

const refuseProblems = (problems: SettingProblem[]): void => {
  const [first] = problems;
  if (first) throw refuse('account.settings_invalid', { path: first.path, extra: { errors: problems } });
};

/** Creates and changes accounts; everything about one change is in one transaction, its secrets too. */
export const createAccountChanges = (
  strapi: Core.Strapi,
  parts: { accounts: AccountsRepository; secrets: SecretStore; findProvider(id: string): Provider | null; changed(id: number): void; checkMedia(url: string): Promise<void> },
) => {
  const { accounts, secrets, findProvider, changed, checkMedia } = parts;

  const getProvider = (id: string): Provider => {
    const provider = findProvider(id);
    if (!provider) throw refuse('account.provider_unknown', { path: 'provider', values: { provider: id } });
    return provider;
  };

  const refuseTaken = async (provider: string, providerNumber: string | null, except: number | null): Promise<void> => {
    const other = (await accounts.list()).find((row) => row.provider === provider && row.providerNumber === providerNumber && row.id !== except);
    if (providerNumber !== null && other) throw refuse('account.number_taken', { values: { account: other.name }, path: 'settings' });
  };

  /** The database's own word in a race of two: the row that was faster is named. */
  const explainTaken = async (error: unknown, provider: string, providerNumber: string | null, except: number | null): Promise<unknown> => {
    if (!isUniqueViolation(error)) return error;
    accounts.forget();
    try {
      await refuseTaken(provider, providerNumber, except);
    } catch (refusal) {
      return refusal;
    }
    return refuse('account.key_taken', { path: 'key' });
  };

  const checkSecrets = (provider: Provider, input: Record<string, string> | undefined): Record<string, string> => {
    const parsed = parseSecrets(provider.settings, input ?? {});
    refuseProblems(parsed.problems);
    if (Object.keys(parsed.secrets).length > 0 && !secrets.hasKey()) throw refuse('secrets.no_key');
    return parsed.secrets;
  };

  return {
    async create(input: AccountInput): Promise<AccountRow> {
      const provider = getProvider(input.provider);
      const { settings, problems } = parseSettings(provider.settings, input.settings);
      refuseProblems(problems);
      const entered = checkSecrets(provider, input.secrets);
      const [absent] = missingSecrets(provider.settings, Object.keys(entered));
      if (absent) throw refuse(secrets.hasKey() ? 'account.secret_missing' : 'secrets.no_key', { path: `secrets.${absent.name}`, values: { secret: absent.label.toLowerCase() } });

      accounts.forget();
      if (input.defaultMediaUrl) await checkMedia(input.defaultMediaUrl);
      const known = await accounts.list();
      const keys = new Set(known.map((row) => row.key));
      if (input.key !== undefined && keys.has(input.key)) throw refuse('account.key_taken', { path: 'key' });
      const derived = derive(provider, settings);
      await refuseTaken(provider.id, derived.providerNumber, null);
      const isDefault = input.isDefault === true || known.length === 0;
      try {
        const created = await inTransaction(strapi, async (trx) => {
          const row = await accounts.insert(
            {
              key: input.key ?? freeKey(keyFrom(input.name), keys),
              name: input.name,
              provider: provider.id,
              active: input.active ?? true,
              isDefault,
              // A new account serves every company until it is narrowed.
              allCompanies: !input.companies,
              settings,
              verifyToken: input.verifyToken ?? randomBytes(24).toString('base64url'),
              ...derived,
              defaultLanguage: input.defaultLanguage ?? null,
              messagesPerSecond: input.messagesPerSecond ?? null,
              defaultMediaUrl: input.defaultMediaUrl || null,
              messagingUnlimited: false,
              connectionState: 'new',
            },
            trx,
          );
          if (isDefault) await accounts.clearDefault(row.id, trx);
          if (input.companies) await accounts.setCompanies(row.id, input.companies, trx);
          if (input.defaultFor) await accounts.setDefaultFor(row.id, input.defaultFor, trx);
          await secrets.write({ type: 'account', id: row.id }, entered, { overlap: false }, trx);
          return row;
        });
        changed(created.id);
        return created;
      } catch (error) {
        throw await explainTaken(error, provider.id, derived.providerNumber, null);
      }
    },

    async update(id: number, input: Partial<AccountInput>): Promise<AccountRow> {
      accounts.forget();
      const stored = (await accounts.list()).find((row) => row.id === id);
      if (!stored) throw missing('account.missing');
      if (input.provider !== undefined && input.provider !== stored.provider) throw refuse('account.provider_fixed', { path: 'provider' });
      if (input.key !== undefined && input.key !== stored.key) throw refuse('account.key_fixed', { path: 'key' });
      const provider = getProvider(stored.provider);
      const before = stored.settings ?? {};
      const parsed = input.settings === undefined ? { settings: before, problems: [] } : parseSettings(provider.settings, input.settings);
      refuseProblems(parsed.problems);
      const entered = checkSecrets(provider, input.secrets);
      const derived = derive(provider, parsed.settings);
      await refuseTaken(provider.id, derived.providerNumber, id);
      if (input.defaultMediaUrl && input.defaultMediaUrl !== stored.defaultMediaUrl) await checkMedia(input.defaultMediaUrl);
      const moves = movesSecrets(provider.settings, before, parsed.settings);
      const changes: Partial<AccountRow> = {
        settings: parsed.settings,
        ...derived,
        // Told by the provider before; a form that leaves it out does not take it back.
        portfolio: derived.portfolio ?? (derived.businessAccount === stored.businessAccount ? stored.portfolio : null),
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.active === undefined ? {} : { active: input.active }),
        ...(input.companies === undefined ? {} : { allCompanies: input.companies === null }),
        ...(input.verifyToken === undefined ? {} : { verifyToken: input.verifyToken }),
        ...(input.defaultLanguage === undefined ? {} : { defaultLanguage: input.defaultLanguage }),
        ...(input.messagesPerSecond === undefined ? {} : { messagesPerSecond: input.messagesPerSecond }),
        ...(input.defaultMediaUrl === undefined ? {} : { defaultMediaUrl: input.defaultMediaUrl || null }),
        ...(input.isDefault === true ? { isDefault: true } : {}),
      };
      try {
        await inTransaction(strapi, async (trx) => {
          await accounts.update(id, changes, trx);
          if (input.isDefault === true) await accounts.clearDefault(id, trx);
          if (input.companies !== undefined) await accounts.setCompanies(id, input.companies ?? [], trx);
          if (input.defaultFor) await accounts.setDefaultFor(id, input.defaultFor, trx);
          const owner = { type: 'account' as const, id };
          // Another host must not be sent what was entered for the first one; the former secret neither.
          if (moves) await secrets.discard(owner, undefined, trx);
          await secrets.write(owner, entered, { overlap: !moves }, trx);
        });
      } catch (error) {
        throw await explainTaken(error, provider.id, derived.providerNumber, id);
      } finally {
        changed(id);
      }
      const updated = (await accounts.list()).find((row) => row.id === id);
      if (!updated) throw missing('account.missing');
      return updated;
    },

    /** Refused while messages wait for it: nobody could send them any more. */
    async remove(id: number): Promise<void> {
      await inTransaction(strapi, async (trx) => {
        const row = await accounts.findById(id, trx);
        if (!row) throw missing('account.missing');
        const count = await accounts.countUnsent(id, trx);
        if (count > 0) throw refuse('account.has_queued_messages', { values: { count } });
        await secrets.discard({ type: 'account', id }, undefined, trx);
        await getService(strapi, 'access').forgetAccount(id, trx);
        await accounts.remove(id, trx);
        const next = row.isDefault ? await accounts.findFirstActive(trx) : null;
        if (next) await accounts.update(next.id, { isDefault: true }, trx);
      });
      changed(id);
    },
  };
};
