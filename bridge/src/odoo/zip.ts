import type { Readable } from 'node:stream';
import { fromBuffer } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { isOdooError, OdooError } from './odoo-error';

export const MAX_ZIP_ENTRIES = 20;
export const MAX_INFLATED_BYTES = 100 * 1024 * 1024;

/** `%PDF-`, the five bytes every PDF begins with. */
export function isPdf(content: Buffer): boolean {
  return content.subarray(0, 5).equals(Buffer.from('%PDF-'));
}

export function isZip(content: Buffer): boolean {
  const signature = content.length >= 4 ? content.readUInt32LE(0) : 0;
  // A local file, or the end of an empty archive.
  return signature === 0x04034b50 || signature === 0x06054b50;
}

function openZip(content: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(content, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => (error || !zip ? reject(error ?? new OdooError('zip_broken')) : resolve(zip)));
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error || !stream ? reject(error ?? new OdooError('zip_broken')) : resolve(stream)));
  });
}

/** The entries one by one; the next is read from the directory only when it is asked for. */
async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(null));
      zip.once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners('entry');
    zip.removeAllListeners('end');
    zip.removeAllListeners('error');
    if (!entry) return;
    yield entry;
  }
}

export interface ZippedPdf {
  /** The entry's name, its folder taken off. */
  filename: string;
  content: Buffer;
}

/**
 * The one PDF of a zip (several legal documents come as one: a PDF with its XML, for instance). What is inside
 * is told by its first bytes, not by its name, and counted while it inflates, not by what the directory claims.
 * Throws `zip_without_pdf`, `zip_several_pdfs`, `zip_too_large`, `zip_broken`.
 */
export async function extractOnlyPdf(archive: Buffer): Promise<ZippedPdf> {
  try {
    const zip = await openZip(archive);
    if (zip.entryCount > MAX_ZIP_ENTRIES) throw new OdooError('zip_too_large');
    let found: ZippedPdf | null = null;
    let inflated = 0;
    for await (const entry of entriesOf(zip)) {
      if (entry.fileName.endsWith('/')) continue;
      const chunks: Buffer[] = [];
      let isCandidate: boolean | null = null;
      for await (const chunk of (await openEntry(zip, entry)) as AsyncIterable<Buffer>) {
        inflated += chunk.length;
        if (inflated > MAX_INFLATED_BYTES) throw new OdooError('zip_too_large');
        // What turns out to be no PDF is counted to its end but not kept.
        if (isCandidate !== false) chunks.push(chunk);
        const head = isCandidate === null ? Buffer.concat(chunks) : null;
        if (head && head.length >= 5) {
          isCandidate = isPdf(head);
          if (!isCandidate) chunks.length = 0;
        }
      }
      if (!isCandidate) continue;
      if (found) throw new OdooError('zip_several_pdfs');
      found = { filename: entry.fileName.split('/').at(-1)!, content: Buffer.concat(chunks) };
    }
    if (!found) throw new OdooError('zip_without_pdf');
    return found;
  } catch (error) {
    // yauzl's own errors (encrypted, truncated, sizes that lie) differ in words only.
    throw isOdooError(error) ? error : new OdooError('zip_broken');
  }
}
