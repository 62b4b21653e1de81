import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createErpSimulator, DEMO, DEMO_ADMIN, DEMO_AUDITOR, DEMO_EMPLOYEE, DEMO_TWO_FACTOR, type ErpVersion } from '../../playground/simulators/erp';
import type { JsonObject, JsonValue } from '../../playground/simulators/erp/types';

/** The recorded requests, sent to the simulator: names, keys and types of the answers must be the recorded ones. */
interface Recording {
  file: string;
  request: { path: string; headers?: Record<string, string>; body: { params: { service: string; method: string; args: JsonValue[] } } | string };
  response: { status: number; headers?: Record<string, string>; body: JsonObject | string };
}

const folder = path.join(__dirname, '../../playground/simulators/erp/recordings');
const recorded = (name: string): Recording[] => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Recording[];

/** Who asked on the recorded servers, and who that is here. */
const users: Record<string, { uid: number; apiKey: string; password: string; login: string }> = {
  API_KEY_ADMIN_DUMMY: DEMO_ADMIN, admin: DEMO_ADMIN, API_KEY_BRIDGE_DUMMY: DEMO, 'bridge-pass-dummy': DEMO, PASSWORD_DUMMY: DEMO,
  'ro-pass-dummy': DEMO_AUDITOR, API_KEY_PLAIN_DUMMY: DEMO_EMPLOYEE, 'plain-pass-dummy': DEMO_TWO_FACTOR,
};

/** Recorded record → one like it in the demo: a confirmed order, a posted invoice, a customer with children. */
const demoIds: Record<string, Record<number, number>> = {
  'sale.order': { 20: 2, 18: 3, 14: 4 },
  'account.move': { 1: 3, 2: 5, 3: 8 },
  'res.partner': { 14: 33, 46: 20, 47: 21, 48: 23, 49: 37 },
};

const translate = (recording: Recording): { service: string; method: string; args: JsonValue[] } => {
  if (typeof recording.request.body === 'string') throw new Error('A body without a call');
  const { service, method, args } = structuredClone(recording.request.body.params);
  if (service === 'common') {
    const isTwoFactor = recording.file.includes('2fa');
    const user = isTwoFactor ? DEMO_TWO_FACTOR : users[String(args[2])];
    if (method === 'version') return { service, method, args };
    const login = isTwoFactor ? DEMO_TWO_FACTOR.login : args[1] === 'bridge' ? DEMO.login : DEMO_ADMIN.login;
    const secret = user ? (String(args[2]).startsWith('API_KEY') ? user.apiKey : user.password) : args[2];
    return { service, method, args: [args[0] === 'nodb' ? 'nodb' : DEMO.database, login, secret ?? null, ...args.slice(3)] };
  }
  if (service !== 'object') return { service, method, args };
  const user = users[String(args[2])];
  const model = String(args[3]);
  const positional = (args[5] as JsonValue[]).map((value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'number') ? value.map((id) => demoIds[model]?.[id as number] ?? id) : value);
  return { service, method, args: [DEMO.database, user?.uid ?? 2, user?.apiKey ?? args[2] ?? '', model, args[4] ?? '', positional, ...args.slice(6)] };
};

const send = async (url: string, { service, method, args }: { service: string; method: string; args: JsonValue[] }) => {
  const response = await fetch(`${url}/jsonrpc`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as JsonObject };
};

/** `false` is empty in every column, so it fits any type; all else must be of the recorded kind. */
const kindOf = (value: JsonValue | undefined): string => {
  if (Array.isArray(value)) return value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string' ? 'many2one' : 'list';
  return value === null ? 'null' : typeof value;
};

const expectSameKinds = (row: JsonObject, recordedRow: JsonObject) => {
  expect(Object.keys(row)).toEqual(Object.keys(recordedRow));
  for (const [key, value] of Object.entries(recordedRow)) {
    const kinds = [kindOf(row[key]), kindOf(value)];
    if (row[key] === false || value === false) continue;
    expect([key, kinds[0]]).toEqual([key, kinds[1]]);
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(value)) expect([key, String(row[key]).length]).toEqual([key, value.length]);
  }
};

