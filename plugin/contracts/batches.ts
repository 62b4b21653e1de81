import type { MessageView } from './messages';

/** Most records one batch takes. */
export const BATCH_LIMIT = 2_000;

export type BatchState = 'preparing' | 'ready' | 'sending' | 'done' | 'cancelled';

/**
 * `ready`: will be sent. `refused`: a rule says no, see its sentence. `repeated`: sent before, skipped unless asked for.
 * `queued`: handed to the door out; its message tells what became of it. `failed`: could not be handed over.
 */
export type BatchEntryState = 'waiting' | 'ready' | 'refused' | 'repeated' | 'queued' | 'failed';

/** Body of POST /documents/batches. */
export interface BatchBody {
  type: string;
  /** Public ids of the records. */
  ids: string[];
  account?: string;
  template?: string;
  language?: string;
  /** Made by the screen when it opens: the same batch is made once. */
  idempotencyKey: string;
}

/** Body of POST /documents/batches/:id/send. */
export interface BatchSendBody {
  /** Also what was sent before. */
  repeats?: boolean;
}

export interface BatchView {
  id: string;
  type: string;
  state: BatchState;
  total: number;
  counts: Record<BatchEntryState, number>;
  startedBy: number | null;
  createdAt: string;
}

export interface BatchEntryView {
  position: number;
  state: BatchEntryState;
  record: { id: string; number: string | null; partnerName: string | null };
  recipient: string | null;
  account: string | null;
  template: { name: string; language: string } | null;
  /** Why it is refused, skipped or failed. */
  problem: { code: string; sentence: string } | null;
  message: MessageView | null;
}
