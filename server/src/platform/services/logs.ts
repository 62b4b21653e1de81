/** What a call to a provider was for. */
export interface CallLabel {
  operation: string;
  provider: string | null;
  account: number | null;
  /** documentId of the message it was made for. */
  subject?: string;
}

export interface Activity {
  operation: string;
  provider?: string | null;
  account?: number | null;
  success: boolean;
  responseTimeMs?: number | null;
  errorCode?: string | null;
  errorMessage?: string | null;
  user?: number | null;
  token?: number | null;
  subjectType?: string | null;
  subject?: string | null;
  details?: Record<string, unknown> | null;
}

export interface LogsService {
  /** Never throws and never waits: an activity that can't be written is logged as a warning. */
  record(activity: Activity): void;
}
