import type { TestResult } from './accounts';

export type RecordKind = 'company' | 'partner' | 'sales-order' | 'invoice';

export interface ErpConnectionView {
  id: number;
  name: string;
  baseUrl: string;
  database: string;
  login: string;
  protocol: 'auto' | 'jsonrpc';
  active: boolean;
  hasSecret: boolean;
  serverVersion: string | null;
  intervalMinutes: number;
  lastPulledAt: string | null;
  error: { code: string; message: string } | null;
  consentMapping: { utility?: string; marketing?: string };
  counts: Record<RecordKind, number>;
}

/** Body of PUT /erp/connection and POST /erp/test. `secret` is write-only: absent keeps what is stored. */
export interface ErpConnectionBody {
  name?: string;
  baseUrl: string;
  database: string;
  login: string;
  secret?: string;
  protocol?: 'auto' | 'jsonrpc';
  active?: boolean;
  intervalMinutes?: number;
}

export type ErpTestResult = TestResult;

/** What one run did with the records of one kind. */
export interface SyncCounts {
  pulled: number;
  created: number;
  changed: number;
  /** As they were here already. */
  unchanged: number;
  /** Could not be stored; each is named under the failures and tried again. */
  failed: number;
  deleted: number;
  total: number | null;
}

export interface SyncRunView {
  id: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  full: boolean;
  records: RecordKind[];
  counts: Partial<Record<RecordKind, SyncCounts>>;
  startedBy: string | null;
  error: { code: string; message: string } | null;
  startedAt: string;
  finishedAt: string | null;
}

/** A partner field that could prove consent (booleans and dates of the ERP). */
export interface ErpFieldView {
  name: string;
  label: string;
  type: string;
}

/** Minutes between two pulls of a kind by themselves. */
export const INTERVAL_MINUTES = { least: 1, most: 24 * 60 } as const;

/** One kind of record on the sync page. */
export interface SyncKindView {
  kind: RecordKind;
  /** Pulled by itself. */
  active: boolean;
  intervalMinutes: number;
  /** The interval is the kind's own, not the connection's. */
  isOwnInterval: boolean;
  isRunning: boolean;
  lastStartedAt: string | null;
  /** Of the last run that ended well; its counts stay when a later one fails. */
  lastDoneAt: string | null;
  nextAt: string | null;
  counts: SyncCounts | null;
  /** Records here now. */
  stored: number;
  /** Records that could not be stored and wait for another try. */
  failures: number;
  /** Why the latest run failed; null once one ends well. */
  error: { code: string; message: string; at: string | null } | null;
}

export interface SyncOverview {
  /** Null: no ERP is connected. */
  connection: { name: string; active: boolean; error: { code: string; message: string } | null } | null;
  kinds: SyncKindView[];
  running: SyncRunView | null;
}

/** Body of PUT /erp/sync/:kind. `intervalMinutes: null`: the connection's own. */
export interface SyncKindBody {
  active?: boolean;
  intervalMinutes?: number | null;
}

/** A record that could not be stored. */
export interface SyncFailureView {
  id: number;
  kind: RecordKind;
  erpId: number;
  name: string | null;
  code: string;
  message: string;
  attempts: number;
  failedAt: string;
  /** The record at the ERP. */
  erpUrl: string | null;
  /** The record here, as it was before; null where it never was. */
  recordId: string | null;
}

export interface SyncSample {
  erpId: number;
  name: string;
  /** Only for what would change; the values as the ERP and we have them. */
  changes: { field: string; from: string | number | boolean | null; to: string | number | boolean | null }[];
}

/** What a pull would do to one kind. Nothing was written. */
export interface SyncPreviewKind {
  kind: RecordKind;
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  gone: number;
  samples: { created: SyncSample[]; changed: SyncSample[]; gone: SyncSample[] };
  /** Null: everything was looked at. `rows`, `time`: it was cut short; `not_asked`: it was not reached. */
  cut: 'rows' | 'time' | 'not_asked' | null;
  /** The ERP shows none of the known records: lost rights look the same as deletions, so none count as gone. */
  isSuspicious: boolean;
  error: { code: string; message: string } | null;
}

export interface SyncPreviewView {
  kinds: SyncPreviewKind[];
  full: boolean;
  /** Most rows looked at of a kind. */
  mostRows: number;
}
