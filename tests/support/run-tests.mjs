// `npm test [-- projects, file patterns, jest flags]`: builds what is needed once, runs every project of jest, prints the counts last.
//   npm test                       everything
//   npm test -- unit contract      two projects
//   npm test -- domain-consent     the files whose path matches
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, HOW_TO_GET_CHROMIUM } from './browser.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const artifacts = path.join(root, 'tests', '.artifacts');
const jest = path.join(path.dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js');
const isCi = process.env.CI === 'true' || process.env.CI === '1';

const PROJECTS = ['unit', 'contract', 'architecture', 'integration', 'types', 'e2e'];

/**
 * Runs in this order. Two workers where tests are light or have a database each (two cores; a third one gains nothing, measured 2026-11);
 * one where a test starts compilers or whole applications of its own.
 */
const RUNS = [
  { name: 'light', projects: ['unit', 'contract', 'architecture'], workers: 2, build: null },
  { name: 'integration', projects: ['integration'], workers: 2, build: 'plugin' },
  { name: 'types', projects: ['types'], workers: 1, build: 'plugin' },
  { name: 'e2e', projects: ['e2e'], workers: 1, build: 'admin' },
];

const say = (line) => process.stdout.write(`${line}\n`);
const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

const testFiles = (project) =>
  readdirSync(path.join(root, 'tests', project), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'));

const parseArguments = (given) => {
  const projects = given.filter((word) => PROJECTS.includes(word));
  const flags = [];
  const patterns = [];
  for (const [index, word] of given.entries()) {
    if (PROJECTS.includes(word)) continue;
    const belongsToFlag = index > 0 && /^(-t|--testNamePattern)$/.test(given[index - 1]);
    (word.startsWith('-') || belongsToFlag ? flags : patterns).push(word);
  }
  return { projects: projects.length ? projects : PROJECTS, flags, patterns };
};

/** The files each project would run: a pattern may leave a project, and its build, out. */
const chooseFiles = ({ projects, patterns }) => {
  const expressions = patterns.map((pattern) => new RegExp(pattern.replace(/^\.\//, '')));
  return Object.fromEntries(projects.map((project) => [project, testFiles(project).filter((file) => !expressions.length || expressions.some((expression) => expression.test(file)))]));
};

const running = new Set();
const launch = (args, env = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, STRAPI_TELEMETRY_DISABLED: 'true', ...env } });
    running.add(child);
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve(signal ? 1 : (code ?? 1));
    });
  });

/** A stop of ours reaches what we started, or a database and a browser would outlive the run. */
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exitCode = 1;
  });
}

const runJest = async (run, files, flags, env) => {
  const outputFile = path.join(artifacts, `results-${run.name}.json`);
  rmSync(outputFile, { force: true });
  const code = await launch(
    [jest, '--config', 'tests/jest.config.cjs', '--selectProjects', ...run.projects, '--maxWorkers', String(run.workers), '--json', '--outputFile', outputFile, ...flags, ...(patterns.length ? ['--runTestsByPath', ...files] : [])],
    env,
  );
  try {
    const result = JSON.parse(readFileSync(outputFile, 'utf8'));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    // A run can fail without a failed test: a leaking worker, a set-up that broke.
    return { passed: result.numPassedTests, failed: failed || (code === 0 ? 0 : 1), skipped: result.numPendingTests + result.numTodoTests };
  } catch {
    say(`The ${run.name} tests ended without a result.`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

const build = async (what) => {
  const from = performance.now();
  const code = await launch([path.join('playground', 'build.mjs'), ...(what === 'admin' ? [] : ['--no-admin'])]);
  say(code === 0 ? `Built in ${seconds(from)}.` : 'The build failed: the tests that need it can not run.');
  return code === 0;
};

const { projects, patterns, flags } = parseArguments(process.argv.slice(2));
const chosen = chooseFiles({ projects, patterns });
const total = { passed: 0, failed: 0, skipped: 0 };
const add = (counts) => Object.keys(total).forEach((key) => (total[key] += counts[key]));
const started = performance.now();

mkdirSync(artifacts, { recursive: true });
const chromium = findChromium();
const lacksBrowser = !chromium && (chosen.e2e?.length ?? 0) > 0;
const built = new Map();

for (const run of RUNS) {
  if (process.exitCode) break;
  const files = run.projects.flatMap((project) => chosen[project] ?? []);
  if (!files.length) continue;
  const from = performance.now();
  const isBrowserless = run.name === 'e2e' && lacksBrowser;
  if (isBrowserless) {
    say(`The browser tests ${isCi ? 'fail' : 'are skipped'}. ${HOW_TO_GET_CHROMIUM}`);
    if (isCi) {
      add({ passed: 0, failed: files.length, skipped: 0 });
      continue;
    }
  }
  if (run.build && !isBrowserless) {
    if (!built.has(run.build)) built.set(run.build, await build(run.build));
    if (!built.get(run.build)) {
      add({ passed: 0, failed: files.length, skipped: 0 });
      continue;
    }
  }
  // A pattern no test's name has: every test is counted, none is run.
  const counts = await runJest(run, files, isBrowserless ? ['--testNamePattern', '(?!)'] : flags, {
    ...(run.build ? { TEST_PREBUILT: '1' } : {}),
    ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
  });
  say(`${run.projects.join(', ')}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds(from)}\n`);
  add(counts);
}

if (total.passed + total.failed === 0) {
  say('No test ran.');
  process.exitCode = 1;
}
if (total.failed) process.exitCode = 1;
say(`All tests took ${seconds(started)}.`);
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
