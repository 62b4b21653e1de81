import type { MediaRef } from './message';
import type { TemplateComponent } from './template-parts';

export type HeaderFormat = 'image' | 'video' | 'document';

/** Where the file in a template's header comes from when a send brings none of its own. */
export type HeaderFile =
  | { source: 'file'; kind: HeaderFormat; mediaId: string; filename: string; mimeType: string; bytes: number }
  /** A public https address; fetched at each send. */
  | { source: 'url'; url: string }
  /** The default image of the account, else of the installation. */
  | { source: 'default' };

/** The kind of file a template carries in its header; null: none. */
export function headerFormatOf(components: readonly TemplateComponent[]): HeaderFormat | null {
  const header = components.find((component) => component.type === 'header');
  return header?.type === 'header' && (header.format === 'image' || header.format === 'video' || header.format === 'document') ? header.format : null;
}

/** The chosen file where it still fits: a template may have got another header at WhatsApp since. */
export function fittingFile(template: { components: readonly TemplateComponent[]; headerFile?: HeaderFile | null }): HeaderFile | null {
  const format = headerFormatOf(template.components);
  const file = template.headerFile ?? null;
  if (!file || !format) return null;
  if (file.source === 'file') return file.kind === format ? file : null;
  return file.source === 'default' && format !== 'image' ? null : file;
}

/** What a message carries of a chosen file. The default image is the account's to say, so it is not known here. */
export function mediaOfHeader(file: HeaderFile | null): MediaRef | null {
  switch (file?.source) {
    case 'file':
      return { mediaId: file.mediaId, filename: file.filename, mimeType: file.mimeType };
    case 'url':
      return { link: file.url };
    default:
      return null;
  }
}
