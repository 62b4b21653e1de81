import type { Core } from '@strapi/types';
import type { MergePreviewView } from '../../../../plugin/contracts/contacts';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { Notice } from '../../../../plugin/contracts/documents';
import { canonicalPhone } from '../../../../plugin/domain/address';
import { inTransaction, Table } from '../../platform/database';
import { untilNotOvertaken } from '../../platform/database-errors';
import type { ContactRow, MessageRow } from '../../platform/records';
import { conflict, refuse } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';
import { createContactMerge, mergeContacts, mergedConsents } from './contact-merge';
import { consentViews, createContactViews } from './contact-views';
import { createContactsRepository } from './contacts.repository';

const REASON = 'by hand';

/** What keeps two contacts apart; null: nothing. */
const barOf = (kept: ContactRow, merged: ContactRow): string | null => {
  if (kept.id === merged.id) return 'contact.merge_self';
  return kept.company !== null && merged.company !== null && kept.company !== merged.company ? 'contact.merge_companies' : null;
};

const keyOf = ({ phone }: ContactRow): string | null => (phone === null ? null : canonicalPhone(phone.replace(/\D/g, '')));

/** Two contacts that a person says are one: what would become of them, and the merge itself. */
export const createMergeByHand = (strapi: Core.Strapi) => {
  const repository = createContactsRepository(strapi);
  const views = createContactViews(strapi);
  const merge = createContactMerge(strapi, repository);
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));

  const countOf = async (query: PromiseLike<unknown>): Promise<number> => Number(((await query) as { total: number | string } | undefined)?.total ?? 0);

  const movesOf = async (merged: ContactRow): Promise<MergePreviewView['moves']> => {
    const own = () => messages.query().where('contact', merged.id);
    return {
      messages: await countOf(own().count({ total: '*' }).first()),
      onTheirWay: await countOf(own().whereIn(messages.column('deliveryStatus'), ['queued', 'sending']).count({ total: '*' }).first()),
      conversations: (await getService(strapi, 'channels').findByContacts([merged.id])).length,
      partners: (await repository.partners.findWhereIn('contact', [merged.id])).length,
      identities: (await repository.aliasesOf(merged.id)).length,
    };
  };

  const notice = (level: Notice['level'], code: string, values?: Record<string, number>): Notice => ({ level, code, sentence: sentenceOf(code, values), ...(values ? { values } : {}) });

  return {
    async preview(kept: ContactRow, merged: ContactRow, sight: Sight): Promise<MergePreviewView> {
      const [keptView, mergedView] = await views.present([kept, merged], sight);
      if (!keptView || !mergedView) throw refuse('contact.merge_self');
      const consents = await repository.consentsOf([kept.id, merged.id]);
      const ofKept = consents.filter(({ contact }) => contact === kept.id);
      const ofMerged = consents.filter(({ contact }) => contact === merged.id);
      const counting = mergedConsents(ofKept, ofMerged);
      const result = mergeContacts(kept, merged);
      const moves = await movesOf(merged);
      const bar = barOf(kept, merged);
      const isStricter = counting.some(({ purpose, state }) => ofKept.find((own) => own.purpose === purpose)?.state === 'granted' && state === 'denied');
      const isStopped = (kept.stoppedAt === null && merged.stoppedAt !== null) || (kept.marketingStoppedAt === null && merged.marketingStoppedAt !== null) || (!kept.erpBlacklisted && merged.erpBlacklisted);
      const notices: Notice[] = [
        ...(bar === null ? [] : [notice('refusal', bar)]),
        ...(keyOf(kept) !== null && keyOf(merged) !== null && keyOf(kept) !== keyOf(merged) ? [notice('warning', 'contact.merge_numbers')] : []),
        ...(isStricter || isStopped ? [notice('warning', 'contact.merge_stricter')] : []),
        ...(moves.onTheirWay > 0 ? [notice('info', 'contact.merge_queued', { count: moves.onTheirWay })] : []),
      ];
      return {
        kept: keptView,
        merged: mergedView,
        result: {
          name: result.name ?? null,
          phone: result.phone ?? null,
          company: kept.company === null ? mergedView.company : keptView.company,
          consents: consentViews(counting).map((view) => ({ ...view, actor: [...keptView.consents, ...mergedView.consents].find((own) => own.purpose === view.purpose && own.statedAt === view.statedAt)?.actor ?? view.actor })),
          stoppedAt: result.stoppedAt?.toISOString() ?? null,
          marketingStoppedAt: result.marketingStoppedAt?.toISOString() ?? null,
          erpBlacklisted: result.erpBlacklisted ?? false,
        },
        moves,
        notices,
      };
    },

    /**
     * One transaction. A send in progress writes the same rows in another order: where the database ends one of the two to
     * free the other, it is tried again, as the send is.
     */
    async merge(kept: ContactRow, merged: ContactRow, user: number | null): Promise<void> {
      const bar = barOf(kept, merged);
      if (bar !== null) throw refuse(bar);
      const isDone = await untilNotOvertaken(() =>
        inTransaction(strapi, async (trx) => {
          // Their companies may have changed since they were looked at.
          const rows = new Map((await repository.contacts.lockByIds([kept.id, merged.id], trx)).map((row) => [row.id, row]));
          const [one, other] = [rows.get(kept.id), rows.get(merged.id)];
          const late = one && other ? barOf(one, other) : null;
          if (late !== null) throw refuse(late);
          return merge(kept.id, merged.id, REASON, trx, user);
        }),
      );
      if (!isDone) throw conflict('contact.merge_changed');
    },
  };
};
