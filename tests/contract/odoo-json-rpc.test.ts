import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createJsonRpcTransport, createOdooClient, isOdooError, OdooError, ODOO_ERROR_KINDS } from '../../bridge/src';
import type { OdooErrorKind } from '../../bridge/src';
import { createErpFetch } from '../../bridge/src/odoo/erp-fetch';
import { createRecordedOdoo, FakeOdoo, readFixture } from '../support/fake-odoo';

const API_KEY = '0123456789abcdef0123456789abcdef01234567';
const open: FakeOdoo[] = [];

async function start(odoo = new FakeOdoo()): Promise<FakeOdoo> {
  await odoo.start();
  open.push(odoo);
  return odoo;
}

/** A server that answers everything in one way. */
async function startAnswering(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<FakeOdoo> {
  const odoo = await start();
  odoo.intercept = (request, response) => {
    answer(request, response);
    return true;
  };
  return odoo;
}

async function errorOf(work: Promise<unknown>): Promise<OdooError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof OdooError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((odoo) => odoo.stop()));
});

describe('JSON-RPC as recorded', () => {
  it.each([17, 18, 19] as const)('signs in to %i with the very bytes that were recorded', async (version) => {
    const odoo = await start(createRecordedOdoo(version));
    const bodies: unknown[] = [];
    odoo.intercept = (_request, _response, body) => {
      bodies.push(JSON.parse(body));
      return false;
    };
    const { uid, version: found } = await createOdooClient(odoo.settings).connect();
    expect(uid).toBe(odoo.uid);
    expect(found).toEqual({ text: `${version}.0`, major: version });
    const recorded = readFixture(`v${version}/01-authenticate.json`).request.body;
    expect(bodies[1]).toEqual({ ...recorded, id: 2 });
    expect(bodies[0]).toEqual(readFixture('001-jsonrpc-common-version.json').request.body);
    expect(odoo.requests[0]!.headers['content-type']).toBe('application/json');
  });

  it.each([17, 18, 19] as const)('asks %i for fields as recorded', async (version) => {
    const odoo = await start(createRecordedOdoo(version));
    const fields = await createOdooClient(odoo.settings).fieldsOf('res.partner');
    const recorded = readFixture(`v${version}/06-partner-fields_get.json`).request.body.params.args;
    const asked = odoo.callsOf('res.partner', 'fields_get')[0]!.args;
    expect(asked.slice(0, 6)).toEqual(recorded.slice(0, 6));
    expect((asked[6] as { attributes: string[] }).attributes).toEqual(expect.arrayContaining(['type', 'relation']));
    expect(fields.get('parent_id')).toMatchObject({ type: 'many2one', relation: 'res.partner' });
    expect(fields.has('mobile')).toBe(version !== 19);
  });

  it('signs in once, also for callers that come at the same moment', async () => {
    const odoo = await start(createRecordedOdoo(19));
    const client = createOdooClient(odoo.settings);
    await Promise.all([client.searchCount('res.partner', []), client.searchCount('sale.order', []), client.fieldsOf('res.partner')]);
    await client.searchCount('res.partner', []);
    expect(odoo.calls.filter(({ method }) => method === 'authenticate')).toHaveLength(1);
  });

  it('signs in again after a key was refused', async () => {
    const odoo = await start(createRecordedOdoo(19));
    const client = createOdooClient(odoo.settings);
    await client.searchCount('res.partner', []);
    odoo.secret = 'another';
    expect((await errorOf(client.searchCount('res.partner', []))).kind).toBe('two_factor_or_bad_password');
    odoo.secret = 'PASSWORD_DUMMY';
    odoo.uid = 11;
    expect(await client.searchCount('res.partner', [])).toBe(5);
  });

  it('reads what exists of mixed ids, as recorded, and an answer without result as null', async () => {
    const odoo = await start(createRecordedOdoo(19));
    const client = createOdooClient(odoo.settings);
    expect(await client.readByIds('res.partner', [12, 999_999], ['name'])).toEqual([{ id: 12, name: 'OpenWood' }]);
    odoo.methods.set('res.partner.action_archive', () => undefined);
    expect(await client.callMethod('res.partner', 'action_archive', [12])).toBeNull();
  });

  it('asks for fields, languages and countries once', async () => {
    const odoo = await start(createRecordedOdoo(19));
    const client = createOdooClient(odoo.settings);
    for (let round = 0; round < 3; round += 1) {
      await client.fieldsOf('res.partner');
      await client.searchRead('res.partner', [], ['name'], { lang: 'en_US', limit: 1 });
      await client.countryCodes();
    }
    expect([odoo.callsOf('res.partner', 'fields_get'), odoo.callsOf('res.lang'), odoo.callsOf('res.country')].map((calls) => calls.length)).toEqual([1, 1, 1]);
    expect(odoo.callsOf('res.partner', 'search_read')[0]!.keyword['context']).toEqual({ lang: 'en_US' });
  });

  it.each([17, 18, 19] as const)('never sends a language that is not installed to %i, which 17 would take in silence', async (version) => {
    const odoo = await start(createRecordedOdoo(version));
    const error = await errorOf(createOdooClient(odoo.settings).searchRead('res.partner', [], ['name'], { lang: 'xx_XX' }));
    expect(error).toMatchObject({ kind: 'language_not_installed', code: 'erp.language_not_installed', details: { language: 'xx_XX' } });
    expect(odoo.callsOf('res.partner', 'search_read')).toHaveLength(0);
  });
});

