import type { TemplateView } from '../../plugin/contracts/templates';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

describe.each(DATABASES)('templates written here, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let other: TestAccount;
  let admin: string;

  const components = [{ type: 'body', text: 'Hello {{1}}, your parcel is on its way.', example: ['Ana'] }];
  const draft = (extra: object = {}) => ({ account: account.key, name: 'parcel_sent', language: 'en_US', category: 'UTILITY', components, ...extra });
  const call = (method: string, path: string, body?: object, token = admin) => app.request(method, `/whatsapp/templates${path}`, { token, body });
  const answer = async (method: string, path: string, body?: object): Promise<[number, string | undefined]> => {
    const { status, body: said } = await call(method, path, body);
    return [status, said.error?.details.code];
  };
  const create = async (extra: object = {}): Promise<TemplateView> => {
    const { status, body } = await call('POST', '', draft(extra));
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.data as TemplateView;
  };
  const get = async (id: string): Promise<TemplateView> => (await call('GET', `/${id}`)).body.data as TemplateView;

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    other = await app.connectAccount();
    admin = (await app.signIn()).token;
    await app.service('templates').sync(account.row);
  }, 120_000);
  afterAll(() => app?.stop());

  it('are drafts that say why they can not be sent, and outlive a sync', async () => {
    const made = await create();
    expect(made).toMatchObject({ approvalStatus: 'LOCAL', refusal: { code: 'template.local' }, businessAccount: account.businessAccountId, accounts: [account.key] });
    const token = (await app.createToken({ verbs: ['send.template'], accounts: null })).accessKey;
    const sent = await app.request('POST', '/api/whatsapp/send/template', { token, body: { account: account.key, to: '+5511987654321', template: 'parcel_sent', variables: { body: ['Ana'] } } });
    expect([sent.status, sent.body.error.details.code]).toEqual([400, 'template.local']);
    await app.service('templates').sync(account.row);
    expect(await get(made.id)).toMatchObject({ approvalStatus: 'LOCAL', missing: false });
  });

  it.each([
    ['one that is there already', {}, 409, 'template.exists'],
    ['one WhatsApp has', { name: 'invoice_document' }, 409, 'template.exists'],
    ['one that breaks the rules', { name: 'Parcel' }, 400, 'template.draft_invalid'],
    ['an account nobody knows', { account: 'nobody' }, 404, 'account.missing'],
    ['a part nobody knows', { components: [{ type: 'carousel' }] }, 400, 'request.invalid'],
    ['a status of its own', { approvalStatus: 'APPROVED' }, 400, 'request.invalid'],
  ])('refuse %s', async (_what, extra, status, code) => {
    expect(await answer('POST', '', draft(extra))).toEqual([status, code]);
  });

  it('keep the same name in two business accounts and two languages apart', async () => {
    const [elsewhere, made] = [await create({ account: other.key }), (await call('GET', '?search=parcel_sent&account=' + account.key)).body.data[0] as TemplateView];
    await call('PUT', `/${made.id}/mapping`, { mapping: { 'body.1': { path: 'contact.name' } } });
    const copy = (await call('POST', `/${made.id}/duplicate`, { language: 'ar' })).body.data as TemplateView;
    expect(copy).toMatchObject({ language: 'ar', approvalStatus: 'LOCAL', components, mapping: { 'body.1': { path: 'contact.name' } } });
    expect(await answer('POST', `/${made.id}/duplicate`, { language: 'ar' })).toEqual([409, 'template.exists']);
    expect(await answer('POST', `/${made.id}/duplicate`, { language: 'Arabic' })).toEqual([400, 'template.draft_invalid']);
    const other_body = [{ type: 'body', text: 'مرحبًا {{1}}، طلبك في الطريق إليك الآن.', example: ['آنا'] }];
    expect((await call('PUT', `/${copy.id}`, { category: 'MARKETING', components: other_body })).body.data).toMatchObject({ category: 'MARKETING', components: other_body });
    expect(await get(made.id)).toMatchObject({ category: 'UTILITY', components, languages: [{ id: copy.id, language: 'ar' }] });
    expect(await get(elsewhere.id)).toMatchObject({ mapping: {}, languages: [] });
  });

  it('become WhatsApp’s once it lists them: the mapping stays, and nobody writes them here any more', async () => {
    const made = (await call('GET', '?search=parcel_sent&account=' + account.key)).body.data.find((one: TemplateView) => one.language === 'en_US') as TemplateView;
    const listed = { id: '900', name: 'parcel_sent', language: 'en_US', status: 'APPROVED', category: 'UTILITY', parameter_format: 'POSITIONAL' as const, components: [{ type: 'BODY' as const, text: 'Hello {{1}}, your parcel has left us.', example: { body_text: [['Ana']] } }], quality_score: { score: 'UNKNOWN' }, rejected_reason: 'NONE' };
    app.whatsapp.setTemplates(account.businessAccountId, [listed]);
    await app.service('templates').sync(account.row);
    expect(await get(made.id)).toMatchObject({ approvalStatus: 'APPROVED', refusal: null, mapping: { 'body.1': { path: 'contact.name' } } });
    expect(await answer('PUT', `/${made.id}`, { category: 'UTILITY', components })).toEqual([409, 'template.not_local']);
    expect(await answer('DELETE', `/${made.id}`)).toEqual([409, 'template.not_local']);
  });

  it('are removed, and only by who may write', async () => {
    const made = await create({ name: 'to_be_removed' });
    const reader = (await app.signIn(['templates.read', 'templates.map'])).token;
    expect((await call('DELETE', `/${made.id}`, undefined, reader)).status).toBe(403);
    expect((await call('POST', '', draft({ name: 'mine' }), reader)).status).toBe(403);
    expect((await call('DELETE', `/${made.id}`)).status).toBe(200);
    expect(await answer('GET', `/${made.id}`)).toEqual([404, 'template.not_found']);
  });
});
