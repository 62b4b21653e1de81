import { isCustomerInvoice } from '../mapping/invoice';
import type { CompanyRecord, InvoiceRecord, PartnerRecord, RecordByKind, SalesOrderRecord } from '../mapping/records';
import { readReference } from '../mapping/values';
import { withDeadline } from './http';
import type { OdooClient, OdooReadOptions } from './odoo-client';
import { createRecordReader, withFreshFields } from './record-reader';
import type { OdooDomain } from './rpc';

/** How a partner stands to the record. One partner can be several; the first role counts. */
export type CandidateRole = 'invoice-address' | 'partner' | 'child' | 'commercial-partner';

/** Someone the document may go to, in the order they are to be tried. */
export interface RecipientCandidate {
  role: CandidateRole;
  partner: PartnerRecord;
}

export interface FreshDocument<R> {
  record: R;
  /** Invoice address, partner, its children, commercial partner. Archived contacts are left out unless the record names them. */
  candidates: RecipientCandidate[];
  /** The record's company, for its country. Null where the record has none or the user may not read it. */
  company: CompanyRecord | null;
}

export interface FreshPartner {
  record: PartnerRecord;
  /** The partner, its children, its commercial partner. */
  candidates: RecipientCandidate[];
  company: CompanyRecord | null;
}

export interface FreshOptions {
  /** Milliseconds for everything together, sign-in included. Default 2,000; the error is then `timeout`. */
  deadlineMs?: number;
  signal?: AbortSignal;
  /** Fields beyond our own, on the partners. */
  extraPartnerFields?: readonly string[];
}

/** What a check before queueing and before dispatch may take. */
export const DEFAULT_DEADLINE_MS = 2000;

/** An order as it is now, with whom it may go to. Null where it does not exist any more. */
export function findFreshSalesOrder(client: OdooClient, erpId: number, options: FreshOptions = {}): Promise<FreshDocument<SalesOrderRecord> | null> {
  return findFreshDocument(client, 'sales-order', erpId, 'partner_invoice_id', options);
}

/** An invoice or refund as it is now, with whom it may go to. Null where it does not exist, or is not one of ours to send (`in_*`, journal entries). */
export function findFreshInvoice(client: OdooClient, erpId: number, options: FreshOptions = {}): Promise<FreshDocument<InvoiceRecord> | null> {
  // An invoice's partner is the invoice address.
  return findFreshDocument(client, 'invoice', erpId, 'partner_id', options);
}

/** A partner as it is now, with those who may stand in for it. Null where it does not exist any more. */
export function findFreshPartner(client: OdooClient, erpId: number, options: FreshOptions = {}): Promise<FreshPartner | null> {
  return findFresh(client, options, async (read) => {
    const candidates = await readCandidates(client, undefined, erpId, options, read);
    const record = candidates.find(({ partner }) => partner.erpId === erpId)?.partner;
    return record ? { record, candidates, company: await findCompany(client, record.company?.id, read) } : null;
  });
}

async function findFresh<T>(client: OdooClient, options: FreshOptions, read: (options: OdooReadOptions) => Promise<T>): Promise<T> {
  return withDeadline(options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal, (signal) => withFreshFields(client, () => read({ signal, activeTest: false })));
}

/**
 * Three calls one after the other once the fields are known: the record; lines, partners and company side by
 * side; a commercial partner that was not among them.
 */
function findFreshDocument<K extends 'sales-order' | 'invoice'>(
  client: OdooClient,
  kind: K,
  erpId: number,
  addressField: string,
  options: FreshOptions,
): Promise<FreshDocument<RecordByKind[K]> | null> {
  return findFresh(client, options, async (read) => {
    const reader = await createRecordReader(client, kind, [], read);
    const [row] = await client.readByIds(reader.definition.model, [erpId], reader.fields, read);
    if (!row || (kind === 'invoice' && !isCustomerInvoice(row))) return null;
    const [records, candidates, company] = await Promise.all([
      reader.complete([row], read),
      readCandidates(client, readReference(row[addressField])?.id, readReference(row['partner_id'])?.id, options, read),
      findCompany(client, readReference(row['company_id'])?.id, read),
    ]);
    return records[0] ? { record: records[0], candidates, company } : null;
  });
}

async function findCompany(client: OdooClient, erpId: number | undefined, read: OdooReadOptions): Promise<CompanyRecord | null> {
  if (erpId === undefined) return null;
  const reader = await createRecordReader(client, 'company', [], read);
  return (await reader.complete(await client.readByIds('res.company', [erpId], reader.fields, read), read))[0] ?? null;
}

async function readCandidates(
  client: OdooClient,
  addressId: number | undefined,
  partnerId: number | undefined,
  options: FreshOptions,
  read: OdooReadOptions,
): Promise<RecipientCandidate[]> {
  const named = [...new Set([addressId, partnerId].filter((id) => id !== undefined))];
  if (named.length === 0) return [];
  const reader = await createRecordReader(client, 'partner', options.extraPartnerFields, read);
  const search = async (domain: OdooDomain): Promise<PartnerRecord[]> =>
    reader.complete(await client.searchRead('res.partner', domain, reader.fields, { ...read, order: 'id asc' }), read);

  const parents = partnerId === undefined ? [] : [partnerId];
  const found = await search(['|', ['id', 'in', named], ['parent_id', 'in', parents]]);
  const byId = new Map(found.map((partner) => [partner.erpId, partner]));
  const commercialId = (partnerId === undefined ? undefined : byId.get(partnerId))?.commercialPartner?.id;
  if (commercialId !== undefined && !byId.has(commercialId)) {
    for (const partner of await search([['id', 'in', [commercialId]]])) byId.set(partner.erpId, partner);
  }

  const candidates: RecipientCandidate[] = [];
  const add = (role: CandidateRole, id: number | undefined): void => {
    const partner = id === undefined ? undefined : byId.get(id);
    if (partner && !candidates.some((known) => known.partner.erpId === id)) candidates.push({ role, partner });
  };
  add('invoice-address', addressId);
  add('partner', partnerId);
  for (const { erpId, active, parent } of found) if (active && parent?.id === partnerId) add('child', erpId);
  add('commercial-partner', commercialId);
  return candidates;
}
