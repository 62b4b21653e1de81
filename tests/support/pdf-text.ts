import { execFile } from 'node:child_process';
import path from 'node:path';

export interface ReadPdf {
  text: string;
  pages: number;
  creator: string | null;
  annotations: number;
  /** Where the text ends that reaches furthest, and how wide the page is. */
  right: number;
  width: number;
}

/** What a reader shows of a PDF. In a process of its own: pdf.js is an ES module, which jest runs none of. */
export const readPdf = (content: Buffer): Promise<ReadPdf> =>
  new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [path.join(__dirname, 'read-pdf.mjs')], { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stderr}`));
      else resolve(JSON.parse(stdout) as ReadPdf);
    });
    child.stdin?.end(content);
  });
