import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { features } from '../../server/src/compose';
import { adminRoutes, contentApiRoutes } from '../../server/src/routes';
import { builtInProviders } from '../../server/src/providers/registry';
import { PERMISSIONS } from '../../plugin/permissions';

/** The shape of the tree: a place for everything, and words that mean one thing everywhere. */
const ROOT = path.join(__dirname, '..', '..');
const ROOMS = ['plugin', 'server', 'bridge', 'admin', 'playground', 'tests'];
const FEATURES = path.join(ROOT, 'server', 'src', 'features');
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', '.data', '.cache', '.strapi', '.artifacts', 'fixtures', 'recordings', 'types', 'public', 'translations']);

/** A file's role says which of its feature's duties it has: a closed list, so that a newcomer knows where to look. */
const ROLES = ['schema', 'routes', 'controller', 'validation', 'service', 'repository', 'worker', 'listener', 'plan', 'doors'];
const EMPTY_WORDS = ['handle', 'handler', 'util', 'utils', 'helper', 'helpers', 'manager', 'base', 'data', 'common', 'misc'];

const foldersOf = (directory: string) => readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const filesBelow = (directory: string): string[] =>
  readdirSync(path.join(ROOT, directory), { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const below = path.posix.join(directory, entry.name);
    return entry.isDirectory() ? filesBelow(below) : [below];
  });
const sourceFiles = ROOMS.flatMap(filesBelow).filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file));
const folderNames = foldersOf(FEATURES);

describe('features', () => {
  it.each(folderNames)('%s has an index that defines the feature of its own name', (name) => {
    const index = path.join(FEATURES, name, 'index.ts');
    expect(existsSync(index)).toBe(true);
    expect(readFileSync(index, 'utf8')).toMatch(new RegExp(`defineFeature\\(\\{\\s*name: '${name}'`));
  });

  it('are all composed, each once', () => {
    expect(features.map(({ name }) => name).sort()).toEqual([...folderNames].sort());
  });

  it.each(folderNames)('%s names its files by subject and role', (name) => {
    const odd = readdirSync(path.join(FEATURES, name)).filter((file) => {
      const [, role, ...rest] = file.replace(/\.ts$/, '').split('.');
      return rest.length > 0 || (role !== undefined && !ROLES.includes(role));
    });
    expect(odd).toEqual([]);
  });

  it('have a screen only under a name of their own', () => {
    const screens = foldersOf(path.join(ROOT, 'admin', 'src', 'features'));
    expect(screens.filter((name) => !folderNames.includes(name))).toEqual([]);
  });
});

describe('names of files', () => {
  it('are kebab-case, components PascalCase', () => {
    const odd = sourceFiles.filter((file) => {
      const name = path.posix.basename(file).replace(/\.d\.ts$/, '').replace(/\.(ts|tsx|mjs|cjs)$/, '');
      return name.startsWith('.') || /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name) ? false : !(file.endsWith('.tsx') && /^[A-Z][A-Za-z0-9]*$/.test(name));
    });
    expect(odd).toEqual([]);
  });

  it('say what is inside', () => {
    // `process` is also a thing: an operating system's. The Content Manager is Strapi's.
    const isEmpty = (word: string) => EMPTY_WORDS.includes(word);
    const odd = sourceFiles.filter((file) => {
      const name = path.posix.basename(file).replace(/\.\w+$/, '').replace('content-manager', 'content');
      return name === 'process' || name.split(/[.-]/).some(isEmpty) || path.posix.dirname(file).split('/').some(isEmpty);
    });
    expect(odd).toEqual([]);
  });
});

describe('providers', () => {
  it('have the id of their folder', () => {
    const folders = foldersOf(path.join(ROOT, 'server', 'src', 'providers'));
    expect(Object.keys(builtInProviders).sort()).toEqual(folders.sort());
    expect(Object.entries(builtInProviders).filter(([id, provider]) => provider.id !== id)).toEqual([]);
  });
});

