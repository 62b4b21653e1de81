import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/types';
import { phoneVariants } from '../../../../plugin/domain/address';
import { createBatchedWrites } from '../../platform/batched-writes';
import { now } from '../../platform/clock';
import { connectionOf } from '../../platform/database';
import type { Knex } from '../../platform/database';
import { emit, listen } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import type { PartnerRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { RecordsRepository } from './records.repository';

/** Partners looked through in one statement: SQLite stands still meanwhile. */
const SPAN = 1_000;

interface Link extends Pick<PartnerRow, 'id' | 'blacklisted'> {
  contact: number;
}

/**
 * Links partners to the contact that has their number, whichever of the two is known first. What a person linked or
 * unlinked stays as that person said.
 */
export const createPartnerLinks = (strapi: Core.Strapi, { tables: { partner: partners } }: RecordsRepository) => {
  const { tableName: contactTable } = strapi.db.metadata.get(contentTypeUid('contact'));
  const name = (attribute: keyof PartnerRow & string): string => `${partners.name}.${partners.column(attribute)}`;
  /** Those that are nobody's yet. */
  const free = (): Knex.QueryBuilder => partners.query().whereNull(name('contact')).whereNull(name('contactLink')).whereNull(name('deletedAt'));

  const link = async (links: Link[]): Promise<number[]> => {
    const contacts = [...new Set(links.map(({ contact }) => contact))];
    for (const contact of contacts) {
      const ids = links.filter((one) => one.contact === contact).map(({ id }) => id);
      // Asked again: a person may have said something in between.
      await free().whereIn('id', ids).update(partners.toRow({ contact, updatedAt: now() }));
    }
    const barred = links.filter(({ blacklisted }) => blacklisted).map(({ contact }) => ({ contact, blacklisted: true }));
    if (barred.length > 0) await getService(strapi, 'contacts').setErpBlacklist(barred);
    return contacts;
  };

  /** Screens that show who it is read it again. */
  const tell = async (contacts: number[]): Promise<void> => {
    const channels = contacts.length === 0 ? [] : await getService(strapi, 'channels').findByContacts(contacts);
    if (channels.length > 0) emit(strapi, 'channel.changed', { channels: channels.map(({ id }) => id) });
  };

  const ofContacts = async (ids: number[]): Promise<void> => {
    const contacts = await getService(strapi, 'contacts').findByIds([...new Set(ids)]);
    const owners = new Map<string, number>(contacts.flatMap(({ id, phone }) => (phone === null ? [] : phoneVariants(phone.slice(1)).map((digits) => [`+${digits}`, id] as const))));
    if (owners.size === 0) return;
    const rows = partners.fromRows(await free().whereIn(name('phoneSanitized'), [...owners.keys()]));
    await tell(
      await link(
        rows.flatMap(({ id, blacklisted, phoneSanitized }) => {
          const contact = owners.get(phoneSanitized ?? '');
          return contact === undefined ? [] : [{ id, blacklisted, contact }];
        }),
      ),
    );
  };

  /** Of the partners chosen by `narrow`, those whose number a contact has as it is written. */
  const ofPartners = async (narrow: (query: Knex.QueryBuilder) => void): Promise<void> => {
    const query = free()
      .join(contactTable, `${contactTable}.phone`, name('phoneSanitized'))
      .whereNull(`${contactTable}.merged_into`)
      .select(`${partners.name}.id`, name('blacklisted'), connectionOf(strapi).ref(`${contactTable}.id`).as('contact'));
    narrow(query);
    const rows = partners.fromRows(await query) as unknown as Link[];
    if (rows.length > 0) await tell(await link(rows));
  };

  const waiting = createBatchedWrites<number>(strapi, 'contacts for their partners', ofContacts);
  let unlisten: (() => void) | null = null;
  let isStopped = false;
  let looking: Promise<void> = Promise.resolve();

  /** Whatever came together while nobody listened. */
  const ofAll = async (): Promise<void> => {
    const top = await partners.newestId();
    for (let above = 0; above < top && !isStopped; above += SPAN) {
      await nextTurn();
      await ofPartners((query) => void query.where(`${partners.name}.id`, '>', above).where(`${partners.name}.id`, '<=', above + SPAN));
    }
  };

  return {
    /** For a page of a pull. */
    ofPage: (connection: number, erpIds: number[]): Promise<void> =>
      erpIds.length === 0 ? Promise.resolve() : ofPartners((query) => void query.where(name('connection'), connection).whereIn(name('erpId'), erpIds)),

    start(): void {
      isStopped = false;
      unlisten = listen(strapi, 'message.received', ({ message: { contact } }) => {
        if (contact !== null) waiting.add(contact);
      });
      looking = ofAll().catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] partners could not be linked by their numbers: ${failureText(error)}`);
      });
    },
    async stop(): Promise<void> {
      isStopped = true;
      unlisten?.();
      await Promise.all([looking, waiting.flush()]);
    },
  };
};

export type PartnerLinks = ReturnType<typeof createPartnerLinks>;
