import { consentOf, CONSENT_WORDS, mayContact, parseConsentWord, purposeOfMessage, type ConsentInput, type ConsentState } from '../../plugin/domain/consent';
import type { Purpose } from '../../plugin/domain/message';

const CLOSED = { open: false, openedByStop: false };
const OPEN = { open: true, openedByStop: false };
const STOPPED_OPEN = { open: true, openedByStop: true };

const person = (over: Partial<ConsentInput> & { utility?: ConsentState; marketing?: ConsentState } = {}): ConsentInput => ({
  consents: [
    ...(over.utility ? [{ purpose: 'utility' as const, state: over.utility, at: new Date('2026-11-01') }] : []),
    ...(over.marketing ? [{ purpose: 'marketing' as const, state: over.marketing, at: new Date('2026-11-01') }] : []),
    ...(over.consents ?? []),
  ],
  blacklisted: over.blacklisted ?? false,
  metaStop: over.metaStop ?? false,
  stopped: over.stopped ?? false,
});

const YES = 'yes';
const OUT = 'message.opted_out';
const NONE = 'message.no_opt_in';

describe('mayContact', () => {
  it.each<[string, ConsentInput, Purpose, typeof OPEN, string]>([
    ['reply, window open', person(), 'reply', OPEN, YES],
    ['reply, window open, stopped before', person({ stopped: true }), 'reply', OPEN, YES],
    ['reply, window open, denied', person({ utility: 'denied', marketing: 'denied' }), 'reply', OPEN, YES],
    ['reply, window opened by STOP', person({ stopped: true, utility: 'granted' }), 'reply', STOPPED_OPEN, OUT],
    ['reply, window closed, no consent', person(), 'reply', CLOSED, NONE],
    ['reply, window closed, consent', person({ utility: 'granted' }), 'reply', CLOSED, YES],
    ['reply, window closed, stopped', person({ utility: 'granted', stopped: true }), 'reply', CLOSED, OUT],

    ['utility, unknown', person(), 'utility', CLOSED, NONE],
    ['utility, unknown, window open', person(), 'utility', OPEN, NONE],
    ['utility, granted', person({ utility: 'granted' }), 'utility', CLOSED, YES],
    ['utility, denied', person({ utility: 'denied' }), 'utility', OPEN, OUT],
    ['utility, marketing granted only', person({ marketing: 'granted' }), 'utility', CLOSED, NONE],
    ['utility, blacklisted in the ERP', person({ utility: 'granted', blacklisted: true }), 'utility', CLOSED, YES],
    ['utility, stopped at Meta', person({ utility: 'granted', metaStop: true }), 'utility', CLOSED, YES],
    ['utility, STOP', person({ utility: 'granted', stopped: true }), 'utility', OPEN, OUT],

    ['marketing, unknown', person({ utility: 'granted' }), 'marketing', OPEN, NONE],
    ['marketing, granted', person({ marketing: 'granted' }), 'marketing', CLOSED, YES],
    ['marketing, denied', person({ marketing: 'denied' }), 'marketing', CLOSED, OUT],
    ['marketing, blacklisted in the ERP', person({ marketing: 'granted', blacklisted: true }), 'marketing', OPEN, OUT],
    ['marketing, stopped at Meta', person({ marketing: 'granted', metaStop: true }), 'marketing', OPEN, OUT],
    ['marketing, STOP', person({ marketing: 'granted', stopped: true }), 'marketing', OPEN, OUT],
  ])('%s', (_, contact, purpose, window, expected) => {
    const verdict = mayContact(contact, purpose, window);
    expect(verdict.kind === 'yes' ? YES : verdict.code).toBe(expected);
  });

  it('goes by the latest statement, in whatever order they come', () => {
    const granted = { purpose: 'utility' as const, state: 'granted' as const, at: new Date('2026-11-02') };
    const denied = { purpose: 'utility' as const, state: 'denied' as const, at: new Date('2026-11-01') };
    expect(consentOf([granted, denied], 'utility')).toBe('granted');
    expect(consentOf([denied, granted], 'utility')).toBe('granted');
    expect(consentOf([{ ...granted, at: null }, denied], 'utility')).toBe('denied');
    expect(consentOf([granted], 'marketing')).toBe('unknown');
  });
});