describe('recorded answers', () => {
  const replay = async (fixture: string): Promise<ReturnType<typeof createJsonRpcTransport>> => {
    const odoo = await start();
    odoo.intercept = (_request, response, body) => {
      if (body.includes('"authenticate"') && !fixture.includes('authenticate')) return false;
      const { status, headers, body: answer } = readFixture(fixture).response;
      response.writeHead(status, { 'content-type': headers?.['content-type'] ?? 'application/json' }).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
      return true;
    };
    return createJsonRpcTransport(odoo.settings, createErpFetch());
  };

  it.each([
    ['002-jsonrpc-common-authenticate-password.json', 2],
    ['003-jsonrpc-common-authenticate-apikey.json', 2],
  ])('%s signs in as %i', async (fixture, uid) => expect(await (await replay(fixture)).authenticate()).toBe(uid));

  it.each<[fixture: string, kind: OdooErrorKind]>([
    ['004-jsonrpc-common-authenticate-bad.json', 'two_factor_or_bad_password'],
    ['005-jsonrpc-common-authenticate-baddb.json', 'bad_database'],
  ])('%s is %s', async (fixture, kind) => expect((await errorOf((await replay(fixture)).authenticate())).kind).toBe(kind));

  it.each([
    ['029-jsonrpc-error-missing-record-read.json', []],
    ['030-jsonrpc-read-mixed-existing-missing.json', [{ id: 1, name: 'YourCompany' }]],
    ['038-jsonrpc-none-result.json', false],
    ['003-phone-blacklist-search-2.json', [46]],
    ['013-unlink-search-after.json', [49, 46, 47]],
  ])('%s is %j', async (fixture, result) => expect(await (await replay(fixture)).executeKw('res.partner', 'read', [[1]], {})).toEqual(result));

  it.each<[fixture: string, kind: OdooErrorKind]>([
    ['036-jsonrpc-malformed-body.json', 'not_odoo'],
    ['037-jsonrpc-wrong-content-type.json', 'not_odoo'],
    ['024-pdf-rpc-_render-private.json', 'access_denied'],
  ])('%s is %s', async (fixture, kind) => expect((await errorOf((await replay(fixture)).executeKw('res.partner', 'read', [[1]], {}))).kind).toBe(kind));
});

