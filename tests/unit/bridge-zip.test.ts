import { ZipFile } from 'yazl';
import { isOdooError } from '../../bridge/src';
import { parseDispositionFilename, sanitizePdfFilename } from '../../bridge/src/odoo/filename';
import { extractOnlyPdf } from '../../bridge/src/odoo/zip';


const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.4\n${text}\n%%EOF`);

async function zipOf(entries: readonly [name: string, content: Buffer][]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of entries) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else zip.addBuffer(content, name);
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return isOdooError(error) ? error.kind : String(error);
  }
}

describe('a zip with legal documents', () => {
  it('gives its one PDF, beside XML, folders and things only named like one', async () => {
    const archive = await zipOf([
      ['docs/', Buffer.alloc(0)],
      ['docs/INV_2026_00001.xml', Buffer.from('<Invoice/>')],
      ['docs/INV_2026_00001.pdf', pdf('the invoice')],
      ['__MACOSX/._INV_2026_00001.pdf', Buffer.from([0, 5, 22, 7])],
      ['empty.pdf', Buffer.alloc(0)],
    ]);
    expect(await extractOnlyPdf(archive)).toEqual({ filename: 'INV_2026_00001.pdf', content: pdf('the invoice') });
  });

  it('gives a PDF that is larger than one chunk whole', async () => {
    const large = Buffer.concat([pdf('x'), Buffer.alloc(3_000_000, 7)]);
    expect((await extractOnlyPdf(await zipOf([['a.bin', large]]))).content.equals(large)).toBe(true);
  });

  it.each([
    { name: 'no entry', entries: [], kind: 'zip_without_pdf' },
    { name: 'no PDF', entries: [['a.xml', Buffer.from('<a/>')]] as [string, Buffer][], kind: 'zip_without_pdf' },
    { name: 'two PDFs', entries: [['a.pdf', pdf('a')], ['b.pdf', pdf('b')]] as [string, Buffer][], kind: 'zip_several_pdfs' },
    { name: '21 entries', entries: Array.from({ length: 21 }, (_, index): [string, Buffer] => [`${index}.txt`, Buffer.from('x')]), kind: 'zip_too_large' },
    { name: 'a bomb of 101 MB', entries: [['bomb.txt', Buffer.alloc(101 * 1024 * 1024)]] as [string, Buffer][], kind: 'zip_too_large' },
  ])('refuses $name', async ({ entries, kind }) => {
    expect(await kindOf(extractOnlyPdf(await zipOf(entries)))).toBe(kind);
  });

  it('takes exactly 20 entries', async () => {
    const entries = Array.from({ length: 20 }, (_, index): [string, Buffer] => [`${index}.pdf`, index === 19 ? pdf('last') : Buffer.from('x')]);
    expect((await extractOnlyPdf(await zipOf(entries))).filename).toBe('19.pdf');
  });

  it('refuses one that is cut off, and one whose sizes lie', async () => {
    const archive = await zipOf([['a.pdf', Buffer.concat([pdf('a'), Buffer.alloc(50_000, 1)])]]);
    expect(await kindOf(extractOnlyPdf(archive.subarray(0, archive.length - 30)))).toBe('zip_broken');
    expect(await kindOf(extractOnlyPdf(Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100)])))).toBe('zip_broken');
    const lying = Buffer.from(archive);
    const directory = lying.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    lying.writeUInt32LE(10, directory + 24);
    expect(await kindOf(extractOnlyPdf(lying))).toBe('zip_broken');
  });
});

describe('the name a document comes with', () => {
  it.each([
    ["attachment; filename*=UTF-8''Sales_Order_S00020.pdf", 'Sales_Order_S00020.pdf'],
    ["attachment; filename*=UTF-8''Facture%20%C3%A9t%C3%A9.pdf; filename=plain.pdf", 'Facture été.pdf'],
    ["attachment; filename=plain.pdf; filename*=iso-8859-1'en'%A3%20rates.pdf", '£ rates.pdf'],
    ['inline; filename="a \\"quoted\\" name.pdf"', 'a "quoted" name.pdf'],
    ['attachment; filename=INV_1.pdf', 'INV_1.pdf'],
    ["attachment; filename*=UTF-8''%E0%A4%A; filename=fallback.pdf", 'fallback.pdf'],
    ['attachment', null],
    [null, null],
  ])('%j says %j', (header, name) => expect(parseDispositionFilename(header)).toBe(name));

  it.each([
    ['INV/2026/00001.pdf', 'INV_2026_00001.pdf'],
    ['../../etc/passwd', 'etc_passwd.pdf'],
    ['..\\..\\windows.pdf', 'windows.pdf'],
    ['invoice\u202Efdp.exe', 'invoice_fdp.exe.pdf'],
    ['a\u0000b\r\nc.pdf', 'a_b_c.pdf'],
    ['.pdf', 'invoice-7.pdf'],
    ['   ', 'invoice-7.pdf'],
    [null, 'invoice-7.pdf'],
    ['Rechnung für Müller.PDF', 'Rechnung für Müller.pdf'],
    ['x'.repeat(500), `${'x'.repeat(120)}.pdf`],
  ])('%j becomes %j', (name, expected) => expect(sanitizePdfFilename(name, 'invoice-7')).toBe(expected));
});
