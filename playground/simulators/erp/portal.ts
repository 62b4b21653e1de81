import type { ServerResponse } from 'node:http';
import { documentFileName } from './document-methods';
import { answer, answerNotFound, escapeHtml, HTML, redirect } from './http-answer';
import type { PdfMode } from './settings';
import type { ErpStore } from './store';
import { createZip } from './zip';

export interface PortalOptions {
  store: ErpStore;
  mode: PdfMode;
  renderPdf(model: string, id: number): Promise<Uint8Array>;
}

const HUGE_BYTES = 101 * 1024 * 1024;

const disposition = (fileName: string, isDownload: boolean) => `${isDownload ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(fileName)}`;

/** A PDF that never seems to end, without a length to refuse it by; it stops when the client does. */
const streamHuge = (response: ServerResponse, headers: Record<string, string>): void => {
  response.writeHead(200, headers);
  let left = HUGE_BYTES;
  const block = Buffer.alloc(256 * 1024, 0x20);
  const pump = () => {
    while (left > 0 && !response.destroyed) {
      left -= block.length;
      if (!response.write(block)) {
        response.once('drain', pump);
        return;
      }
    }
    if (!response.destroyed) response.end();
  };
  response.write('%PDF-1.4\n');
  pump();
};

const pdfBytes = async ({ store, renderPdf }: PortalOptions, model: string, id: number): Promise<Buffer> => {
  const attachment = store.find('ir.attachment', Number(store.find(model, id)?.invoice_pdf_report_id));
  // Once sent, an invoice's own PDF is the document, byte for byte (recorded).
  if (typeof attachment?.datas === 'string') return Buffer.from(attachment.datas, 'base64');
  return Buffer.from(await renderPdf(model, id));
};

const webPage = (title: string) =>
  `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>\n<body><main><h1>${escapeHtml(title)}</h1></main></body>\n</html>\n`;

/** `/my/orders/20?access_token=…&report_type=pdf&download=true`, without a session. */
export const answerPortal = async (response: ServerResponse, url: URL, options: PortalOptions): Promise<void> => {
  const match = /^\/my\/(orders|invoices)\/(\d+)$/.exec(url.pathname);
  if (!match) {
    if (url.pathname === '/my' || url.pathname === '/my/home') answer(response, 200, { 'content-type': HTML }, webPage('My account'));
    else answerNotFound(response);
    return;
  }
  const model = match[1] === 'orders' ? 'sale.order' : 'account.move';
  const record = options.store.find(model, Number(match[2]));
  const token = url.searchParams.get('access_token');
  if (!record || !token || record.access_token !== token) {
    redirect(response, '/my');
    return;
  }
  if (url.searchParams.get('report_type') !== 'pdf') {
    answer(response, 200, { 'content-type': HTML }, webPage(String(record.name || 'Draft')));
    return;
  }
  await answerPdf(response, url, model, record.id, options);
};

const answerPdf = async (response: ServerResponse, url: URL, model: string, id: number, options: PortalOptions): Promise<void> => {
  const record = options.store.find(model, id);
  if (!record) return;
  const fileName = documentFileName(model, record);
  const headers = { 'content-type': 'application/pdf', 'content-disposition': disposition(fileName, url.searchParams.get('download') === 'true'), 'x-content-type-options': 'nosniff' };
  const zipHeaders = { ...headers, 'content-type': 'application/zip', 'content-disposition': disposition('invoices.zip', true) };
  const xml = { name: fileName.replace(/\.pdf$/, '.xml'), bytes: Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<Invoice/>\n') };
  switch (options.mode) {
    case 'html':
      return answer(response, 200, { 'content-type': HTML }, webPage('Something went wrong'));
    case 'login':
      return redirect(response, `/web/login?redirect=${encodeURIComponent(url.pathname + url.search)}`);
    case 'zip':
      return answer(response, 200, zipHeaders, createZip([xml, { name: fileName, bytes: await pdfBytes(options, model, id) }]));
    case 'zip-several': {
      const bytes = await pdfBytes(options, model, id);
      return answer(response, 200, zipHeaders, createZip([{ name: fileName, bytes }, { name: fileName.replace(/\.pdf$/, '_terms.pdf'), bytes }]));
    }
    case 'zip-empty':
      return answer(response, 200, zipHeaders, createZip([]));
    case 'huge':
      return streamHuge(response, headers);
    case 'timeout':
      return undefined;
    case 'no-wkhtmltopdf':
      return answer(response, 422, { 'content-type': HTML }, '<!doctype html>\n<html lang=en>\n<title>422 Unprocessable Entity</title>\n<h1>Unprocessable Entity</h1>\n<p>Unable to find Wkhtmltopdf on this system. The PDF can not be created.</p>\n');
    case 'not-pdf':
      return answer(response, 200, headers, Buffer.from('This is not a PDF, whatever the header says.\n'));
    case 'ok':
      return answer(response, 200, headers, await pdfBytes(options, model, id));
  }
};
