import { duplicateReason, isCloseNumber, nameKey } from '../../plugin/domain/duplicates';
import { mergedConsents } from '../../server/src/features/contacts/contact-merge';
import { searchTexts } from '../../server/src/features/contacts/contact-search';
import { sourceOf, sourcesOf } from '../../server/src/features/contacts/contact-sources';

describe('two contacts look like one person', () => {
  const person = (name: string | null, ...phones: (string | null)[]) => ({ names: [name], phones });

  it.each([
    ['by a number with and without Brazil’s ninth digit', person('a', '+5511987654321'), person('b', '+551187654321'), 'number'],
    ['by a number with and without Mexico’s 1', person('a', '+5215512345678'), person('b', '+525512345678'), 'number'],
    ['by the number WhatsApp knows one of them by', person('a', null, '4915155550001'), person('b', '+4915155550001'), 'number'],
    ['by name and one wrong digit', person('José  Díaz', '+34600111222'), person('jose diaz', '+34600111322'), 'name'],
    ['by name and two digits swapped', person('Ana', '+34600111222'), person('Ana', '+34600112122'), 'name'],
    ['by name and another prefix', person('Ana', '+5491112345678'), person('Ana', '+541512345678'), 'name'],
    ['not by a name alone', person('Ana', '+34600111222'), person('Ana', '+34699888777'), null],
    ['not by a close number alone', person('Ana', '+34600111222'), person('Eva', '+34600111223'), null],
    ['not by no name and no number', person(null, null), person(null, null), null],
    ['not by empty names', person(' ', '+34600111222'), person('', '+34600111223'), null],
    ['not by a landline that would be another’s mobile', person('a', '+551132654321'), person('b', '+5511932654321'), null],
  ] as const)('%s', (_, one, other, reason) => {
    expect(duplicateReason(one, other)).toBe(reason);
    expect(duplicateReason(other, one)).toBe(reason);
  });

  it.each([
    ['4915155550001', '4915155550001', true],
    ['4915155550001', '4915155550010', true],
    ['4915155550001', '4915155559901', false],
    ['1234567', '1234567', false],
    ['34600111222', '600111222', true],
  ])('%s and %s are close: %s', (one, other, close) => {
    expect(isCloseNumber(one, other)).toBe(close);
  });

  it.each([
    ['  José   DÍAZ ', 'jose diaz'],
    [null, ''],
    ['محمد', 'محمد'],
  ])('the key of %s is %s', (name, key) => {
    expect(nameKey(name)).toBe(key);
  });
});

describe('what counts once two are one', () => {
  const said = (purpose: 'utility' | 'marketing', state: 'granted' | 'denied' | 'unknown', hour: number) => ({ purpose, state, statedAt: new Date(Date.UTC(2026, 10, 20, hour)) });

  it.each([
    ['the stricter, older or not', [said('utility', 'granted', 9)], [said('utility', 'denied', 1)], [['utility', 'denied', 1]]],
    ['of two alike the newer', [said('utility', 'granted', 1)], [said('utility', 'granted', 9)], [['utility', 'granted', 9]]],
    ['the only one', [], [said('marketing', 'denied', 1)], [['marketing', 'denied', 1]]],
    ['each purpose by itself', [said('utility', 'granted', 1), said('marketing', 'denied', 1)], [said('marketing', 'granted', 9)], [['utility', 'granted', 1], ['marketing', 'denied', 1]]],
    ['a word before none', [said('utility', 'unknown', 9)], [said('utility', 'granted', 1)], [['utility', 'granted', 1]]],
    ['nothing of nothing', [], [], []],
  ])('%s', (_, kept, merged, expected) => {
    expect(mergedConsents(kept, merged).map(({ purpose, state, statedAt }) => [purpose, state, statedAt.getUTCHours()])).toEqual(expected);
  });
});

describe('a search', () => {
  it.each([
    ['Ana Costa', ['ana costa']],
    ['+55 11 98765-4321', ['+55 11 98765-4321', '5511987654321', '551187654321']],
    ['0151 5555', ['0151 5555', '01515555', '1515555']],
    ['0000', ['0000']],
  ])('for %s looks for %j', (search, texts) => {
    expect(searchTexts(search)).toEqual(texts);
  });
});

describe('where a contact came from', () => {
  it.each([
    ['message', 'conversation'],
    ['erp:17', 'erp'],
    ['erp', 'erp'],
    ['admin', 'admin'],
    ['preview', 'other'],
    [null, 'other'],
  ] as const)('%s is %s', (source, kind) => {
    expect(sourceOf(source)).toBe(kind);
    const { values, prefix, except } = sourcesOf(kind);
    const matches = source !== null && (values.includes(source) || (prefix !== null && source.startsWith(prefix.slice(0, -1))));
    // What has no source at all is in no alias, so it is what none of the kinds holds.
    expect(matches).toBe(!except);
  });
});