describe('purposeOfMessage', () => {
  it.each<[string, Parameters<typeof purposeOfMessage>[0], Purpose]>([
    ['a template goes by its category', { templatePurpose: 'marketing', window: OPEN }, 'marketing'],
    ['a utility template in an open window is no reply', { templatePurpose: 'utility', window: OPEN }, 'utility'],
    ['one free text in an open window', { templatePurpose: null, window: OPEN }, 'reply'],
    ['one free text, window closed', { templatePurpose: null, window: CLOSED }, 'utility'],
    ['one free text, window opened by STOP', { templatePurpose: null, window: STOPPED_OPEN }, 'utility'],
    ['bulk free text', { templatePurpose: null, bulk: true, window: OPEN }, 'marketing'],
    ['bulk documents', { templatePurpose: null, bulk: true, document: true, window: OPEN }, 'utility'],
    ['a document in an open window', { templatePurpose: null, document: true, window: OPEN }, 'reply'],
    ['a document after STOP, though something else was written since', { templatePurpose: null, document: true, stopped: true, window: OPEN }, 'utility'],
  ])('%s', (_, message, expected) => {
    expect(purposeOfMessage(message)).toBe(expected);
  });
});

describe('parseConsentWord', () => {
  it.each([
    'STOP', 'stop', ' Stop. ', 'stop!', '*STOP*', '"stop"', 'STOP 🛑', 'Stop\n', 'Unsubscribe', 'opt-out', 'Opt out', 'STOPALL',
    'BAJA', 'alto', 'Cancelar suscripción', 'cancelar suscripcion',
    'PARAR', 'Sair', 'nao quero receber', 'não quero receber',
    'Arrêt', 'ARRET', 'désabonner', 'DESABONNER',
    'Stopp', 'abmelden', 'AUFHÖREN', 'aufhoren',
    'Disiscrivimi', 'ferma', 'berhenti', 'Berhenti berlangganan',
    'बंद करें', 'रोकें', 'बंद करो।', 'إيقاف', 'ايقاف', 'إلغاء الاشتراك', 'قِف', 'Afmelden', 'DUR', 'İPTAL', 'iptal', 'Стоп', 'ОТПИСАТЬСЯ',
    '停止', '수신거부', 'ＳＴＯＰ', '\u200eSTOP\u200f',
  ])('%j is a stop', (text) => {
    expect(parseConsentWord(text)).toBe('stop');
  });

  it.each(['START', 'start!', 'Unstop', 'opt in', 'ALTA', 'Iniciar', 'Démarrer', 'Starten', 'Inizia', 'Mulai', 'शुरू करें', 'ابدأ', 'Aanmelden', 'BAŞLA', 'Старт'])(
    '%j is a start',
    (text) => {
      expect(parseConsentWord(text)).toBe('start');
    },
  );

  it.each([
    '', '   ', '🛑', '...', 'please stop', 'stop it now', 'do not stop', "don't stop", 'stopping', 'nonstop', 'Bus stop', 'yes', 'ok', 'no', 'continue',
    'when do you start', 'cancel my order 42', 'sto p', 'बद', 'रक',
  ])('%j is neither', (text) => {
    expect(parseConsentWord(text)).toBeNull();
  });

  it('takes every word of every list, in capitals too', () => {
    for (const lists of Object.values(CONSENT_WORDS)) {
      for (const word of lists.stop) {
        expect([word, parseConsentWord(word)]).toEqual([word, 'stop']);
        expect([word, parseConsentWord(`  ${word.toUpperCase()}! `)]).toEqual([word, 'stop']);
      }
      for (const word of lists.start) expect([word, parseConsentWord(word)]).toEqual([word, 'start']);
    }
  });

  it('takes the lists of a host instead', () => {
    const words = { xx: { stop: ['Genug!'], start: ['Weiter'] } };
    expect(parseConsentWord('genug', words)).toBe('stop');
    expect(parseConsentWord('WEITER', words)).toBe('start');
    expect(parseConsentWord('stop', words)).toBeNull();
  });
});
