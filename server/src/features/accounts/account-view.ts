import type { Core } from '@strapi/types';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import type { AccountRow } from '../../platform/records';
import { getService } from '../../platform/services';
import { presentSecret } from './account-secrets.service';
import type { AccountsDesk } from './accounts.service';

/** Accounts as screens see them: settings and what is known of secrets, never a value. */
export const createAccountView = (strapi: Core.Strapi) => {
  const accounts = (): AccountsDesk => getService(strapi, 'accounts') as AccountsDesk;

  /** The address others reach us by: `server.url`, made absolute by Strapi where it can be. */
  const publicAddress = (): string => (strapi.config.get<string>('server.absoluteUrl', '') || strapi.config.get<string>('server.url', '')).replace(/\/+$/, '');

  const callbackPathOf = (row: AccountRow): string => `/api/whatsapp/webhook/${row.provider}/${row.key}`;
  const callbackUrlOf = (row: AccountRow): string => `${publicAddress()}${callbackPathOf(row)}`;

  const present = async (rows: AccountRow[]): Promise<AccountView[]> => {
    const ids = rows.map((row) => row.id);
    const [secrets, links, defaults] = [await accounts().secretStatesOf(ids), await accounts().repository.companiesOf(ids), await accounts().repository.defaultsOf(ids)];
    const companies = await accounts().repository.companiesById([...links.values(), ...defaults.values()].flat());
    const namesOf = (companyIds: number[] | undefined): string[] => (companyIds ?? []).flatMap((id) => companies.get(id)?.documentId ?? []);
    const standardMedia = await accounts().media.read();
    return rows.map((row) => {
      const callbackPath = callbackPathOf(row);
      const states = secrets.get(row.id) ?? [];
      return {
        id: row.documentId,
        key: row.key,
        name: row.name,
        provider: row.provider,
        active: row.active,
        isDefault: row.isDefault,
        companies: row.allCompanies ? null : namesOf(links.get(row.id)),
        defaultFor: namesOf(defaults.get(row.id)),
        settings: row.settings ?? {},
        storedSecrets: states.map(({ name }) => name),
        verifyToken: row.verifyToken,
        callbackPath,
        callbackUrl: callbackUrlOf(row),
        defaultLanguage: row.defaultLanguage,
        messagesPerSecond: row.messagesPerSecond,
        displayPhoneNumber: row.displayPhoneNumber,
        verifiedName: row.verifiedName,
        quality: row.quality,
        messagingLimit: row.messagingLimit,
        messagingUnlimited: row.messagingUnlimited,
        connectionState: row.connectionState,
        halt: row.connectionState === 'halted' ? { code: row.haltCode ?? 'account.halted', message: row.haltMessage ?? '' } : null,
        healthAt: row.healthAt?.toISOString() ?? null,
        webhookSeenAt: row.webhookSeenAt?.toISOString() ?? null,
        defaultMediaUrl: row.defaultMediaUrl,
        effectiveMediaUrl: row.defaultMediaUrl ?? standardMedia,
        secretStates: states.map(presentSecret),
      };
    });
  };

  const presentOne = async (row: AccountRow): Promise<{ data: AccountView | undefined }> => ({ data: (await present([row]))[0] });

  return { present, presentOne, callbackUrlOf };
};
