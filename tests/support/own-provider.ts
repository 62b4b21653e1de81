import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..', '..');

/** The provider CONTRIBUTING.md shows, as it stands there. */
export const ownProviderExample = (): string => {
  const [, below = ''] = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8').split('## Add a provider');
  const source = /```ts\n([\s\S]*?)```/.exec(below)?.[1];
  if (!source?.includes('export const pager: Provider')) throw new Error('CONTRIBUTING.md shows no provider under "Add a provider".');
  return source;
};

/** A module for PLAYGROUND_PROVIDERS: the example compiled, and whatever else is given. */
export const writeProviders = (others = '[]'): string => {
  const artifacts = path.join(ROOT, 'tests', '.artifacts');
  mkdirSync(artifacts, { recursive: true });
  const directory = mkdtempSync(path.join(artifacts, 'providers-'));
  const { outputText } = ts.transpileModule(ownProviderExample(), { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true } });
  writeFileSync(path.join(directory, 'pager.js'), outputText);
  writeFileSync(path.join(directory, 'index.js'), `const { pager } = require('./pager.js');\nexports.providers = [pager, ...${others}];\n`);
  return path.join(directory, 'index.js');
};
