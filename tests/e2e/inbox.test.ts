import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import type { ChannelDetail, ChannelView, MessageHit, ThreadPage } from '../../plugin/contracts/channels';
import { employ } from '../support/employ';
import type { Employee } from '../support/employ';
import { eventually } from '../support/eventually';
import { startPlayground } from '../support/playground';
import type { Playground } from '../support/playground';
import { createVisitor, launchBrowser } from '../support/visitor';
import type { Visitor } from '../support/visitor';

const INBOX = '/admin/plugins/whatsapp/inbox';
const AGENT = ['channels.read', 'channels.read-unassigned', 'channels.read-all', 'channels.reply', 'channels.assign'];
const CARLA = { from: '393471234567', name: 'Carla Rossi' };
const DAY_S = 86_400;

interface Sent {
  to: string;
  text?: string;
}

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

const fieldOf = (page: Page) => page.getByLabel('Reply to the customer');
const rowOf = (page: Page, name: string) => page.locator('a[data-channel]', { hasText: name });
const bubbleOf = (page: Page, words: string) => page.locator('article[data-message]', { hasText: words });

/** What a browser finds that people with a screen reader, or weak eyes, would stumble over. */
const barriers = async (page: Page): Promise<string[]> => {
  // Evaluated, not a script of the page's: that its policy would refuse.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(context: unknown, options: unknown): Promise<{ violations: Violation[] }> } };
    return (await axe.run('main [data-layout]', { resultTypes: ['violations'] })).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${(failureSummary ?? '').slice(0, 300)}`));
};

/** Two agents, a customer's phone, and a list that is the same for both, in real browsers. */
describe('the inbox', () => {
  let playground: Playground;
  let browser: Browser;
  let admin: Visitor;
  let anna: Employee;
  let ben: Employee;
  let carla: ChannelView;

  const says = async (who: { from: string; name: string }, message: object): Promise<string> => {
    const answer = await fetch(`${playground.demo.simWhatsappUrl}/control/inbound`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account: 'main', ...who, ...message }) });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { data: { ids: string[] } }).data.ids[0] ?? '';
  };
  /** What the phone of somebody was sent. */
  const received = async (from: string): Promise<string[]> => {
    const { data } = (await (await fetch(`${playground.demo.simWhatsappUrl}/control/ledger?account=main`)).json()) as { data: Sent[] };
    return data.filter(({ to }) => to === from).map(({ text }) => text ?? '');
  };
  const channelOf = (name: string): Promise<ChannelView> =>
    eventually(`the conversation with ${name}`, async () => (await admin.ask<ChannelView[]>('GET', `/whatsapp/channels?tab=all&search=${encodeURIComponent(name)}`)).data[0]);
  const threadOf = async (id: string): Promise<ThreadPage> => (await admin.ask<ThreadPage>('GET', `/whatsapp/channels/${id}/thread`)).data;
  const openThread = async ({ visitor }: Employee, { id }: { id: string }): Promise<void> => {
    await visitor.open(`${INBOX}/${id}`);
    await visitor.page.getByRole('log', { name: 'Messages, oldest first' }).waitFor({ timeout: 30_000 });
  };

  beforeAll(async () => {
    playground = await startPlayground();
    browser = await launchBrowser();
    admin = await createVisitor(browser, playground);
    await admin.signIn(playground.demo.adminEmail, playground.demo.adminPassword);
    anna = await employ(browser, playground, admin, 'Anna', AGENT);
    ben = await employ(browser, playground, admin, 'Ben', AGENT);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    expect(await playground?.stop()).toBe(0);
  }, 60_000);

  it('shows a customer’s first message to everybody without a reload, and as read to all once one has read it', async () => {
    const both = [anna, ben].map(({ visitor }) => visitor);
    await Promise.all(both.map((visitor) => visitor.open(INBOX)));
    await Promise.all(both.map(({ page }) => page.locator('a[data-channel]').first().waitFor({ timeout: 30_000 })));
    await says(CARLA, { type: 'text', text: 'Buongiorno, where is my order S00031?' });
    for (const { page } of both) {
      await rowOf(page, 'Carla Rossi').waitFor({ timeout: 15_000 });
      await rowOf(page, 'Carla Rossi').getByText('unread messages: 1').waitFor({ timeout: 15_000 });
      expect(await page.locator('a[data-channel]').first().textContent()).toContain('Carla Rossi');
    }
    carla = await channelOf('Carla Rossi');
    await openThread(anna, carla);
    await bubbleOf(anna.visitor.page, 'where is my order').waitFor();
    for (const { page } of both) await rowOf(page, 'Carla Rossi').getByText('unread messages').waitFor({ state: 'detached', timeout: 15_000 });
    expect((await channelOf('Carla Rossi')).unread).toBe(0);
  }, 120_000);

  it('tells a colleague who else is looking and who is writing', async () => {
    await rowOf(ben.visitor.page, 'Carla Rossi').click();
    await ben.visitor.page.getByText('Anna Example is looking at this').waitFor({ timeout: 15_000 });
    await anna.visitor.page.getByText('Ben Example is looking at this').waitFor({ timeout: 15_000 });
    await fieldOf(anna.visitor.page).pressSequentially('It left our ');
    await ben.visitor.page.getByText('Anna Example is writing').waitFor({ timeout: 15_000 });
  }, 60_000);

  it('sends an answer once, shows it to the colleague, and its ticks as they come', async () => {
    const { page } = anna.visitor;
    await fieldOf(page).pressSequentially('house *this morning*.');
    await fieldOf(page).press('Enter');
    for (const who of [page, ben.visitor.page]) {
      await bubbleOf(who, 'It left our house').waitFor({ timeout: 15_000 });
      await who.locator('article[data-status="read"]', { hasText: 'It left our house' }).waitFor({ timeout: 20_000 });
      expect(await bubbleOf(who, 'It left our house').locator('strong').textContent()).toBe('this morning');
    }
    expect(await received(CARLA.from)).toEqual(['It left our house *this morning*.']);
    expect(await fieldOf(page).inputValue()).toBe('');
  }, 60_000);

  it('sends one of two answers that were pressed at the same moment, and asks the other before it goes', async () => {
    const pages = [anna.visitor.page, ben.visitor.page];
    await says(CARLA, { type: 'text', text: 'Can you change the address?' });
    for (const page of pages) await bubbleOf(page, 'Can you change the address?').waitFor({ timeout: 15_000 });
    await fieldOf(pages[0] as Page).fill('Yes, where to?');
    await fieldOf(pages[1] as Page).fill('Of course we can.');
    // Both have seen the same: what a page has seen is told when it is on the screen.
    await eventually('both have read it', async () => (await channelOf('Carla Rossi')).unread === 0);
    // One moment, however slow the machine: neither request leaves before both are made.
    let made = 0;
    let release = (): void => undefined;
    const bothMade = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const page of pages) {
      await page.route('**/replies', async (route) => {
        made += 1;
        if (made === 2) release();
        await bothMade;
        await route.continue();
      });
    }
    await Promise.all(pages.map((page) => fieldOf(page).press('Enter')));
    const asked = await eventually('one of them is asked', async () => {
      for (const page of pages) if (await page.getByText('Somebody was faster').isVisible()) return page;
      return null;
    });
    for (const page of pages) await page.unroute('**/replies');
    await eventually('the other one has gone', async () => (await received(CARLA.from)).length === 2);
    await anna.visitor.shot('inbox-asked', asked);
    await asked.getByRole('button', { name: 'Do not send' }).click();
    expect(await fieldOf(asked).inputValue()).toBe(asked === pages[0] ? 'Yes, where to?' : 'Of course we can.');
    const other = pages.find((page) => page !== asked) as Page;
    expect(await other.getByText('Somebody was faster').count()).toBe(0);
    expect(await fieldOf(other).inputValue()).toBe('');
    expect(await received(CARLA.from)).toHaveLength(2);
    await fieldOf(asked).fill('');
  }, 60_000);

  it('draws reactions, quotes, pictures, edits and withdrawals as they come', async () => {
    const { page } = anna.visitor;
    const ours = (await threadOf(carla.id)).messages.find(({ text }) => text?.startsWith('It left our house'));
    await says(CARLA, { type: 'reaction', messageId: ours?.providerMessageId, emoji: '❤️' });
    await page.getByRole('button', { name: '❤️ by Carla Rossi' }).waitFor({ timeout: 15_000 });
    await says(CARLA, { type: 'reply', replyTo: ours?.providerMessageId, text: 'And when does it arrive?' });
    const quoting = bubbleOf(page, 'And when does it arrive?');
    await quoting.getByRole('button', { name: 'It left our house' }).waitFor({ timeout: 15_000 });
    const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: { r: 40, g: 120, b: 90 } } }).jpeg().toBuffer();
    await says(CARLA, { type: 'image', caption: 'The parcel of last year', media: { base64: picture.toString('base64'), mimeType: 'image/jpeg' } });
    const drawn = bubbleOf(page, 'The parcel of last year').locator('img');
    await drawn.waitFor({ timeout: 30_000 });
    await eventually('the picture is drawn', async () => drawn.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0));
    const wrong = await says(CARLA, { type: 'text', text: 'My number is 12' });
    await bubbleOf(page, 'My number is 12').waitFor({ timeout: 15_000 });
    await says(CARLA, { type: 'edit', messageId: wrong, text: 'My number is 21' });
    const edited = bubbleOf(page, 'My number is 21');
    await edited.getByRole('button', { name: 'Edited' }).click();
    await page.getByRole('dialog', { name: 'Former texts' }).getByText('My number is 12').waitFor();
    await page.keyboard.press('Escape');
    const secret = await says(CARLA, { type: 'text', text: 'My card is 4111' });
    await bubbleOf(page, 'My card is 4111').waitFor({ timeout: 15_000 });
    await says(CARLA, { type: 'revoke', messageId: secret });
    await page.getByText('Withdrawn by the customer', { exact: false }).waitFor({ timeout: 15_000 });
  }, 120_000);

  it('says what led a customer here and what they passed on, and keeps what is long short until it is asked for', async () => {
    const dora = { from: '4917611122288', name: 'Dora Lang' };
    await says(dora, { type: 'text', text: 'Is it still on?', referral: { source_url: 'https://fb.me/offer', source_type: 'ad', headline: 'Grinders, a fifth less', body: 'Until Sunday' } });
    await says(dora, { type: 'text', text: 'My sister wrote this', forwarded: true });
    await says(dora, { type: 'order', order: { catalog_id: '1', product_items: Array.from({ length: 12 }, (_, index) => ({ product_retailer_id: `K-${index}`, quantity: 1, item_price: 10, currency: 'EUR' })) } });
    await says(dora, { type: 'text', text: `It begins so.\n${'And so on.\n'.repeat(200)}It ends so.` });
    const { page } = anna.visitor;
    await openThread(anna, await channelOf('Dora Lang'));
    const led = bubbleOf(page, 'Is it still on?');
    await led.getByText('Grinders, a fifth less').waitFor({ timeout: 15_000 });
    const link = led.getByRole('link', { name: 'Open what was pressed' });
    expect([await link.getAttribute('href'), await link.getAttribute('rel')]).toEqual(['https://fb.me/offer', expect.stringContaining('noopener')]);
    await bubbleOf(page, 'My sister wrote this').getByText('Forwarded', { exact: true }).waitFor();
    const order = bubbleOf(page, 'Order of 12 items');
    expect(await order.getByText(/^1 × K-/).count()).toBe(8);
    await order.getByRole('button', { name: 'Show all 12' }).click();
    expect(await order.getByText(/^1 × K-/).count()).toBe(12);
    const long = bubbleOf(page, 'It begins so.');
    expect(await long.getByText('It ends so.').count()).toBe(0);
    await long.getByRole('button', { name: 'Read more' }).click();
    await long.getByText('It ends so.').waitFor();
    await long.getByRole('button', { name: 'Show less' }).click();
    expect(await long.getByText('It ends so.').count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
    await openThread(anna, carla);
  }, 120_000);

  it('never runs a page that calls itself a picture', async () => {
    const { page } = anna.visitor;
    const ran = '<html><script>try{parent.ran=1}catch{}try{opener.ran=1}catch{}window.ran=1;top.document.title="ran"</script><img src=x onerror="parent.ran=1"></html>';
    await says(CARLA, { type: 'image', caption: 'look at <img src=x onerror="window.ran=1">', media: { base64: Buffer.from(ran).toString('base64'), mimeType: 'image/jpeg', filename: 'photo.jpg' } });
    const bubble = bubbleOf(page, 'look at <img');
    await bubble.waitFor({ timeout: 15_000 });
    const media = await eventually('it is stored, or refused', async () => {
      const found = (await threadOf(carla.id)).messages.find(({ content }) => content?.kind === 'file' && content.caption?.startsWith('look at'))?.media;
      return found && found.state !== 'pending' ? found : null;
    });
    const opened: Page[] = [];
    anna.visitor.context.on('page', (one) => opened.push(one));
    for (const button of await bubble.getByRole('button', { name: /^(View|Open|Download)/ }).all()) {
      await button.click({ timeout: 5_000 });
      await page.waitForTimeout(500);
      await page.keyboard.press('Escape');
    }
    expect(await page.evaluate(() => (window as unknown as { ran?: number }).ran)).toBeUndefined();
    expect(await page.title()).not.toBe('ran');
    expect(opened).toEqual([]);
    const bytes = await anna.visitor.fetch(`/whatsapp/channels/${carla.id}/media/${media.id}`);
    expect(bytes.status).toBe(media.state === 'stored' ? 200 : 404);
    expect(bytes.headers.get('content-type') ?? '').not.toContain('html');
  }, 60_000);

  it('keeps a note among ourselves', async () => {
    const { page } = anna.visitor;
    const before = await received(CARLA.from);
    await page.getByRole('region', { name: 'Write' }).getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByLabel('Note for your team').fill('She is a VIP: be quick');
    await page.getByRole('region', { name: 'Write' }).getByRole('button', { name: 'Add note' }).click();
    await ben.visitor.page.locator('[data-event]', { hasText: 'She is a VIP: be quick' }).waitFor({ timeout: 15_000 });
    await page.getByRole('region', { name: 'Write' }).getByRole('button', { name: 'Reply', exact: true }).click();
    expect(await received(CARLA.from)).toEqual(before);
  }, 60_000);

  it('hands a conversation on, with a reason that stands in it', async () => {
    const { page } = anna.visitor;
    const header = page.locator('header[data-channel]');
    await header.getByRole('button', { name: /Unassigned|Mine|Assigned to/ }).click();
    await page.getByRole('menuitem', { name: /^(Assign|Transfer)$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').click();
    await page.getByRole('option', { name: /Ben Example/ }).click();
    await dialog.getByLabel('Reason (optional)').fill('Ben knows the courier');
    await dialog.getByRole('button', { name: /^(Assign|Transfer)$/ }).click();
    for (const who of [page, ben.visitor.page]) await who.locator('[data-event]', { hasText: 'Ben knows the courier' }).waitFor({ timeout: 15_000 });
    await ben.visitor.page.locator('header[data-channel]').getByRole('button', { name: 'Mine' }).waitFor({ timeout: 15_000 });
  }, 60_000);

  it('shows somebody who may read their own alone nothing else, and takes it away live when it is handed on', async () => {
    const cleo = await employ(browser, playground, admin, 'Cleo', ['channels.read']);
    const { page } = cleo.visitor;
    await cleo.visitor.open(INBOX);
    await page.getByText('No conversations here yet').waitFor({ timeout: 30_000 });
    await cleo.visitor.shot('inbox-empty');
    expect((await admin.ask('PUT', `/whatsapp/channels/${carla.id}/assignee`, { user: cleo.userId })).status).toBe(200);
    await rowOf(page, 'Carla Rossi').click({ timeout: 15_000 });
    await bubbleOf(page, 'It left our house').first().waitFor({ timeout: 15_000 });
    await page.getByText('Your role may read this conversation, but not answer.').waitFor();
    expect(await page.locator('a[data-channel]').count()).toBe(1);
    expect((await admin.ask('PUT', `/whatsapp/channels/${carla.id}/assignee`, { user: ben.userId, reason: 'shift' })).status).toBe(200);
    await page.getByText('You can no longer see this conversation').waitFor({ timeout: 15_000 });
    expect(await page.locator('article[data-message]').count()).toBe(0);
    await page.getByText('No conversations here yet').waitFor({ timeout: 15_000 });
    expect((await cleo.visitor.ask('GET', `/whatsapp/channels/${carla.id}/thread`)).status).toBe(404);
    await cleo.visitor.shot('inbox-gone');
    await cleo.visitor.close();
  }, 120_000);

  it('finds a word that was said, and goes to the message', async () => {
    const { page } = anna.visitor;
    const hit = await eventually('it is found', async () => (await anna.visitor.ask<MessageHit[]>('GET', '/whatsapp/channels/search?words=morning')).data[0]);
    await anna.visitor.open(INBOX);
    await page.getByPlaceholder('Search by name or number').fill('morning');
    await page.getByRole('button', { name: 'In messages' }).click();
    await page.locator('a[data-row]', { hasText: 'this morning' }).first().click({ timeout: 15_000 });
    await page.locator(`article[data-message="${hit.message}"]`).waitFor({ timeout: 15_000 });
    await page.getByPlaceholder('Search in messages').fill('zyzzyva');
    await page.getByText('No message says “zyzzyva”').waitFor({ timeout: 15_000 });
  }, 60_000);

  it('locks what can not be said once the 24 hours are over, but not the note', async () => {
    const late = { from: '393471230000', name: 'Dario Conti' };
    await says(late, { type: 'text', text: 'Are you there?', timestamp: Math.floor(Date.now() / 1000) - 2 * DAY_S });
    const { page } = anna.visitor;
    await openThread(anna, await channelOf('Dario Conti'));
    await page.getByText('The customer last wrote more than 24 hours ago.', { exact: false }).waitFor({ timeout: 15_000 });
    expect(await fieldOf(page).count()).toBe(0);
    await anna.visitor.shot('inbox-locked');
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByLabel('Note for your team').waitFor();
  }, 60_000);

  it('is used by the keyboard alone: to the next, open it, answer, send', async () => {
    const { page } = ben.visitor;
    const elena = { from: '393471239999', name: 'Elena Greco' };
    await ben.visitor.open(INBOX);
    await says(elena, { type: 'text', text: 'Ciao!' });
    await rowOf(page, 'Elena Greco').waitFor({ timeout: 15_000 });
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await bubbleOf(page, 'Ciao!').waitFor({ timeout: 15_000 });
    await fieldOf(page).waitFor();
    await page.keyboard.press('r');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.type('Ciao Elena, how can we help?');
    await page.keyboard.press('Enter');
    await bubbleOf(page, 'how can we help?').waitFor({ timeout: 15_000 });
    await eventually('it is sent', async () => (await received(elena.from)).includes('Ciao Elena, how can we help?'));
    await page.keyboard.type('/by');
    await page.getByRole('option', { name: '/bye' }).waitFor({ timeout: 15_000 });
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'You are welcome, Elena. Have a nice day!');
    await page.getByRole('option').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await eventually('it is sent', async () => (await received(elena.from)).includes('You are welcome, Elena. Have a nice day!'));
    expect(await received(elena.from)).toHaveLength(2);
  }, 60_000);

  it('shows one pane at a time where there is room for one, and leads back', async () => {
    const { page } = ben.visitor;
    await page.setViewportSize({ width: 820, height: 1_100 });
    await openThread(ben, carla);
    expect(await rowOf(page, 'Carla Rossi').isVisible()).toBe(false);
    await ben.visitor.shot('inbox-tablet');
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await rowOf(page, 'Carla Rossi').waitFor();
    expect(await page.getByRole('log', { name: 'Messages, oldest first' }).isVisible()).toBe(false);
    await page.setViewportSize({ width: 1_440, height: 900 });
  }, 60_000);

  it('calls by the browser’s own notification whoever looks elsewhere, as they asked for it, and leads to the conversation', async () => {
    const { page, context } = ben.visitor;
    const farid = { from: '971501234567', name: 'Farid Noor' };
    await context.grantPermissions(['notifications'], { origin: playground.origin });
    await page.addInitScript(() => {
      const kept: Notification[] = [];
      const Own = window.Notification;
      Object.assign(window, {
        notices: kept,
        Notification: class extends Own {
          constructor(title: string, options?: NotificationOptions) {
            super(title, options);
            kept.push(this);
          }
        },
      });
    });
    const notices = () => page.evaluate(() => (window as unknown as { notices: Notification[] }).notices.map(({ title, body }) => [title, body]));
    await ben.visitor.open(INBOX);
    await page.getByRole('button', { name: 'Notifications' }).click();
    const dialog = page.getByRole('dialog', { name: 'When a customer writes' });
    await dialog.getByLabel('Show browser notifications', { exact: false }).check({ force: true });
    await ben.visitor.shot('inbox-notification-settings');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await says(farid, { type: 'text', text: 'Is the shop open?' });
    await rowOf(page, 'Farid Noor').waitFor({ timeout: 15_000 });
    expect(await notices()).toEqual([]);

    await page.getByRole('link', { name: 'Quick replies' }).click();
    await page.getByRole('heading', { name: 'Quick replies' }).waitFor({ timeout: 30_000 });
    await says(farid, { type: 'text', text: 'Is somebody there?' });
    await page.waitForFunction(() => (window as unknown as { notices: Notification[] }).notices.length > 0, undefined, { timeout: 15_000 });
    expect(await notices()).toEqual([['Farid Noor wrote', 'Is somebody there?']]);
    await page.evaluate(() => (window as unknown as { notices: Notification[] }).notices[0]?.dispatchEvent(new Event('click')));
    await bubbleOf(page, 'Is somebody there?').waitFor({ timeout: 15_000 });
    expect(page.url()).toContain(`${INBOX}/`);
  }, 120_000);

  it('holds a few hundred bubbles of a long conversation at most', async () => {
    const talker = { from: '393471238888', name: 'Fabio Lungo' };
    await says(talker, { type: 'text', text: 'line', count: 1_000 });
    const { page } = ben.visitor;
    const { id } = await channelOf('Fabio Lungo');
    await eventually('all have come', async () => (await admin.ask<ChannelDetail>('GET', `/whatsapp/channels/${id}`)).data.unread >= 100, 60_000);
    await openThread(ben, { id });
    await page.locator('article[data-message]').first().waitFor({ timeout: 15_000 });
    const { most, down } = await page.evaluate(async () => {
      const log = document.querySelector('[role=log]') as Element;
      const count = () => log.querySelectorAll('article[data-message]').length;
      const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
      let seen = 0;
      for (let turn = 0; turn < 30; turn += 1) {
        log.scrollTop = 0;
        await pause();
        seen = Math.max(seen, count());
      }
      // Once to the end of what is held: the next page comes, and nobody is carried off to its end.
      log.scrollTop = log.scrollHeight;
      for (let turn = 0; turn < 10; turn += 1) await pause();
      return { most: seen, down: log.scrollHeight - log.scrollTop - log.clientHeight };
    });
    expect(most).toBeGreaterThan(100);
    expect(most).toBeLessThanOrEqual(400);
    expect(down).toBeGreaterThan(200);
    await page.getByRole('button', { name: /Jump to newest|new message/ }).click();
    await page.waitForFunction(() => {
      const log = document.querySelector('[role=log]') as Element;
      return log.scrollHeight - log.scrollTop - log.clientHeight < 5 && !document.body.textContent?.includes('Load later');
    });
  }, 120_000);

  it.each([
    ['list', () => INBOX, async () => undefined],
    [
      'open',
      () => `${INBOX}/${carla.id}`,
      async (page: Page) => {
        await bubbleOf(page, 'look at <img').waitFor({ timeout: 30_000 });
        // Opened at its end, and there still when what is above has grown.
        await page.waitForFunction(() => [...document.querySelectorAll('[role=log]')].some((log) => log.clientHeight > 100 && log.scrollHeight - log.scrollTop - log.clientHeight < 5));
      },
    ],
    ['nothing-found', () => `${INBOX}?in=messages&search=zyzzyva`, async (page: Page) => page.getByText('No message says', { exact: false }).waitFor({ timeout: 30_000 })],
  ])('is a screen that works: %s, in light, dark and on a phone’s width, without barriers', async (name, where, ready) => {
    const { page } = anna.visitor;
    const found: string[] = [];
    const { errors, sideways } = await anna.visitor.look(`inbox-${name}`, where(), async () => {
      await ready(page);
      found.push(...(await barriers(page)));
    });
    expect([errors, sideways <= 1, found]).toEqual([[], true, []]);
  }, 120_000);

  it('is read from right to left in Arabic, menus too, and leaves the rest of the back office as it was', async () => {
    const { page, ask, open, shot } = anna.visitor;
    const speak = async (language: string): Promise<void> => {
      expect((await ask('PUT', '/admin/users/me', { preferedLanguage: language })).status).toBe(200);
      await page.evaluate((value) => localStorage.setItem('strapi-admin-language', value), language);
    };
    const direction = () => page.evaluate(() => document.documentElement.dir);
    await speak('ar');
    await open(`${INBOX}/${carla.id}`);
    await bubbleOf(page, 'look at <img').waitFor({ timeout: 30_000 });
    expect([await direction(), await barriers(page)]).toEqual(['rtl', []]);
    const [row, field] = await Promise.all([rowOf(page, 'Carla Rossi').boundingBox(), page.locator('[data-write] textarea').boundingBox()]);
    expect(row?.x).toBeGreaterThan(field?.x ?? Number.NaN);
    await page.locator('header[data-channel] button[aria-haspopup=menu]').last().click();
    await page.getByRole('menuitem').first().waitFor();
    await shot('inbox-right-to-left');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(1);
    await page.keyboard.press('Escape');
    await page.locator('nav a[href="/admin/content-manager"], nav a[href="/admin/"]').first().click();
    await page.waitForFunction(() => document.documentElement.dir === '');
    await speak('en');
  }, 90_000);

  it('says which right is missing to somebody who has none', async () => {
    const dora = await employ(browser, playground, admin, 'Dora', ['messages.read']);
    await dora.visitor.page.goto(`${playground.origin}${INBOX}`);
    await dora.visitor.page.getByText(/permission/i).first().waitFor({ timeout: 60_000 });
    await dora.visitor.shot('inbox-no-permission');
    expect(await dora.visitor.page.locator('[data-layout]').count()).toBe(0);
    expect((await dora.visitor.ask('GET', '/whatsapp/channels')).status).toBe(403);
    await dora.visitor.close();
  }, 120_000);
});
