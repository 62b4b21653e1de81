import { missingSecrets, movesSecrets, parseSecrets, parseSettings } from '../../server/src/features/accounts/settings.validation';
import type { SettingsField } from '../../server/src/providers/provider';

const fields: SettingsField[] = [
  { name: 'number', label: 'Number', type: 'string', required: true, pattern: { source: '\\d{3}|x', message: 'Digits only.' } },
  { name: 'host', label: 'Address', type: 'url', default: 'https://a.test', guardsSecrets: true },
  { name: 'port', label: 'Port', type: 'number' },
  { name: 'fast', label: 'Fast', type: 'boolean' },
  { name: 'token', label: 'Token', type: 'string', required: true, secret: true },
];

describe('the settings of an account', () => {
  it('fills defaults, trims, and turns what a form gives into what it means', () => {
    expect(parseSettings(fields, { number: ' 123 ', port: '8080', fast: true })).toEqual({ settings: { number: '123', host: 'https://a.test', port: 8080, fast: true }, problems: [] });
  });

  it.each([
    ['a missing field', {}, 'settings.number'],
    ['a pattern that fits only in part', { number: '1234' }, 'settings.number'],
    ['an alternative that is not anchored', { number: 'xx' }, 'settings.number'],
    ['a field nobody declared', { number: '123', other: 'x' }, 'settings.other'],
    ['a secret among the settings', { number: '123', token: 'abc' }, 'settings.token'],
    ['an address of another scheme', { number: '123', host: 'file:///etc/passwd' }, 'settings.host'],
    ['an address with credentials', { number: '123', host: 'https://user:pass@a.test' }, 'settings.host'],
    ['a number that is none', { number: '123', port: 'abc' }, 'settings.port'],
  ])('refuses %s', (_what, input, path) => {
    expect(parseSettings(fields, input).problems.map((problem) => problem.path)).toContain(path);
  });

  it('notices when a stored secret would go elsewhere', () => {
    expect(movesSecrets(fields, { host: 'https://a.test' }, {})).toBe(false);
    expect(movesSecrets(fields, {}, { host: 'https://b.test' })).toBe(true);
    expect(movesSecrets(fields, { number: '1' }, { number: '2' })).toBe(false);
  });

  it('keeps secrets apart', () => {
    expect(parseSecrets(fields, { token: ' abc ' })).toEqual({ secrets: { token: 'abc' }, problems: [] });
    expect(parseSecrets(fields, { token: '' }).secrets).toEqual({});
    expect(parseSecrets(fields, { token: 'a\nb' }).problems).toHaveLength(1);
    expect(parseSecrets(fields, { number: '1' }).problems).toHaveLength(1);
    expect(missingSecrets(fields, []).map(({ name }) => name)).toEqual(['token']);
  });
});
