import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The compiler copies no pages: from the playground's `dist` the sources are where they always were. */
const folder = [__dirname, join(__dirname, '../../../../simulators/whatsapp/phone')].find((one) => existsSync(join(one, 'phone.html'))) ?? __dirname;

/** The phone as one document: its script and style are inlined, and the policy lets in nothing else. */
export function createPhonePage(): { html: string; headers: Record<string, string> } {
  const part = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const script = `(() => {\n'use strict';\n${['client-draw.js', 'client-chat.js', 'client-write.js'].map(part).join('\n')}})();`;
  const style = part('phone.css');
  const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const html = part('phone.html').replace('/*style*/', () => style).replace('/*script*/', () => script);
  const policy = ["default-src 'none'", `script-src ${hashOf(script)}`, `style-src ${hashOf(style)}`, "connect-src 'self'", "img-src 'self' data:", "media-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"];
  return { html, headers: { 'content-security-policy': policy.join('; '), 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } };
}
