import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';

interface Said {
  type: string;
  text?: string;
  [field: string]: unknown;
}

/** Customers of the demo who have just written: whoever opens the inbox finds somebody to answer. */
const CUSTOMERS: { account: string; from: string; name: string; said: Said[] }[] = [
  {
    account: 'main',
    from: '4915112345671',
    name: 'Lena Hoffmann',
    said: [
      { type: 'text', text: 'Good morning! I ordered *two grinders* last week.' },
      { type: 'text', text: 'Could you tell me when they arrive?' },
    ],
  },
  {
    account: 'main',
    from: '447700900123',
    name: 'Oliver Bennett',
    said: [{ type: 'text', text: 'Hi, the invoice you sent shows the wrong VAT number. Can I have a corrected one?' }, { type: 'location', latitude: 51.5072, longitude: -0.1276, text: 'Our new office' }],
  },
  { account: 'main', from: '971501234567', name: 'ليلى حداد', said: [{ type: 'text', text: 'مرحبا، هل يمكنني تغيير عنوان التسليم؟' }] },
  { account: 'main', from: '14155550142', name: 'Maya Thompson', said: [{ type: 'text', text: 'Thanks, it works again 🎉' }] },
  { account: 'main', from: '5511987650142', name: 'Rafael Souza', said: [{ type: 'text', text: 'Olá! Vocês têm o moinho K-30 em estoque?' }] },
  // One whom the ERP knows: their orders and invoices stand beside the conversation.
  { account: 'main', from: '34952213040', name: 'Hotel Mirador del Puerto', said: [{ type: 'text', text: 'Hola, ¿me pueden enviar la factura del último pedido?' }] },
];

const newId = (): string => `d${randomBytes(12).toString('hex').slice(0, 23)}`;

const TAGS: [string, string][] = [
  ['Billing', 'warning'],
  ['Delivery', 'primary'],
  ['VIP', 'alternative'],
];

const QUICK_REPLIES: [string, string][] = [
  ['hello', 'Hello {{contact.firstName|there}}, this is {{agent.firstName|our team}}. How can I help?'],
  ['soon', 'Thank you! I am looking into it and will come back to you today.'],
  ['bye', 'You are welcome, {{contact.firstName|dear customer}}. Have a nice day!'],
];

/** Tags, quick replies and a macro, as a team would have them after a week. */
export const seedDesk = async (strapi: Core.Strapi): Promise<void> => {
  const tags = await Promise.all(TAGS.map(([name, colour]) => strapi.db.query('whatsapp::tags' as never).create({ data: { documentId: newId(), name, colour } as never })));
  for (const [shortcut, body] of QUICK_REPLIES) await strapi.db.query('plugin::whatsapp.quick-reply' as never).create({ data: { shortcut, body } as never });
  const [billing] = tags as unknown as { documentId: string }[];
  const steps = [
    { kind: 'assign', user: null },
    { kind: 'tag', tag: billing?.documentId },
    { kind: 'reply', text: 'Thank you, {{contact.firstName|dear customer}}. We are correcting the invoice and send it here.' },
    { kind: 'state', state: 'pending' },
  ];
  await strapi.db.query('whatsapp::macros' as never).create({ data: { documentId: newId(), name: 'Take a billing question', steps } as never });
};

const tell = async (where: string, body: object): Promise<void> => {
  const answer = await fetch(`${process.env.SIM_WHATSAPP_URL}${where}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the simulated phone refused what the demo told it: ${answer.status} ${await answer.text()}`);
};

const DAY_MS = 24 * 60 * 60 * 1_000;

interface Written {
  account: number;
  contact: number;
}

/** A simulated phone that was started anew has forgotten who wrote in the last 24 hours, and would take no answer to them. */
export const remindPhone = async (strapi: Core.Strapi, accounts: { id: number; key: string }[]): Promise<void> => {
  const find = (name: string, query: object) => strapi.db.query(`plugin::whatsapp.${name}` as never).findMany(query as never);
  const channels = (await find('channel', { where: { lastCustomerMessageAt: { $gt: new Date(Date.now() - DAY_MS) } }, limit: 500 })) as unknown as Written[];
  const contacts = (await find('contact', { where: { id: { $in: channels.map(({ contact }) => contact) } } })) as unknown as { id: number; phone: string | null; name: string | null; profileName: string | null }[];
  for (const { account, contact } of channels) {
    const { key } = accounts.find(({ id }) => id === account) ?? {};
    const person = contacts.find(({ id }) => id === contact);
    if (!key || !person?.phone) continue;
    const name = person.profileName ?? person.name;
    await tell('/control', { account: key, contact: { phone: person.phone.slice(1), windowOpen: true, ...(name ? { name } : {}) } });
  }
};

/** Over the simulated phone and our own webhook, as soon as that is open. */
export const playCustomers = (strapi: Core.Strapi): void => {
  const { httpServer } = strapi.server as unknown as { httpServer: { once(event: 'listening', listener: () => void): void } };
  httpServer.once('listening', () => {
    void (async () => {
      for (const { account, from, name, said } of CUSTOMERS) for (const one of said) await tell('/control/inbound', { account, from, name, ...one });
    })().catch((error: unknown) => strapi.log.warn(String(error)));
  });
};
