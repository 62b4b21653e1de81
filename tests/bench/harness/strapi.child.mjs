// The playground's Strapi with the plugin, in a process of its own, and the calls by which the bench steers it.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ready, serve } from './ipc.child.mjs';

const require = createRequire(import.meta.url);
const playground = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'playground');
const { createStrapi } = require('@strapi/strapi');

// Strapi's upload plugin refuses to start without its folder, which a fresh checkout has not.
mkdirSync(path.join(playground, 'public', 'uploads'), { recursive: true });
const strapi = createStrapi({ appDir: playground, distDir: path.join(playground, 'dist'), autoReload: false, serveAdminPanel: false });
strapi.log.level = process.env.BENCH_LOG ?? 'warn';
await strapi.load();
strapi.server.mount();
const port = await new Promise((resolve) => {
  const { httpServer } = strapi.server;
  httpServer.listen(0, '127.0.0.1', () => resolve(httpServer.address().port));
});

const service = (name) => strapi.plugin('whatsapp').service(name);
const query = (name) => strapi.db.query(`plugin::whatsapp.${name}`);
const count = async (table, where = {}) => Number((await strapi.db.connection(table).where(where).count({ rows: '*' }).first()).rows);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `work` for each number below `total`, so many at once. */
const inParallel = async (total, width, work) => {
  let next = 0;
  const worker = async () => {
    while (next < total) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, worker));
};

const phoneOf = (number) => `4916${String(1_000_000_000 + number).slice(1)}`;

const accounts = {
  /** Connected over the service that the screens use; `hasHealth` waits until the provider has told its limits. */
  async connectAccount({ hasHealth, ...input }) {
    const { id } = await service('accounts').create({ name: input.key, provider: 'meta', defaultLanguage: 'en_US', ...input }, null);
    for (let tries = 0; hasHealth; tries += 1) {
      const row = await service('accounts').getById(id);
      if (row.messagingUnlimited && row.providerMessagesPerSecond) break;
      if (tries > 200) throw new Error(`the account never learned its limits: ${JSON.stringify(row.health)}`);
      await pause(50);
    }
    return id;
  },

  async syncTemplates({ account }) {
    const { pages, seen } = await service('templates').sync(await service('accounts').getById(account));
    return { pages, seen };
  },
};

const inbound = {
  pauseInbound: () => service('inbound').pause(),
  resumeInbound: () => service('inbound').resume(),
  drainInbound: () => service('inbound').drain(),
  countEvents: () => count('whatsapp_webhook_events'),
  countReceived: () => count('whatsapp_messages', { direction: 'inbound' }),
};

const sending = {
  /** Customers who have agreed to be written to. */
  async addCustomers({ account, from, total }) {
    const row = await service('accounts').getById(account);
    const scope = service('accounts').portfolioOf(row);
    for (let start = from; start < from + total; start += 500) {
      const numbers = Array.from({ length: Math.min(500, from + total - start) }, (_, index) => start + index);
      await strapi.db.transaction(async ({ trx }) => {
        const at = new Date();
        const people = await service('contacts').resolvePeople(numbers.map((number) => ({ person: { phone: phoneOf(number) }, scope, source: 'bench', at })), trx);
        await service('contacts').stateConsent(
          people.map((contact) => ({ contact: contact.id, purpose: 'utility', state: 'granted', source: 'import', wording: 'bench', actor: 'bench', statedAt: at })),
          trx,
        );
      });
    }
  },

  /** Queued through the one door out, to go later: how fast that is, without the lane beside it. */
  async enqueue({ account, from, total, parallel }) {
    const row = await service('accounts').getById(account);
    const template = await service('templates').find(row, 'payment_received', 'en_US');
    const composed = service('templates').compose(template, { variables: { body: ['Ana', '10.00', 'INV/2026/00042'] } });
    if (composed.kind !== 'composed') throw new Error('the template could not be filled');
    const sendAt = new Date(Date.now() + 60 * 60_000);
    const startedAt = performance.now();
    await inParallel(total, parallel, (number) =>
      service('delivery').enqueue({
        account: row,
        to: { phone: `+${phoneOf(from + number)}` },
        message: composed.message,
        body: composed.preview,
        purpose: 'utility',
        template,
        priority: 'campaign',
        origin: 'api',
        sendAt,
      }),
    );
    return (performance.now() - startedAt) / 1_000;
  },

  /** What was queued for later becomes due now. */
  async letGo({ account }) {
    await query('message').updateMany({ where: { deliveryStatus: 'queued' }, data: { notBefore: new Date() } });
    service('delivery').nudge(account);
  },

  async countStatuses() {
    const rows = await strapi.db.connection('whatsapp_messages').where({ direction: 'outbound' }).select('delivery_status').count({ rows: '*' }).groupBy('delivery_status');
    return Object.fromEntries(rows.map((row) => [row.delivery_status, Number(row.rows)]));
  },

  async findFailures() {
    const rows = await strapi.db.connection('whatsapp_messages').whereNotNull('error_code').select('delivery_status', 'error_code', 'error_message').limit(3);
    return rows.map((row) => `${row.delivery_status}: ${row.error_code} ${row.error_message ?? ''}`);
  },
};

