// Builds the plugin, the playground and the admin panel, each only when its sources changed since the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const playground = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(playground);
const stampFile = path.join(playground, '.data', 'built.json');

const SKIPPED = new Set(['node_modules', 'dist', '.data', '.cache', 'build', '.strapi', 'types']);

const filesBelow = (directory) =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => {
      const full = path.join(directory, entry.name);
      return entry.isDirectory() ? filesBelow(full) : [full];
    })
    .sort();

const hashOf = (...places) => {
  const hash = createHash('sha256').update(process.version);
  for (const place of places.map((name) => path.join(root, name)).filter(existsSync)) {
    for (const file of place.endsWith('.json') ? [place] : filesBelow(place)) hash.update(path.relative(root, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
};

const run = (command, args, cwd) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd,
    env: { ...process.env, STRAPI_TELEMETRY_DISABLED: 'true', NODE_OPTIONS: '--max-old-space-size=4096' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${path.basename(command)} ${args.join(' ')} failed\n${stdout}\n${stderr}`);
};

const bin = (name) => {
  const manifest = path.join(root, 'node_modules', name, 'package.json');
  const { bin: entry } = JSON.parse(readFileSync(manifest, 'utf8'));
  return path.join(path.dirname(manifest), typeof entry === 'string' ? entry : Object.values(entry)[0]);
};

const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** sdk-plugin writes declarations only for what lies beside an entry: those of the provider port and of the contracts are made here. */
const buildTypes = () => {
  rmSync(path.join(root, 'dist', 'types'), { recursive: true, force: true });
  run(tsc, ['-p', 'tsconfig.types.json'], root);
};

/** `admin: false` leaves the admin panel out, for tests that need none. */
export const ensureBuilt = async ({ admin, say = () => undefined }) => {
  const stamps = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
  const save = () => {
    mkdirSync(path.dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, JSON.stringify(stamps));
  };
  const plugin = hashOf('plugin', 'server', 'admin', 'bridge', 'package.json', 'tsconfig.json', 'tsconfig.types.json');
  const outputs = ['server/index.js', 'admin/index.js', 'provider/index.js', 'contracts/index.js', 'command/index.js', 'types/server/src/providers/index.d.ts'];
  if (stamps.plugin !== plugin || !outputs.every((file) => existsSync(path.join(root, 'dist', file)))) {
    say('Building the plugin …');
    run(bin('@strapi/sdk-plugin'), ['build', '--silent'], root);
    buildTypes();
    stamps.plugin = plugin;
    save();
  }
  const app = hashOf('playground/config', 'playground/src', 'playground/simulators', 'playground/tsconfig.json');
  if (stamps.app !== app || !existsSync(path.join(playground, 'dist', 'config', 'server.js'))) {
    say('Compiling the playground …');
    run(tsc, ['-p', 'tsconfig.json'], playground);
    stamps.app = app;
    save();
  }
  if (!admin) return;
  const panel = hashOf('plugin', 'admin', 'package.json', 'playground/package.json', 'playground/src/admin');
  if (stamps.panel !== panel || !existsSync(path.join(playground, 'dist', 'build', 'index.html'))) {
    say('Building the admin panel (about half a minute) …');
    run(bin('@strapi/strapi'), ['build', '--silent'], playground);
    stamps.panel = panel;
    save();
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--types-only')) buildTypes();
  else await ensureBuilt({ admin: !process.argv.includes('--no-admin'), say: (line) => process.stdout.write(`${line}\n`) });
}
