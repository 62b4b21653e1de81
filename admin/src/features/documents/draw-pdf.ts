import { LOCAL_PDF_CREATOR } from '../../../../plugin/domain/document-rules';

export interface DrawnPage {
  pages: number;
  /** The plugin's own, where the ERP could make none. */
  madeHere: boolean;
}

/** Sharp on any screen, and never a canvas larger than browsers allow. */
const MAX_PIXELS = 8_000_000;

/**
 * Draws the first page as wide as `width` CSS pixels. The reader is 400 kB: it is loaded when the first document is
 * shown. Its worker runs here, on the main thread: the admin panel's content security policy bars workers from blobs,
 * and importing the worker's file is what makes pdf.js use it that way (pdfjs-dist 4.10).
 */
export const drawFirstPage = async (bytes: ArrayBuffer, canvas: HTMLCanvasElement, width: number, signal: AbortSignal): Promise<DrawnPage> => {
  const [{ getDocument }] = await Promise.all([import('pdfjs-dist/legacy/build/pdf.min.mjs'), import('pdfjs-dist/legacy/build/pdf.worker.min.mjs')]);
  signal.throwIfAborted();
  // The policy bars eval too, and an ERP's file is not ours to trust.
  const task = getDocument({ data: new Uint8Array(bytes), isEvalSupported: false, enableXfa: false, verbosity: 0 });
  const stop = () => void task.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const file = await task.promise;
    const page = await file.getPage(1);
    const natural = page.getViewport({ scale: 1 });
    const fit = width / natural.width;
    const sharp = Math.min(window.devicePixelRatio || 1, Math.sqrt(MAX_PIXELS / (natural.width * natural.height * fit * fit)));
    const viewport = page.getViewport({ scale: fit * sharp });
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    const canvasContext = canvas.getContext('2d');
    if (!canvasContext) throw new Error('The browser gave no canvas to draw on.');
    await page.render({ canvasContext, viewport }).promise;
    const { info } = await file.getMetadata();
    return { pages: file.numPages, madeHere: 'Creator' in info && info.Creator === LOCAL_PDF_CREATOR };
  } finally {
    signal.removeEventListener('abort', stop);
    void task.destroy();
  }
};
