import type { Notice } from '../../../../plugin/contracts/documents';
import type { AccountRow, MessageRow, TemplateRow } from '../records';
import type { Sight } from './access';
import type { RecordSubject } from './documents';

/** One record of many: nobody writes for it, so its PDF goes while the window is open, and its template otherwise. */
export interface RecordSendRequest {
  record: { type: string; documentId: string };
  account?: string;
  template?: string;
  language?: string;
  sentBy: number | null;
  sight: Sight;
  sending: Sight;
}

export interface RecordLook {
  subject: RecordSubject;
  account: AccountRow | null;
  to: string | null;
  template: TemplateRow | null;
  notices: Notice[];
}

export interface CompositionsService {
  /** What would be sent from a record of the host's own, and what bars it. Refuses what may not be seen. */
  lookAtRecord(request: RecordSendRequest): Promise<RecordLook>;
  sendRecord(request: RecordSendRequest & { idempotency: { scope: string; key: string; requestHash: string } }): Promise<MessageRow>;
}
