import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What must not be in the repository, and what an install from a fresh clone needs of it. */
const ROOT = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const parse = <T>(file: string) => JSON.parse(read(file)) as T;

const listed = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const tracked = (listed.status === 0 ? listed.stdout.split('\0') : []).filter((file) => file && existsSync(path.join(ROOT, file)));
const texts = tracked.filter((file) => statSync(path.join(ROOT, file)).size < 4_000_000 && !/\.(png|jpg|pdf|zip|webp|ogg|ico)$/.test(file));

/** Written in pieces, so that this file does not name what it looks for. */
const MACHINE_PATHS = ['root', 'home/[a-z]', 'Users/[A-Za-z]', 'wo' + 'rk'].join('|');
const REGISTRIES = ['regis' + 'try\\.', 'artifactory', 'nexus\\.'].join('|');

const MUST_NOT_APPEAR: [what: string, pattern: RegExp][] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a token of Meta', /\bEAA[A-Za-z0-9]{60,}\b/],
  ['a key of a cloud', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a token of a code host or a registry', /\b(ghp|gho|ghs|npm|glpat)_[A-Za-z0-9]{30,}\b/],
  ['a path of somebody’s machine', new RegExp(`(^|[\\s"'\`(=:])/(${MACHINE_PATHS})/`, 'm')],
  ['an address of a registry', new RegExp(`https?://[^\\s"'/]*(${REGISTRIES})`)],
];

/** Vendors' recorded answers are kept as they were. */
const isRecording = (file: string) => /^tests\/fixtures\/|^playground\/simulators\/[^/]+\/recordings\//.test(file);

describe('tracked files', () => {
  const hasHistory = listed.status === 0;

  it('are found', () => {
    // A source archive has no git: then there is nothing to look at, and nothing to commit.
    expect(hasHistory ? tracked.length > 100 : !existsSync(path.join(ROOT, '.git'))).toBe(true);
  });

  it.each(MUST_NOT_APPEAR)('hold nowhere %s', (_, pattern) => {
    expect(texts.filter((file) => !isRecording(file) && pattern.test(read(file)))).toEqual([]);
  });

  it('hold nothing that is made', () => {
    expect(tracked.filter((file) => /(^|\/)(node_modules|dist|build|\.cache|\.data|\.artifacts)\/|\.demo\.json$|\.tgz$|\.log$|(^|\/)\.env$|\.db$/.test(file))).toEqual([]);
  });

  it('log no error as it came: a statement carries what customers wrote', () => {
    const unsafe = /\.log[.[][^\n]*\$\{(?:String\([^)]*(?:error|reason)\)|error\b|[^}]*error\.(?:message|stack))/;
    expect(texts.filter((file) => /^(server|bridge|plugin)\//.test(file) && unsafe.test(read(file)))).toEqual([]);
  });

  it('silence no rule in what ships', () => {
    const silencing = new RegExp(`@ts-(ignore|expect-error|nocheck)|eslint-${'disable'}`);
    expect(texts.filter((file) => /^(plugin|server|bridge|admin)\//.test(file) && silencing.test(read(file)))).toEqual([]);
  });

  it('promise nothing for later in what ships', () => {
    expect(texts.filter((file) => /^(plugin|server|bridge|admin|playground)\/.*\.(ts|tsx|mjs)$/.test(file) && /\b(TODO|FIXME|XXX|HACK)\b/.test(read(file)))).toEqual([]);
  });
});

interface Manifest {
  version: string;
  license: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
  files: string[];
}

interface Lock {
  packages: Record<string, { version?: string; resolved?: string; hasInstallScript?: boolean; link?: boolean; dependencies?: Record<string, string>; devDependencies?: Record<string, string>; peerDependencies?: Record<string, string> }>;
}

describe('the manifest', () => {
  const manifest = parse<Manifest>('package.json');
  const { packages } = parse<Lock>('package-lock.json');
  const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

  it('names every install script, or npm 11 leaves the package half installed in silence', () => {
    const withScripts = Object.entries(packages).flatMap(([place, { hasInstallScript }]) => (hasInstallScript && place ? [nameOf(place)] : []));
    expect(withScripts.length).toBeGreaterThan(0);
    expect(withScripts.filter((name) => !(name in manifest.allowScripts) && name !== 'fsevents')).toEqual([]);
  });

  it('asks a host for no native module and no install script', () => {
    const own = Object.keys(manifest.dependencies);
    expect(own.filter((name) => packages[`node_modules/${name}`]?.hasInstallScript)).toEqual([]);
  });

  it('agrees with the lockfile, which names no place of download', () => {
    const root = packages[''];
    expect({ dependencies: root?.dependencies, devDependencies: root?.devDependencies, peerDependencies: root?.peerDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      peerDependencies: manifest.peerDependencies,
    });
    expect(Object.entries(packages).filter(([, { resolved, link }]) => resolved && !link && /^https?:/.test(resolved)).map(([place]) => place)).toEqual([]);
  });

  it('ships a licence, a README and a changelog of its version', () => {
    expect(manifest.license).toBe('MIT');
    expect(read('LICENSE')).toContain('MIT License');
    expect(read('CHANGELOG.md')).toContain(`## [${manifest.version}]`);
  });
});

describe('commits', () => {
  const log = spawnSync('git', ['log', '--no-merges', '--format=%h%x00%s%x00%b%x01'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const commits = (log.status === 0 ? log.stdout : '').split('\x01').flatMap((entry) => {
    const [id, subject, body] = entry.trim().split('\0');
    return id && subject ? [{ id, subject, body: body ?? '' }] : [];
  });

  it('are conventional: a type, a scope where it helps, and what is so now', () => {
    const conventional = /^(feat|fix|docs|style|refactor|perf|test|build|ci|chore|revert)(\([a-z0-9-]+\))?!?: \S/;
    expect(commits.filter(({ subject }) => !conventional.test(subject) || subject.length > 140 || subject.endsWith('.')).map(({ id, subject }) => `${id} ${subject}`)).toEqual([]);
  });

  it('name no path of a machine', () => {
    const [, pattern] = MUST_NOT_APPEAR[4] ?? ['', /$^/];
    expect(commits.filter(({ subject, body }) => pattern.test(`${subject}\n${body}`)).map(({ id }) => id)).toEqual([]);
  });
});
