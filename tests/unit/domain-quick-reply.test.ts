import { fillQuickReply, findUnknownField, firstNameOf } from '../../plugin/domain/quick-reply';

const values = { 'contact.name': 'Ana Costa', 'contact.firstName': 'Ana', 'contact.phone': '+34600111222', 'agent.name': 'Bea Lopez', 'agent.firstName': 'Bea', 'company.name': 'Acme', 'account.name': 'Sales' };

describe('a kept text', () => {
  it.each([
    ['no field', 'Hello', 'Hello', []],
    ['a field', 'Hi {{contact.firstName}},', 'Hi Ana,', []],
    ['every field', '{{contact.name}} {{contact.firstName}} {{contact.phone}} {{agent.name}} {{agent.firstName}} {{company.name}} {{account.name}}', 'Ana Costa Ana +34600111222 Bea Lopez Bea Acme Sales', []],
    ['spaces in the braces', '{{  contact.name  |  you  }}', 'Ana Costa', []],
    ['the same one twice', '{{contact.firstName}}, {{contact.firstName}}!', 'Ana, Ana!', []],
    ['single braces', '{contact.name}', '{contact.name}', []],
  ])('with %s', (_, body, text, missing) => {
    expect(fillQuickReply(body, values)).toEqual({ text, missing });
  });

  it.each([
    ['a fallback', 'Hi {{contact.firstName|there}},', {}, 'Hi there,', []],
    ['a fallback with a bar', '{{contact.firstName|a|b}}', {}, 'a|b', []],
    ['no fallback', 'Hi {{contact.firstName}},', {}, 'Hi {{contact.firstName}},', ['contact.firstName']],
    ['an empty fallback', 'Hi {{contact.firstName|}},', {}, 'Hi {{contact.firstName|}},', ['contact.firstName']],
    ['null', '{{company.name}}', { 'company.name': null }, '{{company.name}}', ['company.name']],
    ['blanks', '{{company.name}}', { 'company.name': ' \n ' }, '{{company.name}}', ['company.name']],
    ['two gaps, one of them twice', '{{company.name}} {{contact.name}} {{company.name}}', {}, '{{company.name}} {{contact.name}} {{company.name}}', ['company.name', 'contact.name']],
  ])('where nothing is known: %s', (_, body, known, text, missing) => {
    expect(fillQuickReply(body, known)).toEqual({ text, missing });
  });

  it('never reads a customer for fields or patterns', () => {
    expect(fillQuickReply('Hi {{contact.name}}', { ...values, 'contact.name': '{{agent.name}} $& $1' }).text).toBe('Hi {{agent.name}} $& $1');
    expect(fillQuickReply('Hi {{contact.name}}', { 'contact.name': 'Ana\n\nCosta' }).text).toBe('Hi Ana Costa');
  });

  it.each([
    ['', null],
    ['Hi {{contact.name|you}}', null],
    ['{{contact.email}}', '{{contact.email}}'],
    ['{{ }}', '{{ }}'],
    ['{{constructor}}', '{{constructor}}'],
    ['{{Contact.Name}}', '{{Contact.Name}}'],
    ['Hi {{contact.name', '{{contact.name'],
    ['{{contact.name}} and {{x', '{{x'],
    ['{{{contact.name}}}', null],
  ])('%j is refused for %j', (body, found) => {
    expect(findUnknownField(body)).toBe(found);
  });

  it.each([
    ['Ana Costa', 'Ana'],
    ['  Ana  ', 'Ana'],
    ['山田太郎', '山田太郎'],
    ['أنا كوستا', 'أنا'],
    ['+34 600 111 222', null],
    ['😀 Ana', null],
    ['', null],
    [null, null],
  ])('the first name of %j is %j', (name, first) => {
    expect(firstNameOf(name)).toBe(first);
  });
});
