// Reads a PDF on stdin and writes what stands in it as JSON.
import { buffer } from 'node:stream/consumers';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.min.mjs';

const file = await getDocument({ data: new Uint8Array(await buffer(process.stdin)), isEvalSupported: false, verbosity: 0 }).promise;
const read = { text: '', pages: file.numPages, creator: (await file.getMetadata()).info.Creator ?? null, annotations: 0, right: 0, width: 0 };
for (let number = 1; number <= file.numPages; number += 1) {
  const page = await file.getPage(number);
  read.width = page.view[2];
  read.annotations += (await page.getAnnotations()).length;
  for (const { str, transform, width } of (await page.getTextContent()).items) {
    read.text += `${str.replaceAll('\u00a0', ' ')}`;
    read.right = Math.max(read.right, transform[4] + width);
  }
}
process.stdout.write(JSON.stringify(read));
