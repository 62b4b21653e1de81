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

export interface SyncRunView {
  id: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  full: boolean;
  records: RecordKind[];
  counts: Partial<Record<RecordKind, { pulled: number; created: number; changed: number; deleted: number; total: number | null }>>;
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
