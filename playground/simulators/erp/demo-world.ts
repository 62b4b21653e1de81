import { CREDENTIALS, INSTALLED_LANGUAGES } from './demo';
import type { ErpStore } from './store';

/** What the demo companies sell: [code, name, description, price in the company's currency]. */
export const PRODUCTS: readonly [code: string, name: string, description: string, price: number][] = [
  ['CAF-001', 'Arabica Coffee Beans, 1 kg', 'Single origin, medium roast', 89.9],
  ['CAF-002', 'Espresso Blend, 500 g', 'Dark roast for machines', 49.5],
  ['CAF-003', 'Decaf Coffee, 500 g', '', 54],
  ['TEA-010', 'Yerba Mate, 1 kg', 'Air dried, cut for gourd', 38.75],
  ['EQP-101', 'Burr Grinder G2', 'Steel burrs, 40 settings', 1249],
  ['EQP-102', 'Espresso Machine Duo', 'Two groups, 11 L boiler', 18900],
  ['EQP-103', 'Milk Pitcher 600 ml', '', 64.9],
  ['CUP-201', 'Paper Cups 240 ml (box of 1000)', 'Compostable', 212],
  ['CUP-202', 'Lids 80 mm (box of 1000)', '', 98.4],
  ['SRV-301', 'Barista Training, full day', 'At your place, up to 6 people', 1450],
  ['SRV-302', 'Machine Maintenance Visit', '', 380],
  ['SYR-401', 'Vanilla Syrup 1 L', '', 42.3],
];

const COUNTRIES: readonly [id: number, code: string, name: string, prefix: number, currency: number][] = [
  [10, 'AR', 'Argentina', 54, 1], [31, 'BR', 'Brazil', 55, 6], [68, 'ES', 'Spain', 34, 125], [156, 'MX', 'Mexico', 52, 1],
  [231, 'GB', 'United Kingdom', 44, 1], [233, 'US', 'United States', 1, 1],
];

const STATES: readonly [id: number, country: number, code: string, name: string][] = [
  [13, 233, 'CA', 'California'], [43, 233, 'OR', 'Oregon'], [71, 31, 'SP', 'São Paulo'], [72, 31, 'MG', 'Minas Gerais'], [73, 31, 'RJ', 'Rio de Janeiro'],
  [74, 31, 'SC', 'Santa Catarina'], [75, 31, 'PR', 'Paraná'], [445, 68, 'M', 'Madrid'], [490, 156, 'CMX', 'Ciudad de México'], [553, 10, 'C', 'Ciudad Autónoma de Buenos Aires'],
];

const CURRENCIES: readonly [id: number, name: string, full: string, symbol: string, position: string, active: boolean][] = [
  [1, 'USD', 'United States dollar', '$', 'before', true], [6, 'BRL', 'Brazilian real', 'R$', 'before', true], [125, 'EUR', 'Euro', '€', 'after', true],
  [19, 'ARS', 'Argentine peso', '$', 'before', false], [33, 'MXN', 'Mexican peso', '$', 'before', false],
];

const LANGUAGES: readonly [code: string, name: string][] = [
  ['en_US', 'English (US)'], ['pt_BR', 'Portuguese (BR) / Português (BR)'], ['es_ES', 'Spanish / Español'], ['fr_FR', 'French / Français'], ['de_DE', 'German / Deutsch'],
];

const TERMS: readonly [id: number, name: string][] = [[1, 'Immediate Payment'], [2, '15 Days'], [4, '30 Days']];

const REPORTS: readonly [id: number, name: string, report: string, model: string][] = [
  [230, 'Invoice PDF', 'account.report_invoice_with_payments', 'account.move'], [232, 'PDF without Payment', 'account.report_invoice', 'account.move'],
  [314, 'PDF Quote', 'sale.report_saleorder', 'sale.order'],
];

