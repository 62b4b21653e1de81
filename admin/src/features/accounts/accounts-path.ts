export const ACCOUNTS_PATH = '/settings/whatsapp/accounts';