describe("Odoo's own errors, each as recorded", () => {
  const cases: [fixture: string, kind: OdooErrorKind, details: object][] = [
    ['v18/16-company-partner-language-context.json', 'language_not_installed', { language: 'xx_XX' }],
    ['v19/16-company-partner-language-context.json', 'language_not_installed', { language: 'xx_XX' }],
    ['v19/05-partner-mobile-search_read.json', 'missing_field', { field: 'mobile', model: 'res.partner' }],
    ['014-jsonrpc-partner-search_read-badfield.json', 'missing_field', { field: 'mobile', model: 'res.partner' }],
    ['024-jsonrpc-error-bad-domain-field.json', 'missing_field', { field: 'nofield', model: 'res.partner' }],
    ['021-jsonrpc-error-missing-model.json', 'missing_model', { model: 'no.such.model' }],
    ['022-jsonrpc-error-missing-method.json', 'missing_method', { method: 'search_count' }],
    ['023-jsonrpc-error-private-method.json', 'access_denied', {}],
    ['025-jsonrpc-error-bad-domain-operator.json', 'unexpected', {}],
    ['026-jsonrpc-error-bad-domain-shape.json', 'unexpected', {}],
    ['027-jsonrpc-error-bad-domain-datetime-iso.json', 'unexpected', {}],
    ['031-jsonrpc-error-missing-record-write.json', 'missing_record', {}],
    ['032-jsonrpc-error-access-read-accountmove.json', 'access_denied', { model: 'res.partner' }],
    ['033-jsonrpc-error-access-read-saleorder.json', 'access_denied', {}],
    ['034-jsonrpc-error-access-write-partner.json', 'access_denied', {}],
    ['035-jsonrpc-error-validation-create.json', 'validation', { vendorMessage: 'The operation cannot be completed: Contacts require a name' }],
    ['001-pdf-so-get_portal_url-noaccess.json', 'access_denied', {}],
    ['007-jsonrpc-execute_kw-badpassword.json', 'two_factor_or_bad_password', {}],
  ];

  it.each(cases)('%s is %s', async (fixture, kind, details) => {
    const odoo = await start();
    odoo.intercept = (_request, response, body) => {
      if (body.includes('"authenticate"')) return false;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(readFixture(fixture).response.body));
      return true;
    };
    const error = await errorOf(createOdooClient(odoo.settings).searchCount('res.partner', []));
    expect(error).toMatchObject({ kind, isTransient: false, details });
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toMatch(/traceback left out|PASSWORD_DUMMY/);
  });

  it('branches on the name, whatever the numeric code says', async () => {
    for (const code of [0, 200, 100]) {
      const odoo = await startAnswering((_request, response) => {
        const error = { code, message: 'Odoo Server Error', data: { name: 'psycopg2.OperationalError', message: 'FATAL:  database "demo" does not exist', debug: 'Traceback' } };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: 1, error }));
      });
      expect((await errorOf(createOdooClient(odoo.settings).connect())).kind).toBe('bad_database');
    }
  });

  it.each<[name: string, message: string, kind: OdooErrorKind, isTransient: boolean]>([
    ['psycopg2.errors.SerializationFailure', 'could not serialize access due to concurrent update', 'server', true],
    ['psycopg2.OperationalError', 'connection refused', 'server', true],
    ['psycopg2.OperationalError', 'FATAL:  sorry, too many clients already', 'server', true],
    ['psycopg2.errors.UndefinedTable', 'relation "res_users" does not exist', 'bad_database', false],
    ['psycopg2.OperationalError', 'FATAL:  la base de données « demo » n’existe pas', 'bad_database', false],
    ['builtins.MemoryError', '', 'server', true],
    ['builtins.TypeError', 'unsupported operand', 'unexpected', false],
    ['', '', 'unexpected', false],
  ])('at sign-in %s "%s" is %s', async (name, message, kind, isTransient) => {
    const odoo = await startAnswering((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: 0, data: { name, message, debug: 'Traceback' } } }));
    });
    const transport = createJsonRpcTransport(odoo.settings, createErpFetch());
    expect(await errorOf(transport.authenticate())).toMatchObject({ kind, isTransient });
  });

  it("never shows the database server's address, a traceback or a token", async () => {
    const odoo = await start();
    odoo.database = 'other';
    const bad = await errorOf(createOdooClient({ ...odoo.settings, database: 'nodb' }).connect());
    expect(bad.message).toBe('The ERP has no database "nodb".');
    expect(JSON.stringify(bad)).not.toContain('14100');
    odoo.beforeCall = ({ service }) => {
      if (service === 'object') throw new (class extends Error {})('x /my/orders/1?access_token=s3cret Traceback (most recent call last):\n File "a.py"');
    };
    const leaky = await errorOf(createOdooClient(odoo.settings).searchCount('res.partner', []));
    expect(leaky.message).not.toMatch(/s3cret|Traceback|a\.py/);
    expect(leaky.message.split('\n')).toHaveLength(1);
  });
});

