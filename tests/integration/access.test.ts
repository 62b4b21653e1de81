import { features } from '../../server/src/compose';
import { PERMISSIONS } from '../../plugin/permissions';
import { VERBS } from '../../plugin/contracts/access';
import { makeSide } from '../support/access-world';
import type { Side } from '../support/access-world';
import { boot } from '../support/boot';
import type { App } from '../support/boot';
import { DATABASES } from '../support/postgres';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are checked by the tests */
interface Answer {
  status: number;
  body: any;
}

/** A call that names, or lists, a record of one side. */
interface SidedCall {
  path: (side: Side) => string;
  body?: (side: Side) => unknown;
  /** In the answer of a list, of this side's record. Without it the call names one, and 404 says that it is foreign. */
  lists?: (side: Side) => string;
  /** Seen, and refused (403) for a permission that is not ours. */
  denied?: string;
  /** Where neither fits. */
  sees?: (answer: Answer, side: Side) => boolean;
}

/** A call about the installation: nobody's record in it. */
interface WideCall {
  wide: string;
  body?: unknown;
  status: number;
}

type Call = SidedCall | WideCall;

const account = (side: Side) => ({ path: `/accounts/${side.accountId}` });
const document = (side: Side) => ({ record: { type: 'invoice', id: side.invoice } });
/** Its secrets have no former ones: that is 404 too, in other words. */
const isNotMissing = ({ body }: Answer): boolean => body.error?.details.code !== 'account.missing';
const settings = { phoneNumberId: '209999999999999', businessAccountId: '109999999999999' };

