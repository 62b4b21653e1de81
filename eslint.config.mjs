// The habits of CONTRIBUTING.md as rules. Formatting is left to people and .editorconfig.
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const PRODUCT = ['plugin/**/*.ts', 'server/**/*.ts', 'bridge/**/*.ts', 'admin/**/*.{ts,tsx}'];
const TYPED = [...PRODUCT, 'playground/{src,config,simulators}/**/*.ts', 'tests/**/*.{ts,tsx}'];

/** Words that say nothing: what is it that is processed, handled, managed? A noun such as `processId` says it. */
const EMPTY_VERB = '/^(process|handle)([A-Z](?!d)\\w*)?$/';
const EMPTY_NOUN = '/(^|[a-z])(Utils?|Helpers?|Manager)$|^(utils?|helpers?|manager|base)$/';

const named = (selector, pattern) => `${selector}[name=${pattern}]`;
const emptyNames = ['FunctionDeclaration > Identifier.id', 'VariableDeclarator > Identifier.id', 'ClassDeclaration > Identifier.id', 'TSInterfaceDeclaration > Identifier.id', 'TSTypeAliasDeclaration > Identifier.id', 'MethodDefinition > Identifier.key']
  .flatMap((place) => [named(place, EMPTY_VERB), named(place, EMPTY_NOUN)])
  .map((selector) => ({ selector, message: 'This name says nothing. Say what happens: enqueue, claim, send, accept, deliver, refuse, hold; or what it is.' }));

const ownClock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take `now` as an argument; only server/src/platform/clock.ts asks what time it is.' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Take `now` as an argument; only server/src/platform/clock.ts asks what time it is.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Take `now` as an argument; only server/src/platform/clock.ts asks what time it is.' },
];

const noEnvironmentBranches = [
  { selector: "MemberExpression[property.name='NODE_ENV'], MemberExpression[property.value='NODE_ENV']", message: 'The product does the same in every environment: make it an option.' },
];

const noSecondImplementation = [
  { selector: "NewExpression[callee.name='Error'] > Literal[value=/not implemented/i]", message: 'A missing part of a port is the missing capability; nothing throws "not implemented".' },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '**/build/**',
      'playground/.data/**',
      'playground/types/**',
      'playground/.strapi/**',
      'playground/simulators/whatsapp/phone/phone.js',
      'tests/.artifacts/**',
      'tests/fixtures/**',
      'tests/types/consumer/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: TYPED,
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Our services are plain objects without `this`: taking a method off one is how they are passed on.
      '@typescript-eslint/unbound-method': 'off',
      // Knex builders are thenable, and Strapi's types are wider than what they say.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // Foreign JSON is read as `unknown` and turned into text on purpose.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/only-throw-error': ['error', { allowRethrowing: true, allowThrowingAny: true, allowThrowingUnknown: true }],
      // An async method of a port may have nothing to wait for; the port says it is a promise.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
    },
  },
  {
    files: PRODUCT,
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...emptyNames, ...noEnvironmentBranches, ...noSecondImplementation],
    },
  },
  {
    files: ['plugin/**/*.ts', 'server/**/*.ts', 'bridge/**/*.ts'],
    ignores: ['server/src/platform/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...emptyNames, ...noEnvironmentBranches, ...noSecondImplementation, ...ownClock] },
  },
  {
    files: ['plugin/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...emptyNames,
        ...noEnvironmentBranches,
        ...noSecondImplementation,
        ...ownClock,
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'The laws have no randomness: take the number as an argument.' },
      ],
    },
  },
  {
    files: ['admin/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // Strapi's and Koa's own types are `any` at their borders. plugin/ and bridge/ know neither, so nothing loose gets in there.
    // Tests look into answers of every shape, and hand over what the types forbid, on purpose.
    files: ['server/**/*.ts', 'admin/**/*.{ts,tsx}', 'playground/**/*.ts', 'tests/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['tests/**/*.{ts,tsx}'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.base],
    rules: { eqeqeq: ['error', 'always', { null: 'ignore' }], 'no-undef': 'off', 'no-unreachable': 'error', 'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }] },
  },
);
