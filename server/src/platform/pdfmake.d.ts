// @types/pdfmake knows the shared instance only. Ours is made for each document: a host may use pdfmake too, with settings of its own.
declare module 'pdfmake/js/Printer.js' {
  import type { TDocumentDefinitions } from 'pdfmake/interfaces';

  interface Files {
    existsSync(name: string): boolean;
    readFileSync(name: string): Buffer;
  }
  interface UrlResolver {
    resolve(url: string): Promise<void>;
    resolved(): Promise<void>;
  }
  interface PrinterClass {
    new (fonts: Record<string, { normal: string; bold: string }>, files: Files, urls: UrlResolver, mayRead: (path: string) => boolean): { createPdfKitDocument(definition: TDocumentDefinitions): Promise<NodeJS.ReadableStream & { end(): void }> };
  }
  const printer: PrinterClass | { default: PrinterClass };
  export default printer;
}

declare module 'pdfmake/build/fonts/Roboto.js' {
  const container: { vfs: Record<string, { data: string; encoding: BufferEncoding }> };
  export default container;
}
