import { randomBytes } from 'node:crypto';

/** A form with one file, as exact bytes: its length is known before it is sent, and nothing is encoded twice. */
export function toMultipart(fields: Readonly<Record<string, string>>, file: { name: string; filename: string; mimeType: string; content: Buffer }): { contentType: string; content: Buffer } {
  const boundary = `----whatsapp-${randomBytes(16).toString('hex')}`;
  const texts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"\r\n\r\n${value}\r\n`);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quote(file.name)}"; filename="${quote(file.filename)}"\r\nContent-Type: ${file.mimeType}\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    content: Buffer.concat([Buffer.from(texts.join('') + head, 'utf8'), file.content, Buffer.from(`\r\n--${boundary}--\r\n`, 'utf8')]),
  };
}

/** As browsers do it (HTML standard, multipart/form-data encoding): a filename can't end its line or its quotes. */
function quote(text: string): string {
  return text.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');
}
