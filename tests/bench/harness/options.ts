import type { DatabaseKind } from './databases';

export interface Options {
  /** Scenario names. */
  only: string[];
  databases: DatabaseKind[];
  isQuick: boolean;
  isJson: boolean;
  mayFail: boolean;
  /** Directory for CPU profiles of Strapi; null: none. */
  profileDirectory: string | null;
}

export const USAGE = `npm run bench -- [options]
  --only intake,send      only these scenarios: intake, pipeline, send, erp, start, admin, access, batch, inbox, live
  --database sqlite       only this database: sqlite, postgres
  --quick                 smaller counts and fewer rounds; good for a look, not for a verdict
  --json                  prints nothing but JSON
  --no-fail               ends with 0 although a demand is not met
  --profile <directory>   writes a CPU profile of each Strapi process there
`;

const listOf = <Name extends string>(value: string | undefined, known: readonly Name[], flag: string): Name[] => {
  const names = (value ?? '').split(',').filter((name) => name !== '');
  const stray = names.find((name) => !known.includes(name as Name));
  if (names.length === 0 || stray !== undefined) throw new Error(`${flag} takes a list of ${known.join(', ')}${stray === undefined ? '' : `, not ${stray}`}\n\n${USAGE}`);
  return names as Name[];
};

/** Throws on what it does not know: a misspelt flag must not look like a passed bench. */
export const getOptions = (args: readonly string[], scenarios: readonly string[]): Options => {
  const options: Options = { only: [...scenarios], databases: ['sqlite', 'postgres'], isQuick: false, isJson: false, mayFail: true, profileDirectory: null };
  for (let index = 0; index < args.length; index += 1) {
    const flag = args[index];
    switch (flag) {
      case '--only':
        options.only = listOf(args[(index += 1)], scenarios, flag);
        break;
      case '--database':
        options.databases = listOf(args[(index += 1)], ['sqlite', 'postgres'] as const, flag);
        break;
      case '--profile':
        options.profileDirectory = args[(index += 1)] ?? null;
        if (options.profileDirectory === null) throw new Error(`--profile takes a directory\n\n${USAGE}`);
        break;
      case '--quick':
        options.isQuick = true;
        break;
      case '--json':
        options.isJson = true;
        break;
      case '--no-fail':
        options.mayFail = false;
        break;
      default:
        throw new Error(`${flag} is not known\n\n${USAGE}`);
    }
  }
  return options;
};
