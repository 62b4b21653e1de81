import type { InboundContent } from '../../plugin/domain/message';
import type { AccountRow } from '../../server/src/platform/records';
import type { AccountRef, ProviderEvent } from '../../server/src/providers/provider';
import { parseSpokenWord } from '../../server/src/features/inbound/consent-word';
import { bodyOf, previewOf } from '../../server/src/features/inbound/content-text';
import { createFailedChecks } from '../../server/src/features/inbound/failed-checks';
import { createGroupCommit } from '../../server/src/features/inbound/group-commit';
import { isPlain, routeEvents } from '../../server/src/features/inbound/route-events';
import { storableEvents, storableId, storableText } from '../../server/src/features/inbound/storable';
import { parseWebhookAddress } from '../../server/src/features/inbound/webhook-address';

const text = (words: string): InboundContent => ({ type: 'text', text: words });
const button = (payload: string, label: string): InboundContent => ({ type: 'button', payload, text: label });

describe('STOP and START', () => {
  it.each<[string, InboundContent, 'stop' | 'start' | undefined]>([
    ['the word', text('STOP'), 'stop'],
    ['with marks', text(' *Stop!* '), 'stop'],
    ['in Spanish', text('baja'), 'stop'],
    ['typed cancel', text('cancel'), 'stop'],
    ['in a sentence', text('please stop calling'), undefined],
    ['resumed', text('start'), 'start'],
    ['a template’s button', button('x', 'Stop promotions'), 'stop'],
    ['a button’s payload', button('STOP', 'No thanks'), 'stop'],
    ['a button that answers', button('cancel_visit', 'Cancel'), undefined],
    ['a reply button', { type: 'interactive_reply', replyType: 'button', id: '1', title: 'Unsubscribe' }, 'stop'],
    ['a reply button that answers', { type: 'interactive_reply', replyType: 'button', id: 'no', title: 'Cancelar' }, undefined],
    ['a caption', { type: 'media', media: { kind: 'image', providerMediaId: '1', caption: 'STOP' } }, undefined],
    ['a reaction', { type: 'reaction', providerMessageId: 'x', emoji: '🛑' }, undefined],
  ])('%s', (_, content, expected) => {
    expect(parseSpokenWord(content)?.word).toBe(expected);
  });
});

describe('words of the host', () => {
  it('are added to the built-in ones, on buttons too', () => {
    const host = { stop: ['lopeta'], start: ['jatka'] };
    expect([text('Lopeta!'), button('x', 'jatka'), text('stop'), text('lopeta nyt')].map((content) => parseSpokenWord(content, host)?.word)).toEqual(['stop', 'start', 'stop', undefined]);
    expect(parseSpokenWord(text('lopeta'))).toBeNull();
  });
});

describe('what people read of a message', () => {
  it.each<[InboundContent, string | null, string]>([
    [text('hello'), 'hello', 'hello'],
    [{ type: 'media', media: { kind: 'image', providerMediaId: '1' } }, null, '📷 Photo'],
    [{ type: 'media', media: { kind: 'document', providerMediaId: '1', filename: 'a.pdf' } }, null, '📄 Document: a.pdf'],
    [{ type: 'location', latitude: 1.5, longitude: -2 }, '1.5, -2', '📍 1.5, -2'],
    [{ type: 'reaction', providerMessageId: 'x', emoji: '' }, null, 'Removed a reaction'],
    [{ type: 'unsupported', vendorType: 'poll' }, null, 'Message of a kind that can not be shown'],
  ])('%j', (content, body, preview) => {
    expect(bodyOf(content)).toBe(body);
    expect(previewOf(content)).toBe(preview);
  });
});

