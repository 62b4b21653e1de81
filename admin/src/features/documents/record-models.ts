/** Content types that a document can be sent from, by their name at our addresses. */
const TYPES: Readonly<Record<string, 'invoice' | 'sales-order'>> = {
  'plugin::whatsapp.invoice': 'invoice',
  'plugin::whatsapp.sales-order': 'sales-order',
};

export interface RecordRef {
  type: 'invoice' | 'sales-order';
  id: string;
}

/** The record on the screen; null for other content types and for an entry that is not stored yet. */
export const recordOf = (model: string, documentId: string | undefined): RecordRef | null => {
  const type = Object.prototype.hasOwnProperty.call(TYPES, model) ? TYPES[model] : undefined;
  return type && documentId && documentId !== 'create' ? { type, id: documentId } : null;
};
