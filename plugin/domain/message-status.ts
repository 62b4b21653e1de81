/** The life of a message we send; inbound messages are `received`. */
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'played'
  | 'failed'
  | 'uncertain'
  | 'cancelled'
  | 'received';

/** What a provider reports about a message it accepted. */
export type ReportedStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed';
