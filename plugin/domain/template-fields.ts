/** The records a template's values may come from. `any`: whatever it is sent for. */
export const MAPPED_RECORDS = ['any', 'invoice', 'sales-order'] as const;
export type MappedRecord = (typeof MAPPED_RECORDS)[number];

export type FieldGroup = 'record' | 'partner' | 'contact' | 'company' | 'user';

/** A field that may fill a placeholder; its path is what a mapping stores and what `{{…}}` names in free text. */
export interface TemplateField {
  path: string;
  group: FieldGroup;
  /** Which records have it; the others give no value and take the fallback. */
  of: readonly Exclude<MappedRecord, 'any'>[];
}

const BOTH = ['invoice', 'sales-order'] as const;

const fields = (group: FieldGroup, names: readonly string[], of: TemplateField['of'] = BOTH): TemplateField[] =>
  names.map((name) => ({ path: `${group}.${name}`, group, of }));

/**
 * The ERP's link to the record for its customer. Whoever has it can open the document without signing in, so it is no
 * stored value: its placeholder travels through the queue, and the link takes its place just before the message goes.
 */
export const PORTAL_LINK = 'record.portalLink';
export const PORTAL_LINK_PLACEHOLDER = `{{${PORTAL_LINK}}}`;
/** What people read in its place in logs and threads. */
export const PORTAL_LINK_SHOWN = 'https://…';

/** Every field that can be chosen; `partner.erp.*` beside them are the ERP's own, as that ERP has them. */
export const TEMPLATE_FIELDS: readonly TemplateField[] = [
  ...fields('record', ['number', 'title', 'reference', 'amountTotal', 'amountUntaxed', 'amountTax', 'currency', 'date']),
  ...fields('record', ['amountDue', 'dueDate'], ['invoice']),
  ...fields('record', ['validUntil'], ['sales-order']),
  { path: PORTAL_LINK, group: 'record', of: BOTH },
  ...fields('partner', ['name', 'email', 'phone', 'country', 'vat']),
  ...fields('contact', ['name', 'profileName', 'phone', 'language']),
  ...fields('company', ['name', 'phone', 'email']),
  ...fields('user', ['name', 'firstname', 'lastname', 'email']),
];

const ERP_FIELD = /^partner\.erp\.([A-Za-z_][A-Za-z0-9_]*)$/;

/** The ERP's own name of a field behind a path; null for one of ours. */
export const erpFieldOf = (path: string): string | null => ERP_FIELD.exec(path)?.[1] ?? null;

export const erpFieldPath = (name: string): string => `partner.erp.${name}`;

/** A field of the host's own records, by the name `records` in the configuration gives it. */
const OWN_FIELD = /^own\.[A-Za-z_]\w*$/;

/** Whether a path is one a mapping may hold at all. Whether the ERP has the field is known when it is read. */
export const isFieldPath = (path: string): boolean => TEMPLATE_FIELDS.some((field) => field.path === path) || erpFieldOf(path) !== null || OWN_FIELD.test(path);

export const fieldsOf = (record: MappedRecord): TemplateField[] =>
  TEMPLATE_FIELDS.filter((field) => record === 'any' || field.of.includes(record));
