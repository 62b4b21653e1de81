import type { ConsentRowView } from '../../plugin/contracts/contacts';
import type { MessageView } from '../../plugin/contracts/messages';
import type { InstallationStatus } from '../../plugin/contracts/status';
import type { DeliveryStatus } from '../../plugin/domain/message-status';
import { joinPages } from '../../admin/src/api/join-pages';
import { isInFlight, tickOf } from '../../admin/src/components/delivery-ticks';
import { installationNotices } from '../../admin/src/components/installation-notices';
import { nameOf, rowKey, sourceWords, stopsOf, subjectsOf } from '../../admin/src/features/contacts/consent-words';
import { blockedWords, contactWords, recordPath, timeline, typeWords } from '../../admin/src/features/messages/message-words';
import { approvalLook, exampleValues, languageName } from '../../admin/src/features/templates/template-words';

const text = (key: string, values?: Record<string, string | number>) => (values ? `${key} ${JSON.stringify(values)}` : key);

const message = (changes: Partial<MessageView> = {}): MessageView => ({
  id: 'm1',
  status: 'queued',
  direction: 'outbound',
  type: 'template',
  text: null,
  account: 'main',
  contact: null,
  channel: null,
  to: null,
  providerMessageId: null,
  purpose: null,
  template: null,
  media: null,
  record: null,
  replyTo: null,
  blockedBy: null,
  error: null,
  attempts: 0,
  queuedAt: '2026-11-03T10:00:00.000Z',
  occurredAt: null,
  sendAt: null,
  expiresAt: null,
  acceptedAt: null,
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  failedAt: null,
  ...changes,
});

describe('ticks', () => {
  it.each<[DeliveryStatus, string, boolean]>([
    ['queued', 'clock', true],
    ['sending', 'clock', true],
    ['accepted', 'one', true],
    ['sent', 'one', true],
    ['delivered', 'two', false],
    ['read', 'blue', false],
    ['played', 'blue', false],
    ['failed', 'failed', false],
    ['uncertain', 'unsure', false],
    ['cancelled', 'cancelled', false],
    ['received', 'inbound', false],
  ])('%s: %s', (status, tick, inFlight) => {
    expect(tickOf(status)).toBe(tick);
    expect(isInFlight(status)).toBe(inFlight);
  });
});

describe('message words', () => {
  it('keeps an unknown kind and an unknown reason readable', () => {
    expect(typeWords('document', text)).toBe('type.document');
    expect(typeWords('hologram', text)).toBe('hologram');
    expect(blockedWords('budget', text)).toBe('blocked.budget');
    expect(blockedWords('moon', text)).toContain('moon');
  });

  it.each([
    [{ contact: { id: 'c', name: 'Ana', phone: '+1' }, to: '+2' }, 'Ana'],
    [{ contact: { id: 'c', name: null, phone: '+1' }, to: '+2' }, '+1'],
    [{ contact: { id: 'c', name: null, phone: null }, to: 'BE.123' }, 'BE.123'],
    [{ contact: null, to: null }, 'contact.unnamed'],
  ])('names %p', (who, expected) => {
    expect(contactWords(who, text)).toBe(expected);
  });

  it('tells only the times that are known, in order', () => {
    const told = timeline(message({ sentAt: '2026-11-03T10:00:02.000Z', readAt: '2026-11-03T10:01:00.000Z' }));
    expect(told.map((step) => step.key)).toEqual(['time.queued', 'time.sent', 'time.read']);
  });

  it.each([
    [{ type: 'invoice', id: 'x/y', number: 'INV/1' }, '/content-manager/collection-types/plugin::whatsapp.invoice/x%2Fy'],
    [{ type: 'invoice', id: null, number: 'INV/1' }, null],
    [{ type: 'plugin::other.thing', id: 'x', number: null }, null],
    [{ type: 'api::repair-order.repair-order', id: 'x', number: null }, '/content-manager/collection-types/api::repair-order.repair-order/x'],
    [null, null],
  ])('links %p to %p', (record, path) => {
    expect(recordPath(record)).toBe(path);
  });

  it('shows each message once, the newest reading of it', () => {
    const joined = joinPages([message({ id: 'c' }), message({ id: 'b', status: 'read' })], [message({ id: 'b', status: 'sent' }), message({ id: 'a' })]);
    expect(joined.map(({ id, status }) => `${id}:${status}`)).toEqual(['c:queued', 'b:read', 'a:queued']);
  });
});

