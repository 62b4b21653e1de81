import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench, Scenario } from './harness/bench';
import { createDatabases } from './harness/databases';
import { drawTable } from './harness/figures';
import type { Figure } from './harness/figures';
import { getOptions } from './harness/options';
import { createProcesses } from './harness/processes';
import { access } from './scenarios/access';
import { adminLoad } from './scenarios/admin-load';
import { batch } from './scenarios/batch';
import { erpPull } from './scenarios/erp-pull';
import { inbox } from './scenarios/inbox';
import { intake } from './scenarios/intake';
import { live } from './scenarios/live';
import { pipeline } from './scenarios/pipeline';
import { send } from './scenarios/send';
import { start } from './scenarios/start';

const SCENARIOS: Scenario[] = [intake, pipeline, send, erpPull, start, adminLoad, access, batch, inbox, live];
const BUILD = pathToFileURL(path.join(__dirname, '..', '..', 'playground', 'build.mjs')).href;

interface Report {
  scenario: string;
  title: string;
  seconds: number;
  figures: Figure[];
  /** Why it did not come to an end. */
  error: string | null;
}

const runScenario = async (bench: Bench, scenario: Scenario): Promise<Report> => {
  const startedAt = performance.now();
  const { name, title } = scenario;
  const ended = (figures: Figure[], error: string | null): Report => ({ scenario: name, title, seconds: Math.round((performance.now() - startedAt) / 1_000), figures, error });
  try {
    return ended(await scenario.run(bench), null);
  } catch (error) {
    return ended([], error instanceof Error ? error.message : String(error));
  } finally {
    await bench.processes.stopAll();
  }
};

const describe = ({ title, seconds, figures, error }: Report): string => `\n${title} (${seconds} s)\n\n${error === null ? drawTable(figures) : `FAIL  did not come to an end: ${error}`}\n`;

const main = async (): Promise<number> => {
  const options = getOptions(process.argv.slice(2), SCENARIOS.map(({ name }) => name));
  const processes = createProcesses();
  const databases = createDatabases();
  const say = (line: string): void => void (options.isJson || process.stdout.write(`${line}\n`));
  const bench: Bench = { options, processes, databases, say };
  const end = async (): Promise<void> => {
    await processes.stopAll();
    await databases.stop();
  };
  const interrupt = (): void => void end().then(() => process.exit(130));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);

  try {
    const { ensureBuilt } = (await import(BUILD)) as { ensureBuilt(what: { admin: boolean; say(line: string): void }): Promise<void> };
    if (!process.env['TEST_PREBUILT']) await ensureBuilt({ admin: false, say });
    const reports: Report[] = [];
    for (const scenario of SCENARIOS.filter(({ name }) => options.only.includes(name))) {
      say(`\n${scenario.title} …`);
      const report = await runScenario(bench, scenario);
      reports.push(report);
      say(describe(report));
    }
    const failures = reports.flatMap(({ figures, error, scenario }) => [
      ...(error === null ? [] : [`${scenario} did not come to an end`]),
      ...figures.flatMap((line) => (line.demand && !line.demand.isMet ? [`${scenario}: ${line.what} (${line.database}), demanded ${line.demand.text.trim()}`] : [])),
    ]);
    const [cpu] = cpus();
    const machine = { node: process.version, cores: cpus().length, cpu: cpu?.model ?? 'unknown', memoryGb: Math.round(totalmem() / 2 ** 30), quick: options.isQuick };
    if (options.isJson) process.stdout.write(`${JSON.stringify({ machine, passed: failures.length === 0, failures, scenarios: reports }, null, 2)}\n`);
    say(failures.length === 0 ? 'Every demand is met.' : `${failures.length} not met:\n${failures.map((line) => `  ${line}`).join('\n')}`);
    say(`Node ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB${options.isQuick ? '; --quick figures are no verdict' : ''}`);
    return failures.length > 0 && options.mayFail ? 1 : 0;
  } finally {
    await end();
  }
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
