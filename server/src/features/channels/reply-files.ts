import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { UploadedFile } from '../../../../plugin/contracts/channels';
import { HEAD_BYTES, kindOfFile, LARGEST_FILE_BYTES } from '../../../../plugin/domain/media-limits';
import { now } from '../../platform/clock';
import { takeFormFile } from '../../platform/form-files';
import type { ChannelRow } from '../../platform/records';
import { refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';

/** An upload that is not sent by then is removed. */
const KEPT_MS = 24 * 60 * 60 * 1_000;

/** Takes a picked file for a conversation. What can't be sent is refused before anything is kept. */
export const receiveReplyFile = async (strapi: Core.Strapi, ctx: Context, channel: ChannelRow): Promise<UploadedFile> => {
  const file = await takeFormFile(ctx, { maxBytes: LARGEST_FILE_BYTES });
  if (!file) throw refuse('media.missing', { path: 'file' });
  const { content, filename } = file;
  const media = getService(strapi, 'media');
  const accounts = getService(strapi, 'accounts');
  const { label, limits } = accounts.provider(await accounts.getById(channel.account));
  if (limits.types && !limits.types.includes('media')) throw refuse('message.kind_unsupported', { values: { provider: label } });
  // What it claims to be counts for its dangers, what its bytes say for its kind.
  const claimed = kindOfFile(file.mimeType, filename, content.length, { limits: limits.media });
  const choice = claimed.problem?.code === 'media.executable' ? claimed : kindOfFile(media.typeOf(content, file.mimeType), filename, content.length, { head: content.subarray(0, HEAD_BYTES), limits: limits.media });
  if (choice.problem) throw refuse(choice.problem.code, { path: 'file', values: choice.problem.values });
  const { kind, mimeType } = choice;
  const kept = await media.store({
    content,
    mimeType,
    filename,
    origin: 'outbound',
    kind,
    account: channel.account,
    company: channel.company,
    contact: channel.contact,
    forgetAt: new Date(now().getTime() + KEPT_MS),
  });
  return { id: kept.documentId, kind, filename: kept.filename ?? filename, mimeType: kept.mimeType ?? mimeType, bytes: kept.bytes ?? content.length };
};
