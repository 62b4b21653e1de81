import type { RecordTypeView } from '../../../../plugin/contracts/records';

/** Content types whose documents come from the ERP, by their name at our addresses. */
const PULLED: Readonly<Record<string, 'invoice' | 'sales-order'>> = {
  'plugin::whatsapp.invoice': 'invoice',
  'plugin::whatsapp.sales-order': 'sales-order',
};

export interface RecordRef {
  /** `invoice`, `sales-order`, or the uid of a type of the host's own. */
  type: string;
  id: string;
  /** Whether there is a PDF to send. */
  hasDocument: boolean;
}

/** Of the ERP: its document is fetched there, under rules of its own. */
export const isPulled = ({ type }: Pick<RecordRef, 'type'>): boolean => !type.startsWith('api::');

/** A host's own type, which may be one that messages are sent from. */
export const mayBeHostType = (model: string): boolean => model.startsWith('api::');

/** The record on the screen; null for other content types and for an entry that is not stored yet. */
export const recordOf = (model: string, documentId: string | undefined, hostTypes: readonly RecordTypeView[] = []): RecordRef | null => {
  if (!documentId || documentId === 'create') return null;
  const pulled = Object.prototype.hasOwnProperty.call(PULLED, model) ? PULLED[model] : undefined;
  if (pulled) return { type: pulled, id: documentId, hasDocument: true };
  const own = hostTypes.find(({ type }) => type === model);
  return own ? { type: own.type, id: documentId, hasDocument: own.hasDocument } : null;
};
