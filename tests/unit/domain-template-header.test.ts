import { findFileProblem, headerLabel, typeNames } from '../../admin/src/features/templates/header-file';
import type { TemplateHeaderView } from '../../plugin/contracts/templates';
import { fittingFile, headerFormatOf, mediaOfHeader, type HeaderFile, type TemplateComponent } from '../../plugin/domain/template';

const header = (format: 'image' | 'video' | 'document' | 'location' | 'text'): TemplateComponent[] => [{ type: 'header', format }, { type: 'body', text: 'Hi' }];
const FILE: HeaderFile = { source: 'file', kind: 'image', mediaId: 'm1', filename: 'shelf.png', mimeType: 'image/png', bytes: 10 };
const URL_FILE: HeaderFile = { source: 'url', url: 'https://x.test/a/shelf.png?size=1' };
const DEFAULT: HeaderFile = { source: 'default' };

describe('the file of a header', () => {
  it.each<[string, TemplateComponent[], HeaderFile | null, HeaderFile | null]>([
    ['an image where an image goes', header('image'), FILE, FILE],
    ['an image where a film goes now', header('video'), FILE, null],
    ['an address, whatever goes', header('document'), URL_FILE, URL_FILE],
    ['the default where an image goes', header('image'), DEFAULT, DEFAULT],
    ['the default where a film goes', header('video'), DEFAULT, null],
    ['a file where text is now', header('text'), FILE, null],
    ['a file where a place is', header('location'), FILE, null],
    ['a file where nothing is', [{ type: 'body', text: 'Hi' }], FILE, null],
    ['none', header('image'), null, null],
  ])('%s', (_what, components, headerFile, expected) => {
    expect(fittingFile({ components, headerFile })).toEqual(expected);
  });

  it('is what a message carries, the default being the account’s to say', () => {
    expect([FILE, URL_FILE, DEFAULT, null].map(mediaOfHeader)).toEqual([{ mediaId: 'm1', filename: 'shelf.png', mimeType: 'image/png' }, { link: URL_FILE.source === 'url' ? URL_FILE.url : '' }, null, null]);
    expect((['image', 'text', 'location'] as const).map((format) => headerFormatOf(header(format)))).toEqual(['image', null, null]);
  });
});

describe('choosing a file', () => {
  const view = (limits: TemplateHeaderView['limits']): Pick<TemplateHeaderView, 'format' | 'limits'> => ({ format: 'image', limits });
  const images = view({ maxBytes: 5 * 1024 * 1024, mimeTypes: ['image/jpeg', 'image/png'] });
  it.each([
    ['fits', { size: 10, type: 'image/png' }, images, null],
    ['of an unknown type is for the server to judge', { size: 10, type: '' }, images, null],
    ['is empty', { size: 0, type: 'image/png' }, images, 'media.empty'],
    ['is too large', { size: 5 * 1024 * 1024 + 1, type: 'image/png' }, images, 'media.too_large'],
    ['is another type', { size: 10, type: 'image/webp' }, images, 'media.type_not_allowed'],
    ['of any type, where any is taken', { size: 10, type: 'text/csv' }, view({ maxBytes: 100, mimeTypes: null }), null],
  ])('one that %s', (_what, file, limits, code) => {
    expect(findFileProblem(file, limits)?.code ?? null).toBe(code);
  });

  it('is named on the phone', () => {
    const shown = (file: HeaderFile | null) => headerLabel({ format: 'image', file, limits: { maxBytes: 0, mimeTypes: null }, defaultUrl: null });
    expect([shown(FILE), shown(URL_FILE), shown(DEFAULT), shown(null), headerLabel(null)]).toEqual(['shelf.png', 'shelf.png', null, null, null]);
    expect([typeNames(['image/jpeg', 'image/png']), typeNames(null)]).toEqual(['JPEG, PNG', null]);
  });
});
