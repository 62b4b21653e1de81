import type { ChannelRow, ContactAliasRow, ContactRow, MessageRow } from '../../server/src/platform/records';
import { aliasKeysOf, aliasText, identityOf, isInForce } from '../../server/src/features/contacts/alias-keys';
import { mergeContacts, stricterConsent } from '../../server/src/features/contacts/contact-merge';
import { groupPeople } from '../../server/src/features/contacts/people-groups';
import { applyReceivedTo, mergeChannels, shortenPreview } from '../../server/src/features/channels/channel-effects';
import { applyStatus } from '../../server/src/features/messages/status-changes';

const at = (hours: number) => new Date(Date.UTC(2026, 10, 20, hours));

describe('the names of a person', () => {
  it('are the id, its parent and one key for every spelling of a number', () => {
    const keys = aliasKeysOf({ phone: '5511987654321', waId: '551187654321', userId: 'BR.1', parentUserId: 'BR.ENT.9' }, 'portfolio:7');
    expect(keys.map(aliasText)).toEqual(['portfolio:7\nbsuid\nBR.1', 'portfolio:7\nparent_bsuid\nBR.ENT.9', 'installation\nphone\n551187654321']);
  });

  it('take an id that stands where a phone was expected for what it is, and empty text for nothing', () => {
    expect(identityOf({ phone: 'BR.1A2B', waId: 'BR.1A2B' })).toEqual({ phone: null, waId: null, userId: 'BR.1A2B', parentUserId: null });
    expect(aliasKeysOf({ phone: '', waId: '', userId: '' }, 'p')).toEqual([]);
  });

  it('a number given up counts for what was written before only; an id counts for good', () => {
    const retiredAt = at(5);
    expect([isInForce({ kind: 'phone', retiredAt }, at(4)), isInForce({ kind: 'phone', retiredAt }, at(6)), isInForce({ kind: 'bsuid', retiredAt }, at(6))]).toEqual([true, false, true]);
  });
});

describe('people of one batch', () => {
  const phone = (value: string) => ({ scope: 'installation', kind: 'phone' as const, value });
  const id = (value: string) => ({ scope: 'p', kind: 'bsuid' as const, value });
  const known = (...rows: [ReturnType<typeof phone> | ReturnType<typeof id>, number, Date?][]) =>
    new Map(rows.map(([key, contact, retiredAt], index) => [aliasText(key), { ...key, id: index + 1, contact, source: null, lastSeenAt: null, retiredAt: retiredAt ?? null } as ContactAliasRow]));

  it('who share a name are one, through others too', () => {
    const groups = groupPeople([{ at: at(0), keys: [phone('1')] }, { at: at(0), keys: [id('A')] }, { at: at(0), keys: [id('A'), phone('1')] }, { at: at(0), keys: [phone('2')] }, { at: at(0), keys: [] }], known());
    expect(groups.map(({ people }) => people)).toEqual([[0, 1, 2], [3]]);
    expect(groups[0]?.free).toHaveLength(2);
  });

  it('two names of one contact meet in it', () => {
    const groups = groupPeople([{ at: at(0), keys: [phone('1')] }, { at: at(0), keys: [id('A')] }], known([phone('1'), 7], [id('A'), 7]));
    expect(groups).toMatchObject([{ people: [0, 1], contacts: [7], free: [] }]);
  });

  it('two contacts named together are both found, to be merged', () => {
    expect(groupPeople([{ at: at(0), keys: [id('A'), phone('1')] }], known([phone('1'), 7], [id('A'), 9]))[0]?.contacts.sort()).toEqual([7, 9]);
  });

  it('a number given up before goes to whoever writes from it', () => {
    expect(groupPeople([{ at: at(6), keys: [phone('1')] }], known([phone('1'), 7, at(5)]))).toMatchObject([{ contacts: [], free: [], reassigned: [{ alias: { contact: 7 } }] }]);
  });
});

describe('two contacts that are one', () => {
  const contact = (changes: Partial<ContactRow>): ContactRow =>
    ({ id: 1, name: null, profileName: null, username: null, phone: null, waId: null, country: null, language: null, company: null, stoppedAt: null, marketingStoppedAt: null, erpBlacklisted: false, lastSeenAt: null, ...changes }) as ContactRow;

  it('keep the typed name, the address last used and everything that ends messages', () => {
    const merged = mergeContacts(contact({ name: 'Ana Costa', phone: '+1', lastSeenAt: at(1), erpBlacklisted: true }), contact({ name: 'ana', profileName: 'ana', phone: '+2', stoppedAt: at(0), lastSeenAt: at(2) }));
    expect(merged).toMatchObject({ name: 'Ana Costa', profileName: 'ana', phone: '+2', stoppedAt: at(0), erpBlacklisted: true, lastSeenAt: at(2) });
  });

  it.each([
    ['denied', 'granted', 'denied'],
    ['granted', 'denied', 'denied'],
    ['unknown', 'granted', 'granted'],
  ] as const)('%s and %s is %s', (one, other, expected) => {
    expect(stricterConsent({ state: one, statedAt: at(0) }, { state: other, statedAt: at(1) }).state).toBe(expected);
  });
});

