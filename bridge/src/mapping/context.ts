import type { OdooFields } from '../odoo/odoo-client';

/** What the mapping needs beyond the row itself. */
export interface MappingContext {
  /** Country id → ISO code. */
  countryCodes: ReadonlyMap<number, string>;
  fields: OdooFields;
  /** Fields asked for beyond our own that this server has. */
  extraFields: readonly string[];
}
