import { canonicalPhone, chooseTarget, countryOfUserId, formatPhone, looksLikeBsuid, parsePhone, parseRecipient, phoneVariants } from '../../plugin/domain/address';

describe('parsePhone', () => {
  it.each<[string, (string | null | undefined)[], string, string | undefined]>([
    ['+5511987654321', [], '+5511987654321', 'BR'],
    ['5511987654321', [], '+5511987654321', 'BR'],
    ['+55 (11) 98765-4321', [], '+5511987654321', 'BR'],
    ['(+49) 30 1234567', [], '+49301234567', 'DE'],
    ['+49 (0) 30 1234567', [], '+49301234567', 'DE'],
    ['0049 30 1234567', ['FR'], '+49301234567', 'DE'],
    ['00 49 30 1234567', [], '+49301234567', 'DE'],
    ['030 1234567', ['DE'], '+49301234567', 'DE'],
    ['(870)-931-0505', ['US'], '+18709310505', 'US'],
    ['(870)-931-0505', [null, undefined, 'us'], '+18709310505', 'US'],
    ['011 49 30 1234567', ['US'], '+49301234567', 'DE'],
    ['4915112345678', ['DE'], '+4915112345678', 'DE'],
    ['5511987654321', ['BR'], '+5511987654321', 'BR'],
    ['12025550123', ['US'], '+12025550123', 'US'],
    ['34612345678', ['ES'], '+34612345678', 'ES'],
    ['612345678', ['ES'], '+34612345678', 'ES'],
    ['+44 20 7946 0000 ext. 12', [], '+442079460000', 'GB'],
    ['020 7946 0000 x12', ['GB'], '+442079460000', 'GB'],
    ['tel:+33 6 12 34 56 78', [], '+33612345678', 'FR'],
    ['\u202a+33 6 12 34 56 78\u202c', [], '+33612345678', 'FR'],
    ['＋５５ １１ ９８７６５４３２１', [], '+5511987654321', 'BR'],
    ['+14165550123', [], '+14165550123', 'CA'],
    ['+521 55 1234 5678', [], '+5215512345678', 'MX'],
    ['5215512345678', [], '+5215512345678', 'MX'],
    ['+15550783881', [], '+15550783881', 'US'],
  ])('reads %s with %j as %s', (input, countries, e164, country) => {
    const parsed = parsePhone(input, countries);
    expect(parsed).toEqual({ ok: true, e164, digits: e164.slice(1), country });
  });

  it('tries the countries in order: the partner, then the company', () => {
    expect(parsePhone('0470 12 34 56', ['US', 'BE'])).toMatchObject({ e164: '+32470123456' });
    expect(parsePhone('0470 12 34 56', ['BE', 'US'])).toMatchObject({ e164: '+32470123456' });
    // Valid in both: the first named wins.
    expect(parsePhone('030 1234567', ['DE', 'NL'])).toMatchObject({ country: 'DE' });
    expect(parsePhone('030 1234567', ['NL', 'DE'])).toMatchObject({ country: 'NL' });
  });

  it.each<[string, (string | null)[]]>([
    ['', []],
    ['   ', ['DE']],
    ['call me', ['DE']],
    ['+', []],
    ['12345', ['DE']],
    ['+4930', []],
    ['030 1234567', []],
    ['+999123456789', []],
    ['+12345678901234567890', []],
    ['1234567890123456789', ['DE']],
    ['false', ['US']],
    ['user@example.com', ['US']],
    ['BR.1A2B3C4D5E6F', ['BR']],
    ['030 1234567 or 040 7654321', ['DE']],
  ])('refuses %j with %j', (input, countries) => {
    expect(parsePhone(input, countries).ok).toBe(false);
  });

  it('does not take a national number of one country for an international one when the country is known', () => {
    // As +55 11 … it would be a Brazilian; the partner is in the United States, where it is no number at all.
    expect(parsePhone('5511987654321', ['US'])).toMatchObject({ ok: false });
  });

  it.each<[string, string]>([
    ['', 'empty'],
    ['n/a', 'not_a_number'],
    ['1234', 'too_short'],
    ['0301234567', 'country_unknown'],
    ['+99912345678', 'not_valid'],
    ['+49301234567890123', 'too_long'],
  ])('says why %j is none: %s', (input, reason) => {
    expect(parsePhone(input, [])).toEqual({ ok: false, reason });
  });

  it('never throws, whatever the countries say', () => {
    for (const country of ['', 'XX', 'Germany', '__proto__', 'constructor', 'de ']) {
      expect(() => parsePhone('030 1234567', [country])).not.toThrow();
    }
  });
});

