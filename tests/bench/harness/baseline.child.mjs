// What the plugin's intake is held against: a bare Koa handler that checks the same signature and inserts one row into
// a table of the same columns, with only a primary key, in a database of the same kind and settings. And a handler that
// does nothing at all, for the load generator's own ceiling.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { ready, serve } from './ipc.child.mjs';

const require = createRequire(import.meta.url);
const TABLE = 'bare_webhook_events';

const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

const readAll = (request) =>
  new Promise((resolve, reject) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
  });

/** As playground/config/database.ts has it. */
const openDatabase = () => {
  // Strapi's own knex and drivers.
  const knex = createRequire(require.resolve('@strapi/database'))('knex');
  const { DATABASE_URL: url, DATABASE_FILENAME: filename } = process.env;
  if (url) return knex({ client: 'pg', connection: { connectionString: url }, pool: { min: 2, max: 12 } });
  return knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection, done) => {
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = NORMAL');
        done(null, connection);
      },
    },
  });
};

const makeTable = (database) =>
  database.schema.createTable(TABLE, (table) => {
    table.increments('id');
    table.string('provider');
    table.integer('account');
    table.string('digest');
    table.text('body');
    table.string('state');
    table.integer('attempts');
    table.datetime('not_before');
    table.text('error_message');
    table.datetime('received_at');
    table.datetime('worked_at');
  });

const serveKoa = async (appSecret) => {
  const Koa = require('koa');
  const database = openDatabase();
  await makeTable(database);
  const app = new Koa();
  app.use(async (ctx) => {
    const body = await readAll(ctx.req);
    const sent = Buffer.from(String(ctx.req.headers['x-hub-signature-256'] ?? '').slice('sha256='.length), 'hex');
    const made = createHmac('sha256', appSecret).update(body).digest();
    if (sent.length !== made.length || !timingSafeEqual(sent, made)) {
      ctx.status = 401;
      return;
    }
    await database(TABLE).insert({ provider: 'meta', account: 1, digest: made.toString('hex'), body: body.toString('utf8'), state: 'pending', attempts: 0, received_at: new Date() });
    ctx.body = 'ok';
  });
  const port = await listen(createServer(app.callback()));
  const count = async () => Number((await database(TABLE).count({ rows: '*' }).first()).rows);
  serve({ count }, () => database.destroy());
  ready({ port });
};

const serveNothing = async () => {
  const port = await listen(
    createServer((request, response) => {
      request.on('end', () => response.end('ok'));
      request.resume();
    }),
  );
  serve({});
  ready({ port });
};

await (process.argv[2] === 'koa' ? serveKoa(process.env.BENCH_APP_SECRET) : serveNothing());
