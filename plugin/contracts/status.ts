import type { Notice } from './documents';

/** GET /status: what every screen of ours says first when something is wrong with the installation. */
export interface InstallationStatus {
  notices: Notice[];
  encryptionKey: boolean;
  engine: { state: 'running' | 'second-process' | 'stopped'; message?: string };
  queue: { depth: number; oldestQueuedAt: string | null; uncertain: number };
  parked: number;
}

export interface ParkedEventView {
  id: number;
  account: string | null;
  kind: string;
  providerMessageId: string;
  detail: string;
  /** Why it is kept, in words too. */
  code: string;
  sentence: string;
  parkedAt: string;
}

/** Answer of POST /parked/replay. */
export interface ReplayView {
  placed: number;
  kept: { id: number; code: string; sentence: string; detail: string | null }[];
  /** More than one round takes are left: ask again. */
  left: boolean;
}
