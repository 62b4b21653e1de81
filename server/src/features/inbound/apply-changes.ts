import type { Core } from '@strapi/types';
import type { Knex } from '../../platform/database';
import type { AdvancedMessage } from '../../platform/events';
import { getService } from '../../platform/services';
import { bodyOf } from './content-text';
import { timeOf } from './identify-people';
import type { ClaimedEvent } from './route-events';

/** What providers say later about messages and templates. `redrawn`: messages whose text changed or was withdrawn; `advanced`: whose status moved. */
export const applyChanges = async (strapi: Core.Strapi, events: ClaimedEvent[], trx: Knex): Promise<{ redrawn: number[]; advanced: AdvancedMessage[] }> => {
  const redrawn: (number | null)[] = [];
  const messages = getService(strapi, 'messages');
  for (const claimed of events) {
    const { event, account } = claimed;
    const at = timeOf(claimed);
    if (event.kind === 'edit') {
      const { originalProviderMessageId, content } = event;
      redrawn.push(await messages.applyEdit({ account: account.id, originalProviderMessageId, body: bodyOf(content) ?? '', payload: content, at }, trx));
    }
    if (event.kind === 'revoke') redrawn.push(await messages.applyRevoke({ account: account.id, originalProviderMessageId: event.originalProviderMessageId, at }, trx));
    if (event.kind === 'template') {
      const businessAccount = event.account.businessAccountId ?? account.businessAccount;
      if (businessAccount) await getService(strapi, 'templates').applyChange(event, businessAccount, trx);
    }
  }
  const advanced = await messages.applyStatuses(
    events.flatMap((claimed) => {
      const { event, account } = claimed;
      if (event.kind !== 'status') return [];
      const { providerMessageId, callbackData, status, pricing, failure } = event;
      return [{ account: account.id, providerMessageId, callbackData, status, at: timeOf(claimed), pricing, failure }];
    }),
    trx,
  );
  return { redrawn: redrawn.flatMap((id) => id ?? []), advanced };
};
