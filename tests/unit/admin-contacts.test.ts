import { contactName, contactPath, otherNames } from '../../admin/src/features/contacts/contact-words';

const text = ((key: string) => `<${key}>`) as never;
const contact = (changes: object) => ({ name: null, profileName: null, username: null, phone: null, userIds: [], ...changes });

describe('what a contact is called', () => {
  it.each([
    [{ name: 'Ana Costa', profileName: 'anita', username: 'ana.c', phone: '+34600111222' }, 'Ana Costa', 'anita · @ana.c'],
    [{ profileName: 'anita', username: 'ana.c' }, 'anita', '@ana.c'],
    [{ username: 'ana.c', phone: '+34600111222' }, '@ana.c', ''],
    [{ phone: '+34600111222' }, '+34600111222', ''],
    [{ userIds: ['ES.ABC'] }, 'ES.ABC', ''],
    [{}, '<contact.unnamed>', ''],
  ])('%j is %s', (changes, name, others) => {
    expect([contactName(contact(changes), text), otherNames(contact(changes), text)]).toEqual([name, others]);
  });

  it('never leaves its address', () => {
    expect(contactPath('../x?y')).toBe('/plugins/whatsapp/contacts/..%2Fx%3Fy');
  });
});
