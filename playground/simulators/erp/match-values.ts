import { dateText, datetimeMatcher } from './compare-dates';
import { parseRpcDatetime } from './dates';
import type { Condition } from './domain';
import type { ErpVersion, FieldDefinition, FieldValue } from './types';

type ValueTest = (value: FieldValue) => boolean;

export interface ScalarTest {
  test: ValueTest;
  /** `!=`, `not in`, `not like`: they take empty values too, as the ERP's SQL does. */
  negated: boolean;
}

const isEmpty = (value: unknown) => value === false || value === null || value === undefined;

/** SQL's LIKE: `%` any text, `_` one character, a backslash takes the next one as it is. */
const likePattern = (pattern: string, ignoreCase: boolean): RegExp => {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '\\' && index + 1 < pattern.length) {
      index += 1;
      source += pattern.charAt(index).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    } else if (character === '%') source += '[\\s\\S]*';
    else if (character === '_') source += '[\\s\\S]';
    else source += character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, ignoreCase ? 'iu' : 'u');
};

const isNumeric = (type: FieldDefinition['type']) => type === 'integer' || type === 'float' || type === 'monetary';

const equals = (definition: FieldDefinition, operand: unknown, version: ErpVersion, isStamp: boolean): ValueTest => {
  if (definition.type === 'boolean') return (value) => (value === true) === (operand === true || operand === 1);
  if (isEmpty(operand)) return isNumeric(definition.type) ? (value) => isEmpty(value) || value === 0 : (value) => isEmpty(value) || value === '';
  if (definition.type === 'datetime') {
    const matches = datetimeMatcher('=', operand, version);
    return (value) => value !== false && matches(isStamp ? (value as number) : (parseRpcDatetime(String(value))?.micros ?? -1));
  }
  if (definition.type === 'date') {
    const day = dateText(operand, version);
    return (value) => value === day;
  }
  return (value) => value === operand;
};

const ordered = (operator: string, definition: FieldDefinition, operand: unknown, version: ErpVersion, isStamp: boolean): ValueTest => {
  if (definition.type === 'datetime') {
    const matches = datetimeMatcher(operator, operand, version);
    return (value) => value !== false && matches(isStamp ? (value as number) : (parseRpcDatetime(String(value))?.micros ?? -1));
  }
  const against = definition.type === 'date' ? dateText(operand, version) : operand;
  const compare: (left: FieldValue, right: FieldValue) => boolean =
    operator === '>' ? (left, right) => left > right : operator === '>=' ? (left, right) => left >= right
      : operator === '<' ? (left, right) => left < right : (left, right) => left <= right;
  return (value) => !isEmpty(value) && compare(value, against as FieldValue);
};

const textTest = (operator: string, operand: unknown): ValueTest => {
  const isPattern = operator.endsWith('=like') || operator.endsWith('=ilike');
  const pattern = likePattern(isPattern ? String(operand) : `%${String(operand)}%`, operator.includes('ilike'));
  return (value) => !isEmpty(value) && pattern.test(String(value));
};

/** The test of a condition on one value. `isStamp`: the value is a time of writing, kept in microseconds. */
export const scalarTest = (condition: Condition, definition: FieldDefinition, version: ErpVersion, isStamp = false): ScalarTest => {
  const [, operator, operand] = condition;
  switch (operator) {
    case '=':
    case '!=':
    case '<>':
    case 'in':
    case 'not in': {
      const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
      const tests = operands.map((item) => equals(definition, item, version, isStamp));
      const plain = new Set(operands);
      const isPlain = definition.type !== 'boolean' && definition.type !== 'datetime' && definition.type !== 'date' && !operands.some(isEmpty);
      const test: ValueTest = isPlain ? (value) => plain.has(value) : (value) => tests.some((each) => each(value));
      return { test, negated: operator === '!=' || operator === '<>' || operator === 'not in' };
    }
    case '=?':
      return { test: isEmpty(operand) ? () => true : equals(definition, operand, version, isStamp), negated: false };
    case '>':
    case '>=':
    case '<':
    case '<=':
      return { test: ordered(operator, definition, operand, version, isStamp), negated: false };
    default:
      return { test: textTest(operator, operand), negated: operator.startsWith('not ') };
  }
};
