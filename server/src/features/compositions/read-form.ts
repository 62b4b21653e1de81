import type { Context } from 'koa';
import { LARGEST_FILE_BYTES } from '../../../../plugin/domain/media-limits';
import { takeFormFile } from '../../platform/form-files';
import { refuse } from '../../platform/request-errors';
import type { Upload } from './send-composition';

const parseJson = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    throw refuse('request.not_json');
  }
};

/**
 * What was asked for and the picked file: JSON alone, or a form with the JSON in `body` and the file in `files`. What
 * each kind may have is said once the account is known.
 */
export const readForm = async (ctx: Context): Promise<{ body: unknown; upload: Upload | null }> => {
  if (!/^multipart\/form-data/i.test(ctx.get('content-type'))) return { body: ctx.request.body, upload: null };
  const upload = await takeFormFile(ctx, { maxBytes: LARGEST_FILE_BYTES });
  return { body: parseJson((ctx.request.body as Record<string, unknown> | undefined)?.body), upload };
};
