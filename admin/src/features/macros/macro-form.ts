import { CHANNEL_PRIORITIES, CHANNEL_STATES } from '../../../../plugin/contracts/channels';
import type { MacroStep } from '../../../../plugin/contracts/macros';

export const STEP_KINDS = ['reply', 'note', 'assign', 'unassign', 'state', 'priority', 'tag', 'untag'] as const satisfies readonly MacroStep['kind'][];
export type StepKind = (typeof STEP_KINDS)[number];

export const MOST_STEPS = 10;
const LONGEST_TEXT = 4_096;
const SNOOZE_HOURS = 24;

/** A step as it begins, before anything is chosen in it. */
export const newStep = (kind: StepKind): MacroStep => {
  switch (kind) {
    case 'reply':
    case 'note':
      return { kind, text: '' };
    case 'assign':
      return { kind, user: null };
    case 'unassign':
      return { kind };
    case 'state':
      return { kind, state: 'resolved' };
    case 'priority':
      return { kind, priority: 'high' };
    case 'tag':
    case 'untag':
      return { kind, tag: '' };
  }
};

/** What is put away by hours has them; nothing else does. */
export const withState = (name: string | null, hours: number | undefined): MacroStep => {
  const state = CHANNEL_STATES.find((known) => known === name) ?? 'resolved';
  return state === 'snoozed' ? { kind: 'state', state, hours: hours ?? SNOOZE_HOURS } : { kind: 'state', state };
};
export const withPriority = (name: string | null): MacroStep => ({ kind: 'priority', priority: CHANNEL_PRIORITIES.find((known) => known === name) ?? 'normal' });

/** What a step still lacks. */
export const isWhole = (step: MacroStep): boolean => {
  switch (step.kind) {
    case 'reply':
    case 'note':
      return step.text.trim() !== '' && [...step.text].length <= LONGEST_TEXT;
    case 'tag':
    case 'untag':
      return step.tag !== '';
    case 'state':
      return step.state !== 'snoozed' || (step.hours !== undefined && step.hours > 0);
    case 'assign':
    case 'unassign':
    case 'priority':
      return true;
  }
};

/** A step one place up or down; at the end nothing moves. */
export const moveStep = <T>(steps: readonly T[], from: number, by: 1 | -1): T[] => {
  const to = from + by;
  const moved = steps[from];
  if (moved === undefined || to < 0 || to >= steps.length) return [...steps];
  const rest = steps.filter((_, index) => index !== from);
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
};
