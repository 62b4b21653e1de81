import { pythonText } from './python-text';
import type { ErpFault} from './faults';
import { valueError } from './faults';
import type { ErpVersion } from './types';

export type Condition = readonly [field: string, operator: string, value: unknown];

export type DomainNode =
  | { kind: 'all' }
  | { kind: 'none' }
  | { kind: 'condition'; condition: Condition }
  | { kind: 'not'; node: DomainNode }
  | { kind: 'and' | 'or'; nodes: DomainNode[] };

const invalidItem = (version: ErpVersion, item: unknown): ErpFault =>
  version === 19 ? valueError(`Domain() invalid item in domain: ${pythonText(item)}`) : valueError(`Invalid leaf ${typeof item === 'string' ? item : pythonText(item)}`);

const incomplete = (version: ErpVersion, domain: readonly unknown[]): ErpFault =>
  valueError(version === 19 ? `Domain() missing operand in domain: ${pythonText(domain)}` : `Domain ${pythonText(domain)} is syntactically not correct.`);

const condition = (item: readonly unknown[], version: ErpVersion): DomainNode => {
  const [field, operator, value] = item;
  if (item.length !== 3 || typeof operator !== 'string') throw invalidItem(version, item);
  // `(1, '=', 1)` and `(0, '=', 1)` are the ERP's own "always" and "never".
  if ((field === 1 || field === 0) && operator === '=' && value === 1) return { kind: field === 1 ? 'all' : 'none' };
  if (typeof field !== 'string' || field === '') throw invalidItem(version, item);
  return { kind: 'condition', condition: [field, operator, value] };
};

/**
 * A prefix domain as a tree. It is read from its end, as the ERP does: that decides which item an error names.
 * @throws {ErpFault} builtins.ValueError on anything that is not a domain.
 */
export const parseDomain = (domain: unknown, version: ErpVersion): DomainNode => {
  if (domain === undefined || domain === null || domain === false) return { kind: 'all' };
  if (!Array.isArray(domain)) throw valueError(`Domain() invalid item in domain: ${pythonText(domain)}`);
  const stack: DomainNode[] = [];
  for (const item of [...(domain as unknown[])].reverse()) {
    if (item === '!') {
      const node = stack.pop();
      if (!node) throw incomplete(version, domain);
      stack.push({ kind: 'not', node });
    } else if (item === '&' || item === '|') {
      const left = stack.pop();
      const right = stack.pop();
      if (!left || !right) throw incomplete(version, domain);
      stack.push({ kind: item === '&' ? 'and' : 'or', nodes: [left, right] });
    } else if (Array.isArray(item)) {
      stack.push(condition(item, version));
    } else {
      throw invalidItem(version, item);
    }
  }
  if (stack.length === 0) return { kind: 'all' };
  const [only] = stack;
  return stack.length === 1 && only ? only : { kind: 'and', nodes: stack.reverse() };
};

/** Whether the domain speaks of a field itself: naming `active` switches the archive filter off. */
export const namesField = (node: DomainNode, field: string): boolean => {
  if (node.kind === 'condition') return node.condition[0] === field;
  if (node.kind === 'not') return namesField(node.node, field);
  return node.kind === 'and' || node.kind === 'or' ? node.nodes.some((item) => namesField(item, field)) : false;
};