/** A new route has no row here, and the first test says so: decide what it may show to whom. */
const ADMIN: Record<string, Call> = {
  'GET /status': { wide: '/status', status: 200 },
  'GET /providers': { wide: '/providers', status: 200 },
  'GET /accounts': { path: () => '/accounts', lists: (side) => side.accountId },
  'POST /accounts/test': { path: () => '/accounts/test', body: (side) => ({ id: side.accountId, provider: 'meta', settings }) },
  'POST /accounts': {
    path: () => '/accounts',
    // Refused for its settings in any case; for somebody else's company before that.
    body: (side) => ({ name: 'New', provider: 'meta', settings: {}, companies: [side.company] }),
    sees: ({ body }) => body.error.details.code !== 'company.missing',
  },
  'GET /accounts/:id': { path: (side) => account(side).path },
  'PUT /accounts/:id': { path: (side) => account(side).path, body: () => ({ name: 'Renamed' }) },
  'DELETE /accounts/:id': { path: (side) => account(side).path },
  'POST /accounts/:id/resume': { path: (side) => `${account(side).path}/resume`, body: () => ({}) },
  'GET /companies': { path: () => '/companies', lists: (side) => side.company },
  'GET /my-defaults': { path: () => '/my-defaults', lists: (side) => `"${side.account.key}"` },
  'PUT /my-defaults': { path: () => '/my-defaults', body: (side) => ({ account: side.account.key }) },
  'GET /accounts/:id/access': { path: (side) => `${account(side).path}/access` },
  'PUT /accounts/:id/access': { path: (side) => `${account(side).path}/access`, body: () => ({ people: [{ type: 'role', id: 999_999, verbs: ['read'] }] }) },
  'GET /access/subjects': { wide: '/access/subjects', status: 200 },
  'GET /grants': { path: () => '/grants', lists: (side) => side.token.name },
  'PUT /grants/:tokenId': { path: (side) => `/grants/${side.token.id}`, body: (side) => ({ verbs: ['messages.read'], accounts: [side.account.key] }) },
  'GET /contacts': { path: () => '/contacts', lists: (side) => side.contact },
  'GET /consents': { path: () => '/consents', lists: (side) => side.partner },
  'POST /consents/state': {
    path: () => '/consents/state',
    body: (side) => ({ contacts: [side.contact], partners: [side.partner], purposes: ['utility'], state: 'granted', source: 'test' }),
    sees: ({ body }) => {
      expect([0, 2]).toContain(body.data.stated);
      return body.data.stated === 2;
    },
  },
  'GET /media/:id': { path: (side) => `/media/${side.media}` },
  'GET /messages': { path: () => '/messages', lists: (side) => side.message },
  'GET /messages/:id': { path: (side) => `/messages/${side.message}` },
  'GET /messages/:id/trace': { path: (side) => `/messages/${side.message}/trace` },
  'GET /parked': { path: () => '/parked', lists: (side) => side.parked },
  'GET /templates': { path: () => '/templates?search=template_', lists: (side) => side.template },
  'GET /templates/:id': { path: (side) => `/templates/${side.template}` },
  'POST /templates/sync': { path: () => '/templates/sync', body: (side) => ({ account: side.account.key }) },
  'POST /templates': {
    path: () => '/templates',
    body: (side) => ({ account: side.account.key, name: 'written_here', language: 'en_US', category: 'UTILITY', components: [{ type: 'body', text: 'Hello there' }] }),
  },
  'PUT /templates/:id': { path: (side) => `/templates/${side.template}`, body: () => ({ category: 'UTILITY', components: [{ type: 'body', text: 'Hello there' }] }) },
  'DELETE /templates/:id': { path: (side) => `/templates/${side.template}` },
  'POST /templates/:id/duplicate': { path: (side) => `/templates/${side.template}/duplicate`, body: () => ({ language: 'ar' }) },
  'PUT /templates/:id/mapping': { path: (side) => `/templates/${side.template}/mapping`, body: () => ({ mapping: {} }) },
  'GET /templates/:id/usage': { path: (side) => `/templates/${side.template}/usage` },
  'GET /templates/:id/header-file': { path: (side) => `/templates/${side.template}/header-file` },
  'PUT /templates/:id/header-file': { path: (side) => `/templates/${side.template}/header-file`, body: () => ({ source: 'none' }) },
  'POST /templates/:id/header-file': { path: (side) => `/templates/${side.template}/header-file`, body: () => ({}) },
  'GET /documents/fields': { path: (side) => `/documents/fields?type=invoice&record=${side.invoice}` },
  'GET /documents/samples': { path: () => '/documents/samples?type=invoice', lists: (side) => side.invoice },
  'GET /erp/connection': { wide: '/erp/connection', status: 200 },
  'PUT /erp/connection': { wide: '/erp/connection', body: {}, status: 400 },
  'POST /erp/test': { wide: '/erp/test', body: {}, status: 400 },
  'GET /erp/fields': { wide: '/erp/fields', status: 400 },
  'PUT /erp/consent-mapping': { wide: '/erp/consent-mapping', body: { utility: 1 }, status: 400 },
  'POST /erp/pull': { wide: '/erp/pull', body: {}, status: 400 },
  'GET /erp/runs': { wide: '/erp/runs', status: 200 },
  'GET /erp/runs/:id': { wide: '/erp/runs/unknown', status: 404 },
  'POST /erp/runs/:id/cancel': { wide: '/erp/runs/unknown/cancel', body: {}, status: 404 },
  'GET /erp/sync': { wide: '/erp/sync', status: 200 },
  'PUT /erp/sync/:kind': { wide: '/erp/sync/partner', body: { intervalMinutes: 0 }, status: 400 },
  'GET /erp/sync/failures': { wide: '/erp/sync/failures', status: 200 },
  'POST /erp/sync/preview': { wide: '/erp/sync/preview', body: { kinds: [] }, status: 400 },
  'POST /documents/prepare': { path: () => '/documents/prepare', body: document },
  'GET /documents/:type/:id/pdf': { path: (side) => `/documents/invoice/${side.invoice}/pdf` },
  'POST /documents/send': { path: () => '/documents/send', body: (side) => ({ ...document(side), idempotencyKey: `key-${side.invoice}` }) },
  'POST /compositions/prepare': { path: () => '/compositions/prepare', body: (side) => ({ kind: 'text', account: side.account.key, to: { contact: side.contact } }) },
  'POST /compositions/send': { path: () => '/compositions/send', body: (side) => ({ content: { kind: 'text', text: 'x' }, account: side.account.key, to: { contact: side.contact }, idempotencyKey: `composition-${side.contact}` }) },
  'GET /compositions/people': { path: (side) => `/compositions/people?search=${encodeURIComponent(side.partnerName)}`, lists: (side) => side.contact },
  'GET /compositions/countries': { wide: '/compositions/countries', status: 200 },
  'POST /records/:type/:id/compositions/prepare': { path: (side) => `/records/invoice/${side.invoice}/compositions/prepare`, body: () => ({ kind: 'text' }) },
  'POST /records/:type/:id/compositions/send': {
    path: (side) => `/records/sales-order/${side.order}/compositions/send`,
    body: (side) => ({ content: { kind: 'text', text: 'x' }, idempotencyKey: `record-${side.order}` }),
  },
  'GET /contacts/:id/records': { path: (side) => `/contacts/${side.contact}/records` },
  'GET /records/types': { wide: '/records/types', status: 200 },
  'GET /records/:type/:id': { path: (side) => `/records/sales-order/${side.order}` },
  // A batch is its maker's: what is in it is tested in batches.test.
  'GET /documents/batches': { wide: '/documents/batches', status: 200 },
  'POST /documents/batches': { wide: '/documents/batches', body: {}, status: 400 },
  'GET /documents/batches/:id': { wide: '/documents/batches/unknown', status: 404 },
  'GET /documents/batches/:id/entries': { wide: '/documents/batches/unknown/entries', status: 404 },
  'POST /documents/batches/:id/send': { wide: '/documents/batches/unknown/send', body: {}, status: 404 },
  'POST /documents/batches/:id/cancel': { wide: '/documents/batches/unknown/cancel', body: {}, status: 404 },
  'GET /accounts/:id/connection': { path: (side) => `${account(side).path}/connection` },
  'POST /accounts/:id/connection/check': { path: (side) => `${account(side).path}/connection/check`, body: () => ({}) },
  'POST /accounts/:id/first-message': { path: (side) => `${account(side).path}/first-message`, body: () => ({}) },
  'PUT /accounts/:id/secrets/:name': { path: (side) => `${account(side).path}/secrets/accessToken`, body: () => ({}) },
  'POST /accounts/:id/secrets/:name/put-back': { path: (side) => `${account(side).path}/secrets/accessToken/put-back`, body: () => ({}), sees: isNotMissing },
  'DELETE /accounts/:id/secrets/:name/former': { path: (side) => `${account(side).path}/secrets/accessToken/former`, sees: isNotMissing },
  'GET /accounts/media-settings': { wide: '/accounts/media-settings', status: 200 },
  'PUT /accounts/media-settings': { wide: '/accounts/media-settings', body: { defaultMediaUrl: 5 }, status: 400 },
  'GET /activities': { path: () => '/activities?operation=account.test', lists: (side) => side.activity },
  'GET /activities/export': { path: () => '/activities/export', lists: (side) => side.activity },
  'GET /activities/operations': { wide: '/activities/operations', status: 200 },
  'GET /messages/export': { path: () => '/messages/export', lists: (side) => side.phone },
  'POST /parked/replay': { path: () => '/parked/replay', body: (side) => ({ ids: [side.parkedId] }) },
  'GET /contacts/options': { path: () => '/contacts/options', lists: (side) => side.company },
  'GET /contacts/duplicates': { path: () => '/contacts/duplicates', lists: (side) => side.twin },
  'GET /contacts/merge': { path: (side) => `/contacts/merge?kept=${side.contact}&merged=${side.twin}` },
  // Once; after that both are one, and it is refused for that.
  'POST /contacts/merge': { path: () => '/contacts/merge', body: (side) => ({ kept: side.contact, merged: side.twin }) },
  // Refused for its number in any case; for somebody else's company before that.
  'POST /contacts': { path: () => '/contacts', body: (side) => ({ phone: '', company: side.company }) },
  'GET /contacts/:id': { path: (side) => `/contacts/${side.contact}` },
  'PUT /contacts/:id': { path: (side) => `/contacts/${side.contact}`, body: () => ({}) },
  'PUT /contacts/:id/partners/:partner': { path: (side) => `/contacts/${side.contact}/partners/${side.partner}`, body: () => ({}) },
  'DELETE /contacts/:id/partners/:partner': { path: (side) => `/contacts/${side.contact}/partners/${side.partner}` },
  'GET /partners/:id/contact': { path: (side) => `/partners/${side.partner}/contact` },
  'POST /partners/:id/contact': { path: (side) => `/partners/${side.partner}/contact`, body: () => ({}) },
  // What agents do in the inbox
  'GET /channels/agents': { wide: '/channels/agents', status: 200 },
  'PUT /channels/:id/assignee': { path: (side) => `/channels/${side.workChannel}/assignee`, body: () => ({ user: null }) },
  'PUT /channels/:id/state': { path: (side) => `/channels/${side.workChannel}/state`, body: () => ({ state: 'open' }) },
  'PUT /channels/:id/priority': { path: (side) => `/channels/${side.workChannel}/priority`, body: () => ({ priority: 'normal' }) },
  'PUT /channels/:id/tags': { path: (side) => `/channels/${side.workChannel}/tags`, body: () => ({ tags: [] }) },
  'PUT /channels/:id/agents': { path: (side) => `/channels/${side.workChannel}/agents`, body: () => ({ users: [] }) },
  'PUT /channels/:id/title': { path: (side) => `/channels/${side.workChannel}/title`, body: () => ({ title: null }) },
  'PUT /channels/:id/settings': { path: (side) => `/channels/${side.workChannel}/settings`, body: () => ({}) },
  'PUT /channels/:id/preferred-agent': { path: (side) => `/channels/${side.workChannel}/preferred-agent`, body: () => ({ user: null }) },
  'POST /channels/:id/notes': { path: (side) => `/channels/${side.workChannel}/notes`, body: () => ({ text: 'x' }) },
  'GET /tags': { wide: '/tags', status: 200 },
  'POST /tags': { wide: '/tags', body: {}, status: 400 },
  'PUT /tags/:id': { wide: '/tags/unknown', body: {}, status: 404 },
  'DELETE /tags/:id': { wide: '/tags/unknown', status: 404 },
  // Views, texts and macros are one person's or everybody's: see channel-work, quick-replies and macros.test.
  'GET /channel-views': { wide: '/channel-views', status: 200 },
  'POST /channel-views': { wide: '/channel-views', body: {}, status: 400 },
  'DELETE /channel-views/:id': { wide: '/channel-views/unknown', status: 404 },
  'GET /quick-replies': { path: () => '/quick-replies', lists: (side) => side.quickReply },
  'POST /quick-replies': { path: () => '/quick-replies', body: (side) => ({ shortcut: `new-${side.companyId}`, body: 'x', account: side.account.key }) },
  'PUT /quick-replies/:id': { path: (side) => `/quick-replies/${side.quickReply}`, body: () => ({ body: 'Hello again' }) },
  'DELETE /quick-replies/:id': { wide: '/quick-replies/unknown', status: 404 },
  'POST /channels/:id/quick-replies/:reply': { path: (side) => `/channels/${side.workChannel}/quick-replies/${side.quickReply}`, body: () => ({}) },
  'GET /macros': { wide: '/macros', status: 200 },
  'POST /macros': { wide: '/macros', body: {}, status: 400 },
  'PUT /macros/:id': { wide: '/macros/unknown', body: {}, status: 404 },
  'DELETE /macros/:id': { wide: '/macros/unknown', status: 404 },
  'POST /channels/:id/macros/:macro': { path: (side) => `/channels/${side.workChannel}/macros/${side.macro}`, body: () => ({ key: 'press-000001' }) },
  'GET /channels': { path: () => '/channels', lists: (side) => side.channel },
  'GET /channels/search': { path: (side) => `/channels/search?words=hello&channel=${side.channel}` },
  'GET /channels/counts': { wide: '/channels/counts', status: 200 },
  'GET /channels/options': { path: () => '/channels/options', lists: (side) => side.company },
  'POST /channels': { path: () => '/channels', body: (side) => ({ account: side.account.key, contact: side.contact }) },
  'GET /channels/:id': { path: (side) => `/channels/${side.channel}` },
  'GET /channels/:id/thread': { path: (side) => `/channels/${side.channel}/thread` },
  'POST /channels/:id/read': { path: (side) => `/channels/${side.channel}/read`, body: (side) => ({ upTo: side.message }) },
  'POST /channels/:id/replies': { path: (side) => `/channels/${side.channel}/replies`, body: (side) => ({ text: 'x', idempotencyKey: `reply-${side.channel}` }) },
  'POST /channels/:id/files': { path: (side) => `/channels/${side.channel}/files` },
  'POST /channels/:id/messages/:message/retry': { path: (side) => `/channels/${side.channel}/messages/${side.message}/retry`, body: () => ({}) },
  'POST /channels/:id/messages/:message/cancel': { path: (side) => `/channels/${side.channel}/messages/${side.message}/cancel`, body: () => ({}) },
  'GET /channels/:id/media/:media': { path: (side) => `/channels/${side.mediaChannel}/media/${side.media}` },
  // A text has none: that is 404 too, in other words.
  'GET /channels/:id/media/:media/thumbnail': { path: (side) => `/channels/${side.mediaChannel}/media/${side.media}/thumbnail`, sees: ({ body }) => body.error?.details.code === 'media.no_thumbnail' },
  'POST /channels/:id/media/:media/library': { path: (side) => `/channels/${side.mediaChannel}/media/${side.media}/library`, body: () => ({}), denied: 'media.library_denied' },
  'POST /channels/:id/media/:media/fetch': { path: (side) => `/channels/${side.mediaChannel}/media/${side.media}/fetch`, body: () => ({}) },
  'GET /notification-settings': { wide: '/notification-settings', status: 200 },
  'PUT /notification-settings': { wide: '/notification-settings', body: {}, status: 400 },
};

