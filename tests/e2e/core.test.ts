import type { Browser } from 'playwright-core';
import type { AccountView } from '../../plugin/contracts/accounts';
import type { MessageView } from '../../plugin/contracts/messages';
import type { TemplateView } from '../../plugin/contracts/templates';
import { employ } from '../support/employ';
import { eventually } from '../support/eventually';
import { startPlayground } from '../support/playground';
import type { Playground } from '../support/playground';
import { createVisitor, launchBrowser } from '../support/visitor';
import type { Visitor } from '../support/visitor';

const PLUGIN = '/admin/plugins/whatsapp';
const SETTINGS = '/admin/settings/whatsapp';

/** What a company with several numbers and people does, in a real browser. */
describe('a company', () => {
  let playground: Playground;
  let browser: Browser;
  let admin: Visitor;
  let account: AccountView;
  let template: TemplateView;

  const sendAllInvoices = async (): Promise<void> => {
    const { page } = admin;
    await admin.open('/admin/content-manager/collection-types/plugin::whatsapp.invoice?page=1&pageSize=50');
    await page.waitForSelector('table tbody tr');
    await page.locator('thead [role=checkbox]').first().click();
    const send = page.getByRole('button', { name: 'Send WhatsApp' });
    // Strapi draws these buttons when the browser is idle, which one without a window never is until it has to paint.
    for (let tries = 0; tries < 20 && !(await send.isVisible()); tries += 1) await admin.shot('bulk-selected');
    await send.click();
  };

  beforeAll(async () => {
    playground = await startPlayground();
    browser = await launchBrowser();
    admin = await createVisitor(browser, playground);
    await admin.signIn(playground.demo.adminEmail, playground.demo.adminPassword);
    account = (await admin.ask<AccountView[]>('GET', '/whatsapp/accounts')).data.find(({ key }) => key === 'main') as AccountView;
    template = (await admin.ask<TemplateView[]>('GET', '/whatsapp/templates?search=invoice_document')).data.find(({ language }) => language === 'en_US') as TemplateView;
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    expect(await playground?.stop()).toBe(0);
  }, 60_000);

  it('sends many invoices by one action: refusals with reasons first, then a result for each that stays', async () => {
    const { page } = admin;
    await sendAllInvoices();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: /^Send \d+ documents?$/ });
    await send.waitFor({ timeout: 60_000 });
    await dialog.getByText('The invoice is not posted', { exact: false }).first().waitFor();
    await dialog.getByText('There is no consent of this customer', { exact: false }).first().waitFor();
    await admin.shot('bulk-ready');
    const count = Number(/\d+/.exec((await send.textContent()) ?? '')?.[0]);
    expect(count).toBeGreaterThan(3);
    await send.click();
    await dialog.getByText(`Handed over: ${count}`, { exact: false }).first().waitFor({ timeout: 60_000 });
    await dialog.getByText('Open as a page').click();
    await page.getByText(`Handed over: ${count}`, { exact: false }).first().waitFor({ timeout: 60_000 });
    const where = new URL(page.url()).pathname;
    expect(where).toMatch(/\/batches\/\w+$/);
    // Made anew, none of them goes a second time.
    await sendAllInvoices();
    await dialog.getByText(`Sent before: ${count}`, { exact: false }).first().waitFor({ timeout: 60_000 });
    await dialog.getByRole('button', { name: 'Discard' }).click();
    const { errors, sideways } = await admin.look('batch', where);
    expect([errors, sideways <= 1]).toEqual([[], true]);
  }, 240_000);

  it('connects a number step by step, up to a first message that arrives', async () => {
    const { page } = admin;
    await admin.open(`${SETTINGS}/accounts/${account.id}/connect`);
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('The provider knows the number', { exact: false }).first().waitFor({ timeout: 30_000 });
    const send = page.getByRole('button', { name: 'Send first message' });
    expect(await send.isDisabled()).toBe(true);
    await page.locator('input[type=tel]').fill('+34 600 111 333');
    await page.getByText('This person has agreed', { exact: false }).click();
    await send.click();
    await page.getByText('The message to +34600111333', { exact: false }).first().waitFor({ timeout: 30_000 });
    const { errors, sideways } = await admin.look('connect', `${SETTINGS}/accounts/${account.id}/connect`);
    expect([errors, sideways <= 1]).toEqual([[], true]);
    const ledger = (await (await fetch(`${playground.demo.simWhatsappUrl}/control/ledger`)).json()) as { data: { to: string }[] };
    expect(ledger.data.map(({ to }) => to)).toContain('34600111333');
  }, 180_000);

  it('maps a variable, sees it as a phone would, and finds it kept', async () => {
    const { page } = admin;
    const variables = () => page.getByRole('tab', { name: 'Variables' }).click();
    await admin.open(`${PLUGIN}/templates/${template.id}`);
    await variables();
    const place = page.locator('fieldset', { hasText: 'Body: {{1}}' });
    await place.getByLabel('If that is empty').fill('dear customer of ours');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The variables are saved.').first().waitFor();
    const { errors, sideways } = await admin.look('template-variables', `${PLUGIN}/templates/${template.id}`, variables);
    expect([errors, sideways <= 1]).toEqual([[], true]);
    await variables();
    expect(await place.getByLabel('If that is empty').inputValue()).toBe('dear customer of ours');
  }, 180_000);

  it('writes a template to somebody found by name, without a record, and sees the way of that message', async () => {
    const { page } = admin;
    await admin.open(`${PLUGIN}/send`);
    await page.getByRole('button', { name: 'Template', exact: true }).click();
    await page.locator('input[name=recipient]').fill('Ravi');
    await page.getByRole('button', { name: /Ravi Menon/ }).click();
    await page.getByRole('combobox', { name: 'Template' }).click();
    await page.getByRole('option', { name: /hello_world/ }).first().click();
    const send = page.getByRole('button', { name: 'Send', exact: true });
    await send.and(page.locator(':enabled')).waitFor({ timeout: 30_000 });
    await admin.shot('send-message');
    await send.click();
    await page.getByText('The message to Ravi Menon is queued.').waitFor({ timeout: 30_000 });
    const [message] = (await admin.ask<MessageView[]>('GET', '/whatsapp/messages?search=Ravi&limit=1')).data;
    expect(message).toMatchObject({ type: 'template', contact: { name: 'Ravi Menon' } });
    const where = `${PLUGIN}/messages/${message?.id}/trace`;
    await eventually('the message is read', async () => (await admin.ask<MessageView>('GET', `/whatsapp/messages/${message?.id}`)).data.status === 'read', 30_000);
    const { errors, sideways } = await admin.look('trace', where);
    expect([errors, sideways <= 1]).toEqual([[], true]);
    for (const step of ['Asked for', 'Call to the provider', 'Status came']) await page.getByText(step, { exact: false }).first().waitFor();
  }, 180_000);

  it('merges two contacts of one customer, and keeps the stricter consent', async () => {
    const { page } = admin;
    const made: string[] = [];
    for (const [name, phone] of [['Ana Souza', '+55 11 98765 0001'], ['Ana Souza', '+55 11 98765 0002']]) made.push((await admin.ask<{ id: string }>('POST', '/whatsapp/contacts', { name, phone })).data.id);
    await admin.open(`${PLUGIN}/contacts/duplicates`);
    await page.getByText('Ana Souza').first().waitFor({ timeout: 30_000 });
    await admin.shot('duplicates');
    expect((await admin.ask('POST', '/whatsapp/contacts/merge', { kept: made[0], merged: made[1] })).status).toBe(200);
    const { errors, sideways } = await admin.look('contact', `${PLUGIN}/contacts/${made[0]}`);
    expect([errors, sideways <= 1]).toEqual([[], true]);
    await page.getByText('+5511987650002', { exact: false }).first().waitFor();
  }, 120_000);

  it('looks at what a pull would change before anything is written, and starts it', async () => {
    const { page } = admin;
    await admin.open(`${PLUGIN}/sync/wizard`);
    await page.getByText('Everything again').click();
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByText('Nothing has been written yet.', { exact: false }).first().waitFor({ timeout: 60_000 });
    await admin.shot('wizard-look');
    await page.getByRole('button', { name: 'Start the pull' }).click();
    await page.getByText('The pull is done.', { exact: false }).first().waitFor({ timeout: 60_000 });
  }, 180_000);

  it('keeps a template written here, and says what it still lacks', async () => {
    const { page } = admin;
    await admin.open(`${PLUGIN}/templates/new`);
    await page.getByText('Write the text.', { exact: false }).first().waitFor();
    const { errors, sideways } = await admin.look('template-editor', `${PLUGIN}/templates/new`);
    expect([errors, sideways <= 1]).toEqual([[], true]);
  }, 120_000);

  it.each([
    ['batches', `${PLUGIN}/batches`],
    ['send', `${PLUGIN}/send`],
    ['contacts', `${PLUGIN}/contacts`],
    ['wizard', `${PLUGIN}/sync/wizard`],
    ['parked', `${PLUGIN}/parked`],
    ['activity', `${PLUGIN}/activity`],
    ['defaults', `${PLUGIN}/defaults`],
  ])('finds a screen that works: %s, in light, dark and on a phone’s width', async (name, where) => {
    const { errors, sideways } = await admin.look(name, where);
    expect([errors, sideways <= 1]).toEqual([[], true]);
  }, 120_000);

  it('shows somebody without rights which right is missing, and nothing else', async () => {
    const { visitor } = await employ(browser, playground, admin, 'newhire', ['messages.read']);
    for (const where of [`${PLUGIN}/activity`, `${PLUGIN}/templates`, `${PLUGIN}/batches`, `${SETTINGS}/accounts`]) {
      await visitor.page.goto(`${playground.origin}${where}`);
      await visitor.page.getByText(/permission/i).first().waitFor({ timeout: 60_000 });
      expect(await visitor.page.locator('main table').count()).toBe(0);
    }
    await visitor.shot('no-permission');
    await visitor.close();
  }, 180_000);

  it('shows an agent of one number its messages alone, until it is taken from them', async () => {
    const { visitor, role } = await employ(browser, playground, admin, 'agent', ['messages.read', 'accounts.read']);
    const give = (key: string, people: object[]) => admin.ask<AccountView[]>('GET', '/whatsapp/accounts').then(async ({ data }) => {
      const { id } = data.find((one) => one.key === key) as AccountView;
      expect((await admin.ask('PUT', `/whatsapp/accounts/${id}/access`, { people })).status).toBe(200);
    });
    await visitor.open(PLUGIN);
    await visitor.page.locator('[data-message]').first().waitFor({ timeout: 30_000 });
    // Given to somebody else: the agent has the other number only, from which nothing was sent.
    await give('main', [{ type: 'role', id: 1, verbs: ['read', 'send', 'configure'] }]);
    await visitor.open(PLUGIN);
    await visitor.page.getByText('No messages yet', { exact: false }).waitFor({ timeout: 30_000 });
    expect(await visitor.page.locator('[data-message]').count()).toBe(0);
    await visitor.open(`${SETTINGS}/accounts`);
    await visitor.page.getByText('Northwind Brasil').first().waitFor();
    expect(await visitor.page.getByText('Northwind Traders').count()).toBe(0);
    await give('main', [{ type: 'role', id: role, verbs: ['read'] }]);
    await visitor.open(PLUGIN);
    await visitor.page.locator('[data-message]').first().waitFor({ timeout: 30_000 });
    await give('main', []);
    await visitor.close();
  }, 180_000);
});
