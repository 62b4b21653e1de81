import type { Credential } from './dispatch';

/**
 * Sign-in of the simulated ERP. Nothing here is a secret: the server answers on this machine only. The keys have the
 * shape of real ones, 40 hexadecimal digits, because clients tell a key from a password by it.
 */
export const DEMO = {
  database: 'demo',
  login: 'bridge',
  apiKey: 'd0d0cafe00000000000000000000000000b41d6e',
  password: 'bridge-password',
  uid: 7,
} as const;

/** A user with two factors: the password answers `false`, the key works. */
export const DEMO_TWO_FACTOR = { login: 'totp', apiKey: 'd0d0cafe000000000000000000000000002fa000', password: 'totp-password', uid: 8 } as const;

/** Reads everything, writes nothing but notes on orders and invoices. */
export const DEMO_AUDITOR = { login: 'auditor', apiKey: 'd0d0cafe0000000000000000000000000000a0d1', password: 'auditor-password', uid: 9 } as const;

/** An ordinary employee: contacts only; orders and invoices answer AccessError. */
export const DEMO_EMPLOYEE = { login: 'employee', apiKey: 'd0d0cafe00000000000000000000000000e40001', password: 'employee-password', uid: 10 } as const;

export const DEMO_ADMIN = { login: 'admin', apiKey: 'd0d0cafe00000000000000000000000000ad0001', password: 'admin-password', uid: 2 } as const;

export const INSTALLED_LANGUAGES = ['en_US', 'pt_BR', 'es_ES'] as const;

/** Records that tests and demos refer to by role. */
export const DEMO_RECORDS = {
  brazilianCompany: 1,
  americanCompany: 2,
  partners: {
    bakery: 20, bakeryContact: 21, bakeryInvoiceAddress: 22, thirteenDigits: 23, twelveDigits: 24, blacklisted: 28,
    mexican: 29, mexicanContact: 30, argentine: 31, american: 33, noPhone: 36, unusablePhone: 37, archived: 38, spanish: 40, awkwardName: 43,
  },
} as const;

export const CREDENTIALS: readonly Credential[] = [
  { id: DEMO_ADMIN.uid, login: DEMO_ADMIN.login, role: 'administrator', password: DEMO_ADMIN.password, apiKey: DEMO_ADMIN.apiKey, hasTwoFactors: false },
  { id: DEMO.uid, login: DEMO.login, role: 'salesperson', password: DEMO.password, apiKey: DEMO.apiKey, hasTwoFactors: false },
  { id: DEMO_TWO_FACTOR.uid, login: DEMO_TWO_FACTOR.login, role: 'salesperson', password: DEMO_TWO_FACTOR.password, apiKey: DEMO_TWO_FACTOR.apiKey, hasTwoFactors: true },
  { id: DEMO_AUDITOR.uid, login: DEMO_AUDITOR.login, role: 'auditor', password: DEMO_AUDITOR.password, apiKey: DEMO_AUDITOR.apiKey, hasTwoFactors: false },
  { id: DEMO_EMPLOYEE.uid, login: DEMO_EMPLOYEE.login, role: 'employee', password: DEMO_EMPLOYEE.password, apiKey: DEMO_EMPLOYEE.apiKey, hasTwoFactors: false },
];
