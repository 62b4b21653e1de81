const path = require('path');

const swc = ['@swc/jest', { jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2022', transform: { react: { runtime: 'automatic' } } }, module: { type: 'commonjs' } }];
const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: path.join(__dirname, '..'),
  testMatch: [`<rootDir>/tests/${name}/**/*.test.{ts,tsx}`],
  testEnvironment: 'node',
  // The built plugin too: a module that it loads when it is needed comes by `import()`, which Jest's own loader has not.
  transform: { '^.+\\.(ts|tsx)$': swc, '/dist/server/index\\.js$': swc },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/playground/dist', '<rootDir>/playground/.data', '<rootDir>/playground/package.json'],
  ...extra,
});

/** Booting Strapi takes a second on a quiet machine and ten on a busy one: a hook may take a minute. */
const booting = { testTimeout: 60_000 };

/** One project a folder of tests: `jest -c tests/jest.config.cjs --selectProjects unit`. */
module.exports = {
  ...booting,
  projects: [project('unit'), project('contract'), project('integration', { globalSetup: '<rootDir>/tests/support/global-setup.mjs', globalTeardown: '<rootDir>/tests/support/global-teardown.mjs' }), project('e2e'), project('architecture'), project('types')],
};
