import type { DocumentPreparation } from '../../plugin/contracts/documents';
import { recordOf } from '../../admin/src/features/documents/record-models';
import { CALM_MS, createPace, FAST_MS } from '../../admin/src/features/documents/panel-pace';
import {
  filenameOf,
  keepsKey,
  missingSlots,
  noChoices,
  panelRefusal,
  parseTemplateKey,
  prepareBodyOf,
  previewValues,
  sendBar,
  sendBodyOf,
  templateKey,
} from '../../admin/src/features/documents/send-choices';

const record = { type: 'invoice' as const, id: 'abc' };

const prepared = (changes: Partial<DocumentPreparation> = {}): DocumentPreparation => ({
  record: { type: 'invoice', id: 'abc', number: 'INV/1', title: 'Invoice INV/1', partnerName: 'Ana', amountTotal: 10, currency: 'EUR', state: 'posted' },
  accounts: [{ key: 'main', name: 'Main', phone: null }],
  account: 'main',
  recipients: [{ phone: '+32470123456', name: 'Ana', problem: null }],
  to: '+32470123456',
  elsewhere: false,
  mayElsewhere: false,
  contact: null,
  window: { open: false, closesAt: null },
  mode: 'template',
  templates: [],
  template: { name: 'invoice', language: 'en', components: [], slots: [], preview: '' },
  repeats: [],
  notices: [],
  sendable: true,
  ...changes,
});

const slots = [
  { key: 'body.1', label: 'Name', value: 'Ana', from: 'mapping' as const },
  { key: 'body.2', label: 'Due', value: null, from: null },
];
const withSlots = prepared({ template: { name: 'invoice', language: 'en', components: [], slots, preview: '' } });

describe('recordOf', () => {
  it.each([
    ['plugin::whatsapp.invoice', 'x', { type: 'invoice', id: 'x', hasDocument: true }],
    ['plugin::whatsapp.sales-order', 'x', { type: 'sales-order', id: 'x', hasDocument: true }],
    ['api::repair-order.repair-order', 'x', { type: 'api::repair-order.repair-order', id: 'x', hasDocument: false }],
    ['api::repair-order.repair-order', 'create', null],
    ['plugin::whatsapp.partner', 'x', null],
    ['api::article.article', 'x', null],
    ['constructor', 'x', null],
    ['plugin::whatsapp.invoice', undefined, null],
    ['plugin::whatsapp.invoice', 'create', null],
  ])('%s %s', (model, id, expected) => {
    expect(recordOf(model, id, [{ type: 'api::repair-order.repair-order', label: 'Repair order', hasDocument: false }])).toEqual(expected);
  });
});

describe('prepareBodyOf', () => {
  it('names only what was chosen', () => {
    expect(prepareBodyOf(record, noChoices)).toEqual({ record, typed: {} });
    expect(prepareBodyOf(record, { ...noChoices, to: ' +1 ', account: 'a', template: { name: 't', language: 'pt_BR' }, typed: { 'body.1': ' x ', 'body.2': ' ' } })).toEqual({
      record,
      to: '+1',
      account: 'a',
      template: 't',
      language: 'pt_BR',
      typed: { 'body.1': 'x' },
    });
  });
});

describe('sendBodyOf', () => {
  it('sends what was shown, even where nobody chose it', () => {
    expect(sendBodyOf(record, noChoices, prepared(), 'key')).toEqual({
      record,
      account: 'main',
      to: '+32470123456',
      template: 'invoice',
      language: 'en',
      typed: {},
      idempotencyKey: 'key',
    });
  });

  it('takes a caption, and no template, into an open window', () => {
    const body = sendBodyOf(record, { ...noChoices, caption: ' Hello ', typed: { 'body.1': 'x' } }, prepared({ mode: 'plain' }), 'key');
    expect(body).toEqual({ record, account: 'main', to: '+32470123456', caption: 'Hello', idempotencyKey: 'key' });
  });

  it('says that another number was confirmed', () => {
    expect(sendBodyOf(record, { ...noChoices, confirmElsewhere: true }, prepared({ elsewhere: true }), 'key').confirmElsewhere).toBe(true);
    expect(sendBodyOf(record, { ...noChoices, confirmElsewhere: true }, prepared(), 'key')).not.toHaveProperty('confirmElsewhere');
  });
});

