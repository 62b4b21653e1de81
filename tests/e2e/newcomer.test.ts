import type { Browser, Page } from 'playwright-core';
import { startPlayground } from '../support/playground';
import type { Playground } from '../support/playground';
import { createVisitor, launchBrowser } from '../support/visitor';
import type { Visitor } from '../support/visitor';

interface ListedRecord {
  id: string;
  number: string | null;
  state: string;
  moveType?: string;
}

/** The way of someone who has just cloned the project, in a real browser. */
describe('a newcomer', () => {
  let playground: Playground;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let phone: Page;

  const shot = (name: string, of?: Page) => visitor.shot(name, of);
  const api = async <T>(where: string): Promise<T> => {
    const answer = await fetch(`${playground.origin}/api/whatsapp${where}`, { headers: { authorization: `Bearer ${playground.demo.apiToken}` } });
    return ((await answer.json()) as { data: T }).data;
  };
  const prepare = async (type: string, id: string) =>
    (await visitor.ask<{ sendable: boolean; to: string; contact: { name: string } | null }>('POST', '/whatsapp/documents/prepare', { record: { type, id } })).data;
  const openRecord = (uid: string, id: string) => page.goto(`${playground.origin}/admin/content-manager/collection-types/${uid}/${id}`);
  const inbound = (from: string, text: string) =>
    fetch(`${playground.demo.simWhatsappUrl}/control/inbound`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account: 'main', from, type: 'text', text }) });

  beforeAll(async () => {
    playground = await startPlayground();
    browser = await launchBrowser();
    visitor = await createVisitor(browser, playground);
    page = visitor.page;
    phone = await visitor.context.newPage();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    expect(await playground?.stop()).toBe(0);
  }, 60_000);

  it('signs in and finds partners, orders and invoices that came from the ERP', async () => {
    await visitor.signIn(playground.demo.adminEmail, playground.demo.adminPassword);
    for (const [uid, rows] of [['plugin::whatsapp.partner', 10], ['plugin::whatsapp.sales-order', 10], ['plugin::whatsapp.invoice', 10]] as const) {
      await page.goto(`${playground.origin}/admin/content-manager/collection-types/${uid}?page=1&pageSize=10&sort=id:ASC`);
      await page.waitForSelector('table tbody tr');
      expect(await page.locator('table tbody tr').count()).toBe(rows);
    }
    await shot('invoices');
  }, 180_000);

  it.each([
    ['invoice', 'plugin::whatsapp.invoice', '/invoices?limit=50', ({ state, moveType }: ListedRecord) => state === 'posted' && moveType === 'out_invoice'],
    ['sales-order', 'plugin::whatsapp.sales-order', '/sales-orders?limit=50', ({ state }: ListedRecord) => state === 'draft'],
  ])('sends the PDF of a %s from its record and watches it be read, while the phone shows it', async (type, uid, list, fits) => {
    let chosen: { record: ListedRecord; to: string; name: string } | null = null;
    for (const record of (await api<ListedRecord[]>(list)).filter(fits)) {
      const { sendable, to, contact } = await prepare(type, record.id);
      if (sendable) {
        chosen = { record, to, name: contact?.name ?? '' };
        break;
      }
    }
    if (!chosen) throw new Error('no record can be sent');
    await openRecord(uid, chosen.record.id);
    await page.getByRole('button', { name: 'Send WhatsApp' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Document', { exact: true }).first().waitFor();
    await dialog.locator('canvas').first().waitFor({ timeout: 60_000 });
    // The dialog fades in.
    await page.waitForTimeout(1_500);
    await shot(`send-${type}`);
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.waitFor({ state: 'detached', timeout: 30_000 });
    await page.getByText('Read', { exact: true }).first().waitFor({ timeout: 60_000 });
    await shot(`sent-${type}`);
    const ledger = (await (await fetch(`${playground.demo.simWhatsappUrl}/control/ledger`)).json()) as { data: { media?: { mimeType: string; filename: string } }[] };
    expect(ledger.data.at(-1)?.media).toMatchObject({ mimeType: 'application/pdf' });
    await phone.goto(`${playground.demo.simWhatsappUrl}/`);
    await phone.locator('#chats li, #chats button').first().click();
    const link = phone.locator('a[href*="media"], a[href*=".pdf"], a[target=_blank]').last();
    await link.waitFor();
    await shot(`phone-${type}`, phone);
    const file = await phone.request.get(new URL((await link.getAttribute('href')) ?? '', playground.demo.simWhatsappUrl).toString());
    expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-');
  }, 240_000);

  it('sees on the record that a customer said STOP, until START', async () => {
    let chosen: { id: string; to: string } | null = null;
    for (const record of (await api<ListedRecord[]>('/invoices?limit=50')).filter(({ state, moveType }) => state === 'posted' && moveType === 'out_invoice')) {
      const { sendable, to } = await prepare('invoice', record.id);
      if (sendable) chosen = { id: record.id, to };
    }
    if (!chosen) throw new Error('no record can be sent');
    await inbound(chosen.to.slice(1), 'STOP');
    await openRecord('plugin::whatsapp.invoice', chosen.id);
    await page.getByText('This customer has asked not to receive such messages.').first().waitFor({ timeout: 30_000 });
    await shot('stopped');
    await inbound(chosen.to.slice(1), 'START');
    await page.reload();
    await page.getByRole('button', { name: 'Send WhatsApp' }).first().waitFor();
    await page.getByText('This customer has asked not to receive such messages.').first().waitFor({ state: 'detached', timeout: 30_000 });
  }, 120_000);

  it.each([
    ['log', '/admin/plugins/whatsapp'],
    ['templates', '/admin/plugins/whatsapp/templates'],
    ['consent', '/admin/plugins/whatsapp/consent'],
    ['sync', '/admin/plugins/whatsapp/sync'],
    ['accounts', '/admin/settings/whatsapp/accounts'],
    ['erp', '/admin/settings/whatsapp/erp'],
    ['access', '/admin/settings/whatsapp/access'],
  ])('finds a screen that works: %s, in light, dark and on a phone’s width', async (name, where) => {
    const { errors, sideways } = await visitor.look(name, where);
    expect(sideways).toBeLessThanOrEqual(1);
    expect(errors).toEqual([]);
  }, 120_000);
});
