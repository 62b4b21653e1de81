import { PRODUCTS } from './demo-world';
import type { ErpStore } from './store';
import { recomputeMove, recomputeOrder, settleReceivable } from './totals';
import type { Values } from './types';

type Line = readonly [product: number, quantity: number, discount?: number];

interface DemoOrder {
  partner: number;
  invoiceTo?: number;
  company: 1 | 2;
  state: 'draft' | 'sent' | 'sale' | 'cancel';
  day: string;
  lines: readonly Line[];
  reference?: string;
  note?: string;
}

const ORDERS: readonly DemoOrder[] = [
  { partner: 20, invoiceTo: 22, company: 1, state: 'sale', day: '2026-10-05', lines: [[1, 20], [2, 12, 5], [8, 2]], reference: 'PC-1041' },
  { partner: 23, company: 1, state: 'sale', day: '2026-10-07', lines: [[1, 60, 10], [4, 25]] },
  { partner: 25, company: 1, state: 'sale', day: '2026-10-09', lines: [[5, 1], [7, 2]] },
  { partner: 26, company: 1, state: 'sale', day: '2026-10-14', lines: [[6, 1, 8], [10, 1], [1, 10]], reference: 'Orçamento 77/26', note: 'Installation included on the first visit.' },
  { partner: 29, company: 2, state: 'sale', day: '2026-10-15', lines: [[2, 100, 12], [9, 10], [8, 10]] },
  { partner: 33, invoiceTo: 35, company: 2, state: 'sale', day: '2026-10-16', lines: [[1, 30], [12, 12]], reference: 'PO 88213' },
  { partner: 40, company: 2, state: 'sale', day: '2026-10-20', lines: [[3, 24], [7, 6]] },
  { partner: 31, company: 2, state: 'sale', day: '2026-10-22', lines: [[4, 80, 15]] },
  { partner: 36, company: 2, state: 'sale', day: '2026-10-26', lines: [[1, 12], [8, 1], [9, 1]] },
  { partner: 43, company: 2, state: 'sale', day: '2026-10-28', lines: [[2, 40], [12, 6]] },
  { partner: 20, invoiceTo: 22, company: 1, state: 'sent', day: '2026-11-03', lines: [[5, 2, 5], [11, 1]] },
  { partner: 28, company: 1, state: 'sent', day: '2026-11-04', lines: [[1, 4]] },
  { partner: 42, company: 2, state: 'sent', day: '2026-11-06', lines: [[6, 2, 10], [10, 2]], reference: 'Mirador 2026' },
  { partner: 39, company: 2, state: 'sent', day: '2026-11-09', lines: [[5, 1]] },
  { partner: 21, company: 1, state: 'draft', day: '2026-11-11', lines: [[2, 6], [12, 2]] },
  { partner: 37, company: 2, state: 'draft', day: '2026-11-12', lines: [[3, 3]] },
  { partner: 33, invoiceTo: 35, company: 2, state: 'draft', day: '2026-11-13', lines: Array.from({ length: 34 }, (_, index): Line => [(index % 12) + 1, (index % 5) + 1, index % 7 === 0 ? 5 : 0]), reference: 'Opening stock' },
  { partner: 29, company: 2, state: 'draft', day: '2026-11-16', lines: [[1, 50], [2, 50]] },
  { partner: 23, company: 1, state: 'cancel', day: '2026-10-12', lines: [[6, 1]] },
  { partner: 40, company: 2, state: 'cancel', day: '2026-10-19', lines: [[10, 1]] },
];

interface DemoMove {
  partner: number;
  company: 1 | 2;
  type: 'out_invoice' | 'out_refund' | 'in_invoice';
  state: 'draft' | 'posted' | 'cancel';
  day: string;
  due?: string;
  lines: readonly Line[];
  /** Share of the total that is paid: 1 paid, a fraction partial. */
  paid?: number;
  paymentState?: 'in_payment' | 'reversed';
  order?: number;
  /** Which move (counted from 1) this one takes back. */
  reverses?: number;
  number?: string;
}

