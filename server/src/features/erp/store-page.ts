import type { RecordByKind, RecordKind } from '../../../../bridge/src';
import type { Knex } from '../../platform/database';
import { isDatabaseAway } from '../../platform/database-errors';
import { failureText } from '../../platform/failure-text';
import type { Extent, RecordsRepository, Stored } from './records.repository';
import type { NewFailure } from './sync-failures.repository';

/** What people know a record by. */
export const nameOf = (record: RecordByKind[RecordKind]): string => {
  if ('displayName' in record) return record.displayName || record.name;
  if ('number' in record) return record.number ?? `#${record.erpId}`;
  return record.name;
};

export interface StoredPage extends Stored {
  failed: NewFailure[];
}

/**
 * Stores a page so that one record the database refuses does not take the others with it: the page as a whole, else its
 * halves, down to the record, which is named. Each try lies behind a savepoint of the page's own transaction.
 */
export const storePage = async <K extends RecordKind>(records: RecordsRepository, kind: K, connection: number, page: RecordByKind[K][], trx: Knex, extent: Extent): Promise<StoredPage> => {
  try {
    // A refused statement ends a whole transaction on Postgres.
    const stored = await trx.transaction((savepoint) => records.store(kind, connection, page, savepoint, extent));
    return { ...stored, failed: [] };
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    const [only] = page;
    if (page.length <= 1) {
      if (!only) throw error;
      const company = 'company' in only && only.company ? await records.companyId(connection, only.company.id, trx) : null;
      return { created: 0, changed: 0, unchanged: 0, failed: [{ erpId: only.erpId, name: nameOf(only).slice(0, 200), company, code: 'sync.record_not_stored', message: failureText(error) }] };
    }
    const middle = Math.ceil(page.length / 2);
    const [first, second] = [await storePage(records, kind, connection, page.slice(0, middle), trx, extent), await storePage(records, kind, connection, page.slice(middle), trx, extent)];
    return {
      created: first.created + second.created,
      changed: first.changed + second.changed,
      unchanged: first.unchanged + second.unchanged,
      failed: [...first.failed, ...second.failed],
    };
  }
};
