import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * Strapi's own form of a stored secret (`admin::encryption`, 5.54): `v1:iv:ciphertext:tag` in hex, AES-256-GCM under the
 * SHA-256 of the key. Written out here because Strapi's service knows one key, and a change of keys needs two; a test
 * holds both against each other.
 */
const VERSION = 'v1';
const IV_BYTES = 16;

export interface Cipher {
  seal(value: string): string;
  /** Null where this key did not seal it. */
  open(sealed: string): string | null;
}

export const createCipher = (rawKey: string): Cipher => {
  const key = createHash('sha256').update(rawKey).digest();
  return {
    seal(value) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
      return [VERSION, iv.toString('hex'), sealed.toString('hex'), cipher.getAuthTag().toString('hex')].join(':');
    },
    open(sealed) {
      const [version, iv, content, tag] = sealed.split(':');
      if (version !== VERSION || !iv || content === undefined || !tag) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'hex'));
        decipher.setAuthTag(Buffer.from(tag, 'hex'));
        return Buffer.concat([decipher.update(Buffer.from(content, 'hex')), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
};
