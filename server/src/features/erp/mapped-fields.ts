import type { Core } from '@strapi/types';
import type { OdooClient } from '../../../../bridge/src';
import { getService } from '../../platform/services';
import type { ErpConnectionRow } from './connection.repository';
import type { RecordsRepository } from './records.repository';

/**
 * The partner fields that consent and templates read. One that was mapped since the last pull makes the feed start
 * anew: else only partners that change later would ever have it.
 */
export const findMappedFields = async (strapi: Core.Strapi, records: RecordsRepository, row: ErpConnectionRow, client: OdooClient, signal: AbortSignal): Promise<{ mapped: string[]; isNew: boolean }> => {
  const templates = getService(strapi, 'templates');
  const mapped = [...new Set([...Object.values(row.consentMapping ?? {}), ...(await templates.erpFieldsInUse())])];
  const known = await client.fieldsOf('res.partner', { signal });
  templates.noteErpFields(known.keys());
  const latest = (await records.tables.partner.query().where('connection', row.id).whereNull('deleted_at').orderBy([{ column: 'changed_at', order: 'desc' }, { column: 'id', order: 'desc' }]).first()) as
    | Record<string, unknown>
    | undefined;
  const read = latest ? (records.tables.partner.fromRow(latest).erpFields ?? {}) : null;
  return { mapped, isNew: read !== null && mapped.some((field) => known.has(field) && !Object.hasOwn(read, field)) };
};