describe('slots', () => {
  it('previews what is typed, and never types over the record', () => {
    expect(previewValues(slots, { 'body.1': 'Eve', 'body.2': 'Monday' })).toEqual({ 'body.1': 'Ana', 'body.2': 'Monday' });
  });

  it.each([
    [{}, ['body.2']],
    [{ 'body.2': '  ' }, ['body.2']],
    [{ 'body.2': 'Monday' }, []],
  ])('%p leaves %p', (typed, missing) => {
    expect(missingSlots(slots, typed).map((slot) => slot.key)).toEqual(missing);
  });
});

describe('sendBar', () => {
  it.each([
    ['nothing read yet', null, noChoices, true, 'loading'],
    ['an answer on its way', prepared(), noChoices, false, 'loading'],
    ['all well', prepared(), noChoices, true, null],
    ['another number, none typed', prepared(), { ...noChoices, to: ' ' }, true, 'slots'],
    ['refused by the server', prepared({ sendable: false }), noChoices, true, 'refused'],
    ['a value missing', withSlots, noChoices, true, 'slots'],
    ['a value typed', withSlots, { ...noChoices, typed: { 'body.2': 'x' } }, true, null],
    ['elsewhere, not confirmed', prepared({ elsewhere: true, mayElsewhere: true }), noChoices, true, 'elsewhere'],
    ['elsewhere, confirmed', prepared({ elsewhere: true, mayElsewhere: true }), { ...noChoices, confirmElsewhere: true }, true, null],
    ['elsewhere, not allowed', prepared({ elsewhere: true, mayElsewhere: false }), { ...noChoices, confirmElsewhere: true }, true, 'refused'],
  ])('%s', (_name, shown, choices, settled, expected) => {
    expect(sendBar(shown, choices, settled)).toBe(expected);
  });
});

describe('keepsKey', () => {
  it.each([
    [0, true],
    [500, true],
    [504, true],
    [409, true],
    [400, false],
    [403, false],
    [404, false],
  ])('after %i: %p', (status, kept) => {
    expect(keepsKey({ status, code: 'x', sentence: '', path: null, details: {} })).toBe(kept);
  });
});

describe('templateKey', () => {
  it('comes back as it went', () => {
    expect(parseTemplateKey(templateKey({ name: 'a_b', language: 'pt_BR' }))).toEqual({ name: 'a_b', language: 'pt_BR' });
  });
});

describe('createPace', () => {
  it('looks often while something moves, and calms down', () => {
    const pace = createPace();
    expect(pace([])).toBe(CALM_MS);
    expect(pace([{ id: 'a', status: 'queued' }])).toBe(FAST_MS);
    expect(pace([{ id: 'a', status: 'sent' }])).toBe(FAST_MS);
    const delivered = [{ id: 'a', status: 'delivered' as const }];
    for (let read = 0; read < 30; read += 1) expect(pace(delivered)).toBe(FAST_MS);
    expect(pace(delivered)).toBe(CALM_MS);
    expect(pace([{ id: 'a', status: 'read' }])).toBe(CALM_MS);
  });
});

describe('filenameOf', () => {
  it.each([
    ['INV/2026/00004', 'INV_2026_00004.pdf'],
    [null, 'quotation.pdf'],
    ['S0042 (a)', 'S0042_a_.pdf'],
    ['فاتورة 7', 'فاتورة_7.pdf'],
  ])('%p', (number, expected) => {
    expect(filenameOf({ number, title: 'quotation' })).toBe(expected);
  });
});

describe('panelRefusal', () => {
  it.each([
    [null, 'silent'],
    ['template.variable_missing', 'silent'],
    ['document.not_posted', 'ends'],
    ['document.cancelled', 'ends'],
    ['document.elsewhere', 'says'],
    ['message.opted_out', 'says'],
    ['recipient.invalid', 'says'],
  ])('%p: %s', (code, expected) => {
    expect(panelRefusal(code === null ? null : { code })).toBe(expected);
  });
});
