import type { MessageView } from './messages';

/**
 * What happened to a message. `enqueued`: someone asked for it; `decided`: a law said yes, no or later; `held`: it waits;
 * `claimed`: taken for sending; `called`: one request to the provider and its answer; `settled`: what that meant;
 * `file`: its file or document; `ended`: it will not go; `webhook`: what came from the provider, and that it was genuine;
 * `received`: what the pipeline made of it; `reported`: a status; `changed`: edited or withdrawn; `parked`, `replayed`.
 */
export const TRACE_KINDS = ['enqueued', 'decided', 'held', 'claimed', 'called', 'settled', 'file', 'ended', 'webhook', 'received', 'reported', 'changed', 'parked', 'replayed'] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** Facts by name; a name that ends in `At` is a time (ISO), one that ends in `Ms` a duration. */
export type TraceFacts = Record<string, string | number | boolean>;

export interface TraceStepView {
  kind: TraceKind;
  at: string;
  /** good: it went on; waits: later; bad: refused, failed, or nobody knows. */
  outcome: 'good' | 'waits' | 'bad';
  facts: TraceFacts;
  /** The reason, where a rule or a provider gave one. */
  reason: { code: string; sentence: string } | null;
  /** Without secrets, links, codes and other people's numbers. */
  payload: unknown;
}

export interface MessageTraceView {
  message: MessageView;
  /** In order of time. */
  steps: TraceStepView[];
  /** Days that payloads are kept; times and statuses stay with the message. */
  keptDays: number;
  /** More happened than is shown. */
  isCut: boolean;
}
