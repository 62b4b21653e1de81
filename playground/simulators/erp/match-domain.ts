import type { Condition, DomainNode } from './domain';
import { parseDomain } from './domain';
import type { Environment } from './environment';
import { valueError } from './faults';
import { displayName } from './labels';
import { scalarTest } from './match-values';
import { pythonTuple } from './python-text';
import { rawReader } from './read-records';
import type { ErpRecord, FieldValue, ModelDefinition } from './types';

export type Predicate = (record: ErpRecord) => boolean;

const OPERATORS = new Set([
  '=', '!=', '<>', '>', '>=', '<', '<=', '=?', 'in', 'not in', 'like', 'not like', 'ilike', 'not ilike', '=like', '=ilike',
  'not =like', 'not =ilike', 'child_of', 'parent_of', 'any', 'not any',
]);

const idsOf = (value: FieldValue): readonly number[] =>
  typeof value === 'number' ? [value] : Array.isArray(value) ? (value as readonly number[]) : [];

/** Ids at and below (`child_of`) or above (`parent_of`) the given ones, along `parent_id`, archived ones included. */
const family = (env: Environment, model: string, operand: unknown, operator: string): Set<number> => {
  const named = typeof operand === 'string' ? scalarTest(['display_name', 'ilike', operand], { type: 'char' }, env.version).test : null;
  const waiting = named
    ? [...env.store.table(model).values()].filter((record) => named(displayName(model, record, env))).map((record) => record.id)
    : (Array.isArray(operand) ? (operand as unknown[]) : [operand]).filter((id): id is number => typeof id === 'number');
  const found = new Set<number>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const record = env.store.find(model, id);
    if (found.has(id) || !record) continue;
    found.add(id);
    if (operator === 'child_of') waiting.push(...env.store.referring(model, 'parent_id', id));
    else if (typeof record.parent_id === 'number') waiting.push(record.parent_id);
  }
  return found;
};

/** `phone_mobile_search` compares digits, in whichever phone fields the release has (recorded: `like`, `=` with `+`). */
const phoneSearch = ([, operator, operand]: Condition): Predicate => {
  const wanted = String(operand).replace(/\D/g, '');
  return (record) => [record.phone, record.mobile, record.phone_sanitized].some((value) => {
    const digits = typeof value === 'string' ? value.replace(/\D/g, '') : '';
    return wanted !== '' && digits !== '' && (operator === '=' ? digits === wanted : digits.includes(wanted));
  });
};

/** A condition on a relation: ids, names, `child_of`, a dotted path or a sub-domain. */
const relationTest = (model: ModelDefinition, relation: string, condition: Condition, env: Environment): Predicate => {
  const [field, operator, operand] = condition;
  const read = rawReader(model, field, env);
  if (operator === 'child_of' || operator === 'parent_of') {
    const ids = family(env, relation, operand, operator);
    return (record) => idsOf(read(record)).some((id) => ids.has(id));
  }
  if (operator === 'any' || operator === 'not any') {
    const target = env.store.models.get(relation);
    if (!target) return () => operator === 'not any';
    const inner = compileDomain(target, parseDomain(operand, env.version), env);
    return (record) => idsOf(read(record)).some((id) => {
      const related = env.store.find(relation, id);
      return related !== undefined && inner(related);
    }) === (operator === 'any');
  }
  const operands: unknown[] = Array.isArray(operand) ? operand : [operand];
  const isByName = operator.includes('like') || operands.some((item) => typeof item === 'string');
  const { test, negated } = scalarTest(condition, { type: isByName ? 'char' : 'many2one' }, env.version);
  const valueOf = (id: number): FieldValue => {
    if (!isByName) return id;
    const related = env.store.find(relation, id);
    return related ? displayName(relation, related, env) : false;
  };
  return (record) => {
    const ids = idsOf(read(record));
    const matched = ids.length === 0 ? test(false) : ids.some((id) => test(valueOf(id)));
    return matched !== negated;
  };
};

const compileCondition = (model: ModelDefinition, condition: Condition, env: Environment): Predicate => {
  const [path, operator, operand] = condition;
  const dot = path.indexOf('.');
  const field = dot < 0 ? path : path.slice(0, dot);
  const definition = model.fields.get(field);
  const wordOfVersion = env.version === 19 ? 'condition' : 'leaf';
  if (!definition) throw valueError(`Invalid field ${model.name}.${path} in ${wordOfVersion} ${pythonTuple(condition)}`);
  if (!OPERATORS.has(operator)) {
    throw valueError(env.version === 19 ? `Invalid operator in condition ${pythonTuple(condition)}` : `Invalid leaf ${pythonTuple(condition)}`);
  }
  if (dot >= 0) {
    if (!definition.relation) throw valueError(`Invalid field ${model.name}.${path} in ${wordOfVersion} ${pythonTuple(condition)}`);
    return relationTest(model, definition.relation, [field, 'any', [[path.slice(dot + 1), operator, operand]]], env);
  }
  if (field === 'phone_mobile_search') return phoneSearch(condition);
  if (definition.relation) return relationTest(model, definition.relation, condition, env);
  if (field === 'id' && (operator === 'child_of' || operator === 'parent_of')) {
    const ids = family(env, model.name, operand, operator);
    return (record) => ids.has(record.id);
  }
  const read = rawReader(model, field, env);
  const { test, negated } = scalarTest(condition, definition, env.version, field === 'write_date' || field === 'create_date');
  return (record) => test(read(record)) !== negated;
};

/** A domain as one function. Fields and operators are checked here, also where no record would be looked at. */
export const compileDomain = (model: ModelDefinition, node: DomainNode, env: Environment): Predicate => {
  switch (node.kind) {
    case 'all':
      return () => true;
    case 'none':
      return () => false;
    case 'condition':
      return compileCondition(model, node.condition, env);
    case 'not': {
      const inner = compileDomain(model, node.node, env);
      return (record) => !inner(record);
    }
    case 'and': {
      const all = node.nodes.map((item) => compileDomain(model, item, env));
      return (record) => all.every((test) => test(record));
    }
    case 'or': {
      const some = node.nodes.map((item) => compileDomain(model, item, env));
      return (record) => some.some((test) => test(record));
    }
  }
};