describe('failed checks', () => {
  it('count per address within a window, and never more addresses than allowed', () => {
    const checks = createFailedChecks({ limit: 2, windowMs: 1_000, maxAddresses: 2 });
    const at = (ms: number) => new Date(ms);
    expect([checks.add('a', at(0)), checks.add('a', at(10)), checks.add('a', at(20))]).toEqual([false, false, true]);
    expect(checks.add('b', at(20))).toBe(false);
    expect(checks.retryAfter('a', at(20))).toBe(1);
    expect(checks.add('a', at(1_001))).toBe(false);
    checks.add('c', at(1_001));
    // `b` was untouched longest and made room.
    expect([checks.add('b', at(1_002)), checks.add('b', at(1_002))]).toEqual([false, false]);
  });
});

describe('storing in groups', () => {
  const gate = () => {
    let open: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (open = resolve));
    return { wait, open };
  };

  it('answers after the commit, and what came meanwhile shares the next one', async () => {
    const first = gate();
    const batches: number[][] = [];
    const commit = createGroupCommit<number>(
      async (rows) => {
        batches.push(rows);
        if (batches.length === 1) await first.wait;
      },
      () => 1,
    );
    const answered: number[] = [];
    const puts = [1, 2, 3].map((row) => commit.put([row]).then(() => answered.push(row)));
    // Into the first statement goes what is there when it starts; what comes while it runs shares the second.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    puts.push(commit.put([4]).then(() => answered.push(4)));
    expect(answered).toEqual([]);
    first.open();
    await Promise.all(puts);
    await commit.flush();
    expect(batches.flat()).toEqual([1, 2, 3, 4]);
    expect(batches).toHaveLength(2);
  });

  it('a row the database refuses costs nobody else theirs', async () => {
    const first = gate();
    let calls = 0;
    const commit = createGroupCommit<number>(
      async (rows) => {
        calls += 1;
        if (calls === 1) return first.wait;
        if (rows.includes(3)) throw new Error('refused');
      },
      () => 1,
    );
    const put = (row: number) => commit.put([row]).then(() => 'stored', (error: Error) => error.message);
    const results = [put(1)];
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    results.push(...[2, 3, 4].map(put));
    first.open();
    expect(await Promise.all(results)).toEqual(['stored', 'stored', 'refused', 'stored']);
  });

  it('refuses rather than to keep more than it may', async () => {
    const first = gate();
    const commit = createGroupCommit<string>(() => first.wait, (row) => row.length, { maxWaitingBytes: 6 });
    const one = commit.put(['abc']);
    const two = commit.put(['abc']);
    await expect(commit.put(['abc'])).rejects.toThrow('too much waits');
    first.open();
    await Promise.all([one, two]);
  });

  it('gives up waiting for a database that does not answer', async () => {
    const commit = createGroupCommit<number>(() => new Promise(() => undefined), () => 1, { timeoutMs: 5 });
    await expect(commit.put([1])).rejects.toThrow('not stored within');
  });
});

describe('what the database can keep', () => {
  it('drops NUL and half characters, and leaves whole ones', () => {
    expect(storableText('a\u0000b\ud83d\ude00\ud83dc')).toBe('ab😀\ufffdc');
  });

  it('shortens an endless id to the same text each time', () => {
    const [one, other] = ['x'.repeat(300), `${'x'.repeat(299)}y`];
    expect(storableId(one)).toHaveLength(245);
    expect(storableId(one)).toBe(storableId(one));
    expect(storableId(one)).not.toBe(storableId(other));
    expect(storableId('short')).toBe('short');
  });

  it('cleans events deeply only where their body could need it, and keeps dates', () => {
    const at = new Date(0);
    const event: ProviderEvent = { kind: 'message', account: {}, at, providerMessageId: 'x', from: { phone: '1' }, content: text('a\u0000') };
    expect(storableEvents('\\u0000', [event])).toEqual([{ ...event, content: text('a') }]);
    expect(storableEvents('{}', [event])[0]).toMatchObject({ at, content: text('a\u0000') });
  });
});

