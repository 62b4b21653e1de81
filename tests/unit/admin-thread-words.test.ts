import type { ChannelEventView, ThreadMessage } from '../../plugin/contracts/channels';
import { eventWords, messageLabel, wordsOf, writerWords } from '../../admin/src/features/channels/thread-words';
import { filePath, safeType } from '../../admin/src/features/channels/file-address';
import en from '../../admin/src/translations/en.json';
import type { Text } from '../../admin/src/i18n';

const text: Text = (key, values = {}) => Object.entries(values).reduce((sentence, [name, value]) => sentence.replaceAll(`{${name}}`, String(value)), en[key]);
const times = { moment: (value: string | null | undefined) => `at ${value ?? ''}` };
const anna = { id: 2, name: 'Anna' };

describe('safeType', () => {
  const types: [string | null, string][] = [
    ['image/jpeg', 'image/jpeg'],
    ['IMAGE/PNG', 'image/png'],
    ['audio/ogg; codecs=opus', 'audio/ogg'],
    ['application/pdf', 'application/pdf'],
    ['image/svg+xml', 'application/octet-stream'],
    ['text/html', 'application/octet-stream'],
    ['application/xhtml+xml', 'application/octet-stream'],
    ['image/jpeg\n; text/html', 'image/jpeg'],
    ['audio/x, text/html', 'application/octet-stream'],
    ['', 'application/octet-stream'],
    [null, 'application/octet-stream'],
  ];
  it.each(types)('%p → %p', (given, safe) => {
    expect(safeType(given)).toBe(safe);
  });
});

it('writes addresses of files', () => {
  expect(filePath('c/1', 'm 1', '/thumbnail')).toBe('/channels/c%2F1/media/m%201/thumbnail');
});

describe('eventWords', () => {
  const told = (kind: ChannelEventView['kind'], details: Record<string, unknown>, changes: Partial<ChannelEventView> = {}): string =>
    eventWords({ id: 'e', kind, actor: anna, text: null, details, at: '', after: null, ...changes }, text, times);
  const rows: [string, string, string][] = [
    ['taken', told('assigned', { from: null, to: 'Anna', reason: null }), 'Anna took it'],
    ['assigned with a reason', told('assigned', { from: null, to: 'Bo', reason: 'on leave' }), 'Anna assigned it to Bo (on leave)'],
    ['released', told('assigned', { from: 'Anna', to: null, reason: null }), 'Anna gave it back: nobody has it now'],
    ['by the system', told('assigned', { to: 'Bo' }, { actor: null }), 'The system assigned it to Bo'],
    ['a state', told('state', { from: 'open', to: 'resolved', until: null }), 'Anna set it to: resolved'],
    ['a state of later days', told('state', { to: 'parked' }), 'Anna set it to: parked'],
    ['snoozed', told('state', { to: 'snoozed', until: 'noon' }), 'Anna snoozed it until at noon'],
    ['tags both ways', told('tags', { added: ['VIP', 'B2B'], removed: ['new'] }), 'Anna added the tags VIP, B2B Anna removed the tags new'],
    ['tags unnamed', told('tags', {}), 'Anna changed the tags'],
    ['a priority', told('priority', { from: 'normal', to: 'urgent' }), 'Anna set the priority to: urgent'],
    ['a macro', told('macro', { name: 'Close' }), 'Anna ran the macro Close'],
  ];
  it.each(rows)('%s', (_name, words, expected) => {
    expect(words).toBe(expected);
  });
});

describe('messageLabel', () => {
  const message = (changes: Partial<ThreadMessage>): ThreadMessage => ({ type: 'text', text: 'Hi', direction: 'inbound', status: 'received', content: null, revokedAt: null, ...changes }) as ThreadMessage;
  const rows: [string, Partial<ThreadMessage>, string][] = [
    ['what came', {}, 'José, 10:00, Hi'],
    ['what went', { direction: 'outbound', status: 'failed' }, 'José, 10:00, Hi, Failed'],
    ['a file', { type: 'image', text: null, content: { kind: 'file', file: 'image', caption: 'Look' } }, 'José, 10:00, Image: Look'],
    ['withdrawn', { revokedAt: '2026-01-01' }, 'José, 10:00, Hi, Withdrawn'],
  ];
  it.each(rows)('%s', (_name, changes, label) => {
    expect(messageLabel(message(changes), 'José', '10:00', text)).toBe(label);
  });

  it('copies the words of what has no text', () => {
    expect(wordsOf(message({ text: null, content: { kind: 'poll', question: 'When?', options: [] } }))).toBe('When?');
  });
});

describe('writerWords', () => {
  const rows: [Parameters<typeof writerWords>[0], string][] = [
    [{ direction: 'inbound', sentBy: null, origin: 'inbound' }, 'José'],
    [{ direction: 'outbound', sentBy: anna, origin: 'admin' }, 'Anna'],
    [{ direction: 'outbound', sentBy: { id: 1, name: 'Me' }, origin: 'admin' }, 'You'],
    [{ direction: 'outbound', sentBy: null, origin: 'phone-app' }, 'From the phone'],
    [{ direction: 'outbound', sentBy: null, origin: null }, 'Our side'],
  ];
  it.each(rows)('%p → %p', (message, who) => {
    expect(writerWords(message, 'José', 1, text)).toBe(who);
  });
});
