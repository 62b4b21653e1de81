import type { AccountState } from '../accounts';
import type { Customer } from '../customers';
import type { Limits } from './limits';
import type { Template } from './template-catalogue';

export interface Failure {
  code: number;
  details: string | null;
}

/** Area codes of the North American plan outside the United States (Canada, Caribbean, Pacific). */
const OUTSIDE_US = new Set((
  '204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 460 468 474 506 514 519 '
  + '537 548 579 581 584 587 600 604 613 622 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942 '
  + '242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939'
).split(' '));

export function isUnitedStates(waId: string): boolean {
  return /^1\d{10}$/.test(waId) && !OUTSIDE_US.has(waId.slice(1, 4));
}

/**
 * What becomes of a message the service has answered 200 for. These refusals come later, as a
 * `failed` status: that is what makes "accepted" a different thing from "delivered" (facts 2.1–2.6).
 * The daily budget is told as 131048: no code of its own is documented for it, and this is the one
 * that stops the number (facts, 2026-11, unconfirmed).
 */
export function decideFate(account: AccountState, customer: Customer, template: Template | null, limits: Limits, now: number): Failure | null {
  if (customer.undeliverable) return { code: 131026, details: 'Message Undeliverable.' };
  const isOpen = customer.windowUntil > now;
  if (template === null) {
    return isOpen ? null : { code: 131047, details: 'Message failed to send because more than 24 hours have passed since the customer last replied to this number.' };
  }
  if (template.category === 'MARKETING') {
    if (customer.stoppedMarketing) return { code: 131050, details: 'Recipient has chosen to stop receiving marketing messages on WhatsApp from your business' };
    if (customer.waId !== null && isUnitedStates(customer.waId)) {
      return { code: 131049, details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.' };
    }
  }
  const person = customer.waId ?? customer.userId ?? customer.id;
  if (!isOpen && !limits.maySpend(account.config.portfolioId, person, account.settings.messagingLimit, now)) {
    return { code: 131048, details: 'Message failed to send because the limit of unique recipients in 24 hours is reached.' };
  }
  return null;
}
