import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { connectionOf, Table } from '../../platform/database';
import type { Row } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';
import { tooMany } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { AccessService } from '../../platform/services';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface TokenRecipientRow extends Row {
  token: number;
  recipient: string;
  countedAt: Date;
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

const isContact = (to: Parameters<AccessService['countRecipient']>[1]): to is { contact: number } => 'contact' in to;

/** How fast a token may call, and how many people nobody has written to before it may write to in 24 hours. */
export const createTokenLimits = (strapi: Core.Strapi): Pick<AccessService, 'countCall' | 'countRecipient'> => {
  const recipients = () => new Table<TokenRecipientRow>(strapi, modelUid('token-recipients'));
  /** Times of the last minute's calls, oldest first; in memory, since a row for each call would cost more than the call. */
  const calls = new Map<number, number[]>();

  const contactOf = async (to: Parameters<AccessService['countRecipient']>[1], scope: string): Promise<number | null> => {
    if (isContact(to)) return to.contact;
    if ('phone' in to) return (await getService(strapi, 'contacts').findByPhone(to.phone))?.id ?? null;
    const aliases = new Table<Row & { contact: number }>(strapi, modelUid('contact-aliases'));
    const row = (await aliases.query().where({ scope, value: to.userId }).whereIn('kind', ['bsuid', 'parent_bsuid']).first()) as { contact: number } | undefined;
    return row?.contact ?? null;
  };

  const wasWrittenTo = async (contact: number | null): Promise<boolean> => {
    if (contact === null) return false;
    const messages = strapi.db.metadata.get(contentTypeUid('message')).tableName;
    return (await connectionOf(strapi)(messages).where({ contact, direction: 'outbound' }).select('id').first()) !== undefined;
  };

  return {
    countCall({ tokenId, limits: { callsPerMinute } }) {
      if (callsPerMinute === null) {
        calls.delete(tokenId);
        return;
      }
      const at = now().getTime();
      const recent = (calls.get(tokenId) ?? []).filter((time) => time > at - MINUTE_MS && time <= at);
      const [oldest] = recent.slice(-callsPerMinute);
      calls.set(tokenId, recent);
      if (recent.length >= callsPerMinute) throw tooMany('access.rate_limited', { retryAfter: seconds((oldest ?? at) + MINUTE_MS - at), quotaRemaining: 0 });
      recent.push(at);
    },

    async countRecipient({ tokenId: token, limits: { strangersPerDay } }, to, scope) {
      const nothing = () => Promise.resolve();
      if (strangersPerDay === null) return nothing;
      const contact = await contactOf(to, scope);
      if (await wasWrittenTo(contact)) return nothing;
      const recipient = contact === null ? ('phone' in to ? to.phone : 'userId' in to ? to.userId : '') : `contact:${contact}`;
      const countedAt = now();
      const since = new Date(countedAt.getTime() - DAY_MS);
      await recipients().query().where({ token }).where(recipients().column('countedAt'), '<=', since).delete();
      const [row] = await recipients().insertMany([{ token, recipient, countedAt }], { onConflict: ['token', 'recipient'] });
      // Counted already, by a send that is on its way.
      if (!row) return nothing;
      const takeBack = async (): Promise<void> => void (await recipients().query().where('id', row.id).delete());
      // Written first and counted then: two sends at one moment can't both take the last place.
      const counted = recipients().fromRows(await recipients().query().where({ token }).orderBy('id').limit(strangersPerDay + 1));
      const places = counted.slice(0, strangersPerDay);
      if (places.some(({ id }) => id === row.id)) return takeBack;
      await takeBack();
      const oldest = places[0]?.countedAt.getTime() ?? countedAt.getTime();
      throw tooMany('access.recipients_capped', { retryAfter: seconds(oldest + DAY_MS - countedAt.getTime()), quotaRemaining: 0 });
    },
  };
};
