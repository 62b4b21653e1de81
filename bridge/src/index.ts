/**
 * The ERP's language: everything a host needs to read companies, partners, orders and invoices from Odoo 17, 18
 * and 19, and to fetch their PDFs. Framework-free; every failure is an `OdooError` with a code and a sentence.
 *
 *     const client = createOdooClient({ baseUrl, database, login, secret });
 *     for await (const page of pullRecords(client, 'invoice', { cursor })) store(page.records, page.cursor);
 *     const document = await fetchDocument(client, { kind: 'invoice', erpId });
 */
export { parseErpAddress, isForbiddenHost } from './odoo/address';
export type { ErpAddress } from './odoo/address';
export { createErpFetch } from './odoo/erp-fetch';
export type { OdooCallOptions, OdooDomain, OdooFetch, OdooFetchInit, OdooResponse, OdooRow, OdooSettings, OdooTransport, OdooVersion } from './odoo/rpc';
export { OdooError, isOdooError, ODOO_ERROR_KINDS } from './odoo/odoo-error';
export type { OdooErrorDetails, OdooErrorKind } from './odoo/odoo-error';
export { createJsonRpcTransport, DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS } from './odoo/json-rpc';
export { createOdooClient } from './odoo/odoo-client';
export type { OdooClient, OdooField, OdooFields, OdooReadOptions, OdooSearchOptions } from './odoo/odoo-client';
export { testConnection } from './odoo/connection-test';
export type { ConnectionCheck, ConnectionCheckName, ConnectionTestOptions } from './odoo/connection-test';
export { fetchDocument, fetchPortalLink, DEFAULT_DOCUMENT_TIMEOUT_MS, MAX_DOCUMENT_BYTES } from './odoo/documents';
export type { DocumentOptions, DocumentRequest, ErpDocument } from './odoo/documents';
export { findFreshInvoice, findFreshPartner, findFreshSalesOrder, DEFAULT_DEADLINE_MS } from './odoo/read-record';
export type { CandidateRole, FreshDocument, FreshOptions, FreshPartner, RecipientCandidate } from './odoo/read-record';
export { RECORD_MODELS } from './odoo/record-models';
export { isQuotation } from './mapping/records';
export type {
  CompanyRecord,
  Country,
  ExtraValue,
  InvoiceRecord,
  LineDisplay,
  LineRecord,
  PartnerRecord,
  RecordByKind,
  RecordKind,
  Reference,
  SalesOrderRecord,
} from './mapping/records';
export { EMPTY_CURSOR, parseCursor } from './sync/cursor';
export type { CursorState } from './sync/cursor';
export { pullRecords, DEFAULT_OVERLAP_MINUTES, DEFAULT_PAGE_SIZE } from './sync/pull';
export type { PulledPage, PullOptions } from './sync/pull';
export { findMissingRecords, readPhoneBlacklist, RECONCILE_CHUNK } from './sync/reconcile';
export type { ReconciledChunk } from './sync/reconcile';