const MOVES: readonly DemoMove[] = [
  { partner: 22, company: 1, type: 'out_invoice', state: 'posted', day: '2026-10-06', due: '2026-11-05', lines: [[1, 20], [2, 12, 5], [8, 2]], order: 1, paid: 1 },
  { partner: 23, company: 1, type: 'out_invoice', state: 'posted', day: '2026-10-08', due: '2026-11-07', lines: [[1, 60, 10], [4, 25]], order: 2, paid: 0.4 },
  { partner: 25, company: 1, type: 'out_invoice', state: 'posted', day: '2026-10-10', due: '2026-11-24', lines: [[5, 1], [7, 2]], order: 3 },
  { partner: 26, company: 1, type: 'out_invoice', state: 'posted', day: '2026-10-15', due: '2026-11-14', lines: [[6, 1, 8], [10, 1], [1, 10]], order: 4, paid: 0.5 },
  { partner: 29, company: 2, type: 'out_invoice', state: 'posted', day: '2026-10-16', due: '2026-11-15', lines: [[2, 100, 12], [9, 10], [8, 10]], order: 5 },
  { partner: 35, company: 2, type: 'out_invoice', state: 'posted', day: '2026-10-17', due: '2026-11-16', lines: [[1, 30], [12, 12]], order: 6, paid: 1, paymentState: 'in_payment' },
  { partner: 40, company: 2, type: 'out_invoice', state: 'posted', day: '2026-10-21', due: '2026-11-20', lines: [[3, 24], [7, 6]], order: 7, paid: 1 },
  { partner: 31, company: 2, type: 'out_invoice', state: 'posted', day: '2026-10-23', due: '2026-12-07', lines: [[4, 80, 15]], order: 8 },
  { partner: 36, company: 2, type: 'out_invoice', state: 'posted', day: '2026-10-27', due: '2026-11-26', lines: [[1, 12], [8, 1], [9, 1]], order: 9 },
  { partner: 43, company: 2, type: 'out_invoice', state: 'posted', day: '2026-10-29', due: '2026-11-28', lines: [[2, 40], [12, 6]], order: 10, paid: 1, paymentState: 'reversed' },
  { partner: 28, company: 1, type: 'out_invoice', state: 'posted', day: '2026-10-30', due: '2026-11-29', lines: [[1, 2], [3, 2]] },
  { partner: 37, company: 2, type: 'out_invoice', state: 'posted', day: '2026-11-02', due: '2026-12-02', lines: [[11, 1]] },
  { partner: 42, company: 2, type: 'out_invoice', state: 'posted', day: '2026-11-05', due: '2026-12-05', lines: [[11, 2], [7, 4]] },
  { partner: 21, company: 1, type: 'out_invoice', state: 'posted', day: '2026-11-10', due: '2026-12-10', lines: [[10, 1]] },
  { partner: 23, company: 1, type: 'out_invoice', state: 'draft', day: '2026-11-17', lines: [[1, 15]] },
  { partner: 33, company: 2, type: 'out_invoice', state: 'draft', day: '2026-11-18', lines: [[2, 18], [12, 3]] },
  { partner: 25, company: 1, type: 'out_invoice', state: 'cancel', day: '2026-10-11', due: '2026-11-10', lines: [[7, 1]] },
  { partner: 43, company: 2, type: 'out_refund', state: 'posted', day: '2026-11-02', lines: [[2, 40], [12, 6]], reverses: 10, paid: 1 },
  { partner: 26, company: 1, type: 'out_refund', state: 'posted', day: '2026-11-06', lines: [[1, 2]], reverses: 4 },
  { partner: 40, company: 2, type: 'out_refund', state: 'posted', day: '2026-11-09', lines: [[7, 1]], reverses: 7 },
  { partner: 29, company: 2, type: 'out_refund', state: 'draft', day: '2026-11-17', lines: [[9, 2]], reverses: 5 },
  { partner: 31, company: 2, type: 'out_refund', state: 'cancel', day: '2026-11-03', lines: [[4, 5]], reverses: 8 },
  { partner: 44, company: 1, type: 'in_invoice', state: 'posted', day: '2026-10-04', due: '2026-11-03', lines: [[1, 400, 40]], paid: 1 },
  { partner: 44, company: 1, type: 'in_invoice', state: 'draft', day: '2026-11-16', lines: [[1, 200, 40]] },
  { partner: 45, company: 2, type: 'in_invoice', state: 'posted', day: '2026-10-18', due: '2026-11-17', lines: [[8, 60, 45], [9, 60, 45]] },
];

const PREFIX = { out_invoice: 'INV', out_refund: 'RINV', in_invoice: 'BILL' } as const;

const lineText = (product: number): string => {
  const [code, name, description] = PRODUCTS[product - 1] ?? ['', '', ''];
  return `[${code}] ${name}${description ? `\n${description}` : ''}`;
};
const priceOf = (product: number, company: 1 | 2) => {
  const price = PRODUCTS[product - 1]?.[3] ?? 0;
  return company === 1 ? price : Math.round(price * 20) / 100;
};
const currencyOf = (partner: number, company: 1 | 2): number => (company === 1 ? 6 : partner === 40 || partner === 42 ? 125 : 1);

