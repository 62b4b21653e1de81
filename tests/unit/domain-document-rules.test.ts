import { isCode } from '../../plugin/contracts/codes';
import { chooseRecipient, decideDocument, orderCandidates, type DocumentState, type RecipientCandidate } from '../../plugin/domain/document-rules';

describe('decideDocument', () => {
  it.each<[DocumentState, string]>([
    [{ type: 'sales-order', state: 'draft' }, 'quotation'],
    [{ type: 'sales-order', state: 'sent' }, 'quotation'],
    [{ type: 'sales-order', state: 'sale' }, 'order'],
    [{ type: 'sales-order', state: 'done' }, 'order'],
    [{ type: 'sales-order', state: 'cancel' }, 'document.cancelled'],
    [{ type: 'sales-order', state: 'approved' }, 'document.state_unknown'],
    [{ type: 'sales-order', state: null }, 'document.state_unknown'],
    [{ type: 'sales-order', state: 'sale', deleted: true }, 'document.deleted'],
    [{ type: 'invoice', state: 'posted', moveType: 'out_invoice' }, 'invoice'],
    [{ type: 'invoice', state: 'posted', moveType: 'out_refund' }, 'credit_note'],
    [{ type: 'invoice', state: 'draft', moveType: 'out_invoice' }, 'document.not_posted'],
    [{ type: 'invoice', state: 'draft', moveType: 'out_refund' }, 'document.not_posted'],
    [{ type: 'invoice', state: 'cancel', moveType: 'out_invoice' }, 'document.cancelled'],
    [{ type: 'invoice', state: 'blocked', moveType: 'out_invoice' }, 'document.state_unknown'],
    [{ type: 'invoice', state: 'posted', moveType: 'in_invoice' }, 'document.not_for_customers'],
    [{ type: 'invoice', state: 'posted', moveType: 'in_refund' }, 'document.not_for_customers'],
    [{ type: 'invoice', state: 'posted', moveType: 'entry' }, 'document.not_for_customers'],
    [{ type: 'invoice', state: 'posted' }, 'document.not_for_customers'],
    [{ type: 'invoice', state: 'posted', moveType: 'out_invoice', deleted: true }, 'document.deleted'],
  ])('%j → %s', (record, expected) => {
    const decision = decideDocument(record);
    expect(decision.kind === 'send' ? decision.title : decision.code).toBe(expected);
    if (decision.kind === 'refuse') expect(isCode(decision.code)).toBe(true);
  });
});

const someone = (over: Partial<RecipientCandidate> = {}): RecipientCandidate => ({
  erpId: 1,
  name: 'Ana',
  phoneSanitized: false,
  mobile: false,
  phone: false,
  country: false,
  ...over,
});

describe('chooseRecipient', () => {
  it.each<[string, RecipientCandidate[], string | false | null, string | null]>([
    ['what the ERP made of it first', [someone({ phoneSanitized: '+4915112345678', phone: '030 1234567', country: 'DE' })], null, '+4915112345678'],
    ['the partner’s country', [someone({ phone: '030 1234567', country: 'DE' })], 'FR', '+49301234567'],
    ['the company’s country, where the partner has none', [someone({ phone: '030 1234567' })], 'DE', '+49301234567'],
    ['the company’s country, where the partner’s does not fit', [someone({ phone: '0470 12 34 56', country: 'US' })], 'BE', '+32470123456'],
    ['mobile before phone', [someone({ mobile: '0151 12345678', phone: '030 1234567', country: 'DE' })], null, '+4915112345678'],
    ['phone where the mobile is none', [someone({ mobile: 'n/a', phone: '030 1234567', country: 'DE' })], null, '+49301234567'],
    ['the number itself where the ERP’s form is broken', [someone({ phoneSanitized: '+49', phone: '030 1234567', country: 'DE' })], null, '+49301234567'],
    ['an international number needs no country', [someone({ phone: '00 49 30 1234567' })], null, '+49301234567'],
    ['a national number without any country is no number', [someone({ phone: '5511987654321' })], null, null],
    ['nothing at all', [someone()], 'DE', null],
    ['nobody', [], 'DE', null],
    ['rubbish', [someone({ phone: 'ask reception' })], 'DE', null],
  ])('%s', (_, candidates, companyCountry, expected) => {
    const choice = chooseRecipient({ candidates, companyCountry });
    expect(choice.kind === 'found' ? choice.e164 : null).toBe(expected);
    if (choice.kind === 'none') expect(isCode(choice.code)).toBe(true);
  });

  it('takes the first candidate that has a number, and says who it is', () => {
    const choice = chooseRecipient({
      candidates: [someone({ erpId: 1 }), someone({ erpId: 2, phone: 'none' }), someone({ erpId: 3, name: 'Bia', phone: '030 1234567' }), someone({ erpId: 4, phoneSanitized: '+33612345678' })],
      companyCountry: 'DE',
    });
    expect(choice).toEqual({ kind: 'found', erpId: 3, name: 'Bia', e164: '+49301234567', digits: '49301234567', country: 'DE', source: 'phone' });
  });

  it('tells what was tried', () => {
    expect(chooseRecipient({ candidates: [someone({ erpId: 9, name: 'Azure', mobile: 'x', phone: '12' })], companyCountry: 'DE' })).toEqual({
      kind: 'none',
      code: 'recipient.invalid',
      tried: [
        { erpId: 9, name: 'Azure', value: 'x', reason: 'not_a_number' },
        { erpId: 9, name: 'Azure', value: '12', reason: 'too_short' },
      ],
    });
  });
});

describe('orderCandidates', () => {
  it('asks invoice address, partner, children, commercial partner; each once', () => {
    const people = { invoiceAddress: { erpId: 3 }, partner: { erpId: 1 }, children: [{ erpId: 3 }, { erpId: 4 }], commercialPartner: { erpId: 1 } };
    expect(orderCandidates(people).map((person) => person.erpId)).toEqual([3, 1, 4]);
    expect(orderCandidates({ invoiceAddress: null, partner: { erpId: 1 }, commercialPartner: { erpId: 2 } }).map((person) => person.erpId)).toEqual([1, 2]);
    expect(orderCandidates({})).toEqual([]);
  });
});
