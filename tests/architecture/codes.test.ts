import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { isCode, sentenceOf } from '../../plugin/contracts/codes';

/** Every refusal is said in words: a code that is thrown has its sentence, also where it is chosen at the throw. */
const ROOT = path.join(__dirname, '..', '..');
const REFUSALS = new Set(['refuse', 'missing', 'forbidden', 'conflict', 'tooMany', 'sentenceOf', 'findSentence']);

const sources = ['server/src', 'bridge/src', 'plugin/domain', 'admin/src'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name)),
);

const literalsIn = (node: ts.Node): string[] => [...(ts.isStringLiteral(node) ? [node.text] : []), ...node.getChildren().flatMap(literalsIn)];

const codesIn = (text: string): string[] => {
  const codes: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && REFUSALS.has(node.expression.text) && node.arguments[0]) {
      const [argument] = node.arguments;
      // Of a choice, its outcomes; what it is chosen by may compare other words.
      const outcomes = (choice: ts.Expression): string[] => (ts.isConditionalExpression(choice) ? [...outcomes(choice.whenTrue), ...outcomes(choice.whenFalse)] : literalsIn(choice));
      codes.push(...outcomes(argument));
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('file.tsx', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX));
  return codes;
};

/** Calls that name one code, with the values written beside it. `open`: values that are not written out here. */
const valuesIn = (text: string): { code: string; names: string[]; open: boolean }[] => {
  const found: { code: string; names: string[]; open: boolean }[] = [];
  const nameOf = (property: ts.ObjectLiteralElementLike): string => (property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) ? property.name.text : '');
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && ['refuse', 'missing', 'forbidden', 'conflict'].includes(node.expression.text)) {
      const [code, options] = node.arguments;
      if (code && ts.isStringLiteral(code)) {
        const given = options && ts.isObjectLiteralExpression(options) ? options.properties : null;
        const values = given?.find((property) => nameOf(property) === 'values');
        const written = values && ts.isPropertyAssignment(values) && ts.isObjectLiteralExpression(values.initializer) ? values.initializer.properties : null;
        const isOpen = (options !== undefined && given === null) || (values !== undefined && written === null) || Boolean(given?.some((property) => nameOf(property) === 'sentence' || ts.isSpreadAssignment(property)));
        found.push({ code: code.text, names: (written ?? []).map(nameOf), open: isOpen });
      }
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('file.tsx', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX));
  return found;
};

/** What a sentence leaves a gap for where nothing is given. */
const gapsWithout = (code: string, names: string[]): boolean => sentenceOf(code, Object.fromEntries(names.map((name) => [name, 'x']))).includes('…');

describe('codes of refusals', () => {
  it('are found where they are thrown', () => {
    expect(codesIn("throw refuse(a.kind === 'x' ? 'one.a' : b ? 'two.b' : 'three.c', { path: 'to' }); missing('four.d')")).toEqual(['one.a', 'two.b', 'three.c', 'four.d']);
  });

  it('have their sentences', () => {
    const used = sources.flatMap((file) => codesIn(readFileSync(file, 'utf8')).map((code) => [path.relative(ROOT, file), code] as const));
    expect(used.length).toBeGreaterThan(60);
    expect(used.filter(([, code]) => !isCode(code))).toEqual([]);
  });

  it('are given every value their sentences name', () => {
    expect(valuesIn("refuse('media.too_large', { values: { megabytes: 1 } })")).toEqual([{ code: 'media.too_large', names: ['megabytes'], open: false }]);
    expect([gapsWithout('media.too_large', ['megabytes']), gapsWithout('media.too_large', ['max'])]).toEqual([true, false]);
    const calls = sources.flatMap((file) => valuesIn(readFileSync(file, 'utf8')).map((call) => ({ ...call, file: path.relative(ROOT, file) })));
    expect(calls.length).toBeGreaterThan(60);
    expect(calls.filter(({ code, names, open }) => !open && gapsWithout(code, names)).map(({ file, code, names }) => [file, code, names])).toEqual([]);
  });
});
