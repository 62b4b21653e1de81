import { sanitizePhone } from './phone';
import type { ErpStore } from './store';
import type { Values } from './types';

const BR = 31;
const US = 233;
const ES = 68;
const MX = 156;
const AR = 10;

interface DemoPartner extends Values {
  id: number;
}

const company = (id: number, name: string, country_id: number, phone: string | false, lang: string, rest: Values = {}): DemoPartner =>
  ({ id, name, country_id, phone, lang, is_company: true, customer_rank: 1, ...rest });
const person = (id: number, name: string, country_id: number, phone: string | false, lang: string, rest: Values = {}): DemoPartner =>
  ({ id, name, country_id, phone, lang, is_company: false, ...rest });

const OWN: readonly DemoPartner[] = [
  company(1, 'Aurora Cafés do Brasil Ltda', BR, '(11) 3055-8000', 'pt_BR', { email: 'contato@aurora.example', vat: 'BR12345678000195', street: 'Rua Augusta, 1508', city: 'São Paulo', zip: '01304-001', state_id: 71, customer_rank: 0 }),
  company(2, 'Harbor & Pine Supply LLC', US, '(503) 555-0110', 'en_US', { email: 'hello@harborpine.example', vat: 'US84-1234567', street: '220 NW Couch St', city: 'Portland', zip: '97209', state_id: 43, customer_rank: 0 }),
  person(3, 'Helena Prado', BR, false, 'en_US', { email: 'admin@aurora.example' }),
  person(4, 'WhatsApp Bridge', BR, false, 'en_US', { email: 'bridge@aurora.example' }),
  person(5, 'Two Factor', BR, false, 'en_US', { email: 'totp@aurora.example' }),
  person(6, 'Auditor', BR, false, 'en_US', { email: 'auditor@aurora.example' }),
  person(7, 'Employee', BR, false, 'en_US', { email: 'employee@aurora.example' }),
];