const seedOrder = (store: ErpStore, order: DemoOrder, index: number): void => {
  const { id } = store.insert('sale.order', {
    name: `S${String(index + 1).padStart(5, '0')}`, state: order.state, partner_id: order.partner, partner_invoice_id: order.invoiceTo ?? order.partner, partner_shipping_id: order.partner,
    company_id: order.company, currency_id: currencyOf(order.partner, order.company), user_id: 2, team_id: 1, pricelist_id: false, payment_term_id: 4,
    date_order: `${order.day} 13:30:00`, validity_date: '2026-12-20', client_order_ref: order.reference ?? false, note: order.note ? `<p>${order.note}</p>` : false, locked: false,
    invoice_status: order.state === 'sale' ? 'invoiced' : 'no', access_token: false, create_uid: 2, write_uid: 2,
  });
  order.lines.forEach(([product, quantity, discount = 0], position) => store.insert('sale.order.line', {
    order_id: id, sequence: 10 + position, display_type: false, name: lineText(product), product_id: product, product_uom_qty: quantity, product_uom_id: 1,
    price_unit: priceOf(product, order.company), discount, tax_ids: [order.company],
  }));
  if (order.note) store.insert('sale.order.line', { order_id: id, sequence: 90, display_type: 'line_note', name: order.note, product_uom_qty: 0, price_unit: 0, discount: 0, tax_ids: [], product_id: false });
  recomputeOrder(store, id);
};

const numberFor = (store: ErpStore, move: DemoMove): string | false => {
  if (move.state === 'draft') return store.version === 17 ? '/' : false;
  const prefix = `${PREFIX[move.type]}/2026/`;
  const before = [...store.table('account.move').values()].filter((item) => item.company_id === move.company && String(item.name).startsWith(prefix)).length;
  return `${prefix}${String(before + 1).padStart(5, '0')}`;
};

const paymentStateOf = (move: DemoMove): string => {
  if (move.state !== 'posted' || !move.paid) return 'not_paid';
  return move.paymentState ?? (move.paid < 1 ? 'partial' : 'paid');
};

const seedMove = (store: ErpStore, move: DemoMove): void => {
  const name = numberFor(store, move);
  const order = move.order === undefined ? undefined : store.find('sale.order', move.order);
  const values: Values = {
    name, move_type: move.type, state: move.state, payment_state: paymentStateOf(move), partner_id: move.partner, partner_shipping_id: move.partner, company_id: move.company,
    journal_id: (move.company === 1 ? 1 : 7) + (move.type === 'in_invoice' ? 1 : 0), currency_id: currencyOf(move.partner, move.company), invoice_user_id: 2, team_id: 1,
    invoice_date: move.state === 'draft' ? false : move.day, date: move.day, invoice_date_due: move.due ?? (move.state === 'draft' ? false : move.day), invoice_payment_term_id: move.due ? 4 : false,
    invoice_origin: order?.name ?? false, x_sale_order_id: move.order ?? false, ref: order?.client_order_ref ?? false, payment_reference: name && name !== '/' ? name : false,
    reversed_entry_id: move.reverses ?? false, is_move_sent: false, posted_before: move.state !== 'draft', access_token: false, invoice_pdf_report_id: false, create_uid: 2, write_uid: 2,
  };
  const { id } = store.insert('account.move', values);
  move.lines.forEach(([product, quantity, discount = 0], position) => store.insert('account.move.line', {
    move_id: id, sequence: 100 + position, display_type: 'product', name: lineText(product), product_id: product, quantity, product_uom_id: 1,
    price_unit: priceOf(product, move.company), discount, tax_ids: [move.company], account_type: move.type === 'in_invoice' ? 'expense' : 'income', balance: 0,
  }));
  recomputeMove(store, id);
  const total = Number(store.find('account.move', id)?.amount_total);
  if (move.state === 'posted' && move.paid) {
    store.change('account.move', id, { amount_residual: Math.round(total * (1 - move.paid) * 100) / 100 });
    settleReceivable(store, id);
  }
};

/** Orders and invoices, each in a transaction of its own; three of the invoices share one second. */
export const seedDocuments = (store: ErpStore, stamps: { next(): number; sameSecond(): number }): void => {
  ORDERS.forEach((order, index) => {
    store.begin(stamps.next());
    seedOrder(store, order, index);
  });
  MOVES.forEach((move, index) => {
    store.begin(index >= 3 && index <= 5 ? stamps.sameSecond() : stamps.next());
    seedMove(store, move);
  });
};