const erp = {
  // Inactive: the schedule must not pull beside the bench.
  connectErp: async (input) => void (await service('erp').connection.save({ ...input, active: false })),

  /** One full pull into an empty table. */
  async pull() {
    const { connection, connections, pulls } = service('erp');
    const row = await connection.find();
    await connections.update(row.id, { cursors: {} });
    await strapi.db.connection('whatsapp_partners').delete();
    const startedAt = performance.now();
    const { id } = await service('erp').trigger({ records: ['partner'], full: true, startedBy: 'bench' });
    await pulls.settled();
    const seconds = (performance.now() - startedAt) / 1_000;
    const run = await service('erp').findRun(id);
    if (run.state !== 'done') throw new Error(`the pull ended as ${run.state}: ${run.error?.message}`);
    return { seconds, rows: run.counts.partner.pulled, stored: await count('whatsapp_partners') };
  },
};

const access = {
  /** Messages by one statement: what is measured is reading them. `accounts` take turns; one of them is quiet. */
  async addMessages({ accounts: ids, quiet, company, total }) {
    const knex = strapi.db.connection;
    const isPostgres = strapi.db.dialect.client === 'postgres';
    const numbers = isPostgres ? 'SELECT n FROM generate_series(1, ?) AS n' : 'WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?) SELECT n FROM counted';
    const at = isPostgres ? 'now()' : String(Date.now());
    const account = `CASE WHEN n % 10000 = 0 THEN ${Number(quiet)} WHEN n % 2 = 0 THEN ${Number(ids[0])} ELSE ${Number(ids[1])} END`;
    await knex.raw(
      `INSERT INTO whatsapp_messages (document_id, created_at, updated_at, published_at, account, company, direction, type, delivery_status, body, recipient, provider_message_id, occurred_at)
       SELECT 'm' || n, ${at}, ${at}, ${at}, ${account}, ${Number(company)}, 'outbound', 'text', 'delivered', 'Your order is on its way', '+4915112345678', 'wamid.' || n, ${at} FROM (${numbers}) AS series`,
      [total],
    );
    await knex.raw(isPostgres ? 'ANALYZE whatsapp_messages' : 'ANALYZE');
    return count('whatsapp_messages');
  },

  async makePeople({ given, withheld }) {
    const role = await strapi.service('admin::role').create({ name: 'bench', description: '' });
    const user = await strapi.service('admin::user').create({ email: 'bench@example.com', password: 'Bench-1-password', firstname: 'Bench', lastname: 'B', isActive: true, blocked: false, registrationToken: null, roles: [role.id] });
    for (const account of given) await service('access').saveAccountGrants(account, [{ subjectType: 'role', subject: role.id, verbs: ['read'] }], null);
    for (const account of withheld) await service('access').saveAccountGrants(account, [{ subjectType: 'role', subject: 999999, verbs: ['read'] }], null);
    return user.id;
  },

  /** Now this one account only. */
  async narrowTo({ user, account, others }) {
    for (const other of others) await service('access').saveAccountGrants(other, [{ subjectType: 'role', subject: 999999, verbs: ['read'] }], null);
    await service('access').saveAccountGrants(account, [{ subjectType: 'user', subject: user, verbs: ['read'] }], null);
  },

  /** Pages of the message list, with the question of access and without; milliseconds a page. */
  async readPages({ user, pages, limit }) {
    let after;
    const startedAt = performance.now();
    for (let page = 0; page < pages; page += 1) {
      const sight = user === null ? undefined : await service('access').sightOf(user);
      const { messages, nextCursor } = await service('messages').list({ sight }, { after, limit });
      await service('messages').present(messages);
      after = nextCursor ?? undefined;
    }
    return (performance.now() - startedAt) / pages;
  },
};

