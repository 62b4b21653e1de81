import type { Core } from '@strapi/types';
import { BUDGET_WINDOW_MS, decideBudget, type BudgetDecision } from '../../../../plugin/domain/budget';
import { isPostgres, Table, type Knex } from '../../platform/database';
import type { Row } from '../../platform/records';
import { modelUid } from '../../platform/schema';

interface SpendRow extends Row {
  portfolio: string;
  recipient: string;
  spentAt: Date;
}

export interface Spend {
  portfolio: string;
  recipient: string;
  spentAt: Date;
}

/**
 * Who was written to outside a window in the last 24 hours, one row a person and portfolio. Counted and spent in the
 * transaction that claims: two lanes of one portfolio can't both take the last place.
 */
export const createBudgetRepository = (strapi: Core.Strapi) => {
  let cached: Table<SpendRow> | null = null;
  const table = (): Table<SpendRow> => (cached ??= new Table<SpendRow>(strapi, modelUid('portfolio-spends')));

  return {
    /** A decision for each recipient, in their order; those that count are spent within `trx`. */
    async spend(request: { portfolio: string; recipients: string[]; limit: number | undefined; now: Date }, trx: Knex): Promise<Map<string, BudgetDecision>> {
      const { portfolio, limit, now } = request;
      const recipients = [...new Set(request.recipients)];
      const decisions = new Map<string, BudgetDecision>();
      if (recipients.length === 0) return decisions;
      if (isPostgres(strapi)) await trx.raw('SELECT pg_advisory_xact_lock(hashtext(?))', [`whatsapp budget ${portfolio}`]);

      const since = new Date(now.getTime() - BUDGET_WINDOW_MS);
      const live = (): Knex.QueryBuilder => table().query(trx).where('portfolio', portfolio).where('spent_at', '>', since);
      const counted = (await live().count({ total: '*' }).first()) as { total: number | string } | undefined;
      const known = new Set(((await live().whereIn('recipient', recipients).select('recipient')) as { recipient: string }[]).map((row) => row.recipient));
      let spent = Number(counted?.total ?? 0);
      let freedBy: Date | null | undefined;
      const spends: Spend[] = [];

      for (const recipient of recipients) {
        const question = { limit, spentRecipients: spent, recipientAlreadyCounted: known.has(recipient), now };
        let decision = decideBudget({ ...question, oldestSpendAt: null });
        if (decision.kind === 'wait') {
          // A limit that was lowered leaves several too many: room comes when enough of the oldest have aged out.
          if (freedBy === undefined) {
            const row = (await live().orderBy('spent_at').offset(Math.max(0, spent - spends.length - (limit ?? spent))).first()) as Record<string, unknown> | undefined;
            freedBy = row ? table().fromRow(row).spentAt : (spends[0]?.spentAt ?? null);
          }
          decision = decideBudget({ ...question, oldestSpendAt: freedBy });
        }
        decisions.set(recipient, decision);
        if (decision.kind === 'send' && decision.counts) {
          spent += 1;
          spends.push({ portfolio, recipient, spentAt: now });
        }
      }
      await table().insertMany(spends, { onConflict: ['portfolio', 'recipient'], merge: ['spentAt'], readBack: false }, trx);
      return decisions;
    },

    /** Gives places back whose message certainly was not sent. */
    async unspend(spends: Spend[], trx: Knex): Promise<void> {
      for (const { portfolio, recipient, spentAt } of spends) {
        await table().query(trx).where({ portfolio, recipient }).where('spent_at', spentAt).delete();
      }
    },

    async forget(before: Date): Promise<void> {
      await table().query().where('spent_at', '<', before).delete();
    },
  };
};

export type BudgetRepository = ReturnType<typeof createBudgetRepository>;