describe('addresses of the door', () => {
  it.each([
    ['/api/whatsapp/webhook/meta/shop', { provider: 'meta', accountKey: 'shop' }],
    ['/api/whatsapp/webhook/meta/', { provider: 'meta', accountKey: null }],
    ['/api/whatsapp/webhook/waha/shop/s3cret', { provider: 'waha', accountKey: 'shop', pathSecret: 's3cret' }],
    ['/api/whatsapp/webhook/', null],
    ['/api/whatsapp/webhook/a/b/c/d', null],
    ['/api/whatsapp/webhook/a//c', null],
    ['/api/whatsapp/webhook/%zz', null],
  ])('%s', (path, expected) => {
    expect(parseWebhookAddress(path, '/api/whatsapp/webhook/')).toEqual(expected);
  });
});

describe('whose event it is', () => {
  const accounts = [
    { id: 1, provider: 'meta', providerNumber: 'n1', businessAccount: 'w' },
    { id: 2, provider: 'meta', providerNumber: 'n2', businessAccount: 'w' },
  ] as AccountRow[];
  const named = ({ phoneNumberId, businessAccountId }: AccountRef) =>
    accounts.filter((account) => (phoneNumberId ? account.providerNumber === phoneNumberId : account.businessAccount === businessAccountId));
  const message = (account: AccountRef): ProviderEvent => ({ kind: 'message', account, at: null, providerMessageId: 'm', from: {}, content: text('x') });
  const template = (account: AccountRef): ProviderEvent => ({ kind: 'template', account, at: null, name: 't', language: 'en', change: {} });
  const odd = (account: AccountRef): ProviderEvent => ({ kind: 'unsupported', account, at: null, vendorField: 'x', payload: null });
  const row = (account: number) => ({ id: account, account, digest: 'd'.repeat(64), receivedAt: new Date(0) });
  /** Which row works the event, and for whom (null: parked). */
  const workedBy = (event: ProviderEvent, receivers: number[]) =>
    receivers.flatMap((receiver) => routeEvents(row(receiver), [event], accounts, named, receivers).map(({ account }) => [receiver, account?.id ?? null]));

  it.each<[string, ProviderEvent, number[], (number | null)[][]]>([
    ['its own number', message({ phoneNumberId: 'n1', businessAccountId: 'w' }), [1], [[1, 1]]],
    ['a sister’s, which has a row', message({ phoneNumberId: 'n2', businessAccountId: 'w' }), [1, 2], [[2, 2]]],
    ['a sister’s, which could not vouch', message({ phoneNumberId: 'n2', businessAccountId: 'w' }), [1], [[1, null]]],
    ['nobody’s, parked once', message({ phoneNumberId: 'n9', businessAccountId: 'w' }), [1, 2], [[1, null]]],
    ['without a name: the address’s', message({}), [1], [[1, 1]]],
    ['without a name, once of several rows', message({}), [1, 2], [[1, 1]]],
    ['a template of both', template({ businessAccountId: 'w' }), [1, 2], [[1, 1], [2, 2]]],
    ['something odd of both, once', odd({ businessAccountId: 'w' }), [1, 2], [[1, 1]]],
  ])('%s', (_, event, receivers, expected) => {
    expect(workedBy(event, receivers)).toEqual(expected);
  });

  it('asks for the other rows only where it has to', () => {
    expect(isPlain(row(1), [message({ phoneNumberId: 'n1' })], named)).toBe(true);
    expect(isPlain(row(1), [message({ phoneNumberId: 'n1' }), template({ businessAccountId: 'w' })], named)).toBe(false);
  });

  it('gives a message without an id one of its own', () => {
    const [routed] = routeEvents(row(1), [{ ...message({ phoneNumberId: 'n1' }), providerMessageId: '' } as ProviderEvent], accounts, named, [1]);
    expect(routed?.event).toMatchObject({ providerMessageId: `${'d'.repeat(40)}:0` });
  });
});
