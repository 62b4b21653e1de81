import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Core } from '@strapi/types';
import type { LibraryFileView } from '../../../../plugin/contracts/media';
import { failureText } from '../../platform/failure-text';
import type { MediaRow } from '../../platform/records';
import { refuse } from '../../platform/request-errors';
import { libraryNameOf } from './library-kinds';
import type { MediaRepository } from './media.repository';

const FILE = 'plugin::upload.file';

interface UploadService {
  upload(request: { data: { fileInfo: { name: string } }; files: { filepath: string; originalFilename: string; mimetype: string; size: number } }, options: { user: { id: number } }): Promise<LibraryFileView[]>;
}

const fits = (mimeType: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => pattern.toLowerCase() === mimeType || (pattern.endsWith('/*') && mimeType.startsWith(pattern.toLowerCase().slice(0, -1))) || pattern === '*' || pattern === '*/*');

/** Copies of customers' files in Strapi's Media Library, made by a person, once a file. */
export const createMediaLibrary = (strapi: Core.Strapi, repository: MediaRepository, read: (media: MediaRow) => Promise<Buffer>) => {
  const saving = new Map<number, Promise<LibraryFileView>>();

  /** What the host lets into its library at all (`plugin::upload.security`), which only Strapi's own controllers ask. */
  const isTaken = (mimeType: string): boolean => {
    const { allowedTypes, deniedTypes = [] } = strapi.config.get('plugin::upload.security', {}) as { allowedTypes?: string[]; deniedTypes?: string[] };
    return !fits(mimeType, deniedTypes) && (allowedTypes === undefined || fits(mimeType, allowedTypes));
  };

  const present = ({ id, name, url }: LibraryFileView): LibraryFileView => ({ id, name, url });

  const kept = async (id: number | null): Promise<LibraryFileView | null> =>
    id === null ? null : ((await strapi.db.query(FILE).findOne({ where: { id }, select: ['id', 'name', 'url'] })) as LibraryFileView | null);

  const save = async (media: MediaRow, user: number): Promise<LibraryFileView> => {
    // Read again: another press may have ended since the row was.
    const former = await kept((await repository.media.findById(media.id))?.libraryFile ?? null);
    if (former) return present(former);
    const content = await read(media);
    const name = libraryNameOf(media, content);
    const mimeType = media.mimeType ?? '';
    if (name === null || !isTaken(mimeType)) throw refuse('media.kind_not_kept');
    const folder = await mkdtemp(path.join(tmpdir(), 'whatsapp-library-'));
    try {
      const filepath = path.join(folder, 'file');
      await writeFile(filepath, content, { mode: 0o600 });
      const service = strapi.plugin('upload').service('upload') as unknown as UploadService;
      const [file] = await service.upload({ data: { fileInfo: { name } }, files: { filepath, originalFilename: name, mimetype: mimeType, size: content.length } }, { user: { id: user } });
      if (!file) throw new Error('the Media Library gave no file');
      await repository.media.update(media.id, { libraryFile: file.id });
      return present(file);
    } catch (error) {
      // Its limits and its store are the host's: what they say is for the log.
      strapi.log.warn(`[whatsapp] the Media Library did not take ${media.documentId}: ${failureText(error)}`);
      throw refuse('media.library_refused');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  return {
    /** Pressed twice, it is one file. */
    save(media: MediaRow, user: number): Promise<LibraryFileView> {
      const running = saving.get(media.id);
      if (running) return running;
      const started = save(media, user).finally(() => saving.delete(media.id));
      saving.set(media.id, started);
      return started;
    },
  };
};
