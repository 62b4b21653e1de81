/**
 * One step of a message's way, as it is kept. `subject` names what it belongs to: our message (documentId), the
 * provider's message id, or our file (documentId). `details` may hold payloads: they are cleaned before they are written.
 */
export interface TraceStep {
  account: number;
  subject: string;
  kind: 'enqueue' | 'wait' | 'attempt' | 'file' | 'end' | 'event' | 'replay';
  /** Row id of the webhook it came with. */
  webhookEvent?: number;
  details?: object;
  /** Now, unless it happened before. */
  at?: Date;
}

export interface TracesService {
  /** Never throws and never waits: rows gather in memory and are written in batches. */
  record(step: TraceStep): void;
  /** Resolves when everything recorded so far is written. */
  flush(): Promise<void>;
}
