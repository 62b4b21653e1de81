import type { TemplateUsageView, TemplateView } from '../../plugin/contracts/templates';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

/** What becomes of sends when templates are not what they were, or not the only ones of their name. */
describe.each(DATABASES)('the ends of templates, on %s', (database) => {
  let app: App;
  let first: TestAccount;
  let second: TestAccount;
  let admin: string;
  let token: string;
  const to = '+5511987654321';

  const listed = (language: string, text: string) => ({ id: '7', name: 'greeting', language, status: 'APPROVED', category: 'UTILITY', parameter_format: 'POSITIONAL', components: [{ type: 'BODY', text, example: { body_text: [['Ana']] } }], quality_score: { score: 'UNKNOWN' }, rejected_reason: 'NONE' });
  const publish = async (account: TestAccount, templates: object[]) => {
    app.whatsapp.setTemplates(account.businessAccountId, templates as never);
    await app.service('templates').sync(account.row);
  };
  const send = (account: TestAccount, extra: object = {}) =>
    app.request('POST', '/api/whatsapp/send/template', { token, body: { account: account.key, to, template: 'greeting', variables: { body: ['Ana'] }, ...extra } });
  const said = async (account: TestAccount, extra: object = {}) => {
    const { status, body } = await send(account, extra);
    if (status !== 202) return body.error.details.code as string;
    return (await app.service('messages').findByDocumentId(body.data.id as string))?.body;
  };
  const find = async (account: TestAccount, language: string): Promise<TemplateView> => {
    const { body } = await app.request('GET', `/whatsapp/templates?search=greeting&account=${account.key}`, { token: admin });
    return (body.data as TemplateView[]).find((one) => one.language === language) as TemplateView;
  };

  beforeAll(async () => {
    app = await boot({ database });
    first = await app.connectAccount();
    second = await app.connectAccount();
    admin = (await app.signIn()).token;
    token = (await app.createToken({ verbs: ['send.template', 'contacts.write', 'messages.read'], accounts: null })).accessKey;
    await app.request('POST', '/api/whatsapp/contacts', { token, body: { phone: to, consent: { utility: true, source: 'order form of the test' } } });
    await publish(first, [listed('en_US', 'Hello {{1}}, this is the first shop.'), listed('es', 'Hola {{1}}, somos la primera tienda.')]);
    await publish(second, [listed('en_US', 'Hello {{1}}, this is the second shop.')]);
  }, 120_000);
  afterAll(() => app?.stop());

  it('one name in two business accounts and two languages: each account says its own words', async () => {
    expect(await said(first)).toBe('Hello Ana, this is the first shop.');
    expect(await said(second)).toBe('Hello Ana, this is the second shop.');
    expect(await said(first, { language: 'es' })).toBe('Hola Ana, somos la primera tienda.');
    expect(await said(first, { language: 'es_MX' })).toBe('Hola Ana, somos la primera tienda.');
    // It has no Spanish: its own default language, never the other account's Spanish.
    expect(await said(second, { language: 'es' })).toBe('Hello Ana, this is the second shop.');
  });

  it('a mapping of the one says nothing of the other', async () => {
    const [own, other] = [await find(first, 'en_US'), await find(second, 'en_US')];
    await app.request('PUT', `/whatsapp/templates/${own.id}/mapping`, { token: admin, body: { mapping: { 'body.1': { text: 'friend' } } } });
    expect(await said(first, { variables: {} })).toBe('Hello friend, this is the first shop.');
    expect(await said(first, { variables: {}, language: 'es' })).toBe('template.variable_missing');
    expect(await said(second, { variables: {} })).toBe('template.variable_missing');
    expect((await find(second, 'en_US')).mapping).toEqual(other.mapping);
  });

  it('deleted at WhatsApp while mapped and while a message waits: the message fails with the reason, and a new one is refused', async () => {
    const template = await find(first, 'en_US');
    const usage = async () => (await app.request('GET', `/whatsapp/templates/${template.id}/usage`, { token: admin })).body.data as TemplateUsageView;
    expect((await eventually('nothing waits', async () => ((await usage()).queued === 0 ? usage() : null)))).toEqual({ queued: 0, more: false });
    const { body } = await send(first, { sendAt: new Date(Date.now() + 4_000).toISOString() });
    expect(await usage()).toEqual({ queued: 1, more: false });
    await publish(first, [listed('es', 'Hola {{1}}, somos la primera tienda.')]);
    expect(await find(first, 'en_US')).toMatchObject({ missing: true, refusal: { code: 'template.deleted' }, mapping: { 'body.1': { text: 'friend' } } });
    const message = await eventually('the waiting message is decided', async () => {
      const row = await app.service('messages').findByDocumentId(body.data.id as string);
      return row?.deliveryStatus === 'queued' ? null : row;
    });
    expect(message).toMatchObject({ deliveryStatus: 'failed', errorCode: 'template.deleted' });
    expect(await said(first, { language: 'en_US' })).toBe('template.deleted');
    expect((await find(second, 'en_US')).refusal).toBeNull();
    expect(await usage()).toEqual({ queued: 0, more: false });
  });

  it('listed again, it is as it was, with what was mapped', async () => {
    await publish(first, [listed('en_US', 'Hello {{1}}, this is the first shop again.'), listed('es', 'Hola {{1}}, somos la primera tienda.')]);
    expect(await said(first, { variables: {} })).toBe('Hello friend, this is the first shop again.');
  });

  it('rewritten at WhatsApp with fewer places: what filled the lost one is kept, and saving the rest is not refused for it', async () => {
    const template = await find(first, 'en_US');
    await publish(first, [listed('en_US', 'Hello, this is the first shop without names.')]);
    const now = await find(first, 'en_US');
    expect(now).toMatchObject({ mapping: template.mapping, refusal: null });
    expect(await said(first, { variables: {} })).toBe('Hello, this is the first shop without names.');
    expect((await app.request('PUT', `/whatsapp/templates/${now.id}/mapping`, { token: admin, body: { mapping: {} } })).status).toBe(200);
  });

  it('a draft that is removed while somebody looks at it is gone, in words', async () => {
    const body = { account: first.key, name: 'short_lived', language: 'en_US', category: 'UTILITY', components: [{ type: 'body', text: 'Hello, this one will not stay.' }] };
    const made = (await app.request('POST', '/whatsapp/templates', { token: admin, body })).body.data as TemplateView;
    expect((await app.request('DELETE', `/whatsapp/templates/${made.id}`, { token: admin })).status).toBe(200);
    const answer = await app.request('PUT', `/whatsapp/templates/${made.id}`, { token: admin, body: { category: 'UTILITY', components: body.components } });
    expect([answer.status, answer.body.error.details.code]).toEqual([404, 'template.not_found']);
    expect(await said(first, { template: 'short_lived', variables: {} })).toBe('template.missing');
  });

  it('a draft that breaks rules says which, at their fields', async () => {
    const body = { account: first.key, name: 'Bad Name', language: 'en_US', category: 'UTILITY', components: [{ type: 'body', text: 'Dear {{contact.name}}, your parcel is here.' }] };
    const answer = await app.request('POST', '/whatsapp/templates', { token: admin, body });
    expect(answer.body.error.details.problems.map(({ field, rule }: { field: string; rule: string }) => `${field} ${rule}`)).toEqual(['name name', 'body placeholder_unknown']);
    const twice = { ...body, name: 'greeting', components: [{ type: 'body', text: 'Hello from here.' }] };
    const taken = await app.request('POST', '/whatsapp/templates', { token: admin, body: twice });
    expect([taken.status, taken.body.error.details.code, taken.body.error.details.path]).toEqual([409, 'template.exists', 'name']);
  });
});