describe('signing in', () => {
  it.each([
    { secret: 'wrong password', kind: 'two_factor_or_bad_password', says: /two factors.*API key/ },
    { secret: API_KEY, kind: 'bad_credentials', says: /expired or been revoked/ },
  ])('a refused $kind says what to do', async ({ secret, kind, says }) => {
    const odoo = await start();
    const error = await errorOf(createOdooClient({ ...odoo.settings, secret }).connect());
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(says);
    expect(error.message).not.toContain(secret);
  });

  it('takes a key where the same user’s password is refused (two factors, recorded)', async () => {
    const answers = new Map(['002-2fa-authenticate-password.json', '003-2fa-authenticate-apikey.json'].map((name) => {
      const { request, response } = readFixture(name);
      return [String(request.body.params.args[2]), response.body];
    }));
    const odoo = await start();
    odoo.intercept = (_request, response, body) => {
      const secret = (JSON.parse(body) as { params: { args: unknown[] } }).params.args[2];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers.get(String(secret))));
      return true;
    };
    const signIn = (secret: string): Promise<number> => createJsonRpcTransport({ baseUrl: odoo.url, database: 'demo', login: 'plain', secret }, createErpFetch()).authenticate();
    expect((await errorOf(signIn('plain-pass-dummy'))).kind).toBe('two_factor_or_bad_password');
    expect(await signIn('API_KEY_PLAIN_DUMMY')).toBe(8);
  });
});

