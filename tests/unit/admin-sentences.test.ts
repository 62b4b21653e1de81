import { createIntl } from 'react-intl';
import { sayIn } from '../../admin/src/sentences';
import { conflict, forbidden, missing, refuse } from '../../server/src/platform/request-errors';

const intl = createIntl({
  locale: 'de',
  messages: {
    'whatsapp.code.message.expired': 'Die Nachricht ist verfallen.',
    'whatsapp.code.message.part_too_long': '{part}: {length} Zeichen, {max} erlaubt.',
  },
});
const english = 'The message was not sent in time and has expired.';
const filled = 'Text has 12 characters; 10 are allowed.';

describe('what the server says', () => {
  it.each([
    ['is translated', { code: 'message.expired', sentence: english }, 'Die Nachricht ist verfallen.'],
    ['is filled with its values', { code: 'message.part_too_long', sentence: filled, values: { part: 'Text', length: 12, max: 10 } }, 'Text: 12 Zeichen, 10 erlaubt.'],
    ['is filled from the English where no values came', { code: 'message.part_too_long', sentence: filled }, 'Text: 12 Zeichen, 10 erlaubt.'],
    ["keeps the provider's words", { code: 'message.expired', sentence: `${english} (Took {too} long)` }, 'Die Nachricht ist verfallen. (Took {too} long)'],
    ['stays where it says something else', { code: 'message.expired', sentence: 'Field x is gone.' }, 'Field x is gone.'],
    ['stays where the code has no translation', { code: 'message.cancelled', sentence: 'Cancelled.' }, 'Cancelled.'],
    ['stays where the code is unknown', { code: 'far.away', sentence: 'Far.' }, 'Far.'],
  ])('%s', (_name, said, expected) => {
    expect(sayIn({ messages: intl.messages, formatMessage: (descriptor, values) => intl.formatMessage(descriptor, values) }, said)).toBe(expected);
  });
});

describe('the details of a refusal', () => {
  it.each([
    ['refuse', refuse],
    ['missing', missing],
    ['conflict', conflict],
    ['forbidden', forbidden],
  ])('%s carries the values the sentence names, and no others', (_name, make) => {
    const error = make('account.has_queued_messages', { values: { count: 3, token: 'hidden' } });
    expect((error as { details?: unknown }).details).toEqual({ code: 'account.has_queued_messages', values: { count: 3 } });
  });

  it('carry none where the sentence names none', () => {
    expect((refuse('message.expired', { values: { token: 'hidden' } }) as { details?: unknown }).details).toEqual({ code: 'message.expired' });
  });
});
