import { mayContact, type ConsentInput } from './consent';
import type { MessageType, Purpose } from './message';
import { isSendable, type TemplateComponent, type TemplateRefusal } from './template';

export type SendRefusal =
  | 'message.expired'
  | 'message.opted_out'
  | 'message.no_opt_in'
  | 'message.outside_window'
  | 'template.missing'
  | TemplateRefusal;

export type SendDecision =
  | { kind: 'send' }
  /** `until` null: until someone or something changes; the reason is the message's `blockedBy`. */
  | { kind: 'wait'; until: Date | null; reason: 'scheduled' | 'account' | 'template' }
  | { kind: 'refuse'; code: SendRefusal };

export interface SendQuestion {
  now: Date;
  /**
   * When it is asked. At `enqueue` people wait for the answer, so a paused template is refused; at `dispatch` the
   * message is already promised, so it waits for the template to be resumed.
   */
  phase?: 'enqueue' | 'dispatch';
  message: { type: MessageType; purpose: Purpose; expiresAt: Date | null; notBefore: Date | null; isTemplate: boolean };
  contact: ConsentInput;
  window: { open: boolean; openedByStop: boolean };
  /** Null: a template message whose template is unknown, or no template message. */
  template: { approvalStatus: string | null; components: readonly TemplateComponent[] } | null;
  account: {
    /** The provider's health: `blocked` can't send at all. */
    state?: string | null;
    /** Stopped by us after an error that concerns the whole account, or by a person. */
    halted: boolean;
  };
  limits: { serviceWindow: boolean };
}

/**
 * May this be sent now? Asked when a message is queued and again before it is posted, since consent, window and
 * template can change in between. Pace and budget are the lane's to ask (`throttle`, `budget`).
 *
 * What can never be right again is refused before what may pass: a customer who said STOP is told apart from a closed
 * window, and an expired message does not wait for an account to come back.
 */
export function decideSend(question: SendQuestion): SendDecision {
  const { now, message, window, limits } = question;
  if (message.expiresAt !== null && message.expiresAt <= now) return { kind: 'refuse', code: 'message.expired' };

  const verdict = mayContact(question.contact, message.purpose, window);
  if (verdict.kind === 'no' && verdict.code === 'message.opted_out') return { kind: 'refuse', code: verdict.code };

  const isScheduled = message.notBefore !== null && message.notBefore > now;
  // Whether the window is open at a later time can't be known now: a scheduled message is asked again when it is due.
  if (limits.serviceWindow && !message.isTemplate && !window.open && !isScheduled) return { kind: 'refuse', code: 'message.outside_window' };
  if (verdict.kind === 'no') return { kind: 'refuse', code: verdict.code };

  if (message.isTemplate) {
    if (question.template === null) return { kind: 'refuse', code: 'template.missing' };
    const sendable = isSendable(question.template);
    if (sendable.kind === 'no') {
      const waits = sendable.code === 'template.paused' && question.phase !== 'enqueue';
      return waits ? { kind: 'wait', until: null, reason: 'template' } : { kind: 'refuse', code: sendable.code };
    }
  }
  if (isScheduled) return { kind: 'wait', until: message.notBefore, reason: 'scheduled' };
  if (question.account.halted || question.account.state === 'blocked') return { kind: 'wait', until: null, reason: 'account' };
  return { kind: 'send' };
}
