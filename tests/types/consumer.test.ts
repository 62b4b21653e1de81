import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensurePlugin } from '../support/ensure-plugin';
import { ownProviderExample } from '../support/own-provider';

/**
 * The package as a host gets it: packed, unpacked beside a project of its own, compiled against, and loaded. It lies below
 * the repository, so that peers and dependencies are found where npm would have put them.
 */
const ROOT = path.join(__dirname, '..', '..');
const ARTIFACTS = path.join(ROOT, 'tests', '.artifacts');
const TSC = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

const run = (command: string, args: string[], cwd: string) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
  return { status, output: `${stdout}${stderr}`.trim() };
};

/** npm's own script where a script of npm's runs us; on Windows a plain `npm` can not be started. */
const npm = (args: string[], cwd: string) => (process.env.npm_execpath ? run(process.execPath, [process.env.npm_execpath, ...args], cwd) : run('npm', args, cwd));

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));

/** How hosts resolve: Strapi's own TypeScript settings still say `Node`, which does not read an exports map. */
const RESOLUTIONS = [
  { name: "Strapi's settings", module: 'CommonJS', moduleResolution: 'Node' },
  { name: 'Node 16', module: 'Node16', moduleResolution: 'Node16' },
  { name: 'a bundler', module: 'ESNext', moduleResolution: 'Bundler' },
];

describe('the packed package', () => {
  let consumer = '';
  let installed = '';

  beforeAll(() => {
    ensurePlugin();
    mkdirSync(ARTIFACTS, { recursive: true });
    consumer = mkdtempSync(path.join(ARTIFACTS, 'consumer-'));
    installed = path.join(consumer, 'node_modules', 'strapi-plugin-whatsapp');
    mkdirSync(installed, { recursive: true });
    const packed = npm(['pack', '--ignore-scripts', '--pack-destination', consumer], ROOT);
    expect(packed).toMatchObject({ status: 0 });
    const tarball = readdirSync(consumer).find((file) => file.endsWith('.tgz')) ?? 'no tarball';
    expect(run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], consumer)).toEqual({ status: 0, output: '' });
    cpSync(path.join(__dirname, 'consumer'), path.join(consumer, 'src'), { recursive: true });
    writeFileSync(path.join(consumer, 'src', 'pager.ts'), ownProviderExample());
    writeFileSync(path.join(consumer, 'package.json'), JSON.stringify({ private: true, type: 'commonjs' }));
  }, 600_000);

  afterAll(() => rmSync(consumer, { recursive: true, force: true }));

  it.each(RESOLUTIONS)('compiles a host that resolves like $name', ({ module, moduleResolution }) => {
    const settings = { strict: true, noEmit: true, target: 'ES2022', module, moduleResolution, esModuleInterop: true, skipLibCheck: true, jsx: 'react-jsx', types: ['node'] };
    writeFileSync(path.join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, include: ['src'] }));
    expect(run(process.execPath, [TSC, '-p', '.'], consumer)).toEqual({ status: 0, output: '' });
  }, 240_000);

  it('holds declarations that lead nowhere outside the package', () => {
    const entries = Object.values((JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8')) as { exports: Record<string, string | { types: string }> }).exports);
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, wanted] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) visit(`${path.join(path.dirname(file), wanted ?? '')}.d.ts`);
    };
    for (const entry of entries) if (typeof entry !== 'string') visit(path.join(installed, entry.types));
    expect([...seen].filter((file) => !existsSync(file))).toEqual([]);
    expect(seen.size).toBeGreaterThan(5);
  });

  it('holds what a host needs and nothing of the playground', () => {
    const files = filesBelow(installed);
    expect(files).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'README.md', 'CHANGELOG.md', 'dist/server/index.js', 'server/bin/strapi-plugin-whatsapp.cjs', 'dist/server/index.mjs', 'dist/admin/index.js', 'dist/admin/index.mjs']));
    expect(files.filter((file) => !/^(dist\/|server\/bin\/|package\.json$|LICENSE$|README\.md$|CHANGELOG\.md$)/.test(file))).toEqual([]);
    expect(files.filter((file) => /\.(map|test\.\w+|env)$|\.demo\.json|recordings|fixtures/.test(file))).toEqual([]);
  });

  it.each([
    ['require', "const { ProviderError } = require('strapi-plugin-whatsapp/provider'); const contracts = require('strapi-plugin-whatsapp/contracts');", 'cjs'],
    ['import', "import { ProviderError } from 'strapi-plugin-whatsapp/provider'; import * as contracts from 'strapi-plugin-whatsapp/contracts';", 'mjs'],
  ])('is loaded with %s', (name, imports, extension) => {
    const file = path.join(consumer, `load-${name}.${extension}`);
    writeFileSync(file, `${imports}
      const error = new ProviderError('rate_limited', 'Too fast.', { retryAfterMs: 5 });
      console.log(JSON.stringify({ isOurs: error instanceof ProviderError, isError: error instanceof Error, isOther: new Error('x') instanceof ProviderError, kind: error.kind, code: contracts.isCode('message.opted_out') }));`);
    const { status, output } = run(process.execPath, [file], consumer);
    expect({ status, output: JSON.parse(output) as unknown }).toEqual({ status: 0, output: { isOurs: true, isError: true, isOther: false, kind: 'rate_limited', code: true } });
  });

  it('gives Strapi its server entry', () => {
    const script = "const { default: plugin } = require('strapi-plugin-whatsapp/strapi-server'); console.log(JSON.stringify([typeof plugin.register, typeof plugin.bootstrap, typeof plugin.destroy, Object.keys(plugin.contentTypes).includes('message'), typeof require('strapi-plugin-whatsapp/package.json').version]))";
    const { status, output } = run(process.execPath, ['-e', script], consumer);
    expect({ status, output }).toEqual({ status: 0, output: '["function","function","function",true,"string"]' });
  }, 60_000);
});
