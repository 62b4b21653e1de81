import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MessageRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import { messageKey } from './written-event';
import type { WrittenEvent } from './written-event';

/** Gives new messages their file (to be fetched) and the message they quote, where we have it. True where files are expected. */
export const linkMessages = async (strapi: Core.Strapi, inserted: MessageRow[], byRow: ReadonlyMap<number, WrittenEvent>, trx: Knex): Promise<boolean> => {
  const withFile = inserted.flatMap((row) => {
    const written = byRow.get(row.id);
    return written?.event.content.type === 'media' && written.event.content.media.providerMediaId ? [{ row, written, file: written.event.content.media }] : [];
  });
  const files = await getService(strapi, 'media').expect(
    withFile.map(({ row, written, file }) => ({
      account: row.account,
      company: row.company,
      contact: written.person.contact.id,
      kind: file.kind,
      providerMediaId: file.providerMediaId,
      mimeType: file.mimeType,
      filename: file.filename,
    })),
    trx,
  );
  const fileOf = new Map(withFile.map(({ row }, index) => [row.id, files[index]?.id ?? null]));

  const quoting = inserted.filter(({ replyToProviderMessageId }) => replyToProviderMessageId !== null);
  const quotedId = new Map<string, number>();
  for (const account of new Set(quoting.map((row) => row.account))) {
    const ids = quoting.flatMap((row) => (row.account === account ? (row.replyToProviderMessageId ?? []) : []));
    for (const row of await getService(strapi, 'messages').findByProviderIds(account, ids, trx)) quotedId.set(messageKey(account, row.providerMessageId), row.id);
  }

  const changes = inserted.flatMap((row) => {
    const media = fileOf.get(row.id) ?? null;
    const replyTo = row.replyToProviderMessageId === null ? null : (quotedId.get(messageKey(row.account, row.replyToProviderMessageId)) ?? null);
    if (media === null && replyTo === null) return [];
    row.media = media;
    row.replyTo = replyTo;
    return [{ id: row.id, media, replyTo }];
  });
  await new Table<MessageRow>(strapi, contentTypeUid('message')).updateEach(changes, trx);
  return withFile.length > 0;
};
