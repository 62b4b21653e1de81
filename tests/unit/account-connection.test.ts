import { decideCredentials, decideFirstMessage, decideSubscription, decideTest, decideWebhook } from '../../server/src/features/accounts/connection.service';
import { leadsToPublic, looksPublic } from '../../server/src/platform/public-address';
import { metaProvider } from '../../server/src/providers/meta';
import { createProviderRegistry } from '../../server/src/providers/registry';

const AT = new Date('2026-11-21T10:00:00.000Z');
const settings = { phoneNumberId: '1', businessAccountId: '2' };
const secret = (name: string, readable = true) => ({ name, changedAt: AT, readable, former: null });
const both = [secret('accessToken'), secret('appSecret')];
const look = (step: { state: string; findings: { code: string }[] } | null) => step && [step.state, ...step.findings.map(({ code }) => code)];

describe('the steps of a connection', () => {
  it.each([
    ['complete', settings, both, true, ['done', 'complete']],
    ['without a secret', settings, [secret('appSecret')], true, ['open', 'missing']],
    ['without a setting', { phoneNumberId: '1' }, both, true, ['open', 'missing']],
    ['with a key that opens nothing', settings, [secret('accessToken', false), secret('appSecret')], true, ['failed', 'unreadable']],
    ['without a key', settings, both, false, ['failed', 'no_key']],
  ])('credentials: %s', (_what, given, states, hasKey, expected) => {
    expect(look(decideCredentials(metaProvider, { settings: given as never }, states, hasKey))).toEqual(expected);
  });

  it.each([
    ['never asked', null, null, null, ['open', 'not_tested']],
    ['connected', AT, { state: 'connected', problems: [] }, null, ['done', 'number']],
    ['connected, with something to know', AT, { state: 'limited', problems: [{ code: 'quality_low', message: 'Low.' }] }, null, ['done', 'number', 'quality_low']],
    ['refused', AT, { state: 'unknown', problems: [{ code: 'account.unauthorized', message: 'No.' }] }, null, ['failed', 'account.unauthorized']],
    ['refused, with a former token', AT, { state: 'unknown', problems: [] }, 'access token', ['failed', 'former_unused']],
    ['blocked', AT, { state: 'blocked', problems: [{ code: 'waba', message: 'Blocked.' }] }, null, ['failed', 'waba']],
  ])('test: %s', (_what, healthAt, health, unused, expected) => {
    expect(look(decideTest({ healthAt, health, displayPhoneNumber: '+1', verifiedName: null }, unused))).toEqual(expected);
  });

  it.each([
    ['nothing, at home', null, null, 'http://localhost:1337/x', ['failed', 'not_public']],
    ['nothing, in public', null, null, 'https://cms.example.com/x', ['open', 'not_verified']],
    ['verified', AT, null, 'https://cms.example.com/x', ['done', 'verified']],
    ['arrived, whatever the address', null, AT, 'http://localhost:1337/x', ['done', 'seen']],
  ])('webhook: %s', (_what, webhookVerifiedAt, webhookSeenAt, url, expected) => {
    expect(look(decideWebhook({ webhookVerifiedAt, webhookSeenAt }, url))).toEqual(expected);
  });

  it.each([
    ['subscribed, nothing came', { webhooksSubscribed: true }, null, ['open', 'subscribed', 'fields_unseen']],
    ['subscribed, and it came', { webhooksSubscribed: true }, AT, ['done', 'subscribed', 'fields_seen']],
    ['not subscribed', { webhooksSubscribed: false }, AT, ['failed', 'not_subscribed']],
    ['not known', {}, null, ['open', 'subscription_unknown', 'fields_unseen']],
  ])('subscription: %s', (_what, health, webhookSeenAt, expected) => {
    expect(look(decideSubscription(metaProvider, { health, webhookSeenAt }))).toEqual(expected);
  });

  it('has no subscription where a provider wants none', () => {
    expect(decideSubscription({ webhook: { verify: () => false, parse: () => [] } }, { health: {}, webhookSeenAt: null })).toBeNull();
  });

  it.each([
    ['none', null, 'open'],
    ['queued', 'queued', 'open'],
    ['accepted', 'accepted', 'done'],
    ['read', 'read', 'done'],
    ['failed', 'failed', 'failed'],
    ['uncertain', 'uncertain', 'failed'],
  ])('first message: %s', (_what, deliveryStatus, state) => {
    expect(decideFirstMessage(deliveryStatus === null ? null : ({ deliveryStatus, errorMessage: 'No.', recipient: '+1' } as never)).state).toBe(state);
  });
});

describe('a public address', () => {
  it.each([
    ['https://cms.example.com/a', true],
    ['https://93.184.216.34/a', true],
    ['http://cms.example.com/a', false],
    ['https://localhost/a', false],
    ['https://cms.local/a', false],
    ['https://intranet/a', false],
    ['https://10.1.2.3/a', false],
    ['https://[::1]/a', false],
    ['https://[fd00::1]/a', false],
    ['https://user:pw@cms.example.com/a', false],
    ['nothing', false],
  ])('%s: %s', (url, expected) => {
    expect(looksPublic(url)).toBe(expected);
  });

  it.each([
    ['to the internet', ['93.184.216.34'], true],
    ['home', ['192.168.0.5'], false],
    ['to both', ['93.184.216.34', '127.0.0.1'], false],
    ['nowhere', [], false],
  ])('whose name leads %s', async (_what, addresses, expected) => {
    const resolve = (_name: string, _options: object, answer: (error: null, found: { address: string; family: number }[]) => void) => answer(null, addresses.map((address) => ({ address, family: 4 })));
    expect(await leadsToPublic('https://cms.example.com/a', resolve)).toBe(expected);
  });
});

describe("a host's provider", () => {
  const whole = { ...metaProvider, id: 'own' };
  it.each([
    ['no object', null, 'must be an object'],
    ['an id that is none', { ...whole, id: '../x' }, 'must match'],
    ['a taken id', { ...whole, id: 'meta' }, 'two providers'],
    ['no label', { ...whole, label: '' }, 'no label'],
    ['no settings', { ...whole, settings: undefined }, 'no settings'],
    ['no way to send', { ...whole, send: 'x' }, '"send"'],
    ['no health', { ...whole, health: undefined }, '"health"'],
    ['no webhook', { ...whole, webhook: undefined }, 'no webhook'],
    ['no signature check', { ...whole, webhook: { parse: () => [] } }, '"webhook.verify"'],
    ['no limits', { ...whole, limits: {} }, 'no limits'],
    ['a limit too few', { ...whole, limits: { ...whole.limits, media: { ...whole.limits.media, sticker: undefined } } }, 'limits.media.sticker'],
  ])('with %s is left out in words, and the others stay', (_what, wrong, words) => {
    const registry = createProviderRegistry([wrong, { ...whole, id: 'good' }]);
    expect(registry.refusals).toEqual([expect.stringContaining(words)]);
    expect(registry.listProviders().map(({ id }) => id)).toEqual(['meta', 'good']);
  });
});
