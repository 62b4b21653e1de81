import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { DEMO } from '../../simulators/erp/demo';
import { dataDirectory } from '../keys';
import { playCustomers, remindPhone, seedDesk } from './conversations';
import { demoCredentials } from './credentials';
import type { DemoAccount } from './credentials';
import { DEMO_TEMPLATES } from './templates';

/** The plugin's services, as a host may call them. */
interface AccountRow {
  id: number;
  key: string;
  settings: Record<string, unknown>;
}

type Service = Record<string, (...args: never[]) => Promise<unknown>>;

const service = (strapi: Core.Strapi, name: string) => strapi.plugin('whatsapp').service(name) as Service;

const call = <Result>(target: Service, method: string, ...args: unknown[]): Promise<Result> => {
  const run = target[method];
  if (!run) throw new Error(`the plugin has no ${method}`);
  return run.apply(target, args as never[]) as Promise<Result>;
};

const ensureAdmin = async (strapi: Core.Strapi, { adminEmail, adminPassword }: { adminEmail: string; adminPassword: string }): Promise<void> => {
  if (await strapi.service('admin::user').exists()) return;
  const role = await strapi.service('admin::role').getSuperAdmin();
  await strapi.service('admin::user').create({
    email: adminEmail,
    password: adminPassword,
    firstname: 'Demo',
    lastname: 'Admin',
    isActive: true,
    blocked: false,
    registrationToken: null,
    roles: [role.id],
  });
};

/** The simulators may stand at other ports than last time: the account follows, its secrets entered again. */
const ensureAccount = async (strapi: Core.Strapi, account: DemoAccount): Promise<AccountRow> => {
  const accounts = service(strapi, 'accounts');
  const baseUrl = `${process.env.SIM_WHATSAPP_URL}/graph`;
  const input = {
    name: account.name,
    provider: account.provider,
    settings: { phoneNumberId: account.phoneNumberId, businessAccountId: account.businessAccountId, baseUrl, graphVersion: 'v26.0' },
    secrets: { accessToken: account.accessToken, appSecret: account.appSecret },
    verifyToken: account.verifyToken,
    defaultLanguage: account.key === 'brasil' ? 'pt_BR' : 'en_US',
  };
  const stored = await call<AccountRow | null>(accounts, 'findByKey', account.key);
  if (!stored) return call<AccountRow>(accounts, 'create', { key: account.key, ...input }, null);
  if (stored.settings.baseUrl === baseUrl) return stored;
  return call<AccountRow>(accounts, 'update', stored.id, { settings: input.settings, secrets: input.secrets }, null);
};

const ensureErp = async (strapi: Core.Strapi): Promise<void> => {
  const erp = service(strapi, 'erp') as Service & { connection: { find(): Promise<{ baseUrl: string } | null>; save(input: unknown): Promise<unknown> }; pulls: { settled(): Promise<void> } };
  const stored = await erp.connection.find();
  if (stored?.baseUrl === process.env.SIM_ERP_URL) return;
  await erp.connection.save({ name: 'Demo ERP', baseUrl: process.env.SIM_ERP_URL, database: DEMO.database, login: DEMO.login, secret: DEMO.apiKey, intervalMinutes: 1 });
  await call(erp, 'trigger', { startedBy: 'demo', full: true });
  await erp.pulls.settled();
};

/** Which template carries which document, and which field fills which slot. The mapping editor comes with a later stage. */
const mapTemplates = async (strapi: Core.Strapi, account: AccountRow): Promise<void> => {
  await call(service(strapi, 'templates'), 'sync', account);
  for (const { name, documentTitles, mapping } of DEMO_TEMPLATES) {
    const rows = await strapi.db.query('plugin::whatsapp.template').findMany({ where: { name } });
    for (const row of rows) {
      if (row.mapping) continue;
      await strapi.db.query('plugin::whatsapp.template').update({ where: { id: row.id }, data: { mapping, documentTitles } });
    }
  }
};

/** Consent of some demo partners, with its evidence; the others show what happens without. */
const stateConsents = async (strapi: Core.Strapi): Promise<void> => {
  const contacts = service(strapi, 'contacts');
  const partners = await strapi.db.query('plugin::whatsapp.partner').findMany({ where: { phoneSanitized: { $notNull: true }, erpActive: true }, orderBy: { erpId: 'asc' } });
  for (const [index, partner] of partners.entries()) {
    // Every fifth has not been asked.
    if (index % 5 === 4) continue;
    const { contact } = await call<{ contact: { id: number } }>(contacts, 'findOrCreate', { phone: partner.phoneSanitized, scope: 'installation', name: partner.name, source: 'demo' });
    await call(service(strapi, 'erp'), 'linkPartner', { connection: partner.connection, erpId: partner.erpId }, contact.id);
    await call(contacts, 'stateConsent', [
      { contact: contact.id, purpose: 'utility', state: 'granted', source: 'import', wording: 'Ticked "invoices and orders by WhatsApp" on the demo order form', actor: 'demo', statedAt: new Date() },
    ]);
  }
};

const REPAIRS = 'api::repair-order.repair-order';

