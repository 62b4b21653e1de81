import type { TraceStepView } from '../../plugin/contracts/traces';
import { TRACE_KINDS } from '../../plugin/contracts/traces';
import { factLines, lawKey, payloadText } from '../../admin/src/features/traces/trace-words';
import english from '../../admin/src/translations/en.json';
import type { Text } from '../../admin/src/i18n';

const text: Text = (key, values = {}) => Object.entries(values).reduce((sentence, [name, value]) => sentence.replace(`{${name}}`, String(value)), (english as Record<string, string>)[key] ?? `?${key}`);
const times = { second: (value: string) => `at ${value}`, number: String };
const lines = (facts: Parameters<typeof factLines>[0]): string[] => factLines(facts, text, times).map(({ name, value }) => `${name}: ${value}`);

describe('the facts of a step', () => {
  it.each([
    ['a word of ours', { purpose: 'utility' }, ['Purpose: Service messages']],
    ['a status', { state: 'delivered' }, ['Status: Delivered']],
    ['a hold', { reason: 'budget' }, ['Why: Waits: the number may not write to more new people today']],
    ['a time', { untilAt: '2026-11-21T10:00:00.000Z' }, ['Until: at 2026-11-21T10:00:00.000Z']],
    ['a duration', { tookMs: 12 }, ['Took: 12 ms']],
    ['yes and no', { windowOpen: false }, ['Window open: No']],
    ['what is no news', { stopped: false, marketingStopped: false, countsAgainstBudget: false }, []],
    ['what is', { stopped: true }, ['Wrote STOP: Yes']],
    ['what stands elsewhere', { payloadKept: false, accountState: 'connected', receivedAt: '2026-11-21T10:00:00.000Z' }, []],
    ['a value we have no word for', { state: 'teleported' }, ['Status: teleported']],
    ['a fact we have no name for', { novelty: 'x' }, ['novelty: x']],
  ])('%s', (_, facts, expected) => {
    expect(lines(facts as never)).toEqual(expected);
  });

  it('every kind of step has its name', () => {
    expect(TRACE_KINDS.filter((kind) => !(`trace.step.${kind}` in english))).toEqual([]);
  });
});

describe('the law in a sentence', () => {
  const step = (change: Partial<TraceStepView>): TraceStepView => ({ kind: 'decided', at: '', outcome: 'good', facts: { purpose: 'reply' }, reason: null, payload: null, ...change });
  it.each([
    ['where it said yes', {}, 'trace.law.reply'],
    ['not where it said no', { outcome: 'bad' as const }, null],
    ['not of other steps', { kind: 'called' as const }, null],
    ['not of a purpose unknown', { facts: { purpose: 'gossip' } }, null],
  ])('%s', (_, change, expected) => {
    expect(lawKey(step(change))).toBe(expected);
  });
});

it('a payload is shown as text, whatever is in it', () => {
  expect(payloadText({ text: '<script>alert(1)</script>' })).toBe('{\n  "text": "<script>alert(1)</script>"\n}');
});
