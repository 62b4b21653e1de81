import { readFile } from 'node:fs/promises';
import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { headerFormatOf, type HeaderFile, type HeaderFormat } from '../../../../plugin/domain/template';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { leadsToPublic } from '../../platform/public-address';
import type { TemplateRow } from '../../platform/records';
import { invalid, missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { createSeenTemplates, type Seen } from './seen-templates';
import type { TemplatesDesk } from './templates.service';
import { headerFileBody } from './templates.validation';

interface FormFile {
  filepath: string;
  originalFilename: string | null;
  mimetype: string | null;
  size: number;
}

const megabytes = (bytes: number): string => `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;

/** The one file of a form, as Strapi's body parser left it on the disk; it deletes it after the answer. */
const fileOf = (ctx: Context): FormFile => {
  const files = Object.values((ctx.request as unknown as { files?: Record<string, FormFile | FormFile[]> }).files ?? {}).flat();
  const [file] = files;
  if (!file || files.length > 1) throw invalid('file: give exactly one', { path: 'file' });
  return file;
};

/** The file in a template's header: an upload of ours, an address, or the account's default image. */
export const createTemplateHeaderController = (strapi: Core.Strapi) => {
  const seen = createSeenTemplates(strapi);
  const templates = (): TemplatesDesk => getService(strapi, 'templates') as TemplatesDesk;

  const formatOf = (row: TemplateRow): HeaderFormat => {
    const format = headerFormatOf(row.components ?? []);
    if (!format) throw refuse('template.header_takes_no_file');
    return format;
  };

  const save = async (ctx: Context, who: Seen, row: TemplateRow, headerFile: HeaderFile | null) => {
    await templates().repository.table().update(row.id, { headerFile });
    getService(strapi, 'logs').record({
      operation: 'template.header-file',
      success: true,
      user: adminIdOf(ctx),
      subjectType: 'template',
      subject: row.documentId,
      details: { name: row.name, language: row.language, before: row.headerFile, after: headerFile },
    });
    const [data] = await seen.present([await seen.getRow(ctx, who)], who.accounts);
    return { data };
  };

  const check = (row: TemplateRow, format: HeaderFormat, { size, mimeType }: { size: number; mimeType: string | null }): void => {
    const limits = getService(strapi, 'accounts').findProvider(row.provider)?.limits.media[format];
    if (size === 0) throw refuse('media.empty', { path: 'file' });
    if (limits && size > limits.maxBytes) throw refuse('media.too_large', { path: 'file', values: { max: megabytes(limits.maxBytes) } });
    if (mimeType !== null && limits?.mimeTypes && !limits.mimeTypes.includes(mimeType)) throw refuse('media.type_not_allowed', { path: 'file', values: { mimeType, kind: format } });
  };

  return {
    async read(ctx: Context) {
      const row = await seen.getRow(ctx, await seen.seenBy(ctx));
      if (row.headerFile?.source !== 'file') throw refuse('template.header_file_none');
      const media = await getService(strapi, 'media').findByDocumentId(row.headerFile.mediaId);
      if (!media) throw missing('media.not_found');
      await getService(strapi, 'media').serve(ctx, media);
    },

    async choose(ctx: Context) {
      const who = await seen.seenBy(ctx);
      const row = await seen.getRow(ctx, who);
      const body = parseInput(headerFileBody, ctx.request.body);
      const format = formatOf(row);
      if (body.source === 'none') return save(ctx, who, row, null);
      if (body.source === 'default' && format !== 'image') throw refuse('template.default_only_images', { path: 'source' });
      // Judged again whenever it is fetched: a name can change where it leads.
      if (body.source === 'url' && !(await leadsToPublic(body.url))) throw refuse('media.url_not_public', { path: 'url' });
      return save(ctx, who, row, body);
    },

    async upload(ctx: Context) {
      const who = await seen.seenBy(ctx);
      const row = await seen.getRow(ctx, who);
      const format = formatOf(row);
      const file = fileOf(ctx);
      // The size first: a film too large is not read into memory to be refused.
      check(row, format, { size: file.size, mimeType: null });
      const content = await readFile(file.filepath);
      const media = getService(strapi, 'media');
      const mimeType = media.typeOf(content, file.mimetype);
      // By its bytes, and before it is kept: a refused file leaves nothing behind.
      check(row, format, { size: content.length, mimeType });
      const account = who.accounts.find(({ businessAccount }) => businessAccount === row.businessAccount) ?? null;
      const kept = await media.store({ content, mimeType, filename: file.originalFilename ?? format, origin: 'outbound', kind: format, account: account?.id ?? null });
      return save(ctx, who, row, { source: 'file', kind: format, mediaId: kept.documentId, filename: kept.filename ?? format, mimeType: kept.mimeType ?? mimeType, bytes: kept.bytes ?? content.length });
    },
  };
};
