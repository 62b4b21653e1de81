import { createRequire } from 'node:module';
import path from 'node:path';
import type { Knex } from 'knex';
import { rekeySecrets } from './platform/rekey';

const OLD_KEY = 'WHATSAPP_OLD_ENCRYPTION_KEY';

const USAGE = `Usage: strapi-plugin-whatsapp rekey [--dry-run] [--skip-unreadable]

Encrypts every secret the plugin has stored under the key in admin.secrets.encryptionKey.
Run it in the folder of your Strapi, while Strapi is stopped.

  ${OLD_KEY}   the key the secrets are encrypted with now (environment)
  --dry-run                     counts, and writes nothing
  --skip-unreadable             goes on where neither key opens a secret, and leaves it as it is`;

interface Host {
  config: { get(path: string): unknown };
  db: { connection: Knex; destroy(): Promise<void> };
}

/** Strapi's settings and its database, without starting it: nothing is sent, pulled or asked meanwhile. */
const openHost = async (directory: string): Promise<Host> => {
  const strapi = createRequire(path.join(directory, 'package.json'))('@strapi/strapi') as {
    compileStrapi(options: { appDir: string }): Promise<{ appDir: string; distDir: string }>;
    createStrapi(options: { appDir: string; distDir: string }): Host;
  };
  return strapi.createStrapi(await strapi.compileStrapi({ appDir: directory }));
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The program behind `npx strapi-plugin-whatsapp`. Resolves with the exit code. Prints counts, never values. */
export const run = async (args: readonly string[], say: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Promise<number> => {
  const [command, ...flags] = args;
  const unknown = flags.find((flag) => flag !== '--dry-run' && flag !== '--skip-unreadable');
  if (command !== 'rekey' || unknown !== undefined) {
    say(USAGE);
    return command === undefined || command === '--help' ? 0 : 2;
  }
  const from = process.env[OLD_KEY];
  if (!from) {
    say(`${OLD_KEY} is not set: give the key the secrets are encrypted with now.`);
    return 2;
  }
  const host = await openHost(process.cwd());
  try {
    const to = host.config.get('admin.secrets.encryptionKey');
    if (typeof to !== 'string' || to === '') {
      say('The installation has no encryption key: set admin.secrets.encryptionKey to the new one first.');
      return 2;
    }
    const skipUnreadable = flags.includes('--skip-unreadable');
    const report = await rekeySecrets(host.db.connection, { from, to }, { dryRun: flags.includes('--dry-run'), skipUnreadable });
    for (const [owner, count] of Object.entries(report.rekeyed)) say(`${owner}: ${plural(count, 'secret')}`);
    say(`under the new key already: ${report.current}`);
    say(`opened by neither key: ${report.unreadable}`);
    if (report.unreadable > 0 && !skipUnreadable) {
      say('Nothing was written. Is the old key the right one? --skip-unreadable leaves such secrets as they are and goes on.');
      return 1;
    }
    say(report.dryRun ? 'Dry run: nothing was written.' : 'Done. Start Strapi again.');
    return 0;
  } finally {
    await host.db.destroy();
  }
};