/** Phones as their countries write them. The twelve-digit number lacks the ninth digit that Brazil added in 2012. */
const CUSTOMERS: readonly DemoPartner[] = [
  company(20, 'Padaria Bela Vista Ltda', BR, '(11) 3062-4410', 'pt_BR', { email: 'compras@belavista.example', vat: 'BR45723174000110', street: 'Rua dos Pinheiros, 320', city: 'São Paulo', zip: '05422-000', state_id: 71, category_id: [3], ref: 'C-0020' }),
  person(21, 'Camila Duarte', BR, '(11) 98765-4321', 'pt_BR', { parent_id: 20, email: 'camila@belavista.example', function: 'Compras' }),
  person(22, '', BR, '11 97654-3210', 'pt_BR', { parent_id: 20, name: false, type: 'invoice', email: 'financeiro@belavista.example', street: 'Rua dos Pinheiros, 320 - sala 2', city: 'São Paulo', zip: '05422-000', state_id: 71 }),
  company(23, 'Mercado São Jorge', BR, '5531987123344', 'pt_BR', { email: 'mercado@saojorge.example', vat: 'BR19131243000197', street: 'Av. Afonso Pena, 1270', city: 'Belo Horizonte', zip: '30130-003', state_id: 72, category_id: [2] }),
  person(24, 'João Batista Nunes', BR, '+55 31 8734-5521', 'pt_BR', { parent_id: 23, email: 'joao@saojorge.example' }),
  person(25, 'Rafael Monteiro', BR, '(21) 99871-2040', 'pt_BR', { email: 'rafael.monteiro@mail.example', city: 'Rio de Janeiro', state_id: 73, customer_rank: 1 }),
  company(26, 'Cantina da Praia', BR, '(48) 3224-9090', 'pt_BR', { email: 'reservas@cantinadapraia.example', street: 'Av. Beira-Mar Norte, 2400', city: 'Florianópolis', zip: '88015-700', state_id: 74, category_id: [3], company_id: 1 }),
  person(27, 'Aline Ferraz', BR, '48 99912-7788', 'pt_BR', { parent_id: 26, email: 'aline@cantinadapraia.example', company_id: 1 }),
  person(28, 'Beatriz Amaral', BR, '(41) 99123-8877', 'pt_BR', { email: 'bia.amaral@mail.example', city: 'Curitiba', state_id: 75, customer_rank: 1 }),
  company(29, 'Comercializadora Xochimilco SA de CV', MX, '55 5676 1234', 'es_ES', { email: 'ventas@xochimilco.example', vat: 'MXCXO850101AB1', street: 'Av. División del Norte 1450', city: 'Ciudad de México', zip: '16000', state_id: 490 }),
  person(30, 'Guadalupe Ríos', MX, '+52 1 55 2345 6789', 'es_ES', { parent_id: 29, email: 'guadalupe@xochimilco.example' }),
  company(31, 'Distribuidora Pampa SRL', AR, '011 15-2345-6789', 'es_ES', { email: 'pedidos@pampa.example', vat: 'AR30-71234567-9', street: 'Av. Corrientes 2330', city: 'Buenos Aires', zip: 'C1046', state_id: 553, category_id: [1] }),
  person(32, 'Martín Quiroga', AR, '11 5123-9876', 'es_ES', { parent_id: 31, email: 'martin@pampa.example' }),
  company(33, 'Maple Street Bakery', US, '(415) 555-0132', 'en_US', { email: 'orders@maplestreet.example', vat: 'US94-7654321', street: '18 Maple Street', city: 'San Francisco', zip: '94110', state_id: 13, category_id: [3] }),
  person(34, 'Olivia Bennett', US, '(628) 555-0147', 'en_US', { parent_id: 33, email: 'olivia@maplestreet.example', function: 'Owner' }),
  person(35, 'Accounts Payable', US, '415-555-0199', 'en_US', { parent_id: 33, type: 'invoice', email: 'ap@maplestreet.example', street: 'PO Box 1180', city: 'San Francisco', zip: '94111', state_id: 13 }),
  company(36, 'Lakeside Books & Coffee', US, false, 'en_US', { email: 'team@lakesidebooks.example', street: '77 Lake View Ave', city: 'Oakland', zip: '94610', state_id: 13, company_id: 2 }),
  person(37, 'Ethan Walsh', US, 'ask at the front desk, ext. 12', 'en_US', { email: 'ethan.walsh@mail.example', city: 'Portland', state_id: 43, customer_rank: 1 }),
  company(38, 'Old Town Diner', US, '(503) 555-0175', 'en_US', { email: 'diner@oldtown.example', city: 'Portland', state_id: 43, active: false }),
  person(39, 'Ravi Menon', US, '+44 20 7946 0958', 'en_US', { email: 'ravi@mail.example', city: 'Portland', state_id: 43, customer_rank: 1 }),
  company(40, 'Librería Cervantes SL', ES, '912 34 56 78', 'es_ES', { email: 'hola@cervantes.example', vat: 'ESB12345674', street: 'Calle de Atocha 87', city: 'Madrid', zip: '28012', state_id: 445, category_id: [2] }),
  person(41, 'Lucía Herrera', ES, '612 345 678', 'es_ES', { parent_id: 40, email: 'lucia@cervantes.example' }),
  company(42, 'Hotel Mirador del Puerto', ES, '0034 952 21 30 40', 'es_ES', { email: 'recepcion@mirador.example', street: 'Paseo Marítimo 3', city: 'Málaga', zip: '29016' }),
  company(43, 'O\'Hara & Sons "Deli" <Downtown>', US, '(971) 555-0122', 'en_US', { email: 'deli@ohara.example', street: '5 Main St', city: 'Portland', zip: '97205', state_id: 43 }),
  company(44, 'Fazenda Santa Clara', BR, '(35) 3521-7000', 'pt_BR', { email: 'vendas@santaclara.example', city: 'Varginha', state_id: 72, customer_rank: 0, supplier_rank: 1 }),
  company(45, 'Cedar Packaging Co.', US, '(206) 555-0190', 'en_US', { email: 'sales@cedarpack.example', city: 'Seattle', customer_rank: 0, supplier_rank: 1 }),
];

