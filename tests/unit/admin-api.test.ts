import { FailedCall, isAbort, parseFailure } from '../../admin/src/api/failure';
import { newKey } from '../../admin/src/api/new-key';
import { pathOf, segment } from '../../admin/src/api/query';

describe('parseFailure', () => {
  it('reads our code, sentence and field from a Strapi error', () => {
    const thrown = Object.assign(new Error('x'), {
      name: 'FetchError',
      status: 400,
      response: { data: { data: null, error: { status: 400, name: 'ApplicationError', message: 'Asked not to.', details: { code: 'message.opted_out', path: 'settings.phoneNumberId' } } } },
    });
    expect(parseFailure(thrown)).toMatchObject({ status: 400, code: 'message.opted_out', sentence: 'Asked not to.', path: 'settings.phoneNumberId' });
  });

  it.each([
    ['a dead network', new TypeError('Failed to fetch'), { status: 0, code: 'network' }],
    ['an HTML answer', Object.assign(new Error('Unexpected token <'), { name: 'SyntaxError' }), { status: 0, code: 'unknown' }],
    ['a bare 502', Object.assign(new Error('Unknown Server Error'), { status: 502 }), { status: 502, code: 'unknown' }],
    ['an error without details', { status: 403, response: { data: { error: { status: 403, message: 'Forbidden' } } } }, { status: 403, code: 'unknown', sentence: 'Forbidden' }],
    ['details of another shape', { status: 400, response: { data: { error: { message: 'Bad', details: [] } } } }, { status: 400, code: 'unknown', sentence: 'Bad' }],
    ['nothing', undefined, { status: 0, code: 'unknown' }],
    ['a string', 'no', { status: 0, code: 'unknown' }],
  ])('makes a failure of %s', (_name, thrown, expected) => {
    expect(parseFailure(thrown)).toMatchObject(expected);
  });

  it('hands a failure on as it is', () => {
    const failure = parseFailure(new TypeError('x'));
    expect(parseFailure(new FailedCall(failure))).toBe(failure);
  });
});

describe('isAbort', () => {
  it.each([
    [new DOMException('gone', 'AbortError'), true],
    [new Error('x'), false],
    [null, false],
  ])('%p: %p', (thrown, expected) => {
    expect(isAbort(thrown)).toBe(expected);
  });
});

describe('pathOf', () => {
  it.each([
    ['/messages', {}, '/messages'],
    ['/messages', { status: '', account: null, contact: undefined }, '/messages'],
    ['/messages', { search: 'Müller & Söhne #1', limit: 25 }, '/messages?search=M%C3%BCller+%26+S%C3%B6hne+%231&limit=25'],
    ['/messages', { search: '+32 470', after: 0 }, '/messages?search=%2B32+470&after=0'],
  ])('%s with %p', (path, query, expected) => {
    expect(pathOf(path, query)).toBe(expected);
  });

  it('keeps a name from leaving its segment', () => {
    expect(segment('../admin?x=1')).toBe('..%2Fadmin%3Fx%3D1');
  });
});

describe('newKey', () => {
  it('never gives the same key twice, with or without randomUUID', () => {
    const original = crypto.randomUUID;
    const keys = new Set<string>();
    for (let round = 0; round < 50; round += 1) keys.add(newKey());
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
    try {
      for (let round = 0; round < 50; round += 1) {
        const key = newKey();
        expect(key).toMatch(/^[0-9a-f]{32}$/);
        keys.add(key);
      }
    } finally {
      Object.defineProperty(crypto, 'randomUUID', { value: original, configurable: true });
    }
    expect(keys.size).toBe(100);
  });
});
