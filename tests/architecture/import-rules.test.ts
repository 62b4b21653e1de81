import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Who may import whom: the real tree breaks no rule, and every rule catches what it is there for. */
const ROOT = path.join(__dirname, '..', '..');
const CRUISER = path.join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const PLACES = ['plugin', 'server', 'bridge', 'admin', 'playground/src', 'playground/config', 'playground/simulators', 'tests'];

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

const cruise = (root: string, places: string[]): { violations: Violation[]; modules: number } => {
  const { stdout, stderr } = spawnSync(process.execPath, [CRUISER, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...places], { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (!stdout) throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
  return { violations: summary.violations, modules: summary.totalCruised };
};

/** One import that each rule must refuse: rule, file, what the file says. */
const FORBIDDEN: [rule: string, file: string, text: string][] = [
  ['plugin-is-pure', 'plugin/contracts/a1.ts', "import fs from 'node:fs';\nexport default fs;"],
  ['domain-stands-alone', 'plugin/domain/a1.ts', "import { x } from '../contracts/target';\nexport const y = x;"],
  ['domain-stands-alone', 'plugin/domain/a2.ts', "import { createHash } from 'node:crypto';\nexport const y = createHash;"],
  ['phone-numbers-live-in-address', 'plugin/domain/a3.ts', "import { parsePhoneNumberFromString } from 'libphonenumber-js/min';\nexport const y = parsePhoneNumberFromString;"],
  ['contracts-hold-types', 'plugin/contracts/a2.ts', "import { x } from '../domain/target';\nexport const y = x;"],
  ['provider-translates-only', 'server/src/providers/one/a1.ts', "import { x } from '../../platform/target';\nexport const y = x;"],
  ['provider-translates-only', 'server/src/providers/one/a2.ts', "import { x } from '../two/target';\nexport const y = x;"],
  ['provider-translates-only', 'server/src/providers/one/a3.ts', "import type { X } from '../../features/one/target';\nexport type Y = X;"],
  ['port-knows-no-provider', 'server/src/providers/a1.ts', "import { x } from './two/target';\nexport const y = x;"],
  ['providers-without-strapi', 'server/src/providers/one/a4.ts', "import { errors } from '@strapi/utils';\nexport const y = errors;"],
  ['registry-belongs-to-accounts', 'server/src/features/one/a1.ts', "import { x } from '../../providers/registry';\nexport const y = x;"],
  ['bridge-is-framework-free', 'bridge/src/a1.ts', "import { x } from '../../server/src/platform/target';\nexport const y = x;"],
  ['bridge-without-strapi', 'bridge/src/a2.ts', "import { errors } from '@strapi/utils';\nexport const y = errors;"],
  ['platform-knows-no-feature', 'server/src/platform/a1.ts', "import type { X } from '../features/one/target';\nexport type Y = X;"],
  ['platform-knows-no-feature', 'server/src/jobs/a1.ts', "import { x } from '../providers/two/target';\nexport const y = x;"],
  ['platform-takes-port-types', 'server/src/platform/a2.ts', "import { x } from '../providers/provider';\nexport const y = x;"],
  ['platform-below-jobs', 'server/src/platform/a3.ts', "import { x } from '../jobs/target';\nexport const y = x;"],
  ['features-are-separate', 'server/src/features/one/a2.ts', "import type { X } from '../two/target';\nexport type Y = X;"],
  ['features-see-the-port-only', 'server/src/features/one/a3.ts', "import { x } from '../../providers/two/target';\nexport const y = x;"],
  ['port-gives-features-types', 'server/src/features/one/a4.ts', "import { x } from '../../providers/provider';\nexport const y = x;"],
  ['accounts-see-registry-and-port', 'server/src/features/accounts/a1.ts', "import { x } from '../../providers/two/target';\nexport const y = x;"],
  ['erp-words-stay-in-erp', 'server/src/features/one/a5.ts', "import { x } from '../../../../bridge/src/target';\nexport const y = x;"],
  ['features-come-by-their-index', 'server/src/compose.ts', "import { x } from './features/one/target';\nexport const y = x;"],
  ['only-compose-lists-features', 'server/src/register.ts', "import { x } from './features/two/index';\nexport const y = x;"],
  ['admin-never-imports-server', 'admin/src/a1.ts', "import type { X } from '../../server/src/platform/target';\nexport type Y = X;"],
  ['admin-without-node', 'admin/src/a2.ts', "import path from 'node:path';\nexport const y = path;"],
  ['server-without-admin', 'server/src/platform/a4.ts', "import { x } from '../../../admin/src/target';\nexport const y = x;"],
  ['simulators-know-nothing-of-us', 'playground/simulators/one/a1.ts', "import type { X } from '../../../plugin/domain/target';\nexport type Y = X;"],
  ['simulators-are-separate', 'playground/simulators/one/a2.ts', "import { x } from '../two/target';\nexport const y = x;"],
  ['playground-is-a-host', 'playground/src/a1.ts', "import { x } from '../../server/src/platform/target';\nexport const y = x;"],
  ['product-without-tests', 'server/src/platform/a5.ts', "import { x } from '../../../tests/support/target';\nexport const y = x;"],
  ['no-development-packages-in-product', 'server/src/platform/a6.ts', "import { chromium } from 'playwright-core';\nexport const y = chromium;"],
  ['no-unlisted-packages', 'server/src/platform/a7.ts', "import semver from 'semver';\nexport const y = semver;"],
  ['nothing-unresolved', 'server/src/platform/a8.ts', "import { x } from './nowhere';\nexport const y = x;"],
  ['no-circles', 'bridge/src/circle-one.ts', "import { two } from './circle-two';\nexport const one = () => two;"],
];

/** What the table allows must stay allowed. */
const ALLOWED: [file: string, text: string][] = [
  ['plugin/domain/address.ts', "import { parsePhoneNumberFromString } from 'libphonenumber-js/min';\nexport const y = parsePhoneNumberFromString;"],
  ['plugin/contracts/b1.ts', "import type { X } from '../domain/target';\nexport type Y = X;"],
  ['server/src/providers/one/b1.ts', "import { x } from '../http';\nimport type { X } from '../../../../plugin/domain/target';\nexport const y: X = x;"],
  ['server/src/platform/b1.ts', "import type { X } from '../providers/provider';\nexport type Y = X;"],
  ['server/src/features/one/b1.ts', "import { x } from '../../platform/target';\nimport type { X } from '../../providers/provider';\nexport const y: X = x;"],
  ['server/src/features/accounts/b1.ts', "import { x } from '../../providers/registry';\nexport const y = x;"],
  ['server/src/features/erp/b1.ts', "import { x } from '../../../../bridge/src/target';\nexport const y = x;"],
  ['admin/src/b1.ts', "import { x } from '../../plugin/contracts/target';\nexport const y = x;"],
];

const TARGETS = [
  'plugin/contracts/target.ts',
  'plugin/domain/target.ts',
  'server/src/platform/target.ts',
  'server/src/jobs/target.ts',
  'server/src/providers/provider.ts',
  'server/src/providers/http.ts',
  'server/src/providers/registry.ts',
  'server/src/providers/two/target.ts',
  'server/src/features/one/target.ts',
  'server/src/features/two/target.ts',
  'server/src/features/two/index.ts',
  'bridge/src/target.ts',
  'admin/src/target.ts',
  'playground/simulators/two/target.ts',
  'tests/support/target.ts',
];

describe('who may import whom', () => {
  it('is kept by the whole tree', () => {
    const { violations, modules } = cruise(ROOT, PLACES);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(modules).toBeGreaterThan(200);
  }, 180_000);

  describe('on a tree that breaks every rule once', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'whatsapp-imports-'));
    let found: Violation[] = [];

    beforeAll(() => {
      const write = (file: string, text: string) => {
        mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
        writeFileSync(path.join(root, file), text);
      };
      for (const file of TARGETS) write(file, 'export const x = 1;\nexport type X = number;');
      for (const [, file, text] of FORBIDDEN) write(file, text);
      for (const [file, text] of ALLOWED) write(file, text);
      write('bridge/src/circle-two.ts', "import { one } from './circle-one';\nexport const two = () => one;");
      for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json', 'node_modules']) symlinkSync(path.join(ROOT, file), path.join(root, file));
      found = cruise(root, PLACES.filter((place) => place !== 'playground/config')).violations;
    }, 180_000);

    afterAll(() => rmSync(root, { recursive: true, force: true }));

    it.each(FORBIDDEN)('%s stops %s', (rule, file) => {
      expect(found.filter(({ from }) => from === file).map(({ rule: { name } }) => name)).toContain(rule);
    });

    it.each(ALLOWED)('%s may do so', (file) => {
      expect(found.filter(({ from }) => from === file).map(({ rule: { name } }) => name)).toEqual([]);
    });
  });
});