const CODES: Record<number, string> = { [BR]: 'BR', [US]: 'US', [ES]: 'ES', [MX]: 'MX', [AR]: 'AR' };

const insert = (store: ErpStore, { id, ...values }: DemoPartner): void => {
  // 17 and 18 keep the mobile apart, 19 has one field.
  const hasMobile = store.models.get('res.partner')?.fields.has('mobile') === true;
  const isMobileContact = hasMobile && typeof values.parent_id === 'number' && values.type === undefined;
  store.insert('res.partner', {
    active: true, type: 'contact', is_company: false, parent_id: false, category_id: [], company_id: false, user_id: false, customer_rank: 0, supplier_rank: 0, tz: false, ...values,
    ...(isMobileContact ? { phone: false, mobile: values.phone ?? false } : {}),
    phone_sanitized: sanitizePhone(values.phone, CODES[Number(values.country_id)] ?? null),
  }, undefined, id);
};

export const seedOwnPartners = (store: ErpStore): void => OWN.forEach((partner) => insert(store, partner));

/** Several transactions: an import that shares one time-stamp, then contacts typed in one by one. */
export const seedCustomers = (store: ErpStore, stamps: { imported: number; next(): number }): void => {
  store.begin(stamps.imported);
  CUSTOMERS.slice(0, 9).forEach((partner) => insert(store, partner));
  CUSTOMERS.slice(9).forEach((partner) => {
    store.begin(stamps.next());
    insert(store, partner);
  });
  store.insert('phone.blacklist', { number: '+5541991238877', active: true });
};

const GIVEN = ['Ana', 'Bruno', 'Carla', 'Diego', 'Elisa', 'Fábio', 'Gabriela', 'Hugo', 'Isabela', 'Jonas', 'Karina', 'Lucas', 'Marina', 'Nuno', 'Olga', 'Paulo'];
const FAMILY = ['Almeida', 'Barbosa', 'Castro', 'Dias', 'Esteves', 'Figueiredo', 'Gomes', 'Henriques', 'Lacerda', 'Moraes', 'Nogueira', 'Peixoto', 'Queiroz', 'Ramos', 'Siqueira', 'Teixeira'];
const CITIES = ['São Paulo', 'Campinas', 'Santos', 'Sorocaba', 'Osasco', 'Jundiaí'];
const BATCH = 250;
const SPACING = 400_000;

/**
 * Adds generated contacts in batches that share a time-stamp, as an import does. They lie between what was written
 * last and now, so a client that has pulled before finds all of them behind its cursor.
 */
export const seedGeneratedPartners = (store: ErpStore, count: number): void => {
  const { random } = store;
  const from = store.latest();
  const batches = Math.ceil(count / BATCH);
  const until = store.begin();
  const spacing = Math.max(1, Math.min(SPACING, Math.floor((until - from) / (batches + 1))));
  const first = until - spacing * batches;
  for (let index = 0; index < count; index += 1) {
    if (index % BATCH === 0) store.begin(first + spacing * (index / BATCH));
    const given = GIVEN[index % GIVEN.length] ?? '';
    const family = FAMILY[Math.floor(index / GIVEN.length) % FAMILY.length] ?? '';
    const digits = String(10_000_000 + random.below(89_999_999));
    store.insert('res.partner', {
      name: `${given} ${family} ${index + 1}`, active: true, type: 'contact', is_company: false, parent_id: false, category_id: [], company_id: false, user_id: false,
      country_id: BR, state_id: 71, lang: 'pt_BR', tz: false, customer_rank: 1, supplier_rank: 0, ref: `G-${index + 1}`,
      email: `contact.${index + 1}@mail.example`, phone: `(11) 9${digits.slice(0, 4)}-${digits.slice(4)}`, phone_sanitized: `+55119${digits}`,
      street: `Rua ${family}, ${100 + (index % 900)}`, city: CITIES[index % CITIES.length] ?? '', zip: `0${1000 + (index % 8999)}-000`,
    });
  }
};