describe('a channel', () => {
  const channel = (changes: Partial<ChannelRow> = {}): ChannelRow =>
    ({ id: 1, lastMessageAt: null, lastCustomerMessageAt: null, windowOpenedByStop: false, lastInboundProviderMessageId: null, unreadCount: 0, preview: null, ...changes }) as ChannelRow;
  const received = (hours: number, isStop = false, opensWindow = true) => ({ channel: 1, at: at(hours), opensWindow, isStop, providerMessageId: `m${hours}`, preview: `p${hours}` });
  const after = (...changes: ReturnType<typeof received>[]) => changes.reduce(applyReceivedTo, channel());

  it.each([
    ['a message opens', [received(1)], 1, false],
    ['STOP alone opens one that permits nothing', [received(1, true)], 1, true],
    ['STOP inside an open one changes nothing', [received(1), received(2, true)], 1, false],
    ['STOP after a closed one', [received(1), received(26, true)], 26, true],
    ['a message after STOP', [received(1, true), received(2)], 2, false],
    ['an older message never goes back', [received(5), received(1)], 5, false],
    ['a reaction opens none', [received(1), received(2, false, false)], 1, false],
  ])('%s', (_, changes, hours, byStop) => {
    expect(after(...changes)).toMatchObject({ lastCustomerMessageAt: at(hours), windowOpenedByStop: byStop, unreadCount: changes.length });
  });

  it('shows the newest message however they arrive', () => {
    expect(after(received(5), received(1))).toMatchObject({ preview: 'p5', lastInboundProviderMessageId: 'm5', lastMessageAt: at(5) });
  });

  it('of two keeps the newer window and all that is unread', () => {
    const merged = mergeChannels(channel({ unreadCount: 2, lastCustomerMessageAt: at(1), lastMessageAt: at(9), preview: 'new' }), channel({ unreadCount: 3, lastCustomerMessageAt: at(4), windowOpenedByStop: true, lastMessageAt: at(4) }));
    expect(merged).toMatchObject({ unreadCount: 5, lastCustomerMessageAt: at(4), windowOpenedByStop: true, preview: 'new' });
  });

  it('cuts a preview between characters', () => {
    expect(shortenPreview('👍'.repeat(200))).toBe(`${'👍'.repeat(119)}…`);
    expect(shortenPreview('a\n\n b')).toBe('a b');
  });
});

describe('a reported status', () => {
  const message = (changes: Partial<MessageRow> = {}): MessageRow =>
    ({ id: 1, direction: 'outbound', deliveryStatus: 'accepted', providerMessageId: 'w', blockedBy: null, leaseUntil: null, errorCode: null, errorMessage: null, errorVendorCode: null, pricing: null, acceptedAt: at(0), sentAt: null, deliveredAt: null, readAt: null, playedAt: null, failedAt: null, ...changes }) as MessageRow;
  const failure = { kind: 'recipient_refused' as const, vendorCode: '131026', message: 'Undeliverable' };

  it('keeps the time of each first report, also of one that comes late', () => {
    const read = applyStatus(message(), { providerMessageId: 'w', status: 'read', at: at(3) });
    const late = applyStatus(read as MessageRow, { providerMessageId: 'w', status: 'sent', at: at(1) });
    expect(late).toMatchObject({ deliveryStatus: 'read', sentAt: at(1), readAt: at(3) });
    expect(applyStatus(late as MessageRow, { providerMessageId: 'w', status: 'read', at: at(9) })).toBeNull();
  });

  it('failed says why, in our words and the provider’s; delivered beats it and keeps them', () => {
    const failed = applyStatus(message(), { providerMessageId: 'w', status: 'failed', at: at(1), failure });
    expect(failed).toMatchObject({ deliveryStatus: 'failed', errorCode: 'recipient.refused', errorVendorCode: '131026' });
    expect(failed?.errorMessage).toContain('Undeliverable');
    expect(applyStatus(failed as MessageRow, { providerMessageId: 'w', status: 'delivered', at: at(2) })).toMatchObject({ deliveryStatus: 'delivered', errorCode: 'recipient.refused' });
  });

  it('a price is counted once', () => {
    const priced = applyStatus(message(), { providerMessageId: 'w', status: 'sent', at: at(1), pricing: { category: 'utility' } });
    expect(applyStatus(priced as MessageRow, { providerMessageId: 'w', status: 'delivered', at: at(2), pricing: { category: 'marketing' } })?.pricing).toEqual({ category: 'utility' });
  });

  it('a former attempt’s failure does not fail the one that followed; that it arrived counts', () => {
    expect(applyStatus(message({ providerMessageId: 'second' }), { providerMessageId: 'first', status: 'failed', at: at(1), failure })).toBeNull();
    expect(applyStatus(message({ providerMessageId: 'second' }), { providerMessageId: 'first', status: 'delivered', at: at(1) })).toMatchObject({ deliveryStatus: 'delivered', providerMessageId: 'second' });
  });

  it('never touches a customer’s message', () => {
    expect(applyStatus(message({ direction: 'inbound', deliveryStatus: 'received' }), { providerMessageId: 'w', status: 'read', at: at(1) })).toBeNull();
  });
});
