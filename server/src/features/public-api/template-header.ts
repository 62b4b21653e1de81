import type { Core } from '@strapi/types';
import type { TemplateVariables } from '../../../../plugin/contracts/send';
import type { MediaRef } from '../../../../plugin/domain/message';
import { headerFormatOf } from '../../../../plugin/domain/template';
import type { AccountRow, TemplateRow } from '../../platform/records';
import { refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { Caller } from './caller';
import { checkFile, checkUrl, findOwnMedia } from './receive-media';

const FIELD = 'variables.header';

const wordOf = (header: TemplateVariables['header'], name: 'url' | 'mediaId' | 'filename'): string | null => {
  if (typeof header !== 'object' || Array.isArray(header)) return null;
  const value = Object.hasOwn(header, name) ? header[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

/**
 * The file of a template's header: what the caller names (an https address, `{url}` or `{mediaId}`), else what was
 * chosen for the template. Undefined where the template takes none.
 */
export const headerMediaFor = async (strapi: Core.Strapi, caller: Caller, account: AccountRow, template: TemplateRow, header: TemplateVariables['header']): Promise<MediaRef | undefined> => {
  const format = headerFormatOf(template.components ?? []);
  if (!format) return undefined;
  const mediaId = wordOf(header, 'mediaId');
  const filename = wordOf(header, 'filename');
  const named = filename ? { filename } : {};
  if (mediaId) {
    const media = await findOwnMedia(strapi, caller, mediaId, FIELD);
    checkFile(strapi, account, format, { bytes: media.bytes ?? 0, mimeType: media.mimeType ?? '' }, FIELD);
    return { mediaId: media.documentId, ...(media.filename ? { filename: media.filename } : {}), ...(media.mimeType ? { mimeType: media.mimeType } : {}), ...named };
  }
  const link = wordOf(header, 'url') ?? (typeof header === 'string' ? header.trim() : Array.isArray(header) ? header[0]?.trim() : undefined);
  if (link) {
    checkUrl(link, FIELD);
    return { link, ...named };
  }
  const chosen = await getService(strapi, 'templates').headerMediaOf(template, account);
  if (!chosen) throw refuse('template.header_media_missing', { path: FIELD });
  return { ...chosen, ...named };
};
