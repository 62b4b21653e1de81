import { isCode } from '../../plugin/contracts/codes';
import type { ConsentInput } from '../../plugin/domain/consent';
import { decideSend, type SendQuestion } from '../../plugin/domain/send-decision';

const now = new Date('2026-11-20T12:00:00Z');
const later = new Date('2026-11-20T15:00:00Z');
const earlier = new Date('2026-11-20T11:00:00Z');

const granted: ConsentInput = {
  consents: [
    { purpose: 'utility', state: 'granted', at: earlier },
    { purpose: 'marketing', state: 'granted', at: earlier },
  ],
  blacklisted: false,
  metaStop: false,
  stopped: false,
};
const stranger: ConsentInput = { consents: [], blacklisted: false, metaStop: false, stopped: false };
const stopped: ConsentInput = { ...granted, stopped: true };
const OPEN = { open: true, openedByStop: false };
const CLOSED = { open: false, openedByStop: false };
const approved = { approvalStatus: 'APPROVED', components: [] };

const template = { type: 'template', purpose: 'utility', expiresAt: null, notBefore: null, isTemplate: true } as const;
const text = { type: 'text', purpose: 'reply', expiresAt: null, notBefore: null, isTemplate: false } as const;
const plain: SendQuestion = {
  now,
  message: text,
  contact: granted,
  window: OPEN,
  template: null,
  account: { state: 'connected', halted: false },
  limits: { serviceWindow: true },
};
const templated: SendQuestion = { ...plain, message: template, window: CLOSED, template: approved };

const inWords = (question: SendQuestion): string => {
  const decision = decideSend(question);
  if (decision.kind === 'send') return 'send';
  if (decision.kind === 'refuse') return decision.code;
  return `wait ${decision.reason} ${decision.until?.toISOString() ?? ''}`.trim();
};

describe('decideSend', () => {
  it.each<[string, SendQuestion, string]>([
    ['text in an open window', plain, 'send'],
    ['text to a stranger who wrote', { ...plain, contact: stranger }, 'send'],
    ['text in a closed window', { ...plain, window: CLOSED }, 'message.outside_window'],
    ['text in a closed window to a stranger', { ...plain, window: CLOSED, contact: stranger }, 'message.outside_window'],
    ['text in a closed window after STOP', { ...plain, window: CLOSED, contact: stopped }, 'message.opted_out'],
    ['text in a window that STOP opened', { ...plain, window: { open: true, openedByStop: true }, contact: stopped }, 'message.opted_out'],
    ['reply after STOP, when the customer wrote again', { ...plain, contact: stopped }, 'send'],
    ['text in a closed window where there are no windows', { ...plain, window: CLOSED, limits: { serviceWindow: false } }, 'send'],
    ['the same to a stranger', { ...plain, window: CLOSED, contact: stranger, limits: { serviceWindow: false } }, 'message.no_opt_in'],
    ['bulk text with an open window, no marketing consent', { ...plain, message: { ...text, purpose: 'marketing' }, contact: stranger }, 'message.no_opt_in'],

    ['utility template, window closed', templated, 'send'],
    ['utility template to a stranger', { ...templated, contact: stranger }, 'message.no_opt_in'],
    ['utility template to a stranger who wrote', { ...templated, contact: stranger, window: OPEN }, 'message.no_opt_in'],
    ['utility template after STOP', { ...templated, contact: stopped, window: OPEN }, 'message.opted_out'],
    ['marketing template on the blacklist', { ...templated, message: { ...template, purpose: 'marketing' }, contact: { ...granted, blacklisted: true } }, 'message.opted_out'],
    ['utility template on the blacklist', { ...templated, contact: { ...granted, blacklisted: true } }, 'send'],
    ['a template that became marketing', { ...templated, message: { ...template, purpose: 'marketing' }, contact: { ...granted, metaStop: true } }, 'message.opted_out'],
    ['a template nobody knows', { ...templated, template: null }, 'template.missing'],
    ['a rejected template', { ...templated, template: { ...approved, approvalStatus: 'REJECTED' } }, 'template.rejected'],
    ['an unknown approval', { ...templated, template: { ...approved, approvalStatus: 'LOCKED' } }, 'template.not_approved'],
    ['a paused template, on its way', { ...templated, template: { ...approved, approvalStatus: 'PAUSED' } }, 'wait template'],
    ['a paused template, when asked', { ...templated, phase: 'enqueue', template: { ...approved, approvalStatus: 'PAUSED' } }, 'template.paused'],
    ['a carousel', { ...templated, template: { ...approved, components: [{ type: 'other', vendorType: 'CAROUSEL' }] } }, 'template.unsupported'],

    ['expired', { ...plain, message: { ...text, expiresAt: earlier } }, 'message.expired'],
    ['expired to the millisecond', { ...plain, message: { ...text, expiresAt: now } }, 'message.expired'],
    ['not expired yet', { ...plain, message: { ...text, expiresAt: later } }, 'send'],
    ['expired while the account was halted', { ...plain, message: { ...text, expiresAt: earlier }, account: { halted: true } }, 'message.expired'],
    ['scheduled', { ...templated, message: { ...template, notBefore: later } }, 'wait scheduled 2026-11-20T15:00:00.000Z'],
    ['due', { ...templated, message: { ...template, notBefore: now } }, 'send'],
    ['scheduled text: the window then is not known now', { ...plain, window: CLOSED, message: { ...text, notBefore: later } }, 'wait scheduled 2026-11-20T15:00:00.000Z'],
    ['scheduled, but stopped', { ...templated, contact: stopped, message: { ...template, notBefore: later } }, 'message.opted_out'],
    ['scheduled with a rejected template', { ...templated, template: { ...approved, approvalStatus: 'REJECTED' }, message: { ...template, notBefore: later } }, 'template.rejected'],

    ['account halted', { ...plain, account: { state: 'connected', halted: true } }, 'wait account'],
    ['account blocked', { ...plain, account: { state: 'blocked', halted: false } }, 'wait account'],
    ['account limited may send', { ...plain, account: { state: 'limited', halted: false } }, 'send'],
    ['a refusal does not wait for the account', { ...templated, contact: stranger, account: { halted: true } }, 'message.no_opt_in'],
  ])('%s', (_, question, expected) => {
    expect(inWords(question)).toBe(expected);
    const decision = decideSend(question);
    if (decision.kind === 'refuse') expect(isCode(decision.code)).toBe(true);
  });
});
