import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { ChannelRow, ContactRow, DocumentRow, InvoiceRow, MediaRow, MessageRow, SalesOrderRow, TemplateRow } from '../../platform/records';
import { hostRecordTypes } from '../../platform/host-records';
import { contentTypeUid, modelUid } from '../../platform/schema';
import { getService } from '../../platform/services';

/** Names and public ids of what messages point to, each kind read once however many messages there are. */
export interface JoinedNames {
  accounts: Map<number, string>;
  contacts: Map<number, ContactRow>;
  channels: Map<number, ChannelRow>;
  templates: Map<number, TemplateRow>;
  media: Map<number, MediaRow>;
  records: Map<string, { documentId: string; number: string | null }>;
  replied: Map<number, string>;
}

const RECORD_TYPES = ['sales-order', 'invoice'] as const;

export const recordKey = (type: string, id: number): string => `${type}:${id}`;

const idsOf = (messages: MessageRow[], attribute: 'contact' | 'channel' | 'template' | 'media' | 'replyTo'): number[] => [
  ...new Set(messages.flatMap((message) => message[attribute] ?? [])),
];

const byId = <R extends { id: number }>(rows: R[]): Map<number, R> => new Map(rows.map((row) => [row.id, row]));

export const createJoinedNames = (strapi: Core.Strapi) => {
  const templates = new Table<TemplateRow>(strapi, contentTypeUid('template'));
  const media = new Table<MediaRow>(strapi, modelUid('media'));
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));
  const contacts = new Table<ContactRow>(strapi, contentTypeUid('contact'));

  /** A merged contact stands for the one it became part of; messages move with a merge, so this is the exception. */
  const contactsOf = async (ids: number[]): Promise<Map<number, ContactRow>> => {
    const found = byId(await contacts.findByIds(ids));
    for (let depth = 0; depth < 5; depth += 1) {
      const next = [...found.entries()].filter(([, row]) => row.mergedInto !== null);
      if (next.length === 0) break;
      const heirs = byId(await contacts.findByIds(next.map(([, row]) => row.mergedInto as number)));
      for (const [id, row] of next) {
        const heir = heirs.get(row.mergedInto as number);
        found.set(id, heir ?? { ...row, mergedInto: null });
      }
    }
    return found;
  };

  const recordsOf = async (rows: MessageRow[]): Promise<JoinedNames['records']> => {
    const records: JoinedNames['records'] = new Map();
    for (const type of RECORD_TYPES) {
      const ids = rows.flatMap((row) => (row.sourceType === type && row.sourceId !== null ? [row.sourceId] : []));
      if (ids.length === 0) continue;
      const table = new Table<DocumentRow & Pick<SalesOrderRow | InvoiceRow, 'number'>>(strapi, contentTypeUid(type));
      for (const row of await table.findByIds(ids)) records.set(recordKey(type, row.id), { documentId: row.documentId, number: row.number });
    }
    for (const { uid, number } of hostRecordTypes(strapi).values()) {
      const ids = rows.flatMap((row) => (row.sourceType === uid && row.sourceId !== null ? [row.sourceId] : []));
      if (ids.length === 0) continue;
      // Only a field of its own: what lies behind a relation is read with the record, not for every row of a list.
      const isOwn = !number.includes('.');
      const found = (await strapi.db.query(uid as never).findMany({ where: { id: { $in: [...new Set(ids)] } }, select: ['id', 'documentId', ...(isOwn ? [number] : [])] } as never)) as unknown as Record<string, unknown>[];
      for (const row of found) records.set(recordKey(uid, Number(row.id)), { documentId: String(row.documentId), number: isOwn && row[number] != null ? String(row[number]) : null });
    }
    return records;
  };

  return async (rows: MessageRow[]): Promise<JoinedNames> => {
    const [accounts, contactRows, channels, templateRows, files, records, replied] = await Promise.all([
      getService(strapi, 'accounts').list(),
      contactsOf(idsOf(rows, 'contact')),
      getService(strapi, 'channels').findByIds(idsOf(rows, 'channel')),
      templates.findByIds(idsOf(rows, 'template')),
      media.findByIds(idsOf(rows, 'media')),
      recordsOf(rows),
      messages.findByIds(idsOf(rows, 'replyTo')),
    ]);
    return {
      accounts: new Map(accounts.map(({ id, key }) => [id, key])),
      contacts: contactRows,
      channels: byId(channels),
      templates: byId(templateRows),
      media: byId(files),
      records,
      replied: new Map(replied.map(({ id, documentId }) => [id, documentId])),
    };
  };
};
