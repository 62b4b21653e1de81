import { defineContentType, defineModel } from '../../platform/schema';
import type { Attributes } from '../../platform/schema';

/** What every record that came from an ERP carries. */
const pulled: Attributes = {
  connection: { type: 'integer', required: true },
  erpId: { type: 'integer', required: true },
  /** The ERP's write_date, to the second. */
  changedAt: { type: 'datetime' },
  erpActive: { type: 'boolean', default: true },
  /** Noticed missing at the ERP; kept, never sent. */
  deletedAt: { type: 'datetime' },
};

const pulledIndexes = [
  { columns: ['connection', 'erp_id'], unique: true },
  { columns: ['changed_at', 'id'] },
];

export const company = defineContentType({
  singularName: 'company',
  pluralName: 'companies',
  displayName: 'ERP company',
  visible: true,
  attributes: {
    name: { type: 'string' },
    country: { type: 'string' },
    currency: { type: 'string' },
    phone: { type: 'string' },
    email: { type: 'string' },
    ...pulled,
  },
  indexes: pulledIndexes,
});

export const partner = defineContentType({
  singularName: 'partner',
  pluralName: 'partners',
  displayName: 'ERP partner',
  visible: true,
  attributes: {
    name: { type: 'string' },
    phone: { type: 'string' },
    email: { type: 'string' },
    country: { type: 'string' },
    mobile: { type: 'string' },
    phoneSanitized: { type: 'string' },
    language: { type: 'string' },
    vat: { type: 'string' },
    isCompany: { type: 'boolean' },
    blacklisted: { type: 'boolean', default: false },
    ...pulled,
    company: { type: 'integer' },
    /** Ids at the ERP. */
    parentErpId: { type: 'integer' },
    commercialErpId: { type: 'integer' },
    /** Our contact, once one is known. */
    contact: { type: 'integer' },
    /** hand: a person linked it; unlinked: a person said it is somebody else. Neither is changed by a pull or a send. */
    contactLink: { type: 'string' },
    /** Every field that was asked for and is no column: consent mappings read from here. */
    erpFields: { type: 'json' },
  },
  indexes: [...pulledIndexes, { columns: ['name'] }, { columns: ['parent_erp_id'] }, { columns: ['commercial_erp_id'] }, { columns: ['contact'] }, { columns: ['phone_sanitized'] }],
});

const traded: Attributes = {
  number: { type: 'string' },
  partnerName: { type: 'string' },
  amountTotal: { type: 'decimal' },
  state: { type: 'string' },
  currency: { type: 'string' },
  companyName: { type: 'string' },
  amountUntaxed: { type: 'decimal' },
  amountTax: { type: 'decimal' },
  ...pulled,
  company: { type: 'integer' },
  partner: { type: 'integer' },
  partnerErpId: { type: 'integer' },
  invoicePartnerErpId: { type: 'integer' },
  lines: { type: 'json' },
};

const tradedIndexes = [...pulledIndexes, { columns: ['number'] }, { columns: ['partner'] }, { columns: ['company'] }];

export const salesOrder = defineContentType({
  singularName: 'sales-order',
  pluralName: 'sales-orders',
  displayName: 'Sales order',
  visible: true,
  attributes: {
    ...traded,
    orderedAt: { type: 'datetime' },
    validUntil: { type: 'string' },
    reference: { type: 'string' },
  },
  indexes: tradedIndexes,
});

export const invoice = defineContentType({
  singularName: 'invoice',
  pluralName: 'invoices',
  displayName: 'Invoice',
  visible: true,
  attributes: {
    ...traded,
    moveType: { type: 'string' },
    paymentState: { type: 'string' },
    amountDue: { type: 'decimal' },
    /** Dates without a time, as the ERP has them: YYYY-MM-DD. */
    invoiceDate: { type: 'string' },
    dueDate: { type: 'string' },
    reference: { type: 'string' },
  },
  indexes: tradedIndexes,
});

export const erpConnection = defineModel({
  name: 'erp-connections',
  attributes: {
    name: { type: 'string' },
    baseUrl: { type: 'string' },
    database: { type: 'string' },
    login: { type: 'string' },
    /** auto, jsonrpc (xmlrpc and json2 come later) */
    protocol: { type: 'string', default: 'auto' },
    active: { type: 'boolean', default: true },
    serverVersion: { type: 'string' },
    /** Which partner field proves which consent: {utility?: field, marketing?: field}. */
    consentMapping: { type: 'json' },
    /** Cursor of the incremental pull, by record kind. */
    cursors: { type: 'json' },
    intervalMinutes: { type: 'integer', default: 15 },
    lastPulledAt: { type: 'datetime' },
    errorCode: { type: 'string' },
    errorMessage: { type: 'text' },
    createdAt: { type: 'datetime' },
  },
  indexes: [],
});

export const syncRun = defineModel({
  name: 'sync-runs',
  attributes: {
    documentId: { type: 'string', required: true },
    connection: { type: 'integer', required: true },
    records: { type: 'json' },
    full: { type: 'boolean', default: false },
    /** running, done, failed, cancelled */
    state: { type: 'string', required: true },
    startedBy: { type: 'string' },
    /** By record kind: {pulled, created, changed, deleted, total} */
    counts: { type: 'json' },
    errorCode: { type: 'string' },
    errorMessage: { type: 'text' },
    startedAt: { type: 'datetime', required: true },
    finishedAt: { type: 'datetime' },
    /** When the process that works it last said so: one that is silent has ended in the middle. */
    seenAt: { type: 'datetime' },
  },
  indexes: [
    { columns: ['document_id'], unique: true },
    { columns: ['connection', 'started_at'] },
    // Never two at once for one connection, whichever process starts them.
    { columns: ['connection'], unique: true, where: "state = 'running'" },
  ],
});

/** How each kind of record is pulled, and how its last pull ended. */
export const syncKind = defineModel({
  name: 'sync-kinds',
  attributes: {
    connection: { type: 'integer', required: true },
    kind: { type: 'string', required: true },
    active: { type: 'boolean', default: true },
    /** Null: the connection's. */
    intervalMinutes: { type: 'integer' },
    startedAt: { type: 'datetime' },
    doneAt: { type: 'datetime' },
    nextAt: { type: 'datetime' },
    /** Of the last run that ended well. */
    counts: { type: 'json' },
    errorCode: { type: 'string' },
    errorMessage: { type: 'text' },
    failedAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['connection', 'kind'], unique: true }],
});

/** Records that could not be stored; each is tried again, and leaves when it is. */
export const syncFailure = defineModel({
  name: 'sync-failures',
  attributes: {
    connection: { type: 'integer', required: true },
    kind: { type: 'string', required: true },
    erpId: { type: 'integer', required: true },
    name: { type: 'string' },
    company: { type: 'integer' },
    code: { type: 'string', required: true },
    message: { type: 'text' },
    attempts: { type: 'integer', default: 1 },
    failedAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['connection', 'kind', 'erp_id'], unique: true }],
});
