import type { SecretBody, SecretStateView } from '../../../../plugin/contracts/accounts';
import { now } from '../../platform/clock';
import type { AccountRow } from '../../platform/records';
import { missing, refuse } from '../../platform/request-errors';
import type { SecretState, SecretStore } from '../../platform/secrets';
import type { Provider } from '../../providers/provider';
import { parseSecrets } from './settings.validation';

export const presentSecret = ({ name, changedAt, readable, former }: SecretState): SecretStateView => ({
  name,
  changedAt: changedAt?.toISOString() ?? null,
  readable,
  former: former && { until: former.until?.toISOString() ?? null },
});

/**
 * Replaces one secret of an account while the former stays valid for what comes in. What goes out uses the new one
 * alone: a refused token must be seen, not be papered over by one that may end tomorrow.
 */
export const createAccountSecrets = (parts: { secrets: SecretStore; findProvider(id: string): Provider | null; changed(id: number): void }) => {
  const { secrets, findProvider, changed } = parts;
  const ownerOf = (account: AccountRow) => ({ type: 'account' as const, id: account.id });

  const labelOf = (account: AccountRow, name: string): string => {
    const field = findProvider(account.provider)?.settings.find((setting) => setting.secret && setting.name === name);
    if (!field) throw refuse('account.secret_unknown', { path: 'name', values: { secret: name } });
    return field.label;
  };

  return {
    labelOf,

    async replace(account: AccountRow, name: string, { value, former }: SecretBody): Promise<void> {
      const label = labelOf(account, name);
      const { problems } = parseSecrets(findProvider(account.provider)?.settings ?? [], { [name]: value });
      const [problem] = problems;
      if (problem) throw refuse('account.settings_invalid', { path: problem.path, extra: { errors: problems } });
      if (value.trim() === '') throw refuse('account.secret_missing', { path: 'value', values: { secret: label.toLowerCase() } });
      const until = former.keep && former.until !== null ? new Date(former.until) : null;
      if (until && until <= now()) throw refuse('secrets.until_past', { path: 'former.until' });
      await secrets.replace(ownerOf(account), name, value.trim(), former.keep ? { keep: true, until } : { keep: false });
      changed(account.id);
    },

    async endOverlap(account: AccountRow, name: string): Promise<void> {
      labelOf(account, name);
      const ended = await secrets.endOverlap(ownerOf(account), name);
      changed(account.id);
      if (!ended) throw missing('secrets.former_missing');
    },

    async putBack(account: AccountRow, name: string): Promise<void> {
      labelOf(account, name);
      const isBack = await secrets.putBack(ownerOf(account), name);
      changed(account.id);
      if (!isBack) throw missing('secrets.former_missing');
    },

    statesOf: (ids: number[]) => secrets.statesOf(ids.map((id) => ({ type: 'account' as const, id }))),
  };
};
