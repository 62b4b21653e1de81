import { kindOfFile, limitsOf, LARGEST_FILE_BYTES, WHATSAPP_MEDIA } from '../../plugin/domain/media-limits';

const KB = 1024;
const MB = 1024 * KB;
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const jpeg = bytes('\xff\xd8\xff\xe0....');
const ogg = (codec: string): Uint8Array => bytes(`OggS${'\0'.repeat(24)}${codec}`);
const iso = (brand: string): Uint8Array => bytes(`\0\0\0\x18ftyp${brand}`);
const webp = (width: number, height: number, animated: boolean): Uint8Array => {
  const le = (value: number) => String.fromCharCode((value - 1) & 255, ((value - 1) >> 8) & 255, 0);
  return bytes(`RIFF....WEBPVP8X....${animated ? '\x02' : '\0'}\0\0\0${le(width)}${le(height)}`);
};
/** A lossless and a lossy still of 512, as their headers have it. */
const lossless = bytes('RIFF....WEBPVP8L....\x2f\xff\xc1\x7f\0.....');
const lossy = bytes('RIFF....WEBPVP8 ....\0\0\0\x9d\x01\x2a\0\x02\0\x02..');

/** Every cell is there: jest would put its `done` in the place of one that is left out. */
const filled = <Row extends unknown[]>(width: number, rows: Row[]): Row[] => rows.map((row) => [...row, ...Array.from({ length: width - row.length })] as Row);

