import { REMOVED } from '../../plugin/domain/redact';
import { maskPhones, onlyAbout, tracePayload } from '../../plugin/domain/trace';

describe('what a trace shows of a payload', () => {
  it.each([
    ['our link button', { type: 'template', body: [{ text: 'Ana' }], buttons: [{ index: 0, subType: 'url', text: 'c0ffee-42' }] }, 'c0ffee-42'],
    ["Meta's link button", { components: [{ type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'c0ffee-42' }] }] }, 'c0ffee-42'],
    ['a code to copy', { components: [{ type: 'button', sub_type: 'copy_code', parameters: [{ type: 'coupon_code', coupon_code: 'SAVE20' }] }] }, 'SAVE20'],
    ['a one-time code, in the text too', { components: [{ type: 'body', parameters: [{ text: '493021' }] }, { type: 'button', sub_type: 'url', parameters: [{ text: '493021' }] }] }, '493021'],
    ['a code inside a sentence', { buttons: [{ subType: 'copy_code', code: '493021' }], body: [{ text: 'Your code is 493021.' }] }, '493021'],
    ['a portal link', { body: [{ text: 'https://erp.example.com/my/invoices/7?access_token=c0ffee-42' }] }, 'c0ffee-42'],
    ['a portal link without its host', { body: [{ text: 'my/invoices/7?access_token=c0ffee-42' }] }, 'c0ffee-42'],
  ])('takes out the value of %s', (_, payload, secret) => {
    const clean = JSON.stringify(tracePayload(payload));
    expect(clean).not.toContain(secret);
    expect(clean).toMatch(/\[removed\]|\/…/);
  });

  it('keeps the rest, however deep a call lies in a step', () => {
    const request = { template: { components: [{ type: 'header', parameters: [{ type: 'document', document: { filename: 'INV.pdf' } }] }] } };
    expect(tracePayload({ calls: [{ request }] })).toEqual({ calls: [{ request }] });
    expect(tracePayload({ type: 'quick_reply', buttons: [{ subType: 'quick_reply', payload: 'yes' }] })).toEqual({ type: 'quick_reply', buttons: [{ subType: 'quick_reply', payload: 'yes' }] });
  });
});

describe('of a webhook that speaks of many', () => {
  const value = {
    object: 'whatsapp_business_account',
    entry: [
      { id: '1', changes: [{ field: 'messages', value: { statuses: [{ id: 'wamid.A', recipient_id: '1' }, { id: 'wamid.B', recipient_id: '2' }] } }] },
      { id: '2', changes: [{ field: 'messages', value: { messages: [{ id: 'wamid.C', from: '3' }] } }] },
    ],
  };
  it('keeps what holds the id', () => {
    const text = JSON.stringify(onlyAbout(value, ['wamid.B']));
    expect(text).toContain('wamid.B');
    expect(text).not.toContain('wamid.A');
    expect(text).not.toContain('wamid.C');
  });
  it('keeps the message itself whole, lists in it too', () => {
    const contacts = [{ name: 'One' }, { name: 'Two' }];
    expect(onlyAbout({ messages: [{ id: 'wamid.A', contacts }] }, ['wamid.A'])).toEqual({ messages: [{ id: 'wamid.A', contacts }] });
  });
  it('an id that is only part of another is another', () => {
    expect(onlyAbout([{ id: 'wamid.A1' }, { id: 'wamid.A' }], ['wamid.A'])).toEqual([{ id: 'wamid.A' }, '… (1 more)']);
  });
});

describe('numbers of others', () => {
  it.each([
    [{ from: '34600111222' }, ['34600111222'], { from: '34600111222' }],
    [{ from: '34600111222' }, ['34600999888'], { from: REMOVED }],
    [{ recipient_id: '34600111222', timestamp: '1764000000' }, [], { recipient_id: REMOVED, timestamp: '1764000000' }],
    [{ text: { body: 'Call +34 600 111 222 or +34600999888' } }, ['34600999888'], { text: { body: `Call ${REMOVED} or +34600999888` } }],
    [{ phones: [{ phone: '+1 (415) 555-0100', wa_id: '14155550100' }] }, [], { phones: [{ phone: REMOVED, wa_id: REMOVED }] }],
    [{ metadata: { phone_number_id: '200000000000001' } }, [], { metadata: { phone_number_id: '200000000000001' } }],
    [{ text: 'Invoice INV/2026/00042 of 1.234,56' }, [], { text: 'Invoice INV/2026/00042 of 1.234,56' }],
  ])('%j', (value, own, expected) => {
    expect(maskPhones(value, own)).toEqual(expected);
  });
});
