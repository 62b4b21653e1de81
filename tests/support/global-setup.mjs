// One embedded Postgres for a run of the integration tests, and a playground that is compiled.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../playground/build.mjs';
import { startPostgres } from '../../playground/postgres.mjs';

const artifacts = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '.artifacts');

export default async () => {
  mkdirSync(artifacts, { recursive: true });
  if (!process.env.TEST_PREBUILT) await ensureBuilt({ admin: false });
  if (process.env.TEST_DATABASES === 'sqlite') return;
  const server = await startPostgres({ directory: path.join(mkdtempSync(path.join(tmpdir(), 'whatsapp-postgres-')), 'data'), persistent: false });
  writeFileSync(path.join(artifacts, 'postgres-url'), server.url);
  globalThis.whatsappPostgres = server;
};
