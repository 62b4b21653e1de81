import { Table } from '../../server/src/platform/database';
import type { PartnerRow, Row } from '../../server/src/platform/records';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { eventually } from '../support/eventually';
import { DATABASES } from '../support/postgres';
import { post, texts, webhook } from '../support/signed-webhooks';

type Stored = Row & { documentId: string };

describe.each(DATABASES)('open records of a contact, on %s', (database) => {
  let app: App;
  let token: string;
  let account: TestAccount;
  const insert = (name: string, row: object) => new Table<Stored>(app.strapi, `plugin::whatsapp.${name}`).insert(row as never);
  const read = async (contact: string, as = token) => app.request('GET', `/whatsapp/contacts/${contact}/records`, { token: as });

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    ({ token } = await app.signIn(['documents.send']));
  });
  afterAll(() => app.stop());

  const contactOf = async (phone: string) => (await app.service('contacts').findOrCreate({ phone, scope: 'installation', name: 'Anna', source: 'api' })).contact;

  it('are those of its partners and of their firms, open and unpaid only', async () => {
    const contact = await contactOf('+14155550101');
    const firm = await insert('partner', { connection: 1, erpId: 900, name: 'Firm', erpActive: true });
    const partner = await insert('partner', { connection: 1, erpId: 901, name: 'Anna', erpActive: true, commercialErpId: 900, contact: contact.id });
    const stranger = await insert('partner', { connection: 1, erpId: 902, name: 'Other', erpActive: true });
    const order = (erpId: number, of: Stored, state: string) => insert('sales-order', { connection: 1, erpId, partner: of.id, partnerName: 'x', number: `SO${erpId}`, state, amountTotal: 10, currency: 'EUR' });
    const invoice = (erpId: number, of: Stored, values: object) =>
      insert('invoice', { connection: 1, erpId, partner: of.id, number: `INV${erpId}`, state: 'posted', moveType: 'out_invoice', paymentState: 'not_paid', amountTotal: 20, amountDue: 5.5, currency: 'EUR', dueDate: '2026-12-01', ...values });
    await order(1, partner, 'sale');
    await order(2, firm, 'sent');
    await order(3, partner, 'cancel');
    await order(4, partner, 'done');
    await order(5, stranger, 'sale');
    await invoice(1, partner, { dueDate: '2026-12-05' });
    await invoice(2, firm, { dueDate: '2026-11-05', paymentState: 'partial' });
    await invoice(3, partner, { paymentState: 'paid' });
    await invoice(4, partner, { state: 'draft' });
    await invoice(5, partner, { moveType: 'out_refund' });
    await invoice(6, stranger, {});
    await invoice(7, partner, { deletedAt: new Date() });

    const { status, body } = await read(contact.documentId);
    expect(status).toBe(200);
    expect(body.data.orders.map(({ number }: { number: string }) => number)).toEqual(['SO2', 'SO1']);
    expect(body.data.invoices.map(({ number }: { number: string }) => number)).toEqual(['INV2', 'INV1']);
    expect(body.data.invoices[0]).toMatchObject({ type: 'invoice', amountDue: 5.5, currency: 'EUR', dueDate: '2026-11-05', paymentState: 'partial' });
    expect(body.data).toMatchObject({ linked: true, more: false });
  });

  describe('a customer who writes', () => {
    const from = (phone: string) => webhook(texts(account, { from: phone.slice(1), body: 'Hello' }));
    const linkOf = async (erpId: number) => (await new Table<PartnerRow>(app.strapi, 'plugin::whatsapp.partner').findOne({ connection: 1, erpId }))?.contact ?? null;
    const writes = async (phone: string) => {
      expect((await post(app, account, from(phone))).status).toBe(200);
      await app.service('inbound').drain();
      return (await app.service('contacts').findByPhone(phone))?.id ?? 0;
    };

    it('is the partner with that number, in each of its spellings, at once', async () => {
      await insert('partner', { connection: 1, erpId: 950, name: 'Padaria', erpActive: true, phoneSanitized: '+5511987651234' });
      const contact = await writes('+551187651234');
      await eventually('the partner is linked', async () => (await linkOf(950)) === contact);
    });

    it('takes the ERP’s word that they are not to be written to', async () => {
      await insert('partner', { connection: 1, erpId: 951, name: 'Barred', erpActive: true, phoneSanitized: '+14155550151', blacklisted: true });
      const contact = await writes('+14155550151');
      await eventually('the contact is barred', async () => (await app.service('contacts').findById(contact))?.erpBlacklisted === true);
    });

    it('is nobody’s partner where a person said so, nor a deleted one’s', async () => {
      await insert('partner', { connection: 1, erpId: 952, name: 'Unlinked', erpActive: true, phoneSanitized: '+14155550152', contactLink: 'unlinked' });
      await insert('partner', { connection: 1, erpId: 953, name: 'Gone', erpActive: true, phoneSanitized: '+14155550152', deletedAt: new Date() });
      await insert('partner', { connection: 1, erpId: 954, name: 'Theirs', erpActive: true, phoneSanitized: '+14155550152' });
      const contact = await writes('+14155550152');
      await eventually('their own is linked', async () => (await linkOf(954)) === contact);
      expect([await linkOf(952), await linkOf(953)]).toEqual([null, null]);
    });
  });

  it('says where nobody in the ERP is this contact, and where there are more than fit', async () => {
    const unknown = await contactOf('+14155550102');
    expect((await read(unknown.documentId)).body.data).toEqual({ linked: false, orders: [], invoices: [], more: false });

    const contact = await contactOf('+14155550103');
    const partner = await insert('partner', { connection: 1, erpId: 910, name: 'Many', erpActive: true, contact: contact.id });
    for (let erpId = 20; erpId < 26; erpId += 1) await insert('sales-order', { connection: 1, erpId, partner: partner.id, number: `SO${erpId}`, state: 'sale' });
    const { data } = (await read(contact.documentId)).body;
    expect(data.orders).toHaveLength(5);
    expect(data.more).toBe(true);
  });

  it('is 404 for a contact that is not there, and refused to who may not send documents', async () => {
    expect((await read('nobody')).status).toBe(404);
    const contact = await contactOf('+14155550104');
    expect((await read(contact.documentId, (await app.signIn(['contacts.read'])).token)).status).toBe(403);
  });

  it('are found by the pull that brings a partner with the number of somebody who had written before', async () => {
    const contact = await contactOf('+34952213040');
    expect((await read(contact.documentId)).body.data.linked).toBe(false);
    await app.connectErp();
    expect((await read(contact.documentId)).body.data.linked).toBe(true);
  });
});
