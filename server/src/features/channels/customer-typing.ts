import type { Core } from '@strapi/types';
import { windowOf } from '../../../../plugin/domain/service-window';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import type { ChannelRow } from '../../platform/records';
import { getService } from '../../platform/services';

/** Meta shows it for 25 s. */
const AGAIN_MS = 20_000;
const MOST_REMEMBERED = 1_000;

/** The customer sees that somebody writes. A courtesy: whatever goes wrong, nobody is told and nothing is tried again. */
export const createCustomerTyping = (strapi: Core.Strapi) => {
  const shownAt = new Map<number, number>();

  const isDue = (channel: number, at: number): boolean => {
    if (at - (shownAt.get(channel) ?? -Infinity) < AGAIN_MS) return false;
    if (shownAt.size >= MOST_REMEMBERED) for (const [id, time] of shownAt) if (at - time >= AGAIN_MS) shownAt.delete(id);
    shownAt.set(channel, at);
    return true;
  };

  return async ({ id, account: accountId, lastInboundProviderMessageId, lastCustomerMessageAt, windowOpenedByStop }: ChannelRow): Promise<void> => {
    const at = now();
    // Outside the window the customer waits for nothing; after a STOP nothing is said.
    if (lastInboundProviderMessageId === null || windowOpenedByStop || !windowOf({ lastCustomerMessageAt, now: at }).open) return;
    if (!isDue(id, at.getTime())) return;
    try {
      const accounts = getService(strapi, 'accounts');
      const account = await accounts.findById(accountId);
      if (!account?.active || account.connectionState === 'halted' || account.connectionState === 'blocked') return;
      const provider = accounts.provider(account);
      if (!provider.typing) return;
      // Not in the activity log: it would hold little else.
      await provider.typing(await accounts.connectionOf(account), lastInboundProviderMessageId, { http: accounts.http, now, log: strapi.log });
    } catch (error) {
      strapi.log.debug(`[whatsapp] the customer does not see that somebody writes: ${failureText(error)}`);
    }
  };
};
