import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataDirectory } from '../keys';

export interface DemoAccount {
  key: string;
  name: string;
  provider: 'meta';
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  businessAccountId: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
}

export interface DemoCredentials {
  adminEmail: string;
  adminPassword: string;
  accounts: DemoAccount[];
}

const FILE = 'demo-credentials.json';

const token = (bytes = 24): string => randomBytes(bytes).toString('hex');

/** Passwords and tokens of the demo, made on the first start; the simulated WhatsApp is told the same ones. */
export const demoCredentials = (directory = dataDirectory()): DemoCredentials => {
  const file = path.join(directory, FILE);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials;
  const appSecret = token(16);
  const account = (key: string, name: string, phoneNumberId: string, displayPhoneNumber: string): DemoAccount => ({
    key,
    name,
    provider: 'meta',
    phoneNumberId,
    displayPhoneNumber,
    verifiedName: name,
    businessAccountId: '100000000000001',
    accessToken: `EAA${token(32)}`,
    appSecret,
    verifyToken: token(12),
  });
  const made: DemoCredentials = {
    adminEmail: 'admin@example.com',
    // Strapi wants upper and lower case and a digit.
    adminPassword: `Demo-${randomBytes(9).toString('base64url')}1a`,
    accounts: [
      account('main', 'Northwind Traders', '200000000000001', '+1 555 010 0001'),
      account('brasil', 'Northwind Brasil', '200000000000002', '+55 11 95550 0002'),
    ],
  };
  mkdirSync(directory, { recursive: true, mode: 0o711 });
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
};
