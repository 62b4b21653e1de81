import { isCode, sentenceOf } from '../../plugin/contracts/codes';
import type { InteractiveMessage, OutboundMessage } from '../../plugin/domain/message';
import { checkMessage, INTERACTIVE_LIMITS, type MessageLimits } from '../../plugin/domain/validate';

const limits: MessageLimits = {
  text: 4096,
  caption: 1024,
  media: {
    image: { maxBytes: 5e6, mimeTypes: ['image/jpeg', 'image/png'] },
    video: { maxBytes: 16e6, mimeTypes: ['video/mp4', 'video/3gpp'] },
    audio: { maxBytes: 16e6, mimeTypes: ['audio/mpeg'] },
    voice: { maxBytes: 16e6, mimeTypes: ['audio/ogg; codecs=opus'] },
    document: { maxBytes: 100e6 },
    sticker: { maxBytes: 1e5, mimeTypes: ['image/webp'] },
  },
};

const long = (length: number): string => 'x'.repeat(length);
const button = (id: string, title = id) => ({ id, title });
const row = (id: string, over: object = {}) => ({ id, title: `Row ${id}`, ...over });
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(`r${index}`));

const buttons = (over: Partial<InteractiveMessage> = {}, list = [button('yes'), button('no')]): InteractiveMessage => ({
  type: 'interactive',
  body: 'Choose',
  ...over,
  action: { type: 'buttons', buttons: list },
});
const list = (over: Partial<InteractiveMessage> = {}, action: object = {}): InteractiveMessage => ({
  type: 'interactive',
  body: 'Choose',
  ...over,
  action: { type: 'list', button: 'Open', sections: [{ rows: rows(3) }], ...action },
});
const link = (label = 'Open', url = 'https://x.test', over: Partial<InteractiveMessage> = {}): InteractiveMessage => ({
  type: 'interactive',
  body: 'See',
  ...over,
  action: { type: 'url', label, url },
});
const image = { mediaId: 'm1', mimeType: 'image/jpeg' };

describe('checkMessage lets pass', () => {
  it.each<[string, OutboundMessage]>([
    ['text at its limit', { type: 'text', text: long(4096) }],
    ['text of emoji at its limit', { type: 'text', text: '👍'.repeat(4096) }],
    ['image with a caption at its limit', { type: 'media', kind: 'image', media: image, caption: long(1024) }],
    ['image by address', { type: 'media', kind: 'image', media: { link: 'https://x.test/a.jpg' } }],
    ['voice with a codec', { type: 'media', kind: 'voice', media: { mediaId: 'm', mimeType: 'audio/ogg; codecs=opus' } }],
    ['voice without one', { type: 'media', kind: 'voice', media: { providerMediaId: 'p', mimeType: 'audio/ogg' } }],
    ['any document', { type: 'media', kind: 'document', media: { mediaId: 'm', mimeType: 'application/pdf', filename: 'a.pdf' } }],
    ['template', { type: 'template', name: 'n', language: 'en', body: [{ text: 'x' }], buttons: [] }],
    ['buttons at their limits', buttons({ body: long(1024), footer: long(60), header: { type: 'text', text: long(60) } }, [1, 2, 3].map((n) => button(`${n}${long(255)}`, `${n}${long(19)}`)))],
    ['buttons under an image', buttons({ header: { type: 'image', media: image } })],
    ['list at its limits', list({ body: long(4096) }, { button: long(20), sections: [{ title: long(24), rows: rows(5) }, { title: 'B', rows: [row('a', { id: long(200), title: long(24), description: long(72) }), ...rows(9).slice(5)] }] })],
    ['rows with the same title', list({}, { sections: [{ rows: [row('a', { title: 'Same' }), row('b', { title: 'Same' })] }] })],
    ['link', link(long(20))],
    ['reaction', { type: 'reaction', providerMessageId: 'wamid.X', emoji: '👍' }],
    ['reaction taken back', { type: 'reaction', providerMessageId: 'wamid.X', emoji: '' }],
    ['location', { type: 'location', latitude: -90, longitude: 180 }],
    ['contact', { type: 'contacts', contacts: [{ formattedName: 'Bia', phones: [] }] }],
  ])('%s', (_, message) => {
    expect(checkMessage(message, limits)).toEqual([]);
  });
});