describe('what stands at the address', () => {
  const html = '<!doctype html>\n<html><title>Sign in</title></html>';
  it.each<[name: string, status: number, headers: Record<string, string>, body: string, kind: OdooErrorKind, isTransient: boolean]>([
    ['a web page', 200, { 'content-type': 'text/html' }, html, 'html', false],
    ['a web page that claims to be JSON', 200, { 'content-type': 'application/json' }, html, 'html', false],
    ['a redirect to sign in', 303, { location: '/web/login' }, '', 'redirected', false],
    ['a redirect to https', 301, { location: 'https://erp.example.com/jsonrpc' }, '', 'redirected', false],
    ['JSON of somebody else', 200, { 'content-type': 'application/json' }, '{"ok":true}', 'not_odoo', false],
    ['a JSON array', 200, { 'content-type': 'application/json' }, '[]', 'not_odoo', false],
    ['JSON cut off', 200, { 'content-type': 'application/json' }, '{"jsonrpc":"2.0","id":1,"resu', 'malformed', true],
    ['nothing', 200, { 'content-type': 'application/json' }, '', 'malformed', true],
    ['not found', 404, { 'content-type': 'text/html' }, html, 'not_odoo', false],
    ['a malformed-body answer (recorded)', 400, { 'content-type': 'text/html' }, 'Invalid JSON data', 'not_odoo', false],
    ['415 (recorded)', 415, { 'content-type': 'text/html' }, html, 'not_odoo', false],
    ['a wall', 403, { 'content-type': 'text/html' }, html, 'not_odoo', false],
    ['a proxy whose Odoo is down', 502, { 'content-type': 'text/html' }, html, 'server', true],
    ['500', 500, {}, '', 'server', true],
    ['a throttle', 429, { 'retry-after': '7' }, '', 'rate_limited', true],
    ['a version of another kind', 200, { 'content-type': 'application/json' }, '{"jsonrpc":"2.0","id":1,"result":"hello"}', 'not_odoo', false],
  ])('%s', async (_name, status, headers, body, kind, isTransient) => {
    const odoo = await startAnswering((_request, response) => void response.writeHead(status, headers).end(body));
    const error = await errorOf(createOdooClient(odoo.settings).version());
    expect(error).toMatchObject({ kind, isTransient });
    if (status === 429) expect(error.details.retryAfterMs).toBe(7000);
    expect(odoo.requests).toHaveLength(1);
  });

  it('nobody', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const error = await errorOf(createOdooClient({ baseUrl: `http://127.0.0.1:${port}`, database: 'd', login: 'l', secret: 's' }).version());
    expect(error).toMatchObject({ kind: 'unreachable', isTransient: true, details: { networkCode: 'ECONNREFUSED' } });
  });

  it('a server that speaks no TLS', async () => {
    const odoo = await start();
    const error = await errorOf(createOdooClient({ ...odoo.settings, baseUrl: odoo.url.replace('http:', 'https:') }).version());
    expect(['tls', 'unreachable']).toContain(error.kind);
  });

  it('a server that hangs up', async () => {
    const odoo = await startAnswering((request) => request.socket.destroy());
    expect((await errorOf(createOdooClient(odoo.settings).version())).kind).toBe('unreachable');
  });

  it('a server that never answers, and one that never finishes', async () => {
    const silent = await startAnswering(() => undefined);
    expect(await errorOf(createOdooClient({ ...silent.settings, timeoutMs: 80 }).version())).toMatchObject({ kind: 'timeout', isTransient: true });
    const slow = await startAnswering((_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"jsonrpc"'));
    expect((await errorOf(createOdooClient({ ...slow.settings, timeoutMs: 80 }).version())).kind).toBe('timeout');
  });

  it('a server that answers without end', async () => {
    const odoo = await startAnswering((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 32)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const error = await errorOf(createOdooClient({ ...odoo.settings, maxBytes: 1024 * 1024 }).version());
    expect(error.kind).toBe('too_large');
    expect(error.message).toBe("The ERP's answer is larger than 1 MB.");
  });

  it('a caller that stops', async () => {
    const odoo = await startAnswering(() => undefined);
    const controller = new AbortController();
    const call = errorOf(createOdooClient(odoo.settings).version({ signal: controller.signal }));
    setTimeout(() => controller.abort(), 30);
    expect((await call).kind).toBe('aborted');
    expect((await errorOf(createOdooClient(odoo.settings).version({ signal: controller.signal }))).kind).toBe('aborted');
    expect(odoo.requests).toHaveLength(1);
  });

  it('one caller that stops during a shared sign-in does not stop the others', async () => {
    const odoo = await start(createRecordedOdoo(19));
    odoo.beforeCall = async ({ method }) => {
      if (method === 'authenticate') await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const client = createOdooClient(odoo.settings);
    const controller = new AbortController();
    const first = errorOf(client.searchCount('res.partner', [], { signal: controller.signal }));
    const second = client.searchCount('res.partner', []);
    setTimeout(() => controller.abort(), 10);
    expect((await first).kind).toBe('aborted');
    expect(await second).toBe(5);
  });

  it('a name that leads to a metadata address is refused after resolution too', async () => {
    await expect(createErpFetch()('http://169.254.169.254/latest', { method: 'GET', headers: {}, redirect: 'manual', signal: new AbortController().signal })).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' });
  });
});

describe('every kind of error', () => {
  it.each(ODOO_ERROR_KINDS)('%s has a code and a plain sentence', (kind) => {
    const error = new OdooError(kind);
    expect(error.code).toMatch(/^(?:erp|document)\.[a-z_]+$/);
    expect(error.message).toMatch(/^[A-Z].{15,}\.$/);
    expect(error.message).not.toMatch(/undefined|null|\n|NaN/);
    expect(isOdooError(error, kind)).toBe(true);
  });
});