describe('installation notices', () => {
  const well: InstallationStatus = { notices: [], encryptionKey: true, engine: { state: 'running' }, queue: { depth: 0, oldestQueuedAt: null, uncertain: 0 }, parked: 0 };

  it('is silent when all is well', () => {
    expect(installationNotices(well, text)).toEqual([]);
  });

  it.each([
    ['no key', { encryptionKey: false }, ['secrets.no_key']],
    ['a second process', { engine: { state: 'second-process' as const, message: 'Use pg-boss.' } }, ['installation.second_process']],
    ['parked', { parked: 2 }, ['inbound.parked']],
    ['uncertain', { queue: { depth: 0, oldestQueuedAt: null, uncertain: 1 } }, ['message.uncertain']],
    [
      'what the server says itself, once',
      { encryptionKey: false, parked: 2, notices: [{ code: 'secrets.encryption_key_missing', sentence: 'x', level: 'refusal' as const }, { code: 'inbound.parked_events', sentence: 'y', level: 'warning' as const }] },
      ['secrets.encryption_key_missing', 'inbound.parked'],
    ],
  ])('%s', (_name, changes, codes) => {
    expect(installationNotices({ ...well, ...changes }, text).map((notice) => notice.code)).toEqual(codes);
  });
});

describe('consent words', () => {
  const row = (changes: Partial<ConsentRowView>): ConsentRowView => ({ partner: null, contact: null, phone: null, problem: null, ...changes });

  it('keeps partners and contacts with the same id apart', () => {
    const keys = [rowKey(row({ partner: { id: 'x:1', name: null, company: null } })), rowKey(row({ contact: { id: 'x:1' } as ConsentRowView['contact'] }))];
    expect(new Set(keys).size).toBe(2);
    expect(subjectsOf(keys)).toEqual({ partners: ['x:1'], contacts: ['x:1'] });
  });

  it('shows a typed source as it was typed', () => {
    expect(sourceWords('erp-field', text)).toBe('source.erp-field');
    expect(sourceWords('Folder 12', text)).toBe('Folder 12');
    expect(sourceWords(null, text)).toBe('');
  });

  it('says every stop, the strongest first', () => {
    expect(stopsOf({ stoppedAt: 'a', marketingStoppedAt: 'b', erpBlacklisted: true }).map((stop) => stop.key)).toEqual([
      'consent.stop.word',
      'consent.stop.provider',
      'consent.stop.erp',
    ]);
    expect(stopsOf({ stoppedAt: null, marketingStoppedAt: null, erpBlacklisted: false })).toEqual([]);
  });

  it('names someone who has neither name nor number', () => {
    expect(nameOf(row({}), text)).toBe('contact.unnamed');
    expect(nameOf(row({ phone: '+1' }), text)).toBe('+1');
  });
});

describe('template words', () => {
  const template = { approvalStatus: 'APPROVED', missing: false, refusal: null };
  it.each([
    [template, 'success'],
    [{ ...template, refusal: { code: 'x', sentence: 'y' } }, 'warning'],
    [{ ...template, missing: true }, 'danger'],
    [{ ...template, approvalStatus: 'rejected' }, 'danger'],
    [{ ...template, approvalStatus: 'PAUSED' }, 'warning'],
    [{ ...template, approvalStatus: 'SOMETHING_NEW' }, 'neutral'],
    [{ ...template, approvalStatus: null }, 'neutral'],
  ])('%p looks %s', (given, look) => {
    expect(approvalLook(given)).toBe(look);
  });

  it('names languages, and keeps a code nobody knows', () => {
    expect(languageName('pt_BR', 'en')).toBe('Brazilian Portuguese');
    expect(languageName('!!', 'en')).toBe('!!');
  });

  it('gives each placeholder its own example', () => {
    expect(
      exampleValues({
        components: [
          { type: 'header', format: 'text', text: 'Hi {{1}}', example: ['Ana'] },
          { type: 'body', text: '{{2}} then {{1}} then {{2}}', example: ['first', 'second'] },
        ],
      }),
    ).toEqual({ 'header.1': 'Ana', 'body.1': 'first', 'body.2': 'second' });
    expect(exampleValues({ components: [{ type: 'body', text: '{{city}}, {{name}}, {{city}}, {{none}}', example: ['Ghent', 'Ana'] }] })).toEqual({ 'body.city': 'Ghent', 'body.name': 'Ana' });
  });
});