const inbox = {
  /** Conversations with their messages by a few statements: what is measured is reading them. Each contact has one; agents share every tenth. */
  async addConversations({ account, agent, channels, messages }) {
    const knex = strapi.db.connection;
    const isPostgres = strapi.db.dialect.client === 'postgres';
    const numbers = isPostgres ? 'SELECT n::bigint AS n FROM generate_series(1, ?) AS n' : 'WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?) SELECT n FROM counted';
    // Over the last 400 days, the highest number newest.
    const timeOf = (total) => (isPostgres ? `now() - ((${total} - n) * interval '1 second' * ${(400 * 86_400) / total})` : `${Date.now()} - CAST((${total} - n) * ${(400 * 86_400_000) / total} AS INTEGER)`);
    const at = timeOf(channels);
    await knex.raw(`INSERT INTO whatsapp_contacts (document_id, created_at, updated_at, published_at, name, phone, erp_blacklisted) SELECT 'contact' || n, ${at}, ${at}, ${at}, 'Customer ' || n, '+49151' || (100000000 + n), ${isPostgres ? 'false' : '0'} FROM (${numbers}) AS series`, [channels]);
    await knex.raw(
      `INSERT INTO whatsapp_channels (document_id, created_at, updated_at, published_at, account, contact, last_message_at, last_customer_message_at, unread_count, preview, state, priority, assignee, last_read_message)
       SELECT 'channel' || n, ${at}, ${at}, ${at}, ${Number(account)}, c.id, ${at}, ${at}, CASE WHEN n % 7 = 0 THEN 2 ELSE 0 END, 'Where is my order', CASE WHEN n % 5 = 0 THEN 'resolved' WHEN n % 11 = 0 THEN 'archived' ELSE 'open' END, 'normal', CASE WHEN n % 10 = 0 THEN ${Number(agent)} END, 0
       FROM (${numbers}) AS series JOIN whatsapp_contacts c ON c.document_id = 'contact' || n`,
      [channels],
    );
    const said = timeOf(messages);
    // Words as people use them: some in every third message, most in a few.
    const body = `CASE WHEN n % 3 = 0 THEN 'Where is my order ' ELSE 'Hello, thank you for ' END || 'common' || (n % 40) || ' word' || (n * 7919 % 20011) || ' rare' || (n * 31 % 400009)`;
    await knex.raw(
      `INSERT INTO whatsapp_messages (document_id, created_at, updated_at, published_at, account, channel, contact, direction, type, delivery_status, body, provider_message_id, occurred_at)
       SELECT 'm' || n, ${said}, ${said}, ${said}, ${Number(account)}, ch.id, ch.contact, CASE WHEN n % 2 = 0 THEN 'outbound' ELSE 'inbound' END, 'text', CASE WHEN n % 2 = 0 THEN 'read' ELSE 'received' END, ${body}, 'wamid.' || n, ${said}
       FROM (${numbers}) AS series JOIN whatsapp_channels ch ON ch.document_id = 'channel' || (1 + n * 6151 % ${Number(channels)})`,
      [messages],
    );
    const startedAt = performance.now();
    await service('messages').settleSearch();
    await service('contacts').settleSearch();
    const indexedS = (performance.now() - startedAt) / 1_000;
    await knex.raw(isPostgres ? 'VACUUM ANALYZE' : 'ANALYZE');
    return { messages: await count('whatsapp_messages'), channels: await count('whatsapp_channels'), indexedS };
  },

  /** Agents who see every conversation, signed in as a browser does. */
  async makeAgents({ total }) {
    const roles = strapi.service('admin::role');
    const role = await roles.create({ name: 'agents', description: '' });
    await roles.assignPermissions(role.id, ['channels.read', 'channels.read-unassigned', 'channels.read-all', 'channels.reply'].map((action) => ({ action: `plugin::whatsapp.${action}`, subject: null, conditions: [], properties: {} })));
    const agents = [];
    for (let number = 0; number < total; number += 1) {
      const email = `agent${number}@example.com`;
      const password = 'Bench-1-password';
      const user = await strapi.service('admin::user').create({ email, password, firstname: 'Agent', lastname: String(number), isActive: true, blocked: false, registrationToken: null, roles: [role.id] });
      const answer = await fetch(`http://127.0.0.1:${port}/admin/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
      if (!answer.ok) throw new Error(`an agent could not sign in: ${answer.status} ${await answer.text()}`);
      agents.push({ id: user.id, token: (await answer.json()).data.token });
    }
    return agents;
  },
};

const batches = {
  /** Posted invoices of as many customers, with the template that carries them; ids as a screen gives them. */
  async addInvoices({ from, total }) {
    const { id: company } = await query('company').create({ data: { connection: 1, erpId: 1, name: 'Bench' } });
    const numbers = Array.from({ length: total }, (_, index) => from + index);
    const shared = { connection: 1, company, erpActive: true };
    await query('partner').createMany({ data: numbers.map((n) => ({ ...shared, documentId: `partner${n}`, erpId: n, name: `Customer ${n}`, phoneSanitized: `+${phoneOf(n)}`, lang: 'en_US' })) });
    const partners = new Map((await query('partner').findMany({ select: ['id', 'erpId'] })).map(({ id, erpId }) => [erpId, id]));
    await query('invoice').createMany({
      data: numbers.map((n) => ({
        ...shared, documentId: `invoice${n}`, erpId: n, number: `INV/2026/${n}`, state: 'posted', moveType: 'out_invoice', partner: partners.get(n), partnerErpId: n, partnerName: `Customer ${n}`,
        companyName: 'Bench', amountTotal: 10, currency: 'EUR', dueDate: '2026-12-01',
      })),
    });
    const mapping = { 'body.1': { path: 'partner.name', fallback: 'customer' }, 'body.2': { path: 'record.number' }, 'body.3': { path: 'record.amountTotal' }, 'body.4': { path: 'record.dueDate', fallback: '-' } };
    await query('template').updateMany({ where: { name: 'invoice_document' }, data: { mapping, documentTitles: ['invoice'] } });
    return numbers.map((n) => `invoice${n}`);
  },

  /** From the choice of records to "ready"; how many of them can be sent. */
  async prepareBatch({ ids, key }) {
    const { repository, nudge } = service('documents').batches;
    const admin = await strapi.service('admin::role').getSuperAdmin();
    const email = `${key}@example.com`;
    const { id: startedBy } = await strapi.service('admin::user').create({ email, password: 'Bench-1-password', firstname: 'Bench', lastname: 'B', isActive: true, blocked: false, registrationToken: null, roles: [admin.id] });
    const startedAt = performance.now();
    const { id } = await repository.insert({ recordType: 'invoice', choice: {}, startedBy, idempotencyKey: key }, ids);
    nudge();
    while ((await repository.findById(id)).state === 'preparing') await pause(20);
    const seconds = (performance.now() - startedAt) / 1_000;
    return { seconds, counts: (await repository.countStates([id])).get(id) };
  },
};

serve({ ...batches, ...accounts, ...inbound, ...sending, ...erp, ...access, ...inbox }, () => strapi.destroy());
ready({ port });
