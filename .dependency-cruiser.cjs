/**
 * Who may import whom: the table of CONTRIBUTING.md, row by row, as rules. `npm run verify` and `npm test` hold it.
 * Each comment names the failure that the rule prevents.
 */
const TEST_FILES = '\\.test\\.tsx?$';
const STRAPI = '(^|/)node_modules/@strapi/';
/** The types of the port are shared words; its classes and functions are not. */
const PORT_TYPES = '^server/src/providers/(provider|provider-error)\\.ts$';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      'plugin-is-pure',
      'plugin/ imports nothing but itself: it runs in the browser, on the server and in tests alike.',
      { path: '^plugin/' },
      { pathNot: ['^plugin/', '(^|/)node_modules/libphonenumber-js/'] },
    ),
    forbid(
      'domain-stands-alone',
      'plugin/domain imports only itself, node: included: a law with I/O can not be tabled.',
      { path: '^plugin/domain/' },
      { pathNot: ['^plugin/domain/', '(^|/)node_modules/libphonenumber-js/'] },
    ),
    forbid(
      'phone-numbers-live-in-address',
      'Only address.ts knows the phone library; two places would disagree about one number.',
      { path: '^plugin/', pathNot: '^plugin/domain/address\\.ts$' },
      { path: 'libphonenumber-js' },
    ),
    forbid(
      'contracts-hold-types',
      'Contracts name shapes: what runs in plugin/contracts may come from contracts only, of the domain they take types.',
      { path: '^plugin/contracts/' },
      { path: '^plugin/domain/', dependencyTypesNot: ['type-only', 'type-import'] },
    ),
    forbid(
      'provider-translates-only',
      'A provider has no database, no Strapi, no neighbour: it is handed credentials and the network.',
      { path: '^server/src/providers/([^/]+)/' },
      { path: '^(plugin|server|bridge|admin|playground|tests)/', pathNot: ['^plugin/', '^server/src/providers/(provider|provider-error|http)\\.ts$', '^server/src/providers/$1/'] },
    ),
    forbid(
      'port-knows-no-provider',
      'The port and its network must not know a vendor; registry.ts alone lists them.',
      { path: '^server/src/providers/[^/]+\\.ts$', pathNot: '^server/src/providers/registry\\.ts$' },
      { path: '^(server|bridge|admin|playground|tests)/', pathNot: '^server/src/providers/[^/]+\\.ts$' },
    ),
    forbid('providers-without-strapi', 'A provider runs without Strapi, in contract tests too.', { path: '^server/src/providers/' }, { path: STRAPI }),
    forbid(
      'registry-belongs-to-accounts',
      'Providers are reached through the accounts service, so that a host may add or replace one in a single place.',
      { path: '^(server|bridge|admin|plugin)/', pathNot: '^server/src/features/accounts/' },
      { path: '^server/src/providers/registry\\.ts$' },
    ),
    forbid(
      'bridge-is-framework-free',
      'The bridge speaks the ERP’s language anywhere: it imports plugin/ and itself.',
      { path: '^bridge/' },
      { path: '^(server|admin|playground|tests)/' },
    ),
    forbid('bridge-without-strapi', 'The bridge runs without Strapi.', { path: '^bridge/' }, { path: STRAPI }),
    forbid(
      'platform-knows-no-feature',
      'platform and jobs wrap Strapi for every feature; knowing one would make a circle. Of the provider port they take types.',
      { path: '^server/src/(platform|jobs)/' },
      { path: '^(server/src/features|server/src/providers|bridge|admin|playground|tests)/', pathNot: PORT_TYPES },
    ),
    forbid(
      'platform-takes-port-types',
      'Of the provider port, platform and jobs take types only.',
      { path: '^server/src/(platform|jobs)/' },
      { path: PORT_TYPES, dependencyTypesNot: ['type-only', 'type-import'] },
    ),
    forbid('platform-below-jobs', 'jobs stand on platform, not the other way round.', { path: '^server/src/platform/' }, { path: '^server/src/jobs/' }),
    forbid(
      'features-are-separate',
      'A feature reaches another by getService or an event; an import would tie their insides together.',
      { path: '^server/src/features/([^/]+)/' },
      { path: '^server/src/features/', pathNot: '^server/src/features/$1/' },
    ),
    forbid(
      'features-see-the-port-only',
      'A feature sees the port’s types and its one error class, never a vendor: a vendor’s word in a feature is a fifth provider’s bug.',
      { path: '^server/src/features/', pathNot: '^server/src/features/accounts/' },
      { path: '^server/src/providers/', pathNot: PORT_TYPES },
    ),
    forbid(
      'port-gives-features-types',
      'provider.ts is types; what runs comes from the accounts service.',
      { path: '^server/src/features/' },
      { path: '^server/src/providers/provider\\.ts$', dependencyTypesNot: ['type-only', 'type-import'] },
    ),
    forbid(
      'accounts-see-registry-and-port',
      'accounts finds providers in the registry; a provider’s own folder stays closed to it too.',
      { path: '^server/src/features/accounts/' },
      { path: '^server/src/providers/', pathNot: '^server/src/providers/[^/]+\\.ts$' },
    ),
    forbid(
      'erp-words-stay-in-erp',
      'Only erp, documents and erp-server speak with the bridge: elsewhere records are ours.',
      { path: '^server/', pathNot: '^server/src/features/(erp|documents|erp-server)/' },
      { path: '^bridge/' },
    ),
    forbid(
      'features-come-by-their-index',
      'compose.ts lists features by their index; nobody else opens one.',
      { path: '^server/src/[^/]+\\.ts$' },
      { path: '^server/src/features/', pathNot: '^server/src/features/[^/]+/index\\.ts$' },
    ),
    forbid('only-compose-lists-features', 'One list of features: compose.ts.', { path: '^server/src/(?!compose)[^/]+\\.ts$' }, { path: '^server/src/features/' }),
    forbid(
      'admin-never-imports-server',
      'The admin panel is built without the server: contracts and pure laws only.',
      { path: '^admin/' },
      { path: '^(server|bridge|playground|tests)/' },
    ),
    forbid('admin-without-node', 'A node module in the browser breaks the whole admin panel of the host.', { path: '^admin/' }, { dependencyTypes: ['core'] }),
    forbid('server-without-admin', 'The server starts without the admin panel.', { path: '^(server|bridge|plugin)/' }, { path: '^(admin|playground|tests)/' }),
    forbid(
      'simulators-know-nothing-of-us',
      'A simulator that shares code with the product shares its mistakes and proves nothing.',
      { path: '^playground/simulators/' },
      { path: '^(plugin|server|bridge|admin|tests|playground/(?!simulators/))' },
    ),
    forbid(
      'simulators-are-separate',
      'Each simulator stands for a service of its own.',
      { path: '^playground/simulators/([^/]+)/' },
      { path: '^playground/simulators/', pathNot: '^playground/simulators/$1/' },
    ),
    forbid('playground-is-a-host', 'The playground uses the plugin as any host does: by its package.', { path: '^playground/(src|config)/' }, { path: '^(plugin|server|bridge|admin|tests)/' }),
    forbid('product-without-tests', 'What ships does not import tests.', { path: '^(plugin|server|bridge|admin|playground)/' }, { path: ['^tests/', TEST_FILES] }),
    forbid(
      'no-development-packages-in-product',
      'A development dependency is not installed at a host: the plugin would not start there. Types may come from one; the PDF viewer is bundled into the admin panel.',
      { path: '^(plugin|server|bridge|admin)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer', 'type-only', 'type-import'], pathNot: '(^|/)node_modules/(pdfjs-dist|@types)/' },
    ),
    forbid(
      'no-unlisted-packages',
      'A package that package.json does not name is there by luck.',
      { path: '^(plugin|server|bridge|admin)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only', 'type-import'] },
    ),
    // server/bin starts what is built, which a fresh checkout has not yet.
    forbid('nothing-unresolved', 'An import that leads nowhere.', { path: '^(plugin|server|bridge|admin|playground|tests)/', pathNot: '^(tests/types/consumer|server/bin)/' }, { couldNotResolve: true }),
    forbid(
      'no-circles',
      'Two files that need each other at run time load in an order nobody chose.',
      { path: '^(plugin|server|bridge|admin|playground)/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|playground/(dist|build|\\.data|\\.cache|\\.strapi)|tests/(\\.artifacts|types/consumer))/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], mainFields: ['main', 'types'] },
    combinedDependencies: false,
  },
};
