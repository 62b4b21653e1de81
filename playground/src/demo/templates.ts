type Mapping = Record<string, { path: string; fallback?: string }>;

interface DemoTemplate {
  name: string;
  documentTitles: string[];
  mapping: Mapping;
}

const customer = { path: 'partner.name', fallback: 'customer' };
const number = { path: 'record.number' };
const total = { path: 'record.amountTotal' };

/** Mappings for the document templates of the simulated WhatsApp. */
export const DEMO_TEMPLATES: DemoTemplate[] = [
  { name: 'invoice_document', documentTitles: ['invoice'], mapping: { 'body.1': customer, 'body.2': number, 'body.3': total, 'body.4': { path: 'record.dueDate', fallback: '-' } } },
  { name: 'credit_note_document', documentTitles: ['credit_note'], mapping: { 'body.1': customer, 'body.2': number, 'body.3': total } },
  { name: 'quotation_document', documentTitles: ['quotation'], mapping: { 'body.1': customer, 'body.2': number, 'body.3': total } },
  { name: 'order_confirmation_document', documentTitles: ['order'], mapping: { 'body.1': customer, 'body.2': number, 'body.3': total } },
];
