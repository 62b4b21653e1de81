import type { AccountTestBody, TestCheck, TestResult } from '../../../../plugin/contracts/accounts';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { Health, Provider, ProviderAccount, ProviderIo } from '../../providers/provider';
import { ProviderError } from '../../providers/provider-error';
import { missingSecrets, parseSecrets, parseSettings } from './settings.validation';

/** What a provider tells without anything being wrong: shown, and no reason for a failed test. */
const TOLD = new Set(['test_number', 'quality_low', 'subscription_unknown']);

const check = (name: string, ok: boolean, message: string): TestCheck => ({ name, ok, message });

const resultOf = (checks: TestCheck[]): TestResult => ({ ok: checks.every(({ ok }) => ok), checks });

/** Which step a failure belongs to; the steps before it went well. */
const explainFailure = (error: ProviderError): TestCheck[] => {
  const reached = check('address', true, 'The provider answers at this address.');
  const accepted = check('token', true, 'The access token is accepted.');
  switch (error.kind) {
    case 'unreachable':
    case 'unknown_outcome':
      return [check('address', false, error.message)];
    case 'auth':
      return [reached, check('token', false, error.message)];
    case 'misconfigured':
    case 'invalid_request':
      return [reached, accepted, check('number', false, error.message)];
    case 'account_blocked':
    case 'number_paused':
      return [reached, accepted, check('phone', false, error.message)];
    case 'rate_limited':
    case 'temporary':
    case 'temporary_few':
      return [reached, check('provider', false, `${error.message} Try again in a moment.`)];
    default:
      return [reached, check('provider', false, error.message)];
  }
};

const explainHealth = (health: Health): TestCheck[] => {
  const number = [health.displayPhoneNumber, health.verifiedName && `(${health.verifiedName})`].filter(Boolean).join(' ');
  const checks = [
    check('address', true, 'The provider answers at this address.'),
    check('token', true, 'The access token is accepted.'),
    check('number', true, number ? `The number is ${number}.` : 'The number was found.'),
    check(
      'phone',
      health.state !== 'blocked',
      health.state === 'blocked' ? 'The provider does not let this number send.' : health.state === 'limited' ? 'The number can send, with limits.' : 'The number can send.',
    ),
  ];
  const told = new Set<string>();
  if (health.webhooksSubscribed !== undefined) {
    const problem = health.problems.find(({ code }) => code === 'webhooks_not_subscribed');
    if (problem) told.add(problem.code);
    checks.push(
      check(
        'subscription',
        health.webhooksSubscribed,
        health.webhooksSubscribed ? 'Customers’ messages and delivery reports will arrive.' : (problem?.message ?? sentenceOf('account.webhook_not_subscribed')),
      ),
    );
  }
  for (const problem of health.problems) {
    if (!told.has(problem.code)) checks.push(check(problem.code, TOLD.has(problem.code), problem.message));
  }
  return checks;
};

const checkTemplates = async (provider: Provider, account: ProviderAccount, io: ProviderIo): Promise<TestCheck[]> => {
  if (!provider.templates) return [];
  try {
    await provider.templates.list(account, { limit: 1 }, io);
    return [check('templates', true, 'The templates can be read.')];
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return [check('templates', false, `The templates can't be read: ${error.message}`)];
  }
};

/** Tries a connection as the form holds it now. Every failure is a check with its own words; nothing is stored. */
export const testAccount = async (
  provider: Provider,
  input: Pick<AccountTestBody, 'settings' | 'secrets'>,
  stored: { key: string; secrets: Record<string, string>; verifyToken: string },
  io: ProviderIo,
): Promise<TestResult> => {
  const settings = parseSettings(provider.settings, input.settings);
  const entered = parseSecrets(provider.settings, input.secrets ?? {});
  const problems = [...settings.problems, ...entered.problems];
  if (problems.length > 0) return resultOf(problems.map(({ path, message }) => check(path, false, message)));

  const secrets = { ...stored.secrets, ...entered.secrets };
  const absent = missingSecrets(provider.settings, Object.keys(secrets));
  if (absent.length > 0) {
    return resultOf(absent.map(({ name, label }) => check(`secrets.${name}`, false, `${sentenceOf('account.secret_missing', { secret: label.toLowerCase() })}`)));
  }
  const account: ProviderAccount = { key: stored.key, settings: settings.settings, secrets, verifyToken: stored.verifyToken };
  try {
    const health = await provider.health(account, io);
    return resultOf([...explainHealth(health), ...(await checkTemplates(provider, account, io))]);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return resultOf(explainFailure(error));
  }
};