describe('the data model', () => {
  const schemas = features.flatMap((feature) => [
    ...Object.values(feature.contentTypes ?? {}).map(({ schema }) => ({ name: schema.info.singularName, table: schema.collectionName, attributes: schema.attributes, indexes: schema.indexes as { name: string; columns: string[] }[] })),
    ...(feature.models ?? []).map((model) => ({ name: model.singularName, table: model.tableName, attributes: model.attributes, indexes: model.indexes as { name: string; columns: string[] }[] })),
  ]);

  it('keeps to the public names', () => {
    const names = features.flatMap((feature) => Object.keys(feature.contentTypes ?? {}));
    expect(names).toEqual(expect.arrayContaining(['account', 'channel', 'message', 'contact', 'template', 'log', 'partner', 'sales-order', 'invoice', 'company']));
  });

  it.each(schemas.map((schema) => [schema.name, schema] as const))('%s has no attribute the Content Manager takes for itself, and no relation', (_, { attributes }) => {
    expect(Object.keys(attributes).filter((name) => ['status', 'meta', 'locale'].includes(name))).toEqual([]);
    expect(Object.values(attributes).filter(({ type }) => (type as string) === 'relation')).toEqual([]);
  });

  it('has tables and indexes whose names are its own: Postgres cuts them at 63 characters, and two alike would be one', () => {
    const tables = schemas.map(({ table }) => table);
    expect(tables.filter((table) => !table.startsWith('whatsapp_'))).toEqual([]);
    expect(new Set(tables).size).toBe(tables.length);
    const indexes = schemas.flatMap((schema) => schema.indexes.map(({ name }) => name));
    expect(indexes.filter((name) => name.length > 63)).toEqual([]);
    expect(indexes.filter((name, position) => indexes.indexOf(name) !== position)).toEqual([]);
  });
});

describe('addresses', () => {
  /** API.md, the calls of stage 1. */
  const API = [
    'POST /send/text',
    'POST /send/media',
    'POST /send/template',
    'POST /send/interactive',
    'POST /send/document',
    'GET /messages/:id',
    'GET /messages',
    'GET /partners',
    'GET /sales-orders',
    'GET /invoices',
    'POST /contacts',
    'POST /sync/trigger',
    'GET /sync/:id',
    'GET /media/:id',
    'GET /health',
  ];
  const content = contentApiRoutes(features);
  const admin = features.flatMap((feature) => feature.adminRoutes ?? []);
  const addressOf = ({ method, path: address }: { method: string; path: string }) => `${method} ${address}`;

  it.each(API)('%s is served', (address) => {
    expect(content.map(addressOf)).toContain(address);
  });

  it('are never answered by find or findOne, which a read-only token passes', () => {
    expect(content.map(({ handler }) => handler).filter((handler) => /\.(find|findOne)$/.test(handler))).toEqual([]);
  });

  it.each([['content API', content], ['admin', admin]] as const)('of the %s are each there once', (_, routes) => {
    const addresses = routes.map(addressOf);
    expect(addresses.filter((address, position) => addresses.indexOf(address) !== position)).toEqual([]);
  });

  it('of the admin panel need an action that exists', () => {
    const actions: string[] = PERMISSIONS.map(({ action }) => action);
    expect(admin.filter(({ permission }) => permission !== null && !actions.includes(permission))).toEqual([]);
    expect(adminRoutes(features).every(({ config }) => config.policies[0] === 'admin::isAuthenticatedAdmin')).toBe(true);
  });

  it('lead to a controller of their feature', () => {
    const lost = features.flatMap((feature) =>
      [...(feature.adminRoutes ?? []), ...(feature.contentApiRoutes ?? [])].filter(({ handler }) => !Object.keys(feature.controllers ?? {}).includes(handler.split('.')[0] ?? '')),
    );
    expect(lost).toEqual([]);
  });
});
