import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Keys {
  appKeys: string[];
  apiTokenSalt: string;
  adminJwtSecret: string;
  transferTokenSalt: string;
  encryptionKey: string;
  jwtSecret: string;
}

/** Where the playground keeps what it makes: database, keys, private files. Git-ignored. */
export const dataDirectory = (): string => process.env.PLAYGROUND_DATA ?? path.resolve(process.cwd(), '.data');

const secret = (): string => randomBytes(32).toString('base64');

/** The playground's own secrets, made on the first start and kept: an encryption key that changed would lose every stored secret. */
export const keys = (): Keys => {
  const file = path.join(dataDirectory(), 'keys.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Keys;
  const made: Keys = {
    appKeys: [secret(), secret()],
    apiTokenSalt: secret(),
    adminJwtSecret: secret(),
    transferTokenSalt: secret(),
    encryptionKey: secret(),
    jwtSecret: secret(),
  };
  mkdirSync(dataDirectory(), { recursive: true, mode: 0o711 });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
};
