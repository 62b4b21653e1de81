import { newDocumentId, Table } from '../../server/src/platform/database';
import type { Row } from '../../server/src/platform/records';
import type { App, TestAccount } from './boot';

/** One company with its account and a record of every kind; two of them stand for one's own and somebody else's. */
export interface Side {
  account: TestAccount;
  accountId: string;
  company: string;
  companyId: number;
  contact: string;
  /** Looks like `contact` once more. */
  twin: string;
  phone: string;
  /** With `contact`; `message` is in it. */
  channel: string;
  channelId: number;
  message: string;
  media: string;
  /** The conversation whose message carries `media`. */
  mediaChannel: string;
  template: string;
  parked: string;
  parkedId: number;
  /** What an entry of the activity log is about. */
  activity: string;
  partner: string;
  order: string;
  orderNumber: string;
  invoice: string;
  invoiceNumber: string;
  partnerName: string;
  token: { id: number; name: string };
  /** The channel of `contact`, a text for it and a macro, everybody's. */
  workChannel: string;
  quickReply: string;
  macro: string;
}

const uidOf = (name: string): string => `plugin::whatsapp.${name}`;

export const makeSide = async (app: App, name: string, number: number): Promise<Side> => {
  const insert = (uid: string, row: object) => new Table<Row & { documentId: string }>(app.strapi, uid).insert(row as never);
  const account = await app.connectAccount();
  const company = await insert(uidOf('company'), { name: `Company ${name}`, connection: 1, erpId: number });
  await app.service('accounts').update(account.row.id, { companies: [company.id] }, null);
  const phone = `+1415555${9_000 + number}`;
  const { contact } = await app.service('contacts').findOrCreate({ phone, scope: 'installation', name: `Customer ${name}`, company: company.id, source: 'api' });
  const { contact: twin } = await app.service('contacts').findOrCreate({ phone: `+1415556${9_000 + number}`, scope: 'installation', name: `Customer ${name}`, company: company.id, source: 'api' });
  const channel = await app.service('channels').open(account.row.id, contact.id, company.id);
  await app.service('channels').applySent([{ channel: channel.id, at: new Date(), preview: `Shared words for ${name}` }]);
  const media = await app.service('media').store({ content: Buffer.from(`file ${name}`), mimeType: 'text/plain', filename: `${name}.txt`, origin: 'outbound', kind: 'document', account: account.row.id, company: company.id });
  const later = new Date(Date.now() + 86_400_000);
  const message = await app.service('messages').insertOutbound({
    account: account.row.id,
    company: company.id,
    channel: channel.id,
    contact: contact.id,
    type: 'text',
    purpose: 'utility',
    deliveryStatus: 'queued',
    priority: 10,
    notBefore: later,
    expiresAt: new Date(later.getTime() + 86_400_000),
    attempts: 0,
    body: `Shared words for ${name}`,
    payload: { type: 'text', text: 'x' },
    recipient: phone,
    media: media.id,
    origin: 'admin',
  });
  const [template] = [await insert(uidOf('template'), { name: `template_${name}`, language: 'en_US', businessAccount: account.businessAccountId, provider: 'meta', category: 'UTILITY', approvalStatus: 'APPROVED', parameterFormat: 'positional', components: [{ type: 'body', text: 'Hello' }] })];
  const parked = `wamid.parked-${name}`;
  const { id: parkedId } = await insert('whatsapp::parked-events', { account: account.row.id, kind: 'status', providerMessageId: parked, detail: 'delivered', reason: 'unknown_message', parkedAt: new Date() });
  const activity = `activity-${name}`;
  app.service('logs').record({ operation: 'account.test', success: true, account: account.row.id, subject: activity });
  const shared = { connection: 1, company: company.id };
  const partner = await insert(uidOf('partner'), { ...shared, erpId: number, name: `Partner ${name}`, phoneSanitized: phone, erpActive: true });
  const traded = { ...shared, erpId: number, partner: partner.id, partnerErpId: number, companyName: `Company ${name}`, amountTotal: 10, currency: 'EUR' };
  const order = await insert(uidOf('sales-order'), { ...traded, number: `SO-${name}`, state: 'sale' });
  const invoice = await insert(uidOf('invoice'), { ...traded, number: `INV-${name}`, state: 'posted', moveType: 'out_invoice' });
  const token = await app.createToken({ verbs: ['messages.read'], accounts: [account.row.id] });
  const stored = (await app.strapi.db.query('admin::api-token').findOne({ where: { id: token.id } })) as { name: string };
  const quickReply = await insert(uidOf('quick-reply'), { shortcut: `side-${name}`, body: 'Hello', user: null, account: account.row.id });
  const macro = await insert('whatsapp::macros', { documentId: newDocumentId(), name: `Macro ${name}`, user: null, steps: [{ kind: 'priority', priority: 'normal' }] });
  return {
    account,
    accountId: account.row.documentId,
    company: company.documentId,
    companyId: company.id,
    contact: contact.documentId,
    twin: twin.documentId,
    phone,
    channel: channel.documentId,
    channelId: channel.id,
    message: message.documentId,
    media: media.documentId,
    mediaChannel: channel.documentId,
    template: template?.documentId ?? '',
    parked,
    parkedId,
    activity,
    partner: partner.documentId,
    order: order.documentId,
    orderNumber: `SO-${name}`,
    invoice: invoice.documentId,
    invoiceNumber: `INV-${name}`,
    partnerName: `Partner ${name}`,
    token: { id: token.id, name: stored.name },
    workChannel: channel.documentId,
    quickReply: quickReply.documentId,
    macro: macro.documentId,
  };
};
