import type { ChannelPriority, ChannelState } from './channels';

/** One step. `assign` null: to whoever runs it. Texts may hold the fields of quick replies. Tags by id. */
export type MacroStep =
  | { kind: 'reply'; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'assign'; user: number | null }
  | { kind: 'unassign' }
  | { kind: 'state'; state: ChannelState; hours?: number }
  | { kind: 'priority'; priority: ChannelPriority }
  | { kind: 'tag'; tag: string }
  | { kind: 'untag'; tag: string };

export interface MacroView {
  id: string;
  name: string;
  shared: boolean;
  mine: boolean;
  steps: MacroStep[];
}

/** What became of each step, in order; it stops at the first that is refused. */
export interface MacroRun {
  done: number;
  refused: { step: number; code: string; sentence: string } | null;
}