describe('checkMessage finds', () => {
  it.each<[string, OutboundMessage, string, string]>([
    ['no text', { type: 'text', text: ' \n' }, 'message.part_missing', 'text'],
    ['too long a text', { type: 'text', text: long(4097) }, 'message.part_too_long', 'text'],
    ['no file', { type: 'media', kind: 'image', media: {} }, 'message.part_missing', 'media'],
    ['a file by http', { type: 'media', kind: 'image', media: { link: 'http://x.test/a.jpg' } }, 'message.part_invalid', 'media.link'],
    ['a file by script', { type: 'media', kind: 'image', media: { link: 'javascript:alert(1)' } }, 'message.part_invalid', 'media.link'],
    ['too long a caption', { type: 'media', kind: 'image', media: image, caption: long(1025) }, 'message.part_too_long', 'caption'],
    ['a caption on audio', { type: 'media', kind: 'audio', media: { mediaId: 'm' }, caption: 'x' }, 'message.part_not_allowed', 'caption'],
    ['a caption on voice', { type: 'media', kind: 'voice', media: { mediaId: 'm' }, caption: 'x' }, 'message.part_not_allowed', 'caption'],
    ['a caption on a sticker', { type: 'media', kind: 'sticker', media: { mediaId: 'm' }, caption: 'x' }, 'message.part_not_allowed', 'caption'],
    ['a file of the wrong type', { type: 'media', kind: 'image', media: { mediaId: 'm', mimeType: 'image/gif' } }, 'media.type_not_allowed', 'media.mimeType'],
    ['a template without a name', { type: 'template', name: '', language: 'en', body: [], buttons: [] }, 'message.part_missing', 'template.name'],
    ['a template without a language', { type: 'template', name: 'n', language: '', body: [], buttons: [] }, 'message.part_missing', 'template.language'],
    ['an empty variable', { type: 'template', name: 'n', language: 'en', body: [{ text: 'x' }, { text: '' }], buttons: [] }, 'message.part_missing', 'template.body[1]'],
    ['no body', buttons({ body: '' }), 'message.part_missing', 'interactive.body'],
    ['too long a body', buttons({ body: long(1025) }), 'message.part_too_long', 'interactive.body'],
    ['too long a footer', buttons({ footer: long(61) }), 'message.part_too_long', 'interactive.footer'],
    ['too long a header', buttons({ header: { type: 'text', text: long(61) } }), 'message.part_too_long', 'interactive.header'],
    ['a header without its file', buttons({ header: { type: 'image', media: {} } }), 'message.part_missing', 'interactive.header'],
    ['no buttons', buttons({}, []), 'message.part_missing', 'interactive.buttons'],
    ['four buttons', buttons({}, ['a', 'b', 'c', 'd'].map((id) => button(id))), 'message.too_many_parts', 'interactive.buttons'],
    ['two buttons alike', buttons({}, [button('a', 'Yes'), button('b', 'Yes ')]), 'message.not_unique', 'interactive.buttons'],
    ['two ids alike', buttons({}, [button('a', 'Yes'), button('a', 'No')]), 'message.not_unique', 'interactive.buttons'],
    ['too long a title', buttons({}, [button('a', long(21))]), 'message.part_too_long', 'interactive.buttons[0].title'],
    ['too long an id', buttons({}, [button(long(257), 'x')]), 'message.part_too_long', 'interactive.buttons[0].id'],
    ['a button without an id', buttons({}, [button('', 'x')]), 'message.part_missing', 'interactive.buttons[0].id'],
    ['too long a list body', list({ body: long(4097) }), 'message.part_too_long', 'interactive.body'],
    ['a file above a list', list({ header: { type: 'image', media: image } }), 'message.part_not_allowed', 'interactive.header'],
    ['too long a list button', list({}, { button: long(21) }), 'message.part_too_long', 'interactive.button'],
    ['no rows', list({}, { sections: [{ rows: [] }] }), 'message.part_missing', 'interactive.sections'],
    ['eleven rows in two sections', list({}, { sections: [{ title: 'A', rows: rows(6) }, { title: 'B', rows: rows(11).slice(6) }] }), 'message.too_many_parts', 'interactive.sections'],
    ['eleven sections', list({}, { sections: Array.from({ length: 11 }, (_, n) => ({ title: `S${n}`, rows: n === 0 ? [row('a')] : [] })) }), 'message.too_many_parts', 'interactive.sections'],
    ['an empty section', list({}, { sections: [{ title: 'A', rows: rows(1) }, { title: 'B', rows: [] }] }), 'message.part_missing', 'interactive.sections[1].rows'],
    ['sections without titles', list({}, { sections: [{ rows: rows(1) }, { title: 'B', rows: [row('z')] }] }), 'message.part_missing', 'interactive.sections[0].title'],
    ['too long a section title', list({}, { sections: [{ title: long(25), rows: rows(1) }] }), 'message.part_too_long', 'interactive.sections[0].title'],
    ['two row ids alike', list({}, { sections: [{ title: 'A', rows: [row('a')] }, { title: 'B', rows: [row('a')] }] }), 'message.not_unique', 'interactive.sections'],
    ['too long a row id', list({}, { sections: [{ rows: [row(long(201))] }] }), 'message.part_too_long', 'interactive.sections[0].rows[0].id'],
    ['too long a row title', list({}, { sections: [{ rows: [row('a', { title: long(25) })] }] }), 'message.part_too_long', 'interactive.sections[0].rows[0].title'],
    ['too long a row description', list({}, { sections: [{ rows: [row('a', { description: long(73) })] }] }), 'message.part_too_long', 'interactive.sections[0].rows[0].description'],
    ['too long a label', link(long(21)), 'message.part_too_long', 'interactive.label'],
    ['no address', link('Open', ''), 'message.part_missing', 'interactive.url'],
    ['no web address', link('Open', 'javascript:alert(1)'), 'message.part_invalid', 'interactive.url'],
    ['a reaction to nothing', { type: 'reaction', providerMessageId: '', emoji: '👍' }, 'message.part_missing', 'reaction.providerMessageId'],
    ['a latitude off the globe', { type: 'location', latitude: 90.1, longitude: 0 }, 'message.part_invalid', 'location.latitude'],
    ['a longitude that is no number', { type: 'location', latitude: 0, longitude: Number.NaN }, 'message.part_invalid', 'location.longitude'],
    ['no contacts', { type: 'contacts', contacts: [] }, 'message.part_missing', 'contacts'],
    ['a contact without a name', { type: 'contacts', contacts: [{ formattedName: '', phones: [] }] }, 'message.part_missing', 'contacts[0].formattedName'],
  ])('%s', (_, message, code, field) => {
    const problems = checkMessage(message, limits);
    expect(problems.map((problem) => `${problem.code} ${problem.field}`)).toContain(`${code} ${field}`);
    for (const problem of problems) {
      expect(isCode(problem.code)).toBe(true);
      // One sentence, said in two rooms.
      expect(problem.sentence).toBe(sentenceOf(problem.code, problem.values));
      expect(problem.sentence).not.toMatch(/[{}…]/);
    }
  });

  it('all problems at once', () => {
    expect(checkMessage(buttons({ body: '', footer: long(61) }, [button('a', long(21)), button('a', long(21))]), limits)).toHaveLength(6);
  });

  it('says how long it is and may be', () => {
    expect(checkMessage({ type: 'text', text: long(5000) }, limits)[0]?.sentence).toBe('The text has 5000 characters; 4096 are allowed.');
    expect(INTERACTIVE_LIMITS.buttons).toBe(3);
  });
});
