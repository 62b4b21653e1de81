import type { TokenGrantView } from '../../plugin/contracts/access';
import { VERBS } from '../../plugin/contracts/access';
import type { AccountView, ProviderView } from '../../plugin/contracts/accounts';
import type { ErpConnectionView, SyncRunView } from '../../plugin/contracts/erp';
import { grantBodyOf, grantFormOf, isChanged, VERB_GROUPS } from '../../admin/src/features/access/grant-form';
import { bodyOf, callbackOf, checkForm, emptyForm, formOf, guardsChanged, hasSecret, isPubliclyReachable, settingsOf } from '../../admin/src/features/accounts/account-form';
import { checkConnectionForm, connectionBodyOf, connectionFormOf, discardsSecret } from '../../admin/src/features/erp/connection-form';
import { kindsOf, progressOf } from '../../admin/src/features/erp/progress';

const text = (key: string) => key;

const setting = (name: string, more: Partial<ProviderView['settings'][number]> = {}): ProviderView['settings'][number] => ({
  name,
  label: name,
  type: 'string',
  required: false,
  secret: false,
  guardsSecrets: false,
  ...more,
});

const provider: ProviderView = {
  id: 'meta',
  label: 'Meta',
  capabilities: [],
  serviceWindow: true,
  ports: [],
  limits: { messagesPerSecond: 80, text: 4096, caption: 1024, media: {}, portfolioBudget: null },
  webhookFields: [],
  settings: [
    setting('phoneNumberId', { required: true, pattern: { source: '\\d{1,32}', message: 'Digits only.' } }),
    setting('baseUrl', { type: 'url', default: 'https://graph.facebook.com', guardsSecrets: true }),
    setting('retries', { type: 'number' }),
    setting('accessToken', { required: true, secret: true }),
    setting('appSecret', { secret: true }),
  ],
};

const account = (changes: Partial<AccountView> = {}): AccountView => ({
  id: 'a1',
  key: 'main',
  name: 'Main',
  provider: 'meta',
  active: true,
  isDefault: true,
  defaultFor: [],
  companies: null,
  settings: { phoneNumberId: '123', baseUrl: 'https://graph.facebook.com' },
  storedSecrets: ['accessToken', 'appSecret'],
  verifyToken: 'v',
  callbackPath: '/api/whatsapp/webhook/meta/main',
  callbackUrl: '/api/whatsapp/webhook/meta/main',
  defaultLanguage: null,
  messagesPerSecond: null,
  displayPhoneNumber: null,
  verifiedName: null,
  quality: null,
  messagingLimit: null,
  messagingUnlimited: false,
  connectionState: 'new',
  halt: null,
  healthAt: null,
  webhookSeenAt: null,
  defaultMediaUrl: null,
  effectiveMediaUrl: null,
  secretStates: [],
  ...changes,
});

describe('an account form', () => {
  it('starts with what the provider proposes', () => {
    expect(emptyForm(provider).settings).toEqual({ baseUrl: 'https://graph.facebook.com' });
  });

  it('never holds a stored secret, and never sends an empty one', () => {
    const form = formOf(account(), provider);
    expect(form.secrets).toEqual({});
    expect(bodyOf(form, provider)).not.toHaveProperty('secrets');
    expect(settingsOf({ ...form, secrets: { accessToken: ' new ', appSecret: '  ' } }, provider).secrets).toEqual({ accessToken: 'new' });
  });

  it('keeps a secret typed by mistake among the settings out of them', () => {
    const form = { ...formOf(account(), provider), settings: { phoneNumberId: ' 5 ', accessToken: 'leak', unknown: 'x' } };
    expect(settingsOf(form, provider).settings).toEqual({ phoneNumberId: '5' });
  });

  it('sees that a change of host throws secrets away', () => {
    const form = { ...formOf(account(), provider), settings: { phoneNumberId: '123', baseUrl: 'https://elsewhere.example' } };
    expect(guardsChanged(form, account(), provider).map((one) => one.name)).toEqual(['baseUrl']);
    expect(hasSecret('accessToken', form, account(), provider)).toBe(false);
    expect(checkForm(form, account(), provider, text)).toEqual({ 'secrets.accessToken': 'field.required' });
    expect(checkForm({ ...form, secrets: { accessToken: 't' } }, account(), provider, text)).toEqual({});
    expect(guardsChanged(form, account({ storedSecrets: [] }), provider)).toEqual([]);
    expect(guardsChanged(formOf(account(), provider), account(), provider)).toEqual([]);
  });

  it.each([
    ['a new one needs all that is required', emptyForm(provider), null, ['name', 'settings.phoneNumberId', 'secrets.accessToken']],
    ['a pattern covers the whole value', { ...formOf(account(), provider), settings: { phoneNumberId: '12x', baseUrl: 'https://graph.facebook.com' } }, account(), ['settings.phoneNumberId']],
    ['an address', { ...formOf(account(), provider), settings: { phoneNumberId: '1', baseUrl: 'javascript:alert(1)' } }, account(), ['settings.baseUrl', 'secrets.accessToken']],
    ['a rate', { ...formOf(account(), provider), messagesPerSecond: 0 }, account(), ['rate']],
    ['a key', { ...emptyForm(provider), name: 'x', key: 'No Key', settings: { phoneNumberId: '1' }, secrets: { accessToken: 't' } }, null, ['key']],
    ['nothing to say', formOf(account(), provider), account(), []],
  ])('%s', (_name, form, stored, fields) => {
    expect(Object.keys(checkForm(form, stored, provider, text)).sort()).toEqual([...fields].sort());
  });
});

