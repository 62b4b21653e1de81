// The real playground in a process of its own, for tests that kill it. Calls of the plugin's services come over IPC.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const playground = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'playground');
const { createStrapi } = createRequire(path.join(playground, 'package.json'))('@strapi/strapi');
const app = createStrapi({ appDir: playground, distDir: path.join(playground, 'dist'), autoReload: false, serveAdminPanel: false });
await app.load();
app.log.level = process.env.TEST_LOG ?? 'error';
app.server.mount();
await new Promise((resolve) => app.server.httpServer.listen(Number(process.env.PORT ?? 0), '127.0.0.1', resolve));

process.removeAllListeners('SIGTERM');
process.removeAllListeners('SIGINT');
let isStopping = false;
const stop = async () => {
  if (isStopping) return;
  isStopping = true;
  await app.destroy();
  process.exit(0);
};
process.on('SIGTERM', () => void stop());
process.on('disconnect', () => process.exit(1));

process.on('message', async ({ id, service, method, args }) => {
  try {
    const target = app.plugin('whatsapp').service(service);
    process.send({ id, result: (await target[method](...args)) ?? null });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.send({ ready: true, port: app.server.httpServer.address().port });