describe('what a picked file is sent as', () => {
  it.each(filled<[string, string, string, number, Uint8Array | undefined, string, string?]>(7, [
    ['a photo', 'image/jpeg', 'a.jpg', 5 * MB, jpeg, 'image'],
    ['a photo under the type’s other name', 'image/jpg', 'a.jpg', 10, undefined, 'image', 'image/jpeg'],
    ['a photo before its bytes are there', 'image/png', 'a.png', 10, undefined, 'image'],
    ['a film', 'video/mp4', 'a.mp4', 16 * MB, iso('isom'), 'video'],
    ['a sound', 'audio/mp3', 'a.mp3', 10, undefined, 'audio', 'audio/mpeg'],
    ['a sound that calls itself a film', 'video/mp4', 'a.m4a', 10, iso('M4A '), 'audio', 'audio/mp4'],
    ['a voice note', 'audio/ogg; codecs=opus', 'a.opus', 10, ogg('OpusHead'), 'voice', 'audio/ogg'],
    ['a voice note under its codec’s name', 'audio/opus', 'a.opus', 10, ogg('OpusHead'), 'voice', 'audio/ogg'],
    ['Ogg that holds no Opus', 'audio/ogg', 'a.ogg', 10, ogg('\x01vorbis.'), 'document'],
    ['a sticker', 'image/webp', 'a.webp', 100 * KB, webp(512, 512, false), 'sticker'],
    ['an animated sticker', 'image/webp', 'a.webp', 500 * KB, webp(512, 512, true), 'sticker'],
    ['a lossless sticker', 'image/webp', 'a.webp', 10, lossless, 'sticker'],
    ['a lossy sticker', 'image/webp', 'a.webp', 10, lossy, 'sticker'],
    ['a still sticker above its limit', 'image/webp', 'a.webp', 101 * KB, webp(512, 512, false), 'document'],
    ['a WebP picture of another size', 'image/webp', 'a.webp', 10, webp(640, 480, false), 'document'],
    ['a PDF', 'application/pdf', 'a.pdf', 100 * MB, bytes('%PDF-1.7'), 'document'],
    ['an invoice in XML', 'text/xml', 'a.xml', 10, bytes('<?xml version="1.0"?><Invoice>'), 'document'],
    ['a sheet the browser has no type for', '', 'Offer.XLSX', 10, undefined, 'document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['a text its bytes say nothing of', 'application/octet-stream', 'a.txt', 10, bytes('MZ is how it begins'), 'document', 'text/plain'],
  ]))('%s', (_, type, name, size, head, kind, mimeType) => {
    expect(kindOfFile(type, name, size, head ? { head } : {})).toEqual({ kind, mimeType: mimeType ?? type, problem: null });
  });

  it.each(filled<[string, string, string, number, string, object?]>(6, [
    ['an empty file', 'image/png', 'a.png', 0, 'media.empty'],
    ['a photo too large', 'image/jpeg', 'a.jpg', 5 * MB + 1, 'media.too_large', { max: '5 MB' }],
    ['a film too large', 'video/mp4', 'a.mp4', 17 * MB, 'media.too_large', { max: '16 MB' }],
    ['a document too large', 'application/pdf', 'a.pdf', 100 * MB + 1, 'media.too_large', { max: '100 MB' }],
    ['a moving picture', 'image/gif', 'a.gif', 10, 'media.type_not_allowed', { mimeType: 'image/gif', kind: 'image' }],
    ['a film of a camera', 'video/quicktime', 'a.mov', 10, 'media.type_not_allowed', { mimeType: 'video/quicktime', kind: 'video' }],
    ['what has no type', '', 'drawing.xyz', 10, 'media.type_not_allowed', { mimeType: 'application/octet-stream', kind: 'document' }],
  ]))('refuses %s', (_, type, name, size, code, values = {}) => {
    expect(kindOfFile(type, name, size)).toEqual({ kind: null, problem: { code, values } });
  });

  it('refuses a phone’s own photo format, which begins as a film does', () => {
    expect(kindOfFile('video/mp4', 'IMG_1.HEIC', 10, { head: iso('heic') })).toEqual({ kind: null, problem: { code: 'media.type_not_allowed', values: { mimeType: 'image/heic', kind: 'image' } } });
  });

  it.each(filled<[string, string, string, string?]>(4, [
    ['a page', 'text/html', 'a.html'],
    ['a page by its name', 'text/plain', 'a.HTM'],
    ['a page that calls itself a picture', 'application/octet-stream', 'photo.png', '<!DOCTYPE html><script>'],
    ['a page after a comment', 'text/plain', 'a.txt', '\xef\xbb\xbf \n<!-- x -->\n<html>'],
    ['a page in two bytes a letter', 'text/plain', 'a.txt', `\xff\xfe${[...'<script>'].map((letter) => `${letter}\0`).join('')}`],
    ['a drawing', 'image/svg+xml', 'a.svg'],
    ['a drawing that calls itself a picture', 'application/octet-stream', 'a.png', '<?xml version="1.0"?>\n<svg onload="x">'],
    ['a program', 'application/x-msdownload', 'setup'],
    ['a program by its name', '', 'setup.exe'],
    ['a program whose name is turned round', 'application/pdf', 'offer\u202efdp.exe'],
    ['a program whose name ends in dots', 'application/pdf', 'offer.pdf.exe. .'],
    ['a program by its bytes', 'application/octet-stream', 'a.txt', `MZ\x90\0\x03${'\0'.repeat(40)}`],
    ['a script by its first line', 'text/plain', 'a.txt', '#!/bin/sh\nrm'],
    ['a shortcut', '', 'Invoice.pdf.lnk'],
    ['an app', 'application/vnd.android.package-archive', 'a'],
  ]))('never sends %s', (_, type, name, head) => {
    expect(kindOfFile(type, name, 10, head ? { head: bytes(head) } : {})).toEqual({ kind: null, problem: { code: 'media.executable', values: {} } });
  });

  it('sends as a document what a freer provider takes as one', () => {
    const free = { ...WHATSAPP_MEDIA, document: { maxBytes: 50 * MB } };
    expect(kindOfFile('image/jpeg', 'a.jpg', 6 * MB, { limits: free })).toMatchObject({ kind: 'document' });
    expect(kindOfFile('video/quicktime', 'a.mov', 6 * MB, { limits: free })).toMatchObject({ kind: 'document' });
    expect(kindOfFile('video/quicktime', 'a.mov', 51 * MB, { limits: free })).toMatchObject({ kind: null });
  });

  it('says the limits', () => {
    expect([limitsOf('image').maxBytes, LARGEST_FILE_BYTES]).toEqual([5 * MB, 100 * MB]);
  });
});
