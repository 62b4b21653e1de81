import path from 'node:path';
import { dataDirectory } from '../src/keys';

/** SQLite with WAL and NORMAL, as the README recommends; Postgres where DATABASE_URL says so. */
export default ({ env }: { env: (name: string, fallback?: string) => string }) => {
  const url = env('DATABASE_URL', '');
  if (url) {
    return { connection: { client: 'postgres', connection: { connectionString: url }, pool: { min: 2, max: 12 }, acquireConnectionTimeout: 30_000 } };
  }
  return {
    connection: {
      client: 'sqlite',
      connection: { filename: env('DATABASE_FILENAME', path.join(dataDirectory(), 'data.db')) },
      useNullAsDefault: true,
      pool: {
        afterCreate: (connection: { pragma(statement: string): unknown }, done: (error: Error | null, connection: unknown) => void) => {
          connection.pragma('journal_mode = WAL');
          connection.pragma('synchronous = NORMAL');
          done(null, connection);
        },
      },
    },
  };
};
