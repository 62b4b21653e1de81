import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';

export type DatabaseKind = 'sqlite' | 'postgres';

/** A directory for an app's own files, and its database: a file in there, or one on the run's embedded server. */
export interface Database {
  kind: DatabaseKind;
  name: string;
  directory: string;
  env: Record<string, string>;
}

interface Postgres {
  url: string;
  stop(): Promise<void>;
}

const POSTGRES = pathToFileURL(path.join(__dirname, '..', '..', '..', 'playground', 'postgres.mjs')).href;

const onServer = async (url: string, statement: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** Databases of this run only, below one temporary directory that goes with it. */
export const createDatabases = () => {
  const root = mkdtempSync(path.join(tmpdir(), 'whatsapp-bench-'));
  // Postgres runs as a user of its own where we are root.
  chmodSync(root, 0o711);
  let server: Promise<Postgres> | null = null;
  let made = 0;

  const startServer = async (): Promise<Postgres> => {
    const { startPostgres } = (await import(POSTGRES)) as { startPostgres(options: { directory: string; persistent: boolean }): Promise<Postgres> };
    return startPostgres({ directory: path.join(root, 'postgres'), persistent: false });
  };
  const serverUrl = async (): Promise<string> => (await (server ??= startServer())).url;

  const at = async (kind: DatabaseKind, template: string | null): Promise<Database> => {
    made += 1;
    const name = `bench_${made}`;
    const directory = path.join(root, name);
    mkdirSync(directory, { recursive: true });
    const env: Record<string, string> = { PLAYGROUND_DATA: directory };
    if (kind === 'sqlite') env['DATABASE_FILENAME'] = path.join(directory, 'data.db');
    else {
      const url = await serverUrl();
      await onServer(url, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`);
      env['DATABASE_URL'] = url.replace(/\/[^/]*$/, `/${name}`);
    }
    return { kind, name, directory, env };
  };

  return {
    make: (kind: DatabaseKind): Promise<Database> => at(kind, null),

    /** A copy of a database nobody is connected to. */
    async copy(original: Database): Promise<Database> {
      const copied = await at(original.kind, original.name);
      cpSync(original.directory, copied.directory, { recursive: true });
      return copied;
    },

    async drop({ kind, name, directory }: Database): Promise<void> {
      rmSync(directory, { recursive: true, force: true });
      if (kind === 'postgres') await onServer(await serverUrl(), `DROP DATABASE ${name} WITH (FORCE)`);
    },

    async stop(): Promise<void> {
      await (await server?.catch(() => null))?.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
};

export type Databases = ReturnType<typeof createDatabases>;
