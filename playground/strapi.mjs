// Strapi itself, in a process of its own, so that a stop reaches it first.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const playground = path.dirname(fileURLToPath(import.meta.url));
const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
const app = createStrapi({ appDir: playground, distDir: path.join(playground, 'dist'), autoReload: false, serveAdminPanel: true });

let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  await app.destroy().catch((error) => process.stderr.write(`${String(error)}\n`));
  process.exit(0);
};

await app.load();
await app.listen();
// Strapi leaves handlers of its own that end the process before what is being sent is settled.
process.removeAllListeners('SIGTERM');
process.removeAllListeners('SIGINT');
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.on('disconnect', () => void stop());

const demo = JSON.parse(readFileSync(process.env.PLAYGROUND_DEMO_FILE ?? path.join(playground, '.demo.json'), 'utf8'));
process.send?.({ ready: true, adminEmail: demo.adminEmail, adminPassword: demo.adminPassword });
