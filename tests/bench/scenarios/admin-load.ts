import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bench, Scenario } from '../harness/bench';
import { figure } from '../harness/figures';

const ROOT = path.join(__dirname, '..', '..', '..');
const PLAYGROUND = path.join(ROOT, 'playground');
/** Inside the checkout, so that the copy finds the same packages. */
const ARTIFACTS = path.join(ROOT, 'tests', '.artifacts');
const COPIED = ['package.json', 'tsconfig.json', 'favicon.png', 'config', 'src', 'simulators', 'public'];
const MOST_KB = 400;
const BUILD_MS = 420_000;

/** Static imports and re-exports of a built chunk; an `import(…)` has a bracket where these have a quote. */
const STATIC_IMPORT = /\b(?:import|export)\s*(?:[^"'`();]*?\bfrom\s*)?["'](\.{1,2}\/[^"']+)["']/g;
const HTML_ASSET = /<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css))"/g;

const gzipped = (file: string): number => gzipSync(readFileSync(file)).length;

/** What a browser must have before the admin panel can start: the page, its scripts and styles, and all they import. */
export const firstLoadOf = (directory: string): Set<string> => {
  const page = path.join(directory, 'index.html');
  const files = new Set([page]);
  const add = (file: string): void => {
    if (files.has(file) || !existsSync(file)) return;
    files.add(file);
    if (!file.endsWith('.js')) return;
    for (const [, target] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) if (target) add(path.resolve(path.dirname(file), target));
  };
  for (const [, asset] of readFileSync(page, 'utf8').matchAll(HTML_ASSET)) if (asset) add(path.join(directory, asset.replace(/^\/admin\//, '')));
  if (files.size < 2) throw new Error(`no script was found in ${page}`);
  return files;
};

const allFiles = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() && /\.(js|css)$/.test(entry.name) ? [path.join(entry.parentPath, entry.name)] : []));

const kilobytes = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + gzipped(file), 0) / 1_000;

const runBuild = ({ processes }: Bench, directory: string, env: Record<string, string>): Promise<void> =>
  new Promise((resolve, reject) => {
    const manifest = path.join(ROOT, 'node_modules', '@strapi', 'strapi', 'package.json');
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string };
    const child = spawn(process.execPath, [path.join(path.dirname(manifest), bin), 'build', '--silent'], {
      cwd: directory,
      env: { ...process.env, STRAPI_TELEMETRY_DISABLED: 'true', NODE_OPTIONS: '--max-old-space-size=4096', PLAYGROUND_DATA: path.join(directory, '.data'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-4_000)));
    const forget = processes.adopt(child);
    const timer = setTimeout(() => child.kill('SIGKILL'), BUILD_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      forget();
      // Strapi's build ends with 0 after some of its failures too.
      if (code === 0 && existsSync(path.join(directory, 'dist', 'build', 'index.html'))) resolve();
      else reject(new Error(`the admin panel was not built (${child.signalCode ?? code})\n${output}`));
    });
  });

/** The playground's admin panel, built in a copy: what `npm start` serves is left alone. */
const build = async (bench: Bench, env: Record<string, string>): Promise<{ first: number; all: number; files: number }> => {
  mkdirSync(ARTIFACTS, { recursive: true });
  const directory = mkdtempSync(path.join(ARTIFACTS, 'bench-admin-'));
  try {
    for (const name of COPIED) if (existsSync(path.join(PLAYGROUND, name))) cpSync(path.join(PLAYGROUND, name), path.join(directory, name), { recursive: true });
    await runBuild(bench, directory, env);
    const built = path.join(directory, 'dist', 'build');
    const first = firstLoadOf(built);
    return { first: kilobytes(first), all: kilobytes(allFiles(built)), files: first.size };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

export const adminLoad: Scenario = {
  name: 'admin',
  title: 'The admin panel’s first load with and without the plugin (gzip)',
  async run(bench) {
    const ours = await build(bench, {});
    const bare = await build(bench, { WHATSAPP_DISABLED: 'true' });
    const baselineOf = (value: number) => ({ what: 'without the plugin', value });
    return [
      figure({ what: 'added to what the first page loads', database: '-', measured: ours.first - bare.first, unit: 'kB', baseline: baselineOf(bare.first), hasRatio: false, demand: { most: MOST_KB }, note: `${ours.files} files with the plugin, ${bare.files} without` }),
      figure({ what: 'added to all there is, lazy screens too', database: '-', measured: ours.all - bare.all, unit: 'kB', baseline: baselineOf(bare.all), hasRatio: false }),
    ];
  },
};
