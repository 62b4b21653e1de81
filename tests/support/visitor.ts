import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Demo, Playground } from './playground';

const SHOTS = path.join(__dirname, '..', '.artifacts', 'screenshots');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((place): place is string => Boolean(place));

/** How a screen is looked at: light, dark, and on a phone's width. */
const LOOKS = [
  ['light', 'light', 1440],
  ['dark', 'dark', 1440],
  ['phone', 'light', 390],
] as const;

/** Somebody with a browser of their own. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Opens an address of the playground's and waits for its heading. */
  open(where: string): Promise<void>;
  signIn(email: string, password: string): Promise<void>;
  /** Asks an admin address with the session of the page. */
  ask<T>(method: string, where: string, body?: unknown): Promise<{ status: number; data: T }>;
  /** As `ask`, for what is no JSON. */
  fetch(where: string, init?: RequestInit): Promise<Response>;
  shot(name: string, of?: Page): Promise<unknown>;
  /** Looks at a screen in each way: what it threw, and by how much it can be scrolled sideways on a phone. */
  look(name: string, where: string, prepare?: () => Promise<void>): Promise<{ errors: string[]; sideways: number }>;
  close(): Promise<void>;
}

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: FLAGS });

export const createVisitor = async (browser: Browser, { origin, demo }: Pick<Playground, 'origin'> & { demo: Pick<Demo, 'adminUrl'> }): Promise<Visitor> => {
  mkdirSync(SHOTS, { recursive: true });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  // Strapi's own tour begins where a host has a type of its own, and covers the lists. It is kept by the first page.
  await context.addInitScript(() => {
    const stored = JSON.parse(localStorage.getItem('STRAPI_GUIDED_TOUR') ?? 'null') as object | null;
    if (stored) localStorage.setItem('STRAPI_GUIDED_TOUR', JSON.stringify({ ...stored, enabled: false }));
  });
  const page = await context.newPage();
  const shot: Visitor['shot'] = (name, of = page) => of.screenshot({ path: path.join(SHOTS, `${name}.png`) });
  const open = async (where: string): Promise<void> => {
    await page.goto(`${origin}${where}`);
    await page.locator('main h1, main h2').first().waitFor({ timeout: 60_000 });
  };
  const get: Visitor['fetch'] = async (where, init = {}) => {
    const token = await page.evaluate(() => {
      const cookie = document.cookie.split('; ').find((part) => part.startsWith('jwtToken='))?.slice('jwtToken='.length);
      return (cookie ? decodeURIComponent(cookie) : (localStorage.getItem('jwtToken') ?? '')).replaceAll('"', '');
    });
    return fetch(`${origin}${where}`, { ...init, headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` } });
  };
  return {
    page,
    context,
    shot,
    open,
    async signIn(email, password) {
      await page.goto(demo.adminUrl);
      await page.fill('input[name=email]', email);
      await page.fill('input[name=password]', password);
      await page.click('button[type=submit]');
      await page.waitForURL(/\/admin\/?(\?.*)?$/, { timeout: 60_000 });
    },
    fetch: get,
    async ask<T>(method: string, where: string, body?: unknown) {
      const answer = await get(where, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
      return { status: answer.status, data: ((await answer.json()) as { data: T }).data };
    },
    async look(name, where, prepare) {
      const errors: string[] = [];
      let sideways = 0;
      const listen = (error: Error) => errors.push(error.message);
      page.on('pageerror', listen);
      for (const [mode, theme, width] of LOOKS) {
        await page.evaluate((value) => localStorage.setItem('STRAPI_THEME', value), theme);
        await page.setViewportSize({ width, height: 900 });
        await open(where);
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await prepare?.();
        await shot(`${name}-${mode}`);
        if (width === 390) sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      }
      await page.evaluate(() => localStorage.setItem('STRAPI_THEME', 'light'));
      await page.setViewportSize({ width: 1440, height: 900 });
      page.off('pageerror', listen);
      return { errors, sideways };
    },
    close: () => context.close(),
  };
};