describe('parseRecipient', () => {
  it.each([
    ['+5511987654321', { kind: 'phone', e164: '+5511987654321' }],
    ['551187654321', { kind: 'phone', e164: '+551187654321' }],
    [' 49 151 12345678 ', { kind: 'phone', e164: '+4915112345678' }],
    ['BR.1A2B', { kind: 'bsuid', value: 'BR.1A2B' }],
    ['US.ENT.9f8e7d', { kind: 'bsuid', value: 'US.ENT.9f8e7d' }],
    [`DE.${'a'.repeat(128)}`, { kind: 'bsuid', value: `DE.${'a'.repeat(128)}` }],
    [`DE.${'a'.repeat(129)}`, { kind: 'invalid' }],
    ['BR.', { kind: 'invalid' }],
    ['BRA.123', { kind: 'invalid' }],
    ['BR.1-2', { kind: 'invalid' }],
    ['user.abc', { kind: 'invalid' }],
    ['1234567', { kind: 'invalid' }],
    ['1234567890123456', { kind: 'invalid' }],
    ['', { kind: 'invalid' }],
    ['5511987654321@c.us', { kind: 'invalid' }],
  ])('%s', (input, expected) => {
    expect(parseRecipient(input)).toEqual(expected);
  });
});

describe('business-scoped ids', () => {
  it.each([
    ['BR.1A2B', true],
    ['BR.ENT.1A2B', true],
    ['user.3f2a', true],
    ['5511987654321', false],
    ['+5511987654321', false],
    ['12345@c.us', false],
    ['', false],
    ['BR.', false],
    ['name with.space', false],
  ])('looksLikeBsuid(%j) is %s', (value, expected) => {
    expect(looksLikeBsuid(value)).toBe(expected);
  });

  it.each([
    ['BR.1A2B', 'BR'],
    ['IN.ENT.1A2B', 'IN'],
    ['ZZ.1A2B', null],
    ['user.1A2B', null],
    ['5511987654321', null],
  ])('countryOfUserId(%j) is %s', (value, expected) => {
    expect(countryOfUserId(value)).toBe(expected);
  });

  it('are never dressed up as phones', () => {
    expect(formatPhone('BR.1A2B')).toBe('BR.1A2B');
    expect(formatPhone('user.123')).toBe('user.123');
  });
});

describe('formatPhone', () => {
  it.each([
    ['+5511987654321', '+55 11 98765 4321'],
    ['5511987654321', '+55 11 98765 4321'],
    ['+999', '+999'],
  ])('%s → %s', (input, expected) => {
    expect(formatPhone(input)).toBe(expected);
  });
});

describe('twins of a number', () => {
  const TWINS: [string, string][] = [
    ['5511987654321', '551187654321'],
    ['5531999998888', '553199998888'],
    ['5511900000000', '551100000000'],
    ['5215512345678', '525512345678'],
    ['5491123456789', '541123456789'],
  ];

  it.each(TWINS)('%s and %s are one person, whichever way it is asked', (long, short) => {
    expect(phoneVariants(long)).toEqual([long, short]);
    expect(phoneVariants(short)).toEqual([short, long]);
    expect(canonicalPhone(long)).toBe(canonicalPhone(short));
    expect(phoneVariants(`+${long}`)).toEqual([long, short]);
  });

  it.each([
    ['551133334444', 'a landline: with a 9 it would be a stranger’s mobile'],
    ['5511933334444', 'a mobile whose twin would be a landline'],
    ['4915112345678', 'Germany has no twins'],
    ['12025550123', 'nor has the United States'],
    ['52551234567', 'a digit short'],
    ['550011987654321', 'too long'],
  ])('%s stands alone: %s', (digits) => {
    expect(phoneVariants(digits)).toEqual([digits]);
    expect(canonicalPhone(digits)).toBe(digits);
  });

  it('canonical keys differ between people', () => {
    const people = ['5511987654321', '5511987654322', '5215512345678', '5491123456789', '551133334444', '4915112345678'];
    expect(new Set(people.map(canonicalPhone)).size).toBe(people.length);
  });
});

describe('chooseTarget', () => {
  it.each<[string, Parameters<typeof chooseTarget>[0], ReturnType<typeof chooseTarget>]>([
    ['phone before id', { phones: ['+5511987654321'], userIds: ['BR.1A'] }, { kind: 'phone', value: '5511987654321' }],
    ['the spelling WhatsApp used last', { phones: ['+5511987654321'], waId: '551187654321', userIds: [] }, { kind: 'phone', value: '551187654321' }],
    ['wa_id alone', { phones: [], waId: '551187654321', userIds: ['BR.1A'] }, { kind: 'phone', value: '551187654321' }],
    ['not the wa_id of another number', { phones: ['+4915112345678'], waId: '551187654321', userIds: [] }, { kind: 'phone', value: '4915112345678' }],
    ['id where there is no phone', { phones: [], userIds: ['BR.1A'] }, { kind: 'bsuid', value: 'BR.1A' }],
    ['own id before the parent’s', { phones: [], userIds: ['BR.ENT.9', 'BR.1A'] }, { kind: 'bsuid', value: 'BR.1A' }],
    ['the parent’s where it is all', { phones: [], userIds: ['BR.ENT.9'] }, { kind: 'bsuid', value: 'BR.ENT.9' }],
    ['an id that came as wa_id', { phones: [], waId: 'BR.1A', userIds: [] }, { kind: 'bsuid', value: 'BR.1A' }],
    ['an id never goes as a phone', { phones: ['BR.11987654321'], userIds: [] }, null],
    ['empty strings are absent', { phones: [''], waId: '', userIds: [''] }, null],
    ['nobody', { phones: [], waId: null, userIds: [] }, null],
  ])('%s', (_, known, expected) => {
    expect(chooseTarget(known)).toEqual(expected);
  });
});
