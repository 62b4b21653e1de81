/** What became of a parked event that was to be placed anew. */
export interface ReplayResult {
  id: number;
  placed: boolean;
  /** `parked.…` of contracts/codes; null where it was placed. */
  code: string | null;
  detail: string | null;
}

export interface InboundService {
  /** Places parked events anew. What is resolved already is left out of the answer. */
  replay(parked: number[]): Promise<ReplayResult[]>;
  /** Resolves when everything stored so far has been worked (tests, bench). */
  drain(): Promise<void>;
  pause(): void;
  resume(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