/** Repair orders of three demo customers, each with an invoice's PDF for its report: the plugin knows them from `records` alone. */
const makeRepairOrders = async (strapi: Core.Strapi): Promise<void> => {
  const erp = service(strapi, 'erp');
  const partners = await strapi.db.query('plugin::whatsapp.partner').findMany({ where: { phoneSanitized: { $notNull: true }, erpActive: true }, orderBy: { erpId: 'asc' }, limit: 3 });
  const invoice = await strapi.db.query('plugin::whatsapp.invoice').findOne({ where: { state: 'posted' }, orderBy: { erpId: 'asc' } });
  const record = invoice ? await call<object | null>(erp, 'findRecord', 'invoice', invoice.id) : null;
  const pdf = record ? await call<{ content: Buffer }>(erp, 'fetchPdf', record) : null;
  const devices = ['Espresso machine ECM 2', 'Grinder K-30', 'Milk cooler 4 l'];
  for (const [index, partner] of partners.entries()) {
    const number = `R-${String(index + 1).padStart(4, '0')}`;
    const order = await strapi.documents(REPAIRS as never).create({
      data: { number, customerName: partner.name, customerPhone: partner.phoneSanitized, customerLanguage: partner.language, device: devices[index], readyOn: '2026-12-01' } as never,
    });
    if (pdf) await attachReport(strapi, { id: Number((order as { id: number | string }).id), number, content: pdf.content });
  }
  // The document template says what a repair order has no amount for: its device.
  for (const row of await strapi.db.query('plugin::whatsapp.template').findMany({ where: { name: 'order_confirmation_document' } })) {
    await strapi.db.query('plugin::whatsapp.template').update({ where: { id: row.id }, data: { recordMappings: { ...row.recordMappings, [REPAIRS]: { 'body.3': { path: 'own.device' } } } } });
  }
};

/** As an editor would upload it: a file of the Media Library. */
const attachReport = async (strapi: Core.Strapi, { id, number, content }: { id: number; number: string; content: Buffer }): Promise<void> => {
  const filepath = path.join(dataDirectory(), `${number}.pdf`);
  writeFileSync(filepath, content);
  const upload = strapi.plugin('upload').service('upload') as { upload(input: object): Promise<unknown> };
  await upload.upload({ data: { ref: REPAIRS, refId: id, field: 'report' }, files: { filepath, originalFilename: `${number}.pdf`, mimetype: 'application/pdf', size: content.length } });
  rmSync(filepath);
};

const TOKEN_FILE = 'demo-token.json';

const ensureToken = async (strapi: Core.Strapi): Promise<string> => {
  const file = path.join(dataDirectory(), TOKEN_FILE);
  const tokens = strapi.service('admin::api-token') as unknown as { exists(where: object): Promise<boolean>; create(input: object): Promise<{ id: number; accessKey: string }> };
  if (existsSync(file)) {
    const { accessKey, id } = JSON.parse(readFileSync(file, 'utf8')) as { accessKey: string; id: number };
    if (await tokens.exists({ id })) return accessKey;
  }
  const { id, accessKey } = await tokens.create({ name: `Demo ${Date.now().toString(36)}`, description: 'The playground, every grant', type: 'full-access', lifespan: null, kind: 'content-api' });
  const verbs = ['send.text', 'send.media', 'send.template', 'send.interactive', 'send.document', 'messages.read', 'media.read', 'records.read', 'contacts.write', 'sync.trigger', 'health.read'];
  await call(service(strapi, 'access'), 'saveGrant', id, { verbs, accounts: null }, null);
  writeFileSync(file, JSON.stringify({ id, accessKey }), { mode: 0o600 });
  return accessKey;
};

/** Written for people and checks: addresses and sign-ins of the demo. Git-ignored, readable by its owner alone. */
const writeDemoFile = (details: object): void => {
  const file = process.env.PLAYGROUND_DEMO_FILE ?? path.resolve(process.cwd(), '.demo.json');
  writeFileSync(file, `${JSON.stringify(details, null, 2)}\n`, { mode: 0o600 });
  // The mode above counts for a new file only.
  chmodSync(file, 0o600);
};

const refuseForeignTables = async (strapi: Core.Strapi): Promise<void> => {
  if (!process.env.DATABASE_URL) return;
  const marker = await strapi.store.get({ type: 'core', key: 'whatsapp_playground' });
  if (marker) return;
  const users = await strapi.db.query('admin::user').count();
  if (users > 0) throw new Error('DATABASE_URL holds a Strapi that is not the playground. Name an empty database.');
  await strapi.store.set({ type: 'core', key: 'whatsapp_playground', value: true });
};

export const seedDemo = async (strapi: Core.Strapi): Promise<void> => {
  await refuseForeignTables(strapi);
  const credentials = demoCredentials();
  await ensureAdmin(strapi, credentials);
  const rows: AccountRow[] = [];
  for (const account of credentials.accounts) rows.push(await ensureAccount(strapi, account));
  await ensureErp(strapi);
  const seeded = await strapi.store.get({ type: 'core', key: 'whatsapp_demo_seeded' });
  if (seeded) await remindPhone(strapi, rows);
  else {
    for (const row of rows) await mapTemplates(strapi, row);
    await stateConsents(strapi);
    await makeRepairOrders(strapi);
    await seedDesk(strapi);
    playCustomers(strapi);
    await strapi.store.set({ type: 'core', key: 'whatsapp_demo_seeded', value: true });
  }
  const apiToken = await ensureToken(strapi);
  const port = process.env.PORT ?? '1337';
  writeDemoFile({
    adminUrl: `http://localhost:${port}/admin`,
    adminEmail: credentials.adminEmail,
    adminPassword: credentials.adminPassword,
    apiToken,
    simWhatsappUrl: process.env.SIM_WHATSAPP_URL,
    simErpUrl: process.env.SIM_ERP_URL,
    accounts: credentials.accounts.map(({ key, provider, verifyToken, appSecret, phoneNumberId, businessAccountId }) => ({ key, provider, verifyToken, webhookSecret: appSecret, phoneNumberId, businessAccountId })),
  });
};
