import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';

export type DatabaseKind = 'sqlite' | 'postgres';

/** Every test of the integration projects runs on both; `TEST_DATABASES=sqlite` narrows a quick run. */
export const DATABASES = (process.env.TEST_DATABASES?.split(',') ?? ['sqlite', 'postgres']) as DatabaseKind[];

/** Where the global setup writes the address of the one embedded server of the run. */
export const ADDRESS_FILE = path.join(__dirname, '..', '.artifacts', 'postgres-url');

/** A database of its own on the run's embedded server; null stands for SQLite. */
export const testDatabase = async (kind: DatabaseKind): Promise<string | null> => {
  if (kind === 'sqlite') return null;
  if (!existsSync(ADDRESS_FILE)) throw new Error('no Postgres was started for this run');
  const server = readFileSync(ADDRESS_FILE, 'utf8').trim();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return server.replace(/\/[^/]*$/, `/${name}`);
};
