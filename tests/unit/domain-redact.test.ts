import { REMOVED, redact, redactText } from '../../plugin/domain/redact';

describe('redactText', () => {
  it.each([
    ['a portal link', 'See https://erp.example.com/my/invoices/7?access_token=abc123 now', ['abc123', 'invoices/7'], 'https://erp.example.com/…'],
    ['a sign-in in a link', 'https://me:hunter2@host.example/x', ['hunter2', 'me:'], 'https://host.example/…'],
    ['another scheme', 'postgres://app:pw12@db.example/live', ['pw12', 'live'], 'postgres://db.example/…'],
    ['a bearer header', 'authorization: Bearer abcdef.ghi-jkl', ['abcdef'], REMOVED],
    ['a basic header', 'Basic dXNlcjpwYXNz', ['dXNlcjpwYXNz'], REMOVED],
    ['a token in a query', 'path?access_token=s3cr3t&x=1', ['s3cr3t'], REMOVED],
    ['a password in words', 'password: hunter2', ['hunter2'], REMOVED],
    ['a token of Meta', `used EAAG${'a1B2'.repeat(10)} there`, ['a1B2a1B2'], REMOVED],
    ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln', ['eyJzdWIi'], REMOVED],
    ['a digest', `x ${'0123456789abcdef'.repeat(4)} y`, ['0123456789abcdef'], REMOVED],
  ])('takes out %s', (_, text, gone, kept) => {
    const clean = redactText(text);
    for (const part of gone) expect(clean).not.toContain(part);
    expect(clean).toContain(kept);
  });

  it.each([
    ['an ordinary sentence', 'Your invoice INV/2026/0007 of € 1.234,56 is due on 3 December.'],
    ['a number', '+32470123456'],
    ["WhatsApp's message id", `wamid.${'HBgLMzI0NzAxMjM0NTYVAgARGBI5'.repeat(2)}==`],
    ['our id', 'n3x2yz8t7s6r5q4p3o2m1k0j'],
  ])('leaves %s alone', (_, text) => {
    expect(redactText(text)).toBe(text);
  });

  it('keeps a long text short and says so', () => {
    const clean = redactText('word '.repeat(10_000), 100);
    expect(clean.length).toBeLessThan(140);
    expect(clean).toMatch(/\(49900 more\)$/);
  });
});

describe('redact', () => {
  it.each(['access_token', 'appSecret', 'Authorization', 'api-key', 'x-hub-signature-256', 'password', 'otp', 'one_time_code', 'Cookie'])('takes the value of %s', (name) => {
    expect(redact({ [name]: 'v4lue' })).toEqual({ [name]: REMOVED });
    expect(redact({ deep: [{ [name]: { inner: 'v4lue' } }] })).toEqual({ deep: [{ [name]: REMOVED }] });
  });

  it('says that a secret was empty, and keeps what is none', () => {
    expect(redact({ token: null, secret: '', name: 'Ann', count: 3, ok: true, at: new Date(0) })).toEqual({ token: null, secret: '', name: 'Ann', count: 3, ok: true, at: '1970-01-01T00:00:00.000Z' });
    expect(redact({ token: 7 })).toEqual({ token: 7 });
    expect(redact({ token: 'seven' })).toEqual({ token: REMOVED });
  });

  it('is bounded in depth and width', () => {
    type Nest = { in: Nest | null };
    let nest: Nest = { in: null };
    for (let depth = 0; depth < 50; depth += 1) nest = { in: nest };
    expect(JSON.stringify(redact(nest)).length).toBeLessThan(200);
    expect((redact(Array.from({ length: 500 }, (_, index) => index)) as unknown[]).length).toBe(61);
  });

  it('finds links and tokens within values', () => {
    const text = JSON.stringify(redact({ template: { components: [{ parameters: [{ text: 'https://erp.example/my/orders/3?access_token=zzz' }] }] } }));
    expect(text).not.toContain('zzz');
    expect(text).not.toContain('orders/3');
  });
});
