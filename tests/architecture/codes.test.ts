import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { isCode } from '../../plugin/contracts/codes';

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

describe('codes of refusals', () => {
  it('are found where they are thrown', () => {
    expect(codesIn("throw refuse(a.kind === 'x' ? 'one.a' : b ? 'two.b' : 'three.c', { path: 'to' }); missing('four.d')")).toEqual(['one.a', 'two.b', 'three.c', 'four.d']);
  });

  it('have their sentences', () => {
    const used = sources.flatMap((file) => codesIn(readFileSync(file, 'utf8')).map((code) => [path.relative(ROOT, file), code] as const));
    expect(used.length).toBeGreaterThan(60);
    expect(used.filter(([, code]) => !isCode(code))).toEqual([]);
  });
});
