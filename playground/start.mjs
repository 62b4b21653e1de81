// `npm start`: builds what changed, starts the simulated outside world, then Strapi, and ends all of it together.
import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';

const playground = path.dirname(fileURLToPath(import.meta.url));
const flags = new Set(process.argv.slice(2));
const env = { ...process.env };
env.HOST ??= '127.0.0.1';
env.PORT ??= '1337';
env.SIM_WHATSAPP_PORT ??= '1338';
env.SIM_ERP_PORT ??= '1339';
env.PLAYGROUND_DATA ??= path.join(playground, '.data');
env.STRAPI_TELEMETRY_DISABLED = 'true';
env.SIM_WHATSAPP_URL = `http://127.0.0.1:${env.SIM_WHATSAPP_PORT}`;
env.SIM_ERP_URL = `http://127.0.0.1:${env.SIM_ERP_PORT}`;
env.PLAYGROUND_DEMO = 'true';
env.PLAYGROUND_DEMO_FILE ??= path.join(playground, '.demo.json');

const children = [];
let postgres = null;
let ending = null;

const say = (line) => process.stdout.write(`${line}\n`);

const isFree = (port) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(Number(port), env.HOST, () => server.close(() => resolve(true)));
  });

/** Starts a child and resolves when it says that it is ready. */
const launch = (name, file, extraEnv = {}) =>
  new Promise((resolve, reject) => {
    const child = fork(file, [], { cwd: playground, env: { ...env, ...extraEnv }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    children.push(child);
    child.on('message', (message) => message && message.ready && resolve(message));
    child.once('exit', (code, signal) => {
      if (ending) return;
      reject(new Error(`${name} ended (${signal ?? code})`));
      void end(1, `${name} ended unexpectedly (${signal ?? code})`);
    });
  });

const stopChild = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });

/** Strapi first, so that what it is sending is settled while the outside world still answers. */
const end = (code, reason) => {
  ending ??= (async () => {
    if (reason) say(reason);
    for (const child of [...children].reverse()) await stopChild(child);
    if (postgres) await postgres.stop().catch(() => undefined);
    process.exit(code);
  })();
  return ending;
};

process.on('SIGTERM', () => void end(0));
process.on('SIGINT', () => void end(0));
// Forked (tests): a parent that died can't send a signal.
if (process.send) process.on('disconnect', () => void end(0));
// npm passes SIGTERM to the shell between it and us, and a shell dies of it without a word to its child.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void end(0);
  }, 250).unref();
}

try {
  if (flags.has('--processes')) throw new Error('--processes comes with a later stage: the embedded engine sends from one process');
  for (const [name, port] of [['PORT', env.PORT], ['SIM_WHATSAPP_PORT', env.SIM_WHATSAPP_PORT], ['SIM_ERP_PORT', env.SIM_ERP_PORT]]) {
    if (!(await isFree(port))) throw new Error(`Port ${port} is taken. Set ${name} to another one.`);
  }
  await ensureBuilt({ admin: true, say });
  mkdirSync(env.PLAYGROUND_DATA, { recursive: true, mode: 0o711 });
  if (flags.has('--postgres') && !env.DATABASE_URL) {
    const { startPostgres } = await import('./postgres.mjs');
    postgres = await startPostgres({ directory: path.join(env.PLAYGROUND_DATA, 'postgres'), persistent: true });
    env.DATABASE_URL = postgres.url;
  }
  const { demoCredentials } = await import('./dist/src/demo/credentials.js').then((module) => module.default ?? module);
  const { accounts } = demoCredentials(env.PLAYGROUND_DATA);
  const webhookUrl = (key) => `http://127.0.0.1:${env.PORT}/api/whatsapp/webhook/meta/${key}`;
  const simulators = path.join(playground, 'dist', 'simulators');
  await Promise.all([
    launch('the simulated ERP', path.join(simulators, 'erp', 'main.js')),
    launch('the simulated WhatsApp', path.join(simulators, 'whatsapp', 'main.js'), {
      SIM_WHATSAPP_ACCOUNTS: JSON.stringify(accounts.map((account) => ({ ...account, webhookUrl: webhookUrl(account.key) }))),
    }),
  ]);
  const { adminEmail, adminPassword } = await launch('Strapi', path.join(playground, 'strapi.mjs'));
  const origin = `http://localhost:${env.PORT}`;
  say(`
  Admin panel         ${origin}/admin
    e-mail            ${adminEmail}
    password          ${adminPassword}
  Simulated phone     http://localhost:${env.SIM_WHATSAPP_PORT}/
  Simulated ERP       http://localhost:${env.SIM_ERP_PORT}/
  Details             ${path.relative(process.cwd(), env.PLAYGROUND_DEMO_FILE)}

  Stop with Ctrl+C.
`);
  process.send?.({ ready: true });
} catch (error) {
  await end(1, error instanceof Error ? error.message : String(error));
}