const to = (side: Side) => ({ account: side.account.key, to: { contact: side.contact } });

const REST: Record<string, Call> = {
  'POST /send/text': { path: () => '/send/text', body: (side) => ({ ...to(side), text: 'x' }) },
  'POST /send/media': { path: () => '/send/media', body: (side) => ({ ...to(side), media: { type: 'document', mediaId: side.media } }) },
  'POST /send/template': { path: () => '/send/template', body: (side) => ({ ...to(side), template: 'none' }) },
  'POST /send/interactive': { path: () => '/send/interactive', body: (side) => ({ ...to(side), interactive: { type: 'buttons', body: 'x', buttons: [{ id: 'a', title: 'A' }] } }) },
  'POST /send/document': { path: () => '/send/document', body: document },
  'GET /messages': { path: () => '/messages', lists: (side) => side.message },
  'GET /messages/:id': { path: (side) => `/messages/${side.message}` },
  'GET /partners': { path: () => '/partners', lists: (side) => side.partner },
  'GET /sales-orders': { path: () => '/sales-orders', lists: (side) => side.order },
  'GET /invoices': { path: () => '/invoices', lists: (side) => side.invoice },
  'POST /contacts': { path: () => '/contacts', body: (side) => ({ phone: side.phone }) },
  'POST /sync/trigger': { wide: '/sync/trigger', body: {}, status: 400 },
  'GET /sync/:id': { wide: '/sync/unknown', status: 404 },
  'GET /media/:id': { path: (side) => `/media/${side.media}` },
  'GET /health': { path: () => '/health', lists: (side) => `"${side.account.key}"` },
};

