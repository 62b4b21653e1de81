import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Builds the plugin where its sources changed since the last build; `npm test` has done so already. */
export const ensurePlugin = (): void => {
  if (process.env.TEST_PREBUILT) return;
  const root = path.join(__dirname, '..', '..');
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join('playground', 'build.mjs'), '--no-admin'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the plugin could not be built\n${stdout}\n${stderr}`);
};
