import { languageTag } from '../../../../plugin/domain/money-and-dates';

export interface LocalWords {
  quotation: string;
  order: string;
  /** What stands where people expect an invoice: it is none, in law or otherwise. */
  summary: string;
  customer: string;
  number: string;
  date: string;
  validUntil: string;
  dueDate: string;
  reference: string;
  description: string;
  quantity: string;
  unitPrice: string;
  discount: string;
  subtotal: string;
  untaxed: string;
  tax: string;
  total: string;
  page: (page: number, pages: number) => string;
}

const ENGLISH: LocalWords = {
  quotation: 'Quotation', order: 'Order', summary: 'Summary, not an invoice', customer: 'Customer', number: 'Number', date: 'Date', validUntil: 'Valid until', dueDate: 'Due date', reference: 'Your reference',
  description: 'Description', quantity: 'Quantity', unitPrice: 'Unit price', discount: 'Discount', subtotal: 'Subtotal', untaxed: 'Untaxed amount', tax: 'Taxes', total: 'Total', page: (page, pages) => `Page ${page} of ${pages}`,
};

/** Roboto, which comes with pdfmake, draws Latin, Greek and Cyrillic: customers who read Arabic or Hindi get the English words. */
const WORDS: Readonly<Record<string, LocalWords>> = {
  en: ENGLISH,
  es: {
    quotation: 'Presupuesto', order: 'Pedido', summary: 'Resumen, no es una factura', customer: 'Cliente', number: 'Número', date: 'Fecha', validUntil: 'Válido hasta', dueDate: 'Vencimiento', reference: 'Su referencia',
    description: 'Descripción', quantity: 'Cantidad', unitPrice: 'Precio unitario', discount: 'Descuento', subtotal: 'Subtotal', untaxed: 'Base imponible', tax: 'Impuestos', total: 'Total', page: (page, pages) => `Página ${page} de ${pages}`,
  },
  pt: {
    quotation: 'Cotação', order: 'Pedido', summary: 'Resumo, não é uma fatura', customer: 'Cliente', number: 'Número', date: 'Data', validUntil: 'Válido até', dueDate: 'Vencimento', reference: 'Sua referência',
    description: 'Descrição', quantity: 'Quantidade', unitPrice: 'Preço unitário', discount: 'Desconto', subtotal: 'Subtotal', untaxed: 'Valor sem impostos', tax: 'Impostos', total: 'Total', page: (page, pages) => `Página ${page} de ${pages}`,
  },
  fr: {
    quotation: 'Devis', order: 'Commande', summary: 'Récapitulatif, ceci n’est pas une facture', customer: 'Client', number: 'Numéro', date: 'Date', validUntil: 'Valable jusqu’au', dueDate: 'Échéance', reference: 'Votre référence',
    description: 'Description', quantity: 'Quantité', unitPrice: 'Prix unitaire', discount: 'Remise', subtotal: 'Sous-total', untaxed: 'Montant hors taxes', tax: 'Taxes', total: 'Total', page: (page, pages) => `Page ${page} sur ${pages}`,
  },
  de: {
    quotation: 'Angebot', order: 'Auftrag', summary: 'Zusammenfassung, keine Rechnung', customer: 'Kunde', number: 'Nummer', date: 'Datum', validUntil: 'Gültig bis', dueDate: 'Fällig am', reference: 'Ihre Referenz',
    description: 'Beschreibung', quantity: 'Menge', unitPrice: 'Einzelpreis', discount: 'Rabatt', subtotal: 'Zwischensumme', untaxed: 'Nettobetrag', tax: 'Steuern', total: 'Gesamtbetrag', page: (page, pages) => `Seite ${page} von ${pages}`,
  },
  it: {
    quotation: 'Preventivo', order: 'Ordine', summary: 'Riepilogo, non è una fattura', customer: 'Cliente', number: 'Numero', date: 'Data', validUntil: 'Valido fino al', dueDate: 'Scadenza', reference: 'Vostro riferimento',
    description: 'Descrizione', quantity: 'Quantità', unitPrice: 'Prezzo unitario', discount: 'Sconto', subtotal: 'Subtotale', untaxed: 'Imponibile', tax: 'Imposte', total: 'Totale', page: (page, pages) => `Pagina ${page} di ${pages}`,
  },
  id: {
    quotation: 'Penawaran', order: 'Pesanan', summary: 'Ringkasan, bukan faktur', customer: 'Pelanggan', number: 'Nomor', date: 'Tanggal', validUntil: 'Berlaku sampai', dueDate: 'Jatuh tempo', reference: 'Referensi Anda',
    description: 'Deskripsi', quantity: 'Jumlah', unitPrice: 'Harga satuan', discount: 'Diskon', subtotal: 'Subtotal', untaxed: 'Jumlah sebelum pajak', tax: 'Pajak', total: 'Total', page: (page, pages) => `Halaman ${page} dari ${pages}`,
  },
};

/** The words and the language that numbers and dates are written in; both English where there are no words. */
export const localWords = (language: string | null): { words: LocalWords; language: string } => {
  const tag = languageTag(language);
  const words = WORDS[tag.split('-')[0] ?? ''];
  return words ? { words, language: tag } : { words: ENGLISH, language: 'en' };
};