const expectSameShape = (answered: JsonObject, wanted: JsonObject, allowEmpty: boolean) => {
  expect(Object.keys(answered).sort()).toEqual(Object.keys(wanted).sort());
  const result = answered.result;
  const recordedResult = wanted.result;
  expect(kindOf(result)).toBe(kindOf(recordedResult));
  if (!Array.isArray(result) || !Array.isArray(recordedResult)) return;
  const [row] = result;
  const [recordedRow] = recordedResult;
  if (recordedRow === undefined || (row === undefined && allowEmpty)) return;
  expect(kindOf(row)).toBe(kindOf(recordedRow));
  if (typeof row === 'object' && !Array.isArray(row) && row !== null) expectSameKinds(row, recordedRow as JsonObject);
};

/** Numbers of records and users differ between the recorded servers and the demo; the sentence around them must not. */
const withoutNumbers = (text: unknown) => String(text).replace(/User: \d+/g, 'User: #').replace(/Records: \d+/g, 'Records: #').replace(/port \d+/g, 'port #');

const expectSameError = (answered: JsonObject, wanted: JsonObject) => {
  const error = answered.error as JsonObject;
  const recordedError = wanted.error as JsonObject;
  expect(Object.keys(error)).toEqual(Object.keys(recordedError));
  expect([error.code, error.message]).toEqual([recordedError.code, recordedError.message]);
  const detail = error.data as JsonObject;
  const recordedDetail = recordedError.data as JsonObject;
  expect(Object.keys(detail)).toEqual(Object.keys(recordedDetail));
  expect(detail.name).toBe(recordedDetail.name);
  expect(withoutNumbers(detail.message)).toBe(withoutNumbers(recordedDetail.message));
  expect((detail.arguments as JsonValue[]).map(withoutNumbers)).toEqual((recordedDetail.arguments as JsonValue[]).map(withoutNumbers));
};

/** These need what a recording before them made; sim-erp-records and sim-erp-portal walk through them in order. */
const STATEFUL = /wd-|archive-|unlink-|phone-search|inv-|attachment|message_post-invoice-with|jsonrpc-malformed|wrong-content|write-missing|034-message-read|domain-datetime-microseconds/;

const stateless = recorded('root.json').filter(({ file, request }) => request.path === '/jsonrpc' && !STATEFUL.test(file));

describe.each<[ErpVersion, string, Recording[]]>([
  [19, 'root', stateless], [19, 'v19', recorded('v19.json')], [18, 'v18', recorded('v18.json')], [17, 'v17', recorded('v17.json')],
])('recordings of %i (%s)', (version, _name, recordings) => {
  let simulator: Awaited<ReturnType<typeof createErpSimulator>>;
  beforeAll(async () => {
    simulator = await createErpSimulator({ version });
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  it.each(recordings.map((recording) => [recording.file, recording] as const))('%s', async (file, recording) => {
    const wanted = recording.response.body as JsonObject;
    const { status, headers, body } = await send(simulator.url, translate(recording));
    expect(status).toBe(recording.response.status);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body.jsonrpc).toBe('2.0');
    expect(body.id).toBe(1);
    if (wanted.error) expectSameError(body, wanted);
    else expectSameShape(body, wanted, /blacklist|incremental/.test(file));
  });
});

describe('fields_get', () => {
  it.each<[ErpVersion, string]>([[17, 'v17'], [18, 'v18'], [19, 'v19']])('of %i names the recorded fields with their types', async (version, name) => {
    const simulator = await createErpSimulator({ version });
    try {
      const asked = recorded(`${name}.json`).filter(({ file }) => file.includes('fields_get'));
      expect(asked).toHaveLength(4);
      for (const recording of asked) {
        const { body } = await send(simulator.url, translate(recording));
        expect(body.result).toMatchObject((recording.response.body as JsonObject).result as JsonObject);
      }
    } finally {
      await simulator.close();
    }
  });
});

describe('bodies that are no call', () => {
  const plain = recorded('root.json').filter(({ file }) => /malformed-body|wrong-content-type/.test(file));
  it.each(plain.map((recording) => [recording.file, recording] as const))('%s', async (_file, recording) => {
    const simulator = await createErpSimulator();
    try {
      const response = await fetch(`${simulator.url}/jsonrpc`, {
        method: 'POST', headers: recording.request.headers ?? {}, body: typeof recording.request.body === 'string' ? recording.request.body : JSON.stringify(recording.request.body),
      });
      expect(response.status).toBe(recording.response.status);
      expect(response.headers.get('content-type')).toBe(recording.response.headers?.['content-type']);
      expect(await response.text()).toBe(recording.response.body);
    } finally {
      await simulator.close();
    }
  });
});
