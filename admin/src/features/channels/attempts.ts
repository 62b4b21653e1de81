import type { ReplyBody } from '../../../../plugin/contracts/channels';
import type { Failure } from '../../api/failure';

/** What is said, without what makes it one attempt. */
export type Said = Omit<ReplyBody, 'idempotencyKey' | 'seen'>;

export interface Attempt {
  said: string;
  body: ReplyBody;
}

/**
 * The same words again after no answer came are the same attempt, with its key and all: if the first did arrive,
 * nothing is sent twice. Other words are another message.
 */
export const attemptOf = (said: Said, seen: string | null, former: Attempt | null, newKey: () => string): Attempt => {
  const words = JSON.stringify(said);
  if (former?.said === words) return former;
  return { said: words, body: { ...said, seen, idempotencyKey: newKey() } };
};

/** Whether the attempt may have arrived all the same: no answer, or a server's own failure. */
export const mayHaveArrived = (failure: Failure): boolean => failure.status === 0 || failure.status >= 500;