const adminRoutes = features.flatMap(({ adminRoutes: routes = [] }) => routes);
const restRoutes = features.flatMap(({ contentApiRoutes: routes = [] }) => routes);
const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;
const ACTIONS = PERMISSIONS.map(({ action }) => action as string);

it('every address has its row in the tables of this test', () => {
  expect(Object.keys(ADMIN).sort()).toEqual(adminRoutes.map(nameOf).sort());
  expect(Object.keys(REST).sort()).toEqual(restRoutes.map(nameOf).sort());
});

describe.each(DATABASES)('who may see what, on %s', (database) => {
  let app: App;
  let own: Side;
  let foreign: Side;
  const keys: Record<string, string> = {};
  const tokens: Record<string, string> = {};
  const users: Record<string, number> = {};

  const roleOf = async (user: number): Promise<number> => ((await app.strapi.db.query('admin::user').findOne({ where: { id: user }, populate: ['roles'] })) as { roles: { id: number }[] }).roles[0]?.id ?? 0;
  const give = (side: Side, role: number, verbs: ('read' | 'send' | 'configure')[] = ['read', 'send', 'configure']) =>
    app.service('access').saveAccountGrants(side.account.row.id, [{ subjectType: 'role', subject: role, verbs }], null);

  beforeAll(async () => {
    app = await boot({ database });
    own = await makeSide(app, 'own', 1);
    foreign = await makeSide(app, 'foreign', 2);
    for (const [who, actions] of [['none', []], ['bare', ACTIONS], ['given', ACTIONS], ['other', ACTIONS], ['super', undefined]] as const) {
      const { token, userId } = await app.signIn(actions === undefined ? undefined : [...actions]);
      keys[who] = token;
      users[who] = userId;
    }
    await give(own, await roleOf(users.given ?? 0));
    await give(foreign, await roleOf(users.other ?? 0));
    tokens.none = (await app.createToken(null)).accessKey;
    tokens.right = (await app.createToken({ verbs: [...VERBS], accounts: [own.account.row.id] })).accessKey;
    tokens.other = (await app.createToken({ verbs: [...VERBS], accounts: [foreign.account.row.id] })).accessKey;
  });
  afterAll(() => app.stop());

  const ask = (root: string, name: string, call: Call, side: Side, token: string | undefined): Promise<Answer> => {
    const [method = ''] = name.split(' ');
    const [where, body] = 'wide' in call ? [call.wide, call.body] : [call.path(side), call.body?.(side)];
    return app.request(method, `${root}${where}`, { token, body });
  };

  const sees = (call: SidedCall, answer: Answer, side: Side): boolean => {
    if (call.lists) {
      expect(answer.status).toBe(200);
      return JSON.stringify(answer.body).includes(call.lists(side));
    }
    if (call.sees) {
      expect([200, 400, 404]).toContain(answer.status);
      return call.sees(answer, side);
    }
    if (call.denied && answer.status === 403) return answer.body.error.details.code === call.denied;
    // Past the door: what comes after may refuse for reasons of its own.
    expect([200, 201, 202, 400, 404, 409]).toContain(answer.status);
    return answer.status !== 404;
  };

  const expectSight = async (root: string, name: string, call: Call, token: string | undefined, expected: { own: boolean; foreign: boolean }): Promise<void> => {
    if ('wide' in call) {
      expect((await ask(root, name, call, own, token)).status).toBe(call.status);
      return;
    }
    const answers = { own: await ask(root, name, call, own, token), foreign: await ask(root, name, call, foreign, token) };
    expect({ own: sees(call, answers.own, own), foreign: sees(call, answers.foreign, foreign) }).toEqual(expected);
  };

  describe.each(Object.entries(ADMIN))('%s', (name, call) => {
    it('is refused without the permission', async () => {
      const route = adminRoutes.find((one) => nameOf(one) === name);
      const { status } = await ask('/whatsapp', name, call, own, keys.none);
      expect(status).toBe(route?.permission === null && 'wide' in call ? call.status : 403);
      expect((await ask('/whatsapp', name, call, own, undefined)).status).toBe(401);
    });
    it('shows nothing of accounts that are given to others', () => expectSight('/whatsapp', name, call, keys.bare, { own: false, foreign: false }));
    it('shows what belongs to the account that is given, and nothing else', () => expectSight('/whatsapp', name, call, keys.given, { own: true, foreign: false }));
    it('shows a super-admin everything', () => expectSight('/whatsapp', name, call, keys.super, { own: true, foreign: true }));
  });

  describe.each(Object.entries(REST))('REST %s', (name, call) => {
    it('is refused without a grant', async () => expect((await ask('/api/whatsapp', name, call, own, tokens.none)).status).toBe(403));
    it('shows another account to its own token only', () => expectSight('/api/whatsapp', name, call, tokens.other, { own: false, foreign: true }));
    it('shows what the grant names, and nothing else', () => expectSight('/api/whatsapp', name, call, tokens.right, { own: true, foreign: false }));
  });

  it('an account given for reading is neither sent from nor configured', async () => {
    const { token, userId } = await app.signIn(ACTIONS);
    await app.service('access').saveAccountGrants(
      own.account.row.id,
      [
        { subjectType: 'role', subject: await roleOf(users.given ?? 0), verbs: ['read', 'send', 'configure'] },
        { subjectType: 'user', subject: userId, verbs: ['read'] },
      ],
      null,
    );
    const { status, body } = await app.request('PUT', `/whatsapp/accounts/${own.accountId}`, { token, body: { name: 'Taken over' } });
    expect([status, body.error.details.code]).toEqual([403, 'access.account_not_given']);
    expect((await app.request('GET', `/whatsapp/messages/${own.message}`, { token })).status).toBe(200);
    expect((await app.request('PUT', '/whatsapp/my-defaults', { token, body: { account: own.account.key } })).status).toBe(404);
    const prepared = await app.request('POST', '/whatsapp/documents/prepare', { token, body: document(own) });
    expect(prepared.status).toBe(404);
  });

  it('a search finds nothing of others, by whatever word', async () => {
    for (const search of ['shared words', 'customer', foreign.phone.slice(4)]) {
      const { body } = await app.request('GET', `/whatsapp/messages?search=${encodeURIComponent(search)}`, { token: keys.given });
      expect(JSON.stringify(body)).not.toContain(foreign.message);
      const { body: contacts } = await app.request('GET', `/whatsapp/contacts?search=${encodeURIComponent(search)}`, { token: keys.given });
      expect(JSON.stringify(contacts)).not.toContain(foreign.contact);
    }
    const { body } = await app.request('GET', '/whatsapp/messages?search=shared', { token: keys.given });
    expect(body.data.map(({ id }: { id: string }) => id)).toContain(own.message);
  });

  it('a contact of another company is seen where it has a channel with a visible account', async () => {
    const { contact } = await app.service('contacts').findOrCreate({ phone: '+14155559100', scope: 'installation', name: 'Known to both', company: foreign.companyId, source: 'api' });
    const list = async () => JSON.stringify((await app.request('GET', '/whatsapp/contacts?search=Known', { token: keys.given })).body);
    expect(await list()).not.toContain(contact.documentId);
    await app.service('channels').open(own.account.row.id, contact.id, null);
    expect(await list()).toContain(contact.documentId);
  });

  describe('in the Content Manager', () => {
    const TYPES = ['contact', 'template', 'partner', 'sales-order', 'invoice', 'company'] as const;
    const idOf = (side: Side, type: (typeof TYPES)[number]): string =>
      ({ contact: side.contact, template: side.template, partner: side.partner, 'sales-order': side.order, invoice: side.invoice, company: side.company })[type];
    let editor: string;
    let editorId: number;

    beforeAll(async () => {
      const { userId, token } = await app.signIn(['contacts.read']);
      editor = token;
      editorId = userId;
      const role = await roleOf(userId);
      const permissions = app.strapi.service('admin::role') as unknown as { assignPermissions(id: number, list: object[]): Promise<unknown> };
      await permissions.assignPermissions(
        role,
        TYPES.flatMap((type) =>
          ['read', 'update'].map((verb) => ({ action: `plugin::content-manager.explorer.${verb}`, subject: `plugin::whatsapp.${type}`, conditions: [], properties: { fields: Object.keys(app.strapi.contentType(`plugin::whatsapp.${type}` as never).attributes) } })),
        ),
      );
      const given = await roleOf(users.given ?? 0);
      await app.service('access').saveAccountGrants(
        own.account.row.id,
        [given, role].map((subject) => ({ subjectType: 'role' as const, subject, verbs: ['read' as const, 'send' as const, 'configure' as const] })),
        null,
      );
    });

    it.each(TYPES)('%s: lists, counts, opens and finds what the account gives', async (type) => {
      const root = `/content-manager/collection-types/plugin::whatsapp.${type}`;
      const list = async (token: string | undefined, query: string) => {
        const { status, body } = await app.request('GET', `${root}?pageSize=100${query}`, { token });
        expect(status).toBe(200);
        return { ids: body.results.map(({ documentId }: { documentId: string }) => documentId) as string[], total: body.pagination.total as number };
      };
      const seen = await list(editor, '&_q=own');
      // Counted as it is listed.
      expect([seen.ids.includes(idOf(own, type)), seen.total]).toEqual([true, seen.ids.length]);
      expect((await app.request('GET', `${root}/${idOf(own, type)}`, { token: editor })).status).toBe(200);
      expect((await app.request('GET', `${root}/${idOf(foreign, type)}`, { token: editor })).status).toBe(404);
      expect((await list(editor, '&_q=foreign')).ids).not.toContain(idOf(foreign, type));
      expect((await list(keys.super, '&_q=foreign')).ids).toContain(idOf(foreign, type));
      expect((await list(editor, '')).total).toBeLessThan((await list(keys.super, '')).total);
    });

    it('a write to a foreign contact finds nothing, to an own one is kept', async () => {
      const root = '/content-manager/collection-types/plugin::whatsapp.contact';
      expect((await app.request('PUT', `${root}/${foreign.contact}`, { token: editor, body: { name: 'Taken over' } })).status).toBe(404);
      expect((await app.request('PUT', `${root}/${own.contact}`, { token: editor, body: { name: 'Customer own' } })).status).toBe(200);
      expect((await app.service('contacts').findByDocumentId(foreign.contact))?.name).toBe('Customer foreign');
    });

    it('a choice of relations, which asks the database directly, is narrowed too', async () => {
      const request = { state: { auth: { strategy: { name: 'admin' } }, user: { id: editorId } } };
      const choose = () => app.strapi.db.query('plugin::whatsapp.contact' as never).findPage({ pageSize: 100 }) as unknown as Promise<{ results: { documentId: string }[]; pagination: { total: number } }>;
      const run = app.strapi.requestContext.run as unknown as <T>(request: object, work: () => T) => T;
      const page = await run(request, choose);
      const ids = page.results.map(({ documentId }) => documentId);
      expect([ids.includes(own.contact), ids.includes(foreign.contact), page.pagination.total]).toEqual([true, false, ids.length]);
    });
  });

  it('a user who loses a company loses its records at once, those that are open included', async () => {
    const open = [`/messages/${own.message}`, `/records/sales-order/${own.order}`, `/media/${own.media}`];
    for (const path of open) expect((await app.request('GET', `/whatsapp${path}`, { token: keys.given })).status).toBe(200);
    await app.service('accounts').update(own.account.row.id, { companies: [] }, null);
    for (const path of open) expect((await app.request('GET', `/whatsapp${path}`, { token: keys.given })).status).toBe(404);
    const { status } = await app.request('POST', '/whatsapp/documents/send', { token: keys.given, body: { ...document(own), idempotencyKey: 'lost-company' } });
    expect(status).toBe(404);
    await app.service('accounts').update(own.account.row.id, { companies: [own.companyId] }, null);
    for (const path of open) expect((await app.request('GET', `/whatsapp${path}`, { token: keys.given })).status).toBe(200);
  });

  it('what a person sees follows every change at once: the grant, the role, and who has it', async () => {
    const seesOwn = async (token: string) => (await app.request('GET', `/whatsapp/messages/${own.message}`, { token })).status === 200;
    const { token, userId } = await app.signIn(['messages.read']);
    const roleOf = async (): Promise<number> => ((await app.strapi.db.query('admin::user').findOne({ where: { id: userId }, populate: ['roles'] })) as { roles: { id: number }[] }).roles[0]?.id ?? 0;
    const role = await roleOf();
    const before = await app.service('access').accountGrants(own.account.row.id);
    const giveTo = (subjectType: 'role' | 'user', subject: number) =>
      app.service('access').saveAccountGrants(own.account.row.id, [...before, { subjectType, subject, verbs: ['read'] }], null);
    expect(await seesOwn(token)).toBe(false);
    await giveTo('role', role);
    expect(await seesOwn(token)).toBe(true);
    const other = (await app.strapi.db.query('admin::role').create({ data: { name: 'Beside', code: 'beside-sight', description: '' } })) as { id: number };
    const asUser = (roles: number[]) => app.strapi.db.query('admin::user').update({ where: { id: userId }, data: { roles } });
    await asUser([other.id]);
    const sight = () => app.service('access').sightOf(userId);
    expect((await sight()).accounts).not.toContain(own.account.row.id);
    await asUser([role]);
    expect((await sight()).accounts).toContain(own.account.row.id);
    // A transaction sees its own work, and what it takes back was never seen by anyone else.
    await expect(
      app.strapi.db.transaction(async () => {
        await asUser([other.id]);
        expect((await sight()).accounts).not.toContain(own.account.row.id);
        throw new Error('taken back');
      }),
    ).rejects.toThrow('taken back');
    expect((await sight()).accounts).toContain(own.account.row.id);
    await app.service('access').saveAccountGrants(own.account.row.id, before, null);
    expect(await seesOwn(token)).toBe(false);
  });

  it('a grant withdrawn between two pages ends the list', async () => {
    const rest = (where: string, token: string) => app.request('GET', `/api/whatsapp${where}`, { token });
    const { id, accessKey } = await app.createToken({ verbs: ['messages.read'], accounts: [own.account.row.id, foreign.account.row.id] });
    const first = await rest('/messages?limit=1', accessKey);
    expect([first.body.data[0].id, typeof first.body.meta.nextCursor]).toEqual([foreign.message, 'string']);
    await app.service('access').saveGrant(id, { verbs: ['messages.read'], accounts: [foreign.account.row.id] }, null);
    expect((await rest(`/messages?limit=1&after=${first.body.meta.nextCursor}`, accessKey)).body.data).toEqual([]);
    await app.service('access').saveGrant(id, { verbs: [], accounts: null }, null);
    const refused = await rest(`/messages?limit=1&after=${first.body.meta.nextCursor}`, accessKey);
    expect([refused.status, refused.body.error.details.code]).toEqual([403, 'access.not_granted']);
  });

  it('a token calls as often as it may, and is told when again', async () => {
    const { accessKey } = await app.createToken({ verbs: ['messages.read'], accounts: null, limits: { callsPerMinute: 3, strangersPerDay: null } });
    const call = () => app.request('GET', '/api/whatsapp/messages?limit=1', { token: accessKey });
    expect([await call(), await call(), await call()].map(({ status }) => status)).toEqual([200, 200, 200]);
    const { status, body, headers } = await call();
    expect([status, body.error.details.code]).toEqual([429, 'access.rate_limited']);
    expect(body.error.details.retryAfter).toBeGreaterThan(0);
    expect(body.error.details.retryAfter).toBeLessThanOrEqual(60);
    expect(headers.get('retry-after')).toBe(String(body.error.details.retryAfter));
  });

  it('a token writes to as many strangers a day as it may, to known people as often as it likes', async () => {
    const account = await app.connectAccount();
    await app.service('templates').sync(account.row);
    const { accessKey } = await app.createToken({ verbs: ['send.template', 'contacts.write'], accounts: [account.row.id], limits: { callsPerMinute: null, strangersPerDay: 2 } });
    const rest = (path: string, body: object) => app.request('POST', `/api/whatsapp${path}`, { token: accessKey, body });
    const consents = async (phone: string) => rest('/contacts', { phone, consent: { utility: true, marketing: true, source: 'test' } });
    const send = async (phone: string) => rest('/send/template', { account: account.key, to: phone, template: 'hello_world' });
    const phones = [1, 2, 3].map((number) => `+141555597${number}0`);
    for (const phone of phones) await consents(phone);
    // Refused for want of consent: no place is taken.
    expect((await send('+14155559799')).status).toBe(400);
    expect((await send(phones[0] ?? '')).status).toBe(202);
    expect((await send(phones[1] ?? '')).status).toBe(202);
    const { status, body } = await send(phones[2] ?? '');
    expect([status, body.error.details.code]).toEqual([429, 'access.recipients_capped']);
    expect(body.error.details.retryAfter).toBeGreaterThan(3_600);
    expect((await send(phones[0] ?? '')).status).toBe(202);
  });

  it('sends from the default of the user, else of the company, else of the installation', async () => {
    const accounts = app.service('accounts');
    const everyone = await app.connectAccount();
    const second = await app.connectAccount();
    await accounts.update(everyone.row.id, { isDefault: true }, null);
    const choose = async (user: number | null, company: number | null = null) => (await accounts.choose({ user, company, allowed: [everyone.row.id, second.row.id, own.account.row.id] })).key;
    expect(await choose(null)).toBe(everyone.key);
    const { token, userId } = await app.signIn(['documents.send']);
    expect((await app.request('PUT', '/whatsapp/my-defaults', { token, body: { account: second.key } })).body.data.account).toBe(second.key);
    expect(await choose(userId)).toBe(second.key);
    expect(await choose(userId, own.companyId)).toBe(second.key);
    await accounts.update(everyone.row.id, { defaultFor: [own.companyId] }, null);
    expect(await choose(null, own.companyId)).toBe(everyone.key);
    // The user's own default counts before the company's, unless it does not serve the company.
    expect(await choose(userId, own.companyId)).toBe(second.key);
    await accounts.update(second.row.id, { companies: [foreign.companyId] }, null);
    expect(await choose(userId, own.companyId)).toBe(everyone.key);
    await accounts.update(own.account.row.id, { defaultFor: [own.companyId] }, null);
    expect(await choose(userId, own.companyId)).toBe(own.account.key);
  });
});
