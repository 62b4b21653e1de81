import {
  changeKind,
  draftOf,
  isChanged,
  isUnfinished,
  keepPlaces,
  lostPaths,
  ownSource,
  sampleSlots,
  setSource,
  valuesOfFields,
  withFallback,
} from '../../admin/src/features/templates/mapping-form';
import { isRightToLeft } from '../../admin/src/features/templates/template-words';
import type { TemplateFieldsView } from '../../plugin/contracts/templates';
import type { MappingSource } from '../../plugin/domain/template';

const stored = { mapping: { 'body.1': { path: 'contact.name', fallback: 'customer' } }, recordMappings: { invoice: { 'body.1': { text: 'Dear' } } } };
const fields: TemplateFieldsView = {
  record: { type: 'invoice', id: 'one', number: 'INV/1', partnerName: 'Ana' },
  erpKnown: true,
  fields: [
    { path: 'contact.name', group: 'contact', label: null, sample: null },
    { path: 'partner.erp.website', group: 'erp', label: 'Website (website)', sample: 'https://ana.test' },
  ],
};

describe('a mapping while it is edited', () => {
  it('is saved without places that WhatsApp took out of the text', () => {
    const draft = { mapping: { 'body.1': { text: 'x' }, 'body.2': { text: 'gone' } }, recordMappings: { invoice: { 'header.1': { text: 'gone' }, 'body.1': { text: 'y' } } } };
    expect(keepPlaces(draft, { components: [{ type: 'body', text: 'Hello {{1}} there' }], parameterFormat: 'positional' })).toEqual({ mapping: { 'body.1': { text: 'x' } }, recordMappings: { invoice: { 'body.1': { text: 'y' } } } });
  });

  it('changes one place of one kind of record and leaves the rest', () => {
    const draft = setSource(draftOf(stored), 'sales-order', 'body.2', { text: 'x' });
    expect(draft).toEqual({ ...stored, recordMappings: { ...stored.recordMappings, 'sales-order': { 'body.2': { text: 'x' } } } });
    expect(isChanged(draft, stored)).toBe(true);
    expect(setSource(draft, 'sales-order', 'body.2', null)).toEqual(stored);
    expect(ownSource(draft, 'sales-order', 'body.1')).toBeUndefined();
  });

  it('is not changed by another order of keys', () => {
    expect(isChanged({ mapping: { 'body.1': { fallback: 'customer', path: 'contact.name' } }, recordMappings: stored.recordMappings }, stored)).toBe(false);
  });

  it.each<[MappingSource | undefined, 'none' | 'field' | 'text', MappingSource | null]>([
    [undefined, 'field', { path: '' }],
    [{ path: 'contact.name', fallback: 'x' }, 'text', { text: '{{contact.name}}', fallback: 'x' }],
    [{ text: 'Hi', fallback: 'x' }, 'field', { path: '', fallback: 'x' }],
    [{ text: 'Hi' }, 'none', null],
  ])('%j as %s', (source, kind, expected) => {
    expect(changeKind(source, kind)).toEqual(expected);
  });

  it('stores no empty fallback, and nothing unfinished', () => {
    expect(withFallback({ text: 'Hi', fallback: 'x' }, '')).toEqual({ text: 'Hi' });
    expect(isUnfinished({ mapping: { 'body.1': { path: '' } }, recordMappings: {} })).toBe(true);
    expect(isUnfinished({ mapping: {}, recordMappings: { invoice: { 'body.1': { text: ' ' } } } })).toBe(true);
    expect(isUnfinished(stored)).toBe(false);
  });
});

describe('fields that are gone', () => {
  it.each<[MappingSource | undefined, boolean, string[]]>([
    [undefined, true, []],
    [{ path: '' }, true, []],
    [{ path: 'record.number' }, true, []],
    [{ path: 'partner.erp.website' }, true, []],
    [{ text: 'Hi {{partner.erp.x_gone}}' }, true, ['partner.erp.x_gone']],
    [{ path: 'partner.erp.x_gone' }, false, []],
    [{ path: 'record.gone' }, false, ['record.gone']],
  ])('%j, the ERP known: %s', (source, erpKnown, expected) => {
    expect(lostPaths(source, { ...fields, erpKnown })).toEqual(expected);
  });
});

it('shows what a record would fill, and nothing made up', () => {
  const template = { components: [{ type: 'body' as const, text: '{{1}} {{2}} {{3}}' }], parameterFormat: 'positional' as const };
  const draft = { mapping: { 'body.1': { path: 'partner.erp.website' }, 'body.2': { path: 'record.dueDate', fallback: 'soon' } }, recordMappings: {} };
  expect(sampleSlots(template, draft, 'invoice', valuesOfFields(fields)).map(({ key, text, from }) => [key, text, from])).toEqual([
    ['body.1', 'https://ana.test', 'mapping'],
    ['body.2', 'soon', 'fallback'],
    ['body.3', null, null],
  ]);
  expect(valuesOfFields({ ...fields, record: null })).toBeNull();
});

it.each([['ar', true], ['he_IL', true], ['fa', true], ['en_US', false], ['arq', false]])('%s is written from right to left: %s', (language, expected) => {
  expect(isRightToLeft(language)).toBe(expected);
});
