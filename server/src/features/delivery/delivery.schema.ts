import { defineModel } from '../../platform/schema';

/** Unique recipients outside a window, per portfolio: the rolling 24-hour budget. */
export const portfolioSpend = defineModel({
  name: 'portfolio-spends',
  attributes: {
    portfolio: { type: 'string', required: true },
    recipient: { type: 'string', required: true },
    spentAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['portfolio', 'recipient'], unique: true }, { columns: ['portfolio', 'spent_at'] }],
});

/** One row: which process runs the embedded engine, so that a second one is noticed. */
export const engineLease = defineModel({
  name: 'engine-leases',
  attributes: {
    name: { type: 'string', required: true },
    holder: { type: 'string', required: true },
    leaseUntil: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['name'], unique: true }],
});
