/** The words of a document, in the three languages the demo company writes in. The title stays English, with the local word beside it. */
export interface DocumentWords {
  locale: string;
  quotation: string;
  order: string;
  invoice: string;
  creditNote: string;
  date: string;
  validUntil: string;
  dueDate: string;
  reference: string;
  salesperson: string;
  customer: string;
  deliverTo: string;
  description: string;
  quantity: string;
  unitPrice: string;
  discount: string;
  amount: string;
  untaxed: string;
  taxes: string;
  total: string;
  paid: string;
  due: string;
  payWith: string;
  taxId: string;
  page: string;
  draft: string;
  cancelled: string;
  paidStamp: string;
}

const EN: DocumentWords = {
  locale: 'en-US', quotation: 'Quotation', order: 'Order', invoice: 'Invoice', creditNote: 'Credit Note', date: 'Date', validUntil: 'Valid until', dueDate: 'Due date',
  reference: 'Your reference', salesperson: 'Salesperson', customer: 'Bill to', deliverTo: 'Contact', description: 'Description', quantity: 'Quantity', unitPrice: 'Unit price',
  discount: 'Disc.', amount: 'Amount', untaxed: 'Untaxed amount', taxes: 'Taxes', total: 'Total', paid: 'Paid', due: 'Amount due',
  payWith: 'Please use this communication for your payment:', taxId: 'Tax ID', page: 'Page', draft: 'DRAFT', cancelled: 'CANCELLED', paidStamp: 'PAID',
};

const PT: DocumentWords = {
  locale: 'pt-BR', quotation: 'Cotação', order: 'Pedido', invoice: 'Fatura', creditNote: 'Nota de crédito', date: 'Data', validUntil: 'Válida até', dueDate: 'Vencimento',
  reference: 'Sua referência', salesperson: 'Vendedor', customer: 'Cobrar de', deliverTo: 'Contato', description: 'Descrição', quantity: 'Quantidade', unitPrice: 'Preço unitário',
  discount: 'Desc.', amount: 'Valor', untaxed: 'Subtotal', taxes: 'Impostos', total: 'Total', paid: 'Pago', due: 'Valor devido',
  payWith: 'Use esta referência no seu pagamento:', taxId: 'CNPJ/CPF', page: 'Página', draft: 'RASCUNHO', cancelled: 'CANCELADA', paidStamp: 'PAGO',
};

const ES: DocumentWords = {
  locale: 'es-ES', quotation: 'Presupuesto', order: 'Pedido', invoice: 'Factura', creditNote: 'Factura rectificativa', date: 'Fecha', validUntil: 'Válido hasta', dueDate: 'Vencimiento',
  reference: 'Su referencia', salesperson: 'Comercial', customer: 'Facturar a', deliverTo: 'Contacto', description: 'Descripción', quantity: 'Cantidad', unitPrice: 'Precio unitario',
  discount: 'Dto.', amount: 'Importe', untaxed: 'Base imponible', taxes: 'Impuestos', total: 'Total', paid: 'Pagado', due: 'Importe pendiente',
  payWith: 'Indique esta referencia en su pago:', taxId: 'NIF', page: 'Página', draft: 'BORRADOR', cancelled: 'CANCELADA', paidStamp: 'PAGADA',
};

export const wordsOf = (lang: unknown): DocumentWords => (typeof lang === 'string' && lang.startsWith('pt') ? PT : typeof lang === 'string' && lang.startsWith('es') ? ES : EN);
export const ENGLISH = EN;
