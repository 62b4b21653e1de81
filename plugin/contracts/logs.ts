/** One row of the activity log. */
export interface ActivityView {
  id: number;
  operation: string;
  provider: string | null;
  account: string | null;
  success: boolean;
  responseTimeMs: number | null;
  error: { code: string; message: string } | null;
  /** Who did it; null: it happened by itself. */
  user: { id: number; name: string } | null;
  token: { id: number; name: string } | null;
  subject: { type: string | null; id: string } | null;
  details: Record<string, unknown> | null;
  occurredAt: string;
}
