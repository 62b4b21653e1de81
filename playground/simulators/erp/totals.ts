import type { ErpStore } from './store';
import type { ErpRecord, Values } from './types';

const cents = (value: number): number => Math.round((value + Number.EPSILON) * 100) / 100;
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

const taxRate = (store: ErpStore, line: ErpRecord): number =>
  (Array.isArray(line.tax_ids) ? (line.tax_ids as readonly number[]) : []).reduce((sum, id) => sum + numberOf(store.find('account.tax', id)?.amount), 0);

/** Amounts of a line from its quantity, price, discount and taxes. */
const lineAmounts = (store: ErpStore, line: ErpRecord, quantity: number): { price_subtotal: number; price_tax: number; price_total: number } => {
  if (line.display_type !== false && line.display_type !== undefined && line.display_type !== 'product') return { price_subtotal: 0, price_tax: 0, price_total: 0 };
  const subtotal = cents(quantity * numberOf(line.price_unit) * (1 - numberOf(line.discount) / 100));
  const tax = cents((subtotal * taxRate(store, line)) / 100);
  return { price_subtotal: subtotal, price_tax: tax, price_total: cents(subtotal + tax) };
};

const sum = (lines: readonly { price_subtotal: number; price_tax: number; price_total: number }[]): Values => ({
  amount_untaxed: cents(lines.reduce((total, line) => total + line.price_subtotal, 0)),
  amount_tax: cents(lines.reduce((total, line) => total + line.price_tax, 0)),
  amount_total: cents(lines.reduce((total, line) => total + line.price_total, 0)),
});

const linesOf = (store: ErpStore, model: string, field: string, id: number): ErpRecord[] =>
  store.referring(model, field, id).map((lineId) => store.find(model, lineId)).filter((line): line is ErpRecord => line !== undefined);

/** Recomputes an order from its lines: that is a write on the order, so it re-enters a change feed. */
export const recomputeOrder = (store: ErpStore, orderId: number): void => {
  const amounts = linesOf(store, 'sale.order.line', 'order_id', orderId).map((line) => {
    const amount = lineAmounts(store, line, numberOf(line.product_uom_qty));
    store.change('sale.order.line', line.id, amount, { bump: false });
    return amount;
  });
  store.change('sale.order', orderId, sum(amounts));
};

const isProduct = (line: ErpRecord) => line.display_type === 'product';

/** Recomputes an invoice, its tax line and its receivable line; what was paid so far stays paid. */
export const recomputeMove = (store: ErpStore, moveId: number): void => {
  const move = store.find('account.move', moveId);
  if (!move) return;
  const paid = cents(numberOf(move.amount_total) - numberOf(move.amount_residual));
  const lines = linesOf(store, 'account.move.line', 'move_id', moveId);
  const amounts = lines.filter(isProduct).map((line) => {
    const amount = lineAmounts(store, line, numberOf(line.quantity));
    store.change('account.move.line', line.id, { price_subtotal: amount.price_subtotal, price_total: amount.price_total }, { bump: false });
    return amount;
  });
  const totals = sum(amounts);
  const total = numberOf(totals.amount_total);
  store.change('account.move', moveId, { ...totals, amount_residual: cents(Math.max(0, total - paid)) });
  for (const line of lines.filter((item) => item.display_type === 'tax' || item.display_type === 'payment_term')) store.remove('account.move.line', line.id);
  addCounterparts(store, moveId);
};

/** The tax and receivable lines that belong to a move but not to what the customer reads. */
const addCounterparts = (store: ErpStore, moveId: number): void => {
  const move = store.find('account.move', moveId);
  if (!move || move.move_type === 'entry') return;
  const sign = move.move_type === 'out_invoice' || move.move_type === 'in_refund' ? 1 : -1;
  const isSale = move.move_type === 'out_invoice' || move.move_type === 'out_refund';
  if (numberOf(move.amount_tax) !== 0) {
    store.insert('account.move.line', {
      move_id: moveId, sequence: 900, display_type: 'tax', name: 'Tax', balance: -sign * numberOf(move.amount_tax), account_type: 'liability_current',
    });
  }
  store.insert('account.move.line', {
    move_id: moveId, sequence: 990, display_type: 'payment_term', name: move.payment_reference || false, date_maturity: move.invoice_date_due ?? false,
    account_type: isSale ? 'asset_receivable' : 'liability_payable',
    balance: sign * numberOf(move.amount_total), amount_residual: sign * numberOf(move.amount_residual),
    amount_residual_currency: sign * numberOf(move.amount_residual), reconciled: move.state === 'posted' && numberOf(move.amount_residual) === 0,
  });
};

/** Brings the receivable line in step after a payment, without touching the lines a customer reads. */
export const settleReceivable = (store: ErpStore, moveId: number): void => {
  const move = store.find('account.move', moveId);
  if (!move) return;
  for (const line of linesOf(store, 'account.move.line', 'move_id', moveId)) {
    if (line.display_type !== 'payment_term') continue;
    const sign = numberOf(line.balance) < 0 ? -1 : 1;
    const residual = sign * numberOf(move.amount_residual);
    store.change('account.move.line', line.id, { amount_residual: residual, amount_residual_currency: residual, reconciled: residual === 0, name: move.payment_reference || false });
  }
};
