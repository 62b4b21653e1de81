import { formatDate, formatMoney, languageTag, presentValue } from '../../plugin/domain/money-and-dates';

/** Intl writes no-break spaces of two kinds; which one depends on the data it was built with. */
const spaced = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('languageTag', () => {
  it.each<[string | null | undefined, string]>([
    ['pt_BR', 'pt-BR'],
    ['en', 'en'],
    ['es_419', 'es-419'],
    ['sr@latin', 'sr-Latn'],
    ['sr_RS@latin', 'sr-Latn-RS'],
    ['de_DE.UTF-8', 'de-DE'],
    ['zh_CN', 'zh-CN'],
    ['', 'en'],
    [null, 'en'],
    [undefined, 'en'],
    ['not a language', 'en'],
    ['x', 'en'],
  ])('%s → %s', (language, tag) => {
    expect(languageTag(language)).toBe(tag);
  });
});

describe('formatMoney', () => {
  it.each<[unknown, string | null, string | null, string]>([
    [1234.5, 'EUR', 'de_DE', '1.234,50 €'],
    [1234.5, 'EUR', 'fr_FR', '1 234,50 €'],
    [1234.5, 'BRL', 'pt_BR', 'R$ 1.234,50'],
    [1234.5, 'USD', 'en_US', '$1,234.50'],
    [1234.4, 'JPY', 'ja_JP', '￥1,234'],
    [123456.7, 'INR', 'en_IN', '₹1,23,456.70'],
    [-5, 'USD', 'en_US', '-$5.00'],
    [-0, 'USD', 'en_US', '$0.00'],
    [0, 'USD', null, '$0.00'],
    [10, null, 'en', '10.00'],
    [10, 'points', 'en', '10.00 points'],
    [10, 'XQZ', 'en', 'XQZ 10.00'],
    [false, 'USD', 'en', ''],
    [null, 'USD', 'en', ''],
    ['10', 'USD', 'en', ''],
    [Number.NaN, 'USD', 'en', ''],
  ])('%s %s in %s → %s', (amount, currency, language, expected) => {
    expect(spaced(formatMoney(amount, currency, language))).toBe(expected);
  });
});

describe('formatDate', () => {
  it.each<[unknown, string | null, string | undefined, string]>([
    ['2026-11-20', 'de_DE', undefined, '20.11.2026'],
    ['2026-11-20', 'en_US', undefined, 'Nov 20, 2026'],
    ['2026-11-20', 'pt_BR', undefined, '20 de nov. de 2026'],
    // A day is that day everywhere.
    ['2026-11-20', 'en_US', 'America/Los_Angeles', 'Nov 20, 2026'],
    ['2026-11-20', 'en_US', 'Pacific/Kiritimati', 'Nov 20, 2026'],
    // Odoo's times are UTC: late in the evening it is tomorrow in Kolkata.
    ['2026-11-20 23:30:00', 'en_US', 'Asia/Kolkata', 'Nov 21, 2026'],
    ['2026-11-20 23:30:00', 'en_US', undefined, 'Nov 20, 2026'],
    ['2026-11-20T23:30:00.123Z', 'en_US', 'Asia/Kolkata', 'Nov 21, 2026'],
    ['2026-11-20T23:30:00+05:30', 'en_US', 'UTC', 'Nov 20, 2026'],
    [new Date('2026-11-20T10:00:00Z'), 'en_US', 'UTC', 'Nov 20, 2026'],
    ['2026-11-20 10:00:00', 'en_US', 'Mars/Olympus', 'Nov 20, 2026'],
    [false, 'en_US', undefined, ''],
    [null, 'en_US', undefined, ''],
    ['', 'en_US', undefined, ''],
    ['tomorrow', 'en_US', undefined, ''],
    ['2026-13-01', 'en_US', undefined, ''],
    ['2026-02-30', 'en_US', undefined, ''],
    ['2026-11-20 25:00:00', 'en_US', undefined, ''],
    [new Date(Number.NaN), 'en_US', undefined, ''],
  ])('%s in %s at %s → %s', (value, language, zone, expected) => {
    expect(spaced(formatDate(value, language, zone))).toBe(expected);
  });
});

describe('presentValue', () => {
  it.each<[unknown, string]>([
    [false, ''],
    [true, ''],
    [null, ''],
    [undefined, ''],
    ['', ''],
    [' text ', 'text'],
    [0, '0'],
    [1.5, '1.5'],
    [Number.NaN, ''],
    [[7, 'Azure Interior'], 'Azure Interior'],
    [[7, 8, 9], ''],
    [[], ''],
    [['a', 'b'], 'a, b'],
    [{ id: 7, name: 'Azure' }, 'Azure'],
    [{ id: 7, display_name: 'Azure, Brandon' }, 'Azure, Brandon'],
    [{ id: 7, name: false }, ''],
    [{}, ''],
  ])('%j → %j', (value, expected) => {
    expect(presentValue(value)).toBe(expected);
  });
});