/** Everything orders and partners point at. Written in one transaction, as a data file is loaded. */
export const seedWorld = (store: ErpStore): void => {
  CURRENCIES.forEach(([id, name, full_name, symbol, position, active]) => store.insert('res.currency', { name, full_name, symbol, position, active, decimal_places: 2, rounding: 0.01 }, undefined, id));
  COUNTRIES.forEach(([id, code, name, phone_code, currency_id]) => store.insert('res.country', { code, name, phone_code, currency_id }, undefined, id));
  STATES.forEach(([id, country_id, code, name]) => store.insert('res.country.state', { country_id, code, name }, undefined, id));
  LANGUAGES.forEach(([code, name], index) => store.insert('res.lang', {
    code, name, iso_code: code.slice(0, 2), url_code: code.slice(0, 2), active: (INSTALLED_LANGUAGES as readonly string[]).includes(code), direction: 'ltr', date_format: '%d/%m/%Y',
  }, undefined, index + 1));
  PRODUCTS.forEach(([default_code, name, description_sale, list_price]) => store.insert('product.product', { default_code, name, description_sale: description_sale || false, list_price, active: true }));
  store.insert('account.tax', { name: 'ICMS 12%', amount: 12, company_id: 1 });
  store.insert('account.tax', { name: 'Sales Tax 8.5%', amount: 8.5, company_id: 2 });
  TERMS.forEach(([id, name]) => store.insert('account.payment.term', { name, active: true }, undefined, id));
  REPORTS.forEach(([id, name, report_name, model]) => store.insert('ir.actions.report', { name, report_name, model, report_type: 'qweb-pdf', attachment: false, attachment_use: false }, undefined, id));
  [['Wholesale', 2], ['Retail', 5], ['Gastronomy', 7]].forEach(([name, color]) => store.insert('res.partner.category', { name: String(name), color: Number(color), active: true }));
  store.insert('mail.message.subtype', { name: 'Discussions' });
  store.insert('mail.message.subtype', { name: 'Note' });
  store.insert('crm.team', { name: 'Sales', active: true });
  store.insert('uom.uom', { name: 'Units', active: true });
  store.insert('product.pricelist', { name: 'Default', active: true, currency_id: 1 });
  [[1, 'Sales', 'INV', 'sale', 1], [2, 'Purchases', 'BILL', 'purchase', 1], [7, 'Sales', 'INV', 'sale', 2], [8, 'Purchases', 'BILL', 'purchase', 2]]
    .forEach(([id, name, code, type, company_id]) => store.insert('account.journal', { name: String(name), code: String(code), type: String(type), company_id: Number(company_id) }, undefined, Number(id)));
  store.insert('account.account', { name: 'Account Receivable', code: '121000', account_type: 'asset_receivable' });
  store.insert('account.account', { name: 'Product Sales', code: '400000', account_type: 'income' });
  store.insert('ir.config_parameter', { key: 'web.base.url', value: 'http://localhost:1339' });
  store.insert('res.company', { name: 'Aurora Cafés do Brasil Ltda', partner_id: 1, currency_id: 6, sequence: 0 }, undefined, 1);
  store.insert('res.company', { name: 'Harbor & Pine Supply LLC', partner_id: 2, currency_id: 1, sequence: 10 }, undefined, 2);
  CREDENTIALS.forEach(({ id, login, hasTwoFactors }, index) => store.insert('res.users', {
    login, name: ['Helena Prado', 'WhatsApp Bridge', 'Two Factor', 'Auditor', 'Employee'][index] ?? login, lang: 'en_US', tz: 'America/Sao_Paulo', active: true,
    partner_id: 3 + index, company_id: 1, company_ids: [1, 2], totp_enabled: hasTwoFactors, email: `${login}@aurora.example`,
  }, undefined, id));
  // An ordinary user's key lives 90 days at most (facts, 2026-11-20); the administrator's has no end.
  CREDENTIALS.forEach(({ id, role }) => store.insert('res.users.apikeys', {
    name: 'WhatsApp bridge', user_id: id, scope: 'rpc', expiration_date: role === 'administrator' ? false : '2027-02-14 00:00:00',
  }));
};
