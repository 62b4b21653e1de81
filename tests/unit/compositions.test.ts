import type { CompositionKind, CompositionPreparation } from '../../plugin/contracts/compositions';
import { SENTENCES } from '../../plugin/contracts/codes';
import { callingCodes, countryOfPhone } from '../../plugin/domain/address';
import { toMessage, wordsOf } from '../../plugin/domain/composition';
import { checkFile, checkMessage, megabytes } from '../../plugin/domain/validate';
import { composeBar, composePrepareBody, composeSendBody, contentOf, emptyDraft, fileKindOf, looksLikeNumber, noComposeChoices, problemsOf, type ComposeChoices, type Draft } from '../../admin/src/features/compositions/draft';
import { lengthOf } from '../../admin/src/components/CountedField';

const MB = 1024 * 1024;
const file = { maxBytes: 16 * MB, mimeTypes: null };
const limits = { text: 4096, caption: 1024, media: { image: { maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'] }, video: file, audio: file, voice: file, document: file, sticker: file } };

const preparation = (changes: Partial<CompositionPreparation> = {}): CompositionPreparation => ({
  record: null, accounts: [], account: 'main', kinds: [], limits, recipients: [], to: '+34600111222', toShown: '+34 600 11 12 22', country: 'ES', elsewhere: false, mayElsewhere: false,
  contact: null, window: { open: true, closesAt: null, needed: true }, templates: [], template: null, defaultImage: null, ownFile: null, notices: [], sendable: true, ...changes,
});
const draft = (changes: Partial<Draft> = {}): Draft => ({ ...emptyDraft(), ...changes });
const template = (changes: object = {}): NonNullable<CompositionPreparation['template']> => ({ name: 't', language: 'en', components: [], slots: [], preview: '', file: null, ...changes });
const PERSON: ComposeChoices = { ...noComposeChoices, to: '+34600111222' };

describe('what is written, as a message', () => {
  it.each([
    ['a text', { kind: 'text', text: ' Hello ' }, { type: 'text', text: 'Hello', previewUrl: false }],
    ['a text with a link', { kind: 'text', text: 'See https://example.com' }, { type: 'text', text: 'See https://example.com', previewUrl: true }],
    ['an image', { kind: 'image', caption: ' ' }, { type: 'media', kind: 'image', media: { mediaId: 'file' } }],
    [
      'buttons',
      { kind: 'buttons', body: 'Fine?', header: ' ', footer: 'Shop', buttons: [{ title: 'Yes ' }, { title: 'No' }] },
      { type: 'interactive', body: 'Fine?', footer: 'Shop', action: { type: 'buttons', buttons: [{ id: 'button-1', title: 'Yes' }, { id: 'button-2', title: 'No' }] } },
    ],
    [
      'a list',
      { kind: 'list', body: 'Which?', button: 'Days', sections: [{ title: 'A', rows: [{ title: 'Mon', description: '' }] }, { title: 'B', rows: [{ title: 'Mon', description: 'late' }] }] },
      {
        type: 'interactive',
        body: 'Which?',
        action: { type: 'list', button: 'Days', sections: [{ title: 'A', rows: [{ id: 'row-1-1', title: 'Mon' }] }, { title: 'B', rows: [{ id: 'row-2-1', title: 'Mon', description: 'late' }] }] },
      },
    ],
  ] as const)('%s', (_, content, message) => {
    expect(toMessage(structuredClone(content) as never, { mediaId: 'file' })).toEqual(message);
  });

  it('is read in lists as its words, or the name of its file', () => {
    expect(wordsOf({ kind: 'image' }, 'shelf.png')).toBe('shelf.png');
    expect(wordsOf({ kind: 'image', caption: 'New in' }, 'shelf.png')).toBe('New in');
    expect(wordsOf({ kind: 'buttons', body: 'Fine?', buttons: [] }, null)).toBe('Fine?');
  });

  it('of the form passes the law it will be judged by', () => {
    const written = draft({ body: 'Which?', button: 'Days', sections: [{ title: '', rows: [{ title: 'Mon', description: 'late' }] }] });
    expect(checkMessage(toMessage(contentOf('list', written), null)!, { text: 4096, caption: 1024 })).toEqual([]);
  });
});

describe('a file', () => {
  it.each([
    ['image/png', 10, null],
    ['image/png; charset=x', 10, null],
    ['image/webp', 10, 'media.type_not_allowed'],
    ['image/png', 0, 'media.empty'],
    ['image/png', 5 * MB + 1, 'media.too_large'],
  ])('%s of %i bytes: %s', (mimeType, bytes, code) => {
    expect(checkFile('image', { mimeType, bytes }, { maxBytes: 5 * MB, mimeTypes: ['image/png'] })?.code ?? null).toBe(code);
  });

  it('says how large it may be in the words of the catalogue', () => {
    expect(checkFile('image', { mimeType: 'image/png', bytes: 6 * MB }, { maxBytes: 5 * MB })?.sentence).toBe(SENTENCES['media.too_large'].replace('{max}', '5 MB'));
    expect(megabytes(500 * 1024)).toBe('0.5 MB');
  });
});

describe('why Send can not be pressed', () => {
  const refusal = { code: 'message.outside_window', sentence: 'x', level: 'refusal' as const };
  const bar = (kind: CompositionKind, changes: Partial<Parameters<typeof composeBar>[1]>) =>
    composeBar(kind, { draft: draft({ text: 'Hello' }), choices: PERSON, shown: preparation(), settled: true, file: null, ...changes });

  it.each<[string, CompositionKind, Partial<Parameters<typeof composeBar>[1]>, ReturnType<typeof composeBar>]>([
    ['nothing', 'text', {}, null],
    ['not answered yet', 'text', { settled: false }, 'loading'],
    ['nobody chosen', 'text', { choices: noComposeChoices }, 'recipient'],
    ['the record’s own number', 'text', { choices: noComposeChoices, shown: preparation({ record: { type: 'invoice', id: 'x', number: null, title: 'invoice', partnerName: null, amountTotal: null, currency: null, state: null } }) }, null],
    ['a number that can not be read', 'text', { shown: preparation({ to: null }) }, 'recipient'],
    ['a closed window', 'text', { shown: preparation({ notices: [refusal], sendable: false }) }, 'refused'],
    ['no words', 'text', { draft: draft() }, 'write'],
    ['too many words', 'text', { draft: draft({ text: 'x'.repeat(4097) }) }, 'limits'],
    ['two buttons alike', 'buttons', { draft: draft({ body: 'x', buttons: ['Yes', 'Yes'] }) }, 'limits'],
    ['a button without words', 'buttons', { draft: draft({ body: 'x', buttons: [''] }) }, 'write'],
    ['no file', 'image', {}, 'file'],
    ['a default that is not there', 'image', { choices: { ...PERSON, useDefault: true } }, 'file'],
    ['a default image', 'image', { choices: { ...PERSON, useDefault: true }, shown: preparation({ defaultImage: 'https://x' }) }, null],
    ['a file of another type', 'image', { file: { name: 'a.gif', type: 'image/gif', size: 1 } }, 'file'],
    ['a file', 'image', { file: { name: 'a.png', type: 'image/png', size: 1 } }, null],
    ['no template', 'template', {}, 'template'],
    ['a template with an open place', 'template', { shown: preparation({ template: template({ slots: [{ key: 'body.1', label: '1', value: null, from: null }] }), sendable: false }) }, 'slots'],
    ['a template that wants a file', 'template', { shown: preparation({ template: template({ file: 'document' }) }) }, 'file'],
    ['a template whose file the record holds', 'template', { shown: preparation({ template: template({ file: 'document' }), ownFile: { filename: 'a.pdf', bytes: 1 } }) }, null],
    ['the record’s own PDF', 'document', { shown: preparation({ ownFile: { filename: 'a.pdf', bytes: 1 } }) }, null],
    ['no PDF', 'document', {}, 'file'],
    ['a whole template', 'template', { shown: preparation({ template: template() }) }, null],
    ['another number, not confirmed', 'text', { shown: preparation({ elsewhere: true, mayElsewhere: true }) }, 'elsewhere'],
    ['another number, not allowed', 'text', { shown: preparation({ elsewhere: true }) }, 'refused'],
    ['another number, confirmed', 'text', { choices: { ...PERSON, confirmElsewhere: true }, shown: preparation({ elsewhere: true, mayElsewhere: true }) }, null],
  ])('%s', (_, kind, changes, expected) => {
    expect(bar(kind, changes)).toBe(expected);
  });
});

describe('what goes to the server', () => {
  it('asks with what was chosen, and nothing that was left alone', () => {
    expect(composePrepareBody('text', { ...noComposeChoices, to: ' ' })).toEqual({ kind: 'text' });
    expect(composePrepareBody('text', { ...noComposeChoices, template: { name: 't', language: 'en' } })).toEqual({ kind: 'text' });
    expect(composePrepareBody('template', { ...PERSON, country: 'ES', template: { name: 't', language: 'en' }, typed: { 'body.1': ' Ana ', 'body.2': ' ' } })).toEqual({
      kind: 'template', to: '+34600111222', country: 'ES', template: 't', language: 'en', typed: { 'body.1': 'Ana' },
    });
  });

  it('sends to the number that was shown for a record, and a default image only where no file is picked', () => {
    const record = preparation().record ?? { type: 'invoice', id: 'x', number: null, title: 'invoice', partnerName: null, amountTotal: null, currency: null, state: null };
    const body = composeSendBody('image', draft(), { ...noComposeChoices, useDefault: true }, preparation({ record, elsewhere: true, defaultImage: 'https://x' }), null, 'key-12345');
    expect(body).toEqual({ content: { kind: 'image' }, account: 'main', to: '+34600111222', useDefault: true, confirmElsewhere: false, idempotencyKey: 'key-12345' });
    expect(composeSendBody('image', draft(), { ...PERSON, useDefault: true }, preparation(), { name: 'a.png', type: 'image/png', size: 1 }, 'key-12345')).not.toHaveProperty('useDefault');
    expect(fileKindOf('text', preparation({ template: template({ file: 'image' }) }))).toBeNull();
  });

  it.each([
    ['+34 600', true],
    ['600 111 222', true],
    ['(415) 555', true],
    ['Ana', false],
    ['12', false],
  ])('%s looks like a number: %s', (words, expected) => {
    expect(looksLikeNumber(words)).toBe(expected);
  });

  it('counts an emoji as one character, and judges a text by it', () => {
    expect(lengthOf('👍👍')).toBe(2);
    expect(problemsOf('buttons', draft({ body: 'x', buttons: ['👍'.repeat(20)] }), limits)).toEqual([]);
    expect(problemsOf('buttons', draft({ body: 'x', buttons: ['👍'.repeat(21)] }), limits)[0]).toMatchObject({ code: 'message.part_too_long', field: 'interactive.buttons[0].title' });
  });
});

describe('countries', () => {
  it('are told by a number, and none by what is not one', () => {
    expect([countryOfPhone('+34 600 111 222'), countryOfPhone('+1 555 010 0001'), countryOfPhone('x'), countryOfPhone(null)]).toEqual(['ES', 'US', null, null]);
    expect(callingCodes().find(({ country }) => country === 'BR')).toEqual({ country: 'BR', callingCode: '55' });
  });
});
