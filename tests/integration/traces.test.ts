import type { MessageTraceView, TraceStepView } from '../../plugin/contracts/traces';
import type { MessageRow } from '../../server/src/platform/records';
import type { OwnTracesService } from '../../server/src/features/traces/traces.service';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { newWamid, post, statuses, texts, webhook } from '../support/signed-webhooks';

describe.each(DATABASES)('the trace of a message, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;
  let token: { id: number; accessKey: string };
  let lastNumber = 0;

  const receive = async (...entries: object[]): Promise<void> => {
    expect((await post(app, account, webhook(...entries))).status).toBe(200);
    await app.service('inbound').drain();
  };
  const trace = async (id: string): Promise<MessageTraceView> => {
    const { status, body } = await app.request('GET', `/whatsapp/messages/${id}/trace`, { token: admin });
    expect(status).toBe(200);
    return body.data as MessageTraceView;
  };
  const kindsOf = ({ steps }: MessageTraceView): string[] => steps.map(({ kind }) => kind);
  const find = ({ steps }: MessageTraceView, kind: string): TraceStepView => {
    const found = steps.find((one) => one.kind === kind);
    if (!found) throw new Error(`there is no step ${kind} among ${steps.map((one) => one.kind).join(', ')}`);
    return found;
  };
  const row = async (documentId: string): Promise<MessageRow> => (await app.service('messages').findByDocumentId(documentId)) as MessageRow;
  const reaches = (documentId: string, ...wanted: string[]): Promise<MessageRow> =>
    eventually(`${documentId} is ${wanted.join(' or ')}`, async () => {
      const found = await row(documentId);
      return wanted.includes(found.deliveryStatus) ? found : null;
    });
  const control = async (body: object): Promise<void> => {
    expect((await fetch(`${app.whatsapp.url}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).ok).toBe(true);
  };
  const newPhone = (): string => `+1212556${String((lastNumber += 1)).padStart(4, '0')}`;
  const agree = async (phone: string): Promise<void> => {
    const { contact } = await app.service('contacts').findOrCreate({ phone, scope: 'installation', source: 'test' });
    await app.service('contacts').stateConsent([{ contact: contact.id, purpose: 'utility', state: 'granted', source: 'a signed form', statedAt: new Date() }]);
  };
  const send = async (phone: string, extra: object = {}): Promise<string> => {
    await agree(phone);
    const { status, body } = await app.request('POST', '/api/whatsapp/send/template', { token: token.accessKey, body: { account: account.key, to: phone, template: 'hello_world', ...extra } });
    expect([status, body.error?.message]).toEqual([202, undefined]);
    return body.data.id as string;
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    await control({ account: account.key, messagingLimit: -1, throughput: 1_000, statusDelayMs: 10 });
    await app.service('templates').sync(account.row);
    await eventually('the health is known', async () => (await app.service('accounts').getById(account.row.id)).connectionState === 'connected');
    admin = (await app.signIn()).token;
    token = await app.createToken({ verbs: ['send.template', 'send.text'], accounts: [account.row.id] });
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it('tells a send from the request to the last status, in order, with every payload', async () => {
    const phone = newPhone();
    const id = await send(phone);
    await reaches(id, 'delivered', 'read');
    const told = await eventually('the status is traced', async () => {
      const found = await trace(id);
      return found.steps.some(({ facts }) => facts['state'] === 'delivered') ? found : null;
    });
    const kinds = kindsOf(told);
    expect(kinds.filter((kind) => kind !== 'reported')).toEqual(['enqueued', 'decided', 'decided', 'claimed', 'called', 'settled']);
    expect(kinds.at(-1)).toBe('reported');
    expect(told.steps.map(({ at }) => at)).toEqual([...told.steps.map(({ at }) => at)].sort());

    const { name } = (await app.strapi.db.query('admin::api-token').findOne({ where: { id: token.id } })) as { name: string };
    expect(find(told, 'enqueued')).toMatchObject({ facts: { origin: 'api', token: name }, payload: { request: { to: phone, template: 'hello_world' }, message: { type: 'template', name: 'hello_world' } } });
    expect(find(told, 'decided').facts).toMatchObject({ purpose: 'utility', windowOpen: false, consent: 'granted', consentSource: 'a signed form', templateApproval: 'APPROVED' });
    const { providerMessageId } = await row(id);
    expect(find(told, 'called')).toMatchObject({ outcome: 'good', facts: { method: 'POST', httpStatus: 200 }, payload: { request: { to: phone.slice(1), biz_opaque_callback_data: id }, answer: { messages: [{ id: providerMessageId }] } } });
    expect(typeof find(told, 'called').facts['tookMs']).toBe('number');
    expect(find(told, 'settled').facts).toMatchObject({ result: 'accepted', providerMessageId });
    const reported = told.steps.find(({ facts }) => facts['state'] === 'delivered');
    expect(reported).toMatchObject({ facts: { signatureChecked: true } });
    expect(JSON.stringify(reported?.payload)).toContain(providerMessageId);
    for (const secret of [account.accessToken, account.appSecret, token.accessKey]) expect(JSON.stringify(told)).not.toContain(secret);
  }, 60_000);

  it('shows of a webhook what concerns this message: nobody else in it', async () => {
    const [own, other] = [newPhone(), newPhone()].map((phone) => phone.slice(1));
    const [ownId, otherId] = [newWamid(), newWamid()];
    await receive(texts(account, { id: ownId, from: own, name: 'Ana Own', body: `Ask +${other ?? ''}` }, { id: otherId, from: other, name: 'Bo Other', body: 'private words' }));
    const [message] = await app.service('messages').findByProviderIds(account.row.id, [ownId]);
    const told = await trace(message?.documentId ?? '');
    expect(kindsOf(told)).toEqual(['webhook', 'received']);
    expect(find(told, 'webhook').facts).toMatchObject({ event: 'message', signatureChecked: true });
    expect(find(told, 'received').facts).toMatchObject({ contact: 'Ana Own', contactMade: true, channelMade: true });
    const text = JSON.stringify(find(told, 'webhook').payload);
    expect(text).toContain(ownId);
    for (const foreign of [otherId, other ?? '', 'Bo Other', 'private words']) expect(text).not.toContain(foreign);
  });

  it('tells a repeated webhook twice, an edit, and a withdrawal', async () => {
    const id = newWamid();
    const from = newPhone().slice(1);
    await receive(texts(account, { id, from, body: 'once' }));
    await receive(texts(account, { id, from, body: 'once', at: new Date(Date.now() - 1_000) }));
    const [message] = await app.service('messages').findByProviderIds(account.row.id, [id]);
    await app.strapi.db.transaction(async ({ trx }) => {
      await app.service('messages').applyEdit({ account: account.row.id, originalProviderMessageId: id, body: 'twice', payload: null, at: new Date() }, trx as never);
      await app.service('messages').applyRevoke({ account: account.row.id, originalProviderMessageId: id, at: new Date() }, trx as never);
    });
    const told = await trace(message?.documentId ?? '');
    expect(kindsOf(told).filter((kind) => kind === 'webhook')).toHaveLength(2);
    expect(told.steps.filter(({ kind }) => kind === 'changed').map(({ facts }) => facts['event'])).toEqual(expect.arrayContaining(['edit', 'revoke']));
  });

  it('tells what a provider refused, with its words, and when it is tried again', async () => {
    const phone = newPhone();
    await control({ account: account.key, error: { http: 429, code: 130429, retryAfter: 1, times: 1 } });
    const id = await send(phone);
    await reaches(id, 'accepted', 'sent', 'delivered', 'read', 'uncertain', 'failed');
    const told = await eventually('the refusal is traced', async () => {
      const found = await trace(id);
      return found.steps.some(({ kind, outcome }) => kind === 'called' && outcome === 'bad') ? found : null;
    });
    const refused = told.steps.find(({ kind, outcome }) => kind === 'called' && outcome === 'bad');
    expect(refused?.facts['httpStatus']).toBeGreaterThanOrEqual(400);
    expect(told.steps.find(({ kind, outcome }) => kind === 'settled' && outcome !== 'good')?.reason?.code).toMatch(/^[a-z]+\.[a-z_]+$/);
  }, 60_000);

  it('tells what the account was halted for while the message waited', async () => {
    const { documentId } = await app.service('messages').insertOutbound({ account: account.row.id, type: 'text', purpose: 'utility', deliveryStatus: 'queued', blockedBy: 'account', body: 'ours', payload: { type: 'text', text: 'ours' }, recipient: newPhone(), origin: 'api', notBefore: new Date(Date.now() + 86_400_000) });
    app.service('logs').record({ operation: 'account.halt', success: false, account: account.row.id, errorCode: 'provider.auth', errorMessage: 'The token was refused.' });
    const held = await eventually('the halt is logged', async () => (await trace(documentId)).steps.find(({ reason }) => reason?.code === 'provider.auth'));
    expect(held).toMatchObject({ kind: 'held', outcome: 'waits', facts: { reason: 'account' }, reason: { sentence: 'The token was refused.' } });
  });

  it('tells the law that ended a message, with the facts it was asked on', async () => {
    const phone = newPhone();
    const sendAt = new Date(Date.now() + 2_000).toISOString();
    const id = await send(phone, { sendAt });
    await receive(texts(account, { from: phone.slice(1), body: 'STOP' }));
    await reaches(id, 'failed');
    const told = await trace(id);
    expect(find(told, 'ended')).toMatchObject({ outcome: 'bad', reason: { code: 'message.opted_out' }, facts: { stopped: true, purpose: 'utility' } });
    expect(kindsOf(told)).not.toContain('called');
  }, 60_000);

  it('tells a status that came before its message, and when it found its place', async () => {
    const id = newWamid();
    await receive(statuses(account, { id, status: 'delivered' }));
    const { documentId, id: rowId } = await app.service('messages').insertOutbound({ account: account.row.id, type: 'text', purpose: 'utility', deliveryStatus: 'accepted', body: 'ours', payload: { type: 'text', text: 'ours' }, recipient: newPhone(), origin: 'api', providerMessageId: id, acceptedAt: new Date() });
    await app.strapi.db.transaction(({ trx }) => app.service('messages').joinParked([{ id: rowId, account: account.row.id, providerMessageId: id }], trx as never));
    const told = await trace(documentId);
    expect(find(told, 'parked')).toMatchObject({ reason: { code: 'parked.unknown_message' }, facts: { state: 'delivered' } });
    expect(find(told, 'replayed').facts).toMatchObject({ state: 'delivered' });
  });

  it('takes links, codes and portal tokens out of what a template was filled with', async () => {
    const payload = { type: 'template', name: 't', language: 'en', body: [{ text: 'https://erp.example/my/invoices/7?access_token=c0ffee42' }], buttons: [{ index: 0, subType: 'url', text: '7?access_token=c0ffee42' }] } as const;
    const { documentId } = await app.service('messages').insertOutbound({ account: account.row.id, type: 'template', purpose: 'utility', deliveryStatus: 'accepted', body: 'ours', payload: payload as never, recipient: newPhone(), origin: 'api' });
    app.service('traces').record({ account: account.row.id, subject: documentId, kind: 'enqueue', details: { origin: 'api', asked: payload } });
    const text = JSON.stringify(await trace(documentId));
    expect(text).not.toContain('c0ffee42');
    expect(text).not.toContain('invoices/7');
    expect(text).toContain('https://erp.example/…');
    const stored = await app.strapi.db.connection('whatsapp_message_traces').where({ subject: documentId });
    expect(JSON.stringify(stored)).not.toContain('c0ffee42');
  });

  it('is for those who hold its action, and only of messages they may see', async () => {
    const id = await send(newPhone());
    const { token: reader } = await app.signIn(['messages.read', 'logs.read']);
    expect((await app.request('GET', `/whatsapp/messages/${id}/trace`, { token: reader })).status).toBe(403);
    expect((await app.request('GET', `/whatsapp/messages/${id}/trace`)).status).toBe(401);
    const { token: tracer } = await app.signIn(['messages.trace']);
    expect((await app.request('GET', `/whatsapp/messages/${id}/trace`, { token: tracer })).status).toBe(200);
    expect((await app.request('GET', '/whatsapp/messages/unknown/trace', { token: admin })).status).toBe(404);
  });

  it('writes the steps of many sends in few statements, and forgets them with their webhooks', async () => {
    const traces = app.service('traces') as OwnTracesService;
    await traces.flush();
    let statements = 0;
    const knex = app.strapi.db.connection as unknown as { on(name: string, listener: (query: { sql: string }) => void): void; removeListener(name: string, listener: unknown): void };
    const count = ({ sql }: { sql: string }): void => {
      if (/insert into .?whatsapp_message_traces/i.test(sql)) statements += 1;
    };
    knex.on('query', count);
    for (let index = 0; index < 2_000; index += 1) traces.record({ account: account.row.id, subject: `old-${index}`, kind: 'event', at: new Date(Date.now() - 40 * 86_400_000) });
    await traces.flush();
    knex.removeListener('query', count);
    expect(statements).toBeLessThanOrEqual(5);
    const id = await send(newPhone());
    await traces.flush();
    // Rows are forgotten from the oldest on: these came last here, so those before them stop the walk.
    await app.strapi.db.connection('whatsapp_message_traces').where('subject', 'not like', 'old-%').andWhere('subject', '<>', id).delete();
    expect(await traces.repository.prune(new Date(Date.now() - 30 * 86_400_000))).toBe(2_000);
    expect((await trace(id)).steps.map(({ kind }) => kind)).toContain('enqueued');
  }, 60_000);

  it('tells of an old message what its row still says', async () => {
    const at = new Date(Date.now() - 60_000);
    const { documentId } = await app.service('messages').insertOutbound({ account: account.row.id, type: 'text', purpose: 'utility', deliveryStatus: 'read', body: 'old', payload: { type: 'text', text: 'old' }, recipient: newPhone(), origin: 'api', acceptedAt: at, sentAt: at, deliveredAt: at, readAt: at });
    const told = await trace(documentId);
    expect(told.steps.filter(({ facts }) => facts['payloadKept'] === false)).toHaveLength(5);
    expect(told.steps.every(({ payload }) => payload === null)).toBe(true);
  });
});