describe('the callback URL', () => {
  it.each([
    ['https://shop.example/api/whatsapp/webhook/meta/main', 'https://admin.example', 'https://shop.example/api/whatsapp/webhook/meta/main'],
    ['/api/whatsapp/webhook/meta/main', 'https://admin.example/', 'https://admin.example/api/whatsapp/webhook/meta/main'],
    ['', 'http://localhost:1337', 'http://localhost:1337/api/whatsapp/webhook/meta/main'],
  ])('%p at %s', (callbackUrl, origin, expected) => {
    expect(callbackOf(account({ callbackUrl }), origin)).toBe(expected);
  });

  it.each([
    ['https://shop.example/x', true],
    ['https://shop.example:8443/x', true],
    ['http://shop.example/x', false],
    ['https://localhost/x', false],
    ['https://127.0.0.1/x', false],
    ['https://192.168.1.4/x', false],
    ['https://172.20.0.1/x', false],
    ['https://172.40.0.1/x', true],
    ['https://[::1]/x', false],
    ['https://printer.local/x', false],
    ['https://strapi/x', false],
    ['nonsense', false],
  ])('%s can be reached: %p', (url, expected) => {
    expect(isPubliclyReachable(url)).toBe(expected);
  });
});

describe('an ERP connection form', () => {
  const connection: ErpConnectionView = {
    id: 1,
    name: 'Odoo',
    baseUrl: 'https://erp.example',
    database: 'prod',
    login: 'api',
    protocol: 'auto',
    active: true,
    hasSecret: true,
    serverVersion: null,
    intervalMinutes: 15,
    lastPulledAt: null,
    error: null,
    consentMapping: {},
    counts: { company: 0, partner: 0, 'sales-order': 0, invoice: 0 },
  };
  const form = connectionFormOf(connection);

  it.each([
    ['baseUrl', 'https://evil.example', true],
    ['database', 'other', true],
    ['protocol', 'jsonrpc', true],
    ['login', 'someone', false],
    ['name', 'Other', false],
  ] as const)('changing %s to %s discards the secret: %p', (field, value, expected) => {
    expect(discardsSecret({ ...form, [field]: value }, connection)).toBe(expected);
  });

  it('keeps the stored secret by saying nothing of it', () => {
    expect(connectionBodyOf(form)).not.toHaveProperty('secret');
    expect(checkConnectionForm(form, connection, text)).toEqual({});
  });

  it.each([
    ['nothing filled in', connectionFormOf(null), null, ['baseUrl', 'database', 'login', 'secret']],
    ['a host without a scheme', { ...form, baseUrl: 'erp.example' }, connection, ['baseUrl', 'secret']],
    ['another host, no key', { ...form, baseUrl: 'https://b.example' }, connection, ['secret']],
    ['no interval', { ...form, intervalMinutes: 0 }, connection, ['intervalMinutes']],
  ])('%s', (_name, wrong, stored, fields) => {
    expect(Object.keys(checkConnectionForm(wrong, stored, text)).sort()).toEqual([...fields].sort());
  });
});

describe('the progress of a pull', () => {
  const count = (pulled: number, total: number | null) => ({ pulled, created: 0, changed: 0, deleted: 0, unchanged: 0, failed: 0, total });
  const run = (state: SyncRunView['state'], counts: SyncRunView['counts'], records: SyncRunView['records'] = ['company', 'partner', 'sales-order', 'invoice']) => ({ state, counts, records });

  it.each([
    ['nothing known', run('running', {}), null],
    ['by records, not by kinds', run('running', { company: count(3, 3), partner: count(5_000, 20_000), 'sales-order': count(0, 0), invoice: count(0, 0) }), 25],
    ['kinds still to come', run('running', { company: count(3, 3) }), 90],
    ['never full before the end', run('running', { partner: count(10, 10) }, ['partner']), 99],
    ['more than foretold', run('running', { partner: count(12, 10), invoice: count(0, 10) }, ['partner', 'invoice']), 50],
    ['done', run('done', {}), 100],
  ])('%s', (_name, given, expected) => {
    expect(progressOf(given)).toBe(expected);
  });

  it('lists kinds in the order they are worked', () => {
    expect(kindsOf({ records: ['invoice', 'company'], counts: { partner: count(1, 1) } })).toEqual(['company', 'partner', 'invoice']);
  });
});

describe('a grant', () => {
  const grant: TokenGrantView = { token: { id: 1, name: 'Shop', type: 'custom', lastUsedAt: null }, verbs: ['health.read', 'send.text'], accounts: ['b', 'a'], limits: { callsPerMinute: null, strangersPerDay: null } };

  it('is the same in whatever order it was given', () => {
    expect(isChanged(grantFormOf({ ...grant, verbs: ['send.text', 'health.read'], accounts: ['a', 'b'] }), grant)).toBe(false);
    expect(grantBodyOf(grantFormOf(grant)).verbs).toEqual(['send.text', 'health.read']);
  });

  it.each([
    ['a verb more', { verbs: new Set([...grant.verbs, 'media.read'] as const), accounts: grant.accounts }],
    ['an account fewer', { verbs: new Set(grant.verbs), accounts: ['a'] }],
    ['every account', { verbs: new Set(grant.verbs), accounts: null }],
    ['a limit', { verbs: new Set(grant.verbs), accounts: grant.accounts, limits: { callsPerMinute: 60, strangersPerDay: null } }],
  ])('changes with %s', (_name, form) => {
    expect(isChanged({ limits: grant.limits, ...form }, grant)).toBe(true);
  });

  it('tells no account from every account', () => {
    expect(isChanged({ verbs: new Set(grant.verbs), accounts: [], limits: grant.limits }, { ...grant, accounts: null })).toBe(true);
  });

  it('offers each verb once', () => {
    expect(VERB_GROUPS.flatMap((group) => group.verbs).sort()).toEqual([...VERBS].sort());
  });
});
