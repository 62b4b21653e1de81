// `npm run verify`: everything that is checked without running the product. Every step runs, also after one that failed.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(path.join(root, 'package.json'));

/** A package's program: `npx` would fetch one that is missing, and ask. */
const program = (name, file) => {
  const manifest = path.join(root, 'node_modules', name, 'package.json');
  const { bin } = require(manifest);
  return path.join(path.dirname(manifest), file ?? (typeof bin === 'string' ? bin : Object.values(bin)[0]));
};

const ROOMS = ['plugin', 'server', 'bridge', 'admin', 'playground/src', 'playground/config', 'playground/simulators', 'tests'];

/** Two lanes for two cores. What packs the plugin waits for its build. */
const LANES = [
  [
    { name: 'lint', args: [program('eslint'), '.', '--max-warnings', '0'] },
    { name: 'unused code', args: [program('knip'), '--no-progress'] },
  ],
  [
    { name: 'types', args: [program('typescript', 'bin/tsc'), '-p', 'tsconfig.json', '--noEmit'] },
    { name: 'import rules', args: [program('dependency-cruiser', 'bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', ...ROOMS] },
    { name: 'build', args: ['playground/build.mjs', '--no-admin'] },
    { name: 'strapi-plugin verify', args: [program('@strapi/sdk-plugin'), 'verify'], needs: 'build' },
    { name: 'packed package and its consumer', args: [program('jest'), '--config', 'tests/jest.config.cjs', '--selectProjects', 'types'], needs: 'build' },
  ],
];

const say = (line) => process.stdout.write(`${line}\n`);
const results = new Map();
const running = new Set();

const run = ({ args }) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TEST_PREBUILT: '1', STRAPI_TELEMETRY_DISABLED: 'true', FORCE_COLOR: '0' } });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => resolve({ ok: false, output: String(error) }));
    child.once('close', (code) => {
      running.delete(child);
      resolve({ ok: code === 0, output });
    });
  });

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(1);
  });
}

const runLane = async (steps) => {
  for (const step of steps) {
    if (step.needs && !results.get(step.needs)?.ok) {
      results.set(step.name, { ok: false });
      say(`✗ ${step.name}: not run, ${step.needs} failed`);
      continue;
    }
    const from = performance.now();
    const { ok, output } = await run(step);
    results.set(step.name, { ok });
    say(`${ok ? '✓' : '✗'} ${step.name} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
    if (!ok) say(output.trim().replace(/^/gm, '    '));
  }
};

await Promise.all(LANES.map(runLane));
const failed = [...results].filter(([, { ok }]) => !ok).map(([name]) => name);
say(failed.length ? `verify: ${failed.length} of ${results.size} failed: ${failed.join(', ')}` : `verify: all ${results.size} passed`);
process.exitCode = failed.length ? 1 : 0;
