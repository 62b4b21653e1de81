import type { Core } from '@strapi/types';
import type { FilledQuickReplyView, QuickReplyView } from '../../../../plugin/contracts/quick-replies';
import { fillQuickReply, findUnknownField, QUICK_REPLY_FIELDS } from '../../../../plugin/domain/quick-reply';
import { isUniqueViolation } from '../../platform/database-errors';
import type { AccountRow, ChannelRow, QuickReplyRow } from '../../platform/records';
import { conflict, forbidden, missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { QuickRepliesService } from '../../platform/services';
import { seesAccount } from '../../platform/sight';
import { createQuickRepliesRepository } from './quick-replies.repository';
import { quickReplyValues } from './quick-reply-values';

/** Of one person, and of everybody. */
const MOST_REPLIES = 300;

/** Whoever asks, and whether they may write for everybody. */
export interface Writer {
  user: number;
  mayShare: boolean;
}

export interface QuickReplyInput {
  shortcut: string;
  body: string;
  language: string | null;
  /** Id or key. */
  account: string | null;
  shared: boolean;
}

export interface OwnQuickRepliesService extends QuickRepliesService {
  list(reader: Writer, filter: { search?: string; channel?: ChannelRow }): Promise<QuickReplyView[]>;
  create(writer: Writer, input: QuickReplyInput): Promise<QuickReplyView>;
  update(writer: Writer, documentId: string, changes: Partial<QuickReplyInput>): Promise<QuickReplyView>;
  remove(writer: Writer, documentId: string): Promise<void>;
  use(reader: Writer, documentId: string, channel: ChannelRow): Promise<FilledQuickReplyView>;
}

export const createQuickRepliesService = (strapi: Core.Strapi): OwnQuickRepliesService => {
  const repository = createQuickRepliesRepository(strapi);
  const accounts = () => getService(strapi, 'accounts').list();

  const viewOf = (row: QuickReplyRow, reader: Writer, known: AccountRow[]): QuickReplyView => ({
    id: row.documentId,
    shortcut: row.shortcut,
    body: row.body,
    language: row.language,
    shared: row.user === null,
    account: row.account === null ? null : (known.find(({ id }) => id === row.account)?.documentId ?? null),
    mine: row.user === reader.user || (row.user === null && reader.mayShare),
  });

  const sightOf = (user: number) => getService(strapi, 'access').sightOf(user);

  /** Another person's, and one for an account that is not given, is not there. */
  const getSeen = async ({ user }: Writer, documentId: string): Promise<QuickReplyRow> => {
    const row = await repository.find(documentId);
    const isTheirs = row !== null && (row.user === null || row.user === user);
    if (!isTheirs || (row.account !== null && !seesAccount(await sightOf(user), row.account))) throw missing('quickreply.missing');
    return row;
  };

  const accountOf = async (user: number, name: string | null): Promise<number | null> => {
    if (name === null) return null;
    const row = (await accounts()).find(({ documentId, key }) => documentId === name || key === name);
    if (!row || !seesAccount(await sightOf(user), row.id)) throw missing('account.missing');
    return row.id;
  };

  const mustBeKnown = (body: string): void => {
    const field = findUnknownField(body);
    if (field !== null) throw refuse('quickreply.field_unknown', { values: { field, known: QUICK_REPLY_FIELDS.join(', ') }, path: 'body' });
  };

  const unlessTaken = async <T>(shortcut: string, write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      if (isUniqueViolation(error)) throw conflict('quickreply.exists', { values: { shortcut }, path: 'shortcut' });
      throw error;
    }
  };

  const mustHaveRoom = async (owner: number | null): Promise<void> => {
    if ((await repository.countOf(owner)) >= MOST_REPLIES) throw refuse('quickreply.too_many', { values: { count: MOST_REPLIES } });
  };

  return {
    async list(reader, { search = '', channel }) {
      const [own, shared, known, sight] = await Promise.all([repository.listOf(reader.user, MOST_REPLIES), repository.listOf(null, MOST_REPLIES), accounts(), sightOf(reader.user)]);
      const words = search.toLowerCase().replace(/^\//, '');
      return [...own, ...shared]
        .filter(({ account }) => account === null || (seesAccount(sight, account) && (!channel || channel.account === account)))
        .filter(({ shortcut, body }) => words === '' || shortcut.includes(words) || body.toLowerCase().includes(words))
        .map((row) => viewOf(row, reader, known));
    },

    async create(writer, { shortcut, body, language, account, shared }) {
      if (shared && !writer.mayShare) throw forbidden();
      mustBeKnown(body);
      const user = shared ? null : writer.user;
      await mustHaveRoom(user);
      const row = { shortcut, body, language, user, account: await accountOf(writer.user, account) };
      return viewOf(await unlessTaken(shortcut, () => repository.replies().insert(row)), writer, await accounts());
    },

    async update(writer, documentId, changes) {
      const row = await getSeen(writer, documentId);
      const isShared = changes.shared ?? row.user === null;
      if ((row.user === null || isShared) && !writer.mayShare) throw forbidden();
      const { shortcut = row.shortcut, body = row.body, language = row.language } = changes;
      mustBeKnown(body);
      const user = isShared ? null : writer.user;
      if (user !== row.user) await mustHaveRoom(user);
      const account = changes.account === undefined ? row.account : await accountOf(writer.user, changes.account);
      const next = { shortcut, body, language, user, account };
      await unlessTaken(shortcut, () => repository.replies().update(row.id, next));
      return viewOf({ ...row, ...next }, writer, await accounts());
    },

    async remove(writer, documentId) {
      const row = await getSeen(writer, documentId);
      if (row.user === null && !writer.mayShare) throw forbidden();
      await repository.remove(row.id);
    },

    async use(reader, documentId, channel) {
      const row = await getSeen(reader, documentId);
      if (row.account !== null && row.account !== channel.account) throw missing('quickreply.missing');
      return fillQuickReply(row.body, await quickReplyValues(strapi, channel, reader.user));
    },

    fill: async (text, channel, user) => fillQuickReply(text, await quickReplyValues(strapi, channel, user)),
  };
};
