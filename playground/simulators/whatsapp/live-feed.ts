import type { ServerResponse } from 'node:http';
import type { Customer } from './customers';

export interface LiveFeed {
  /** Opens an event stream; `leave` runs when the page goes away. */
  join(res: ServerResponse, account: string, leave: () => void): void;
  /** Tells the pages of an account that a chat changed; a burst becomes one event. */
  changed(customer: Customer): void;
  /** The business is writing; the page forgets it after 25 seconds or at the next message. */
  typing(customer: Customer): void;
  /** Tells every page to read its state anew. */
  refresh(): void;
  close(): void;
}

const BURST_MS = 120;
const HEARTBEAT_MS = 20_000;

export function createLiveFeed(): LiveFeed {
  const pages = new Map<ServerResponse, string>();
  let touched = new Map<string, Set<string>>();
  let timer: NodeJS.Timeout | null = null;
  let heartbeat: NodeJS.Timeout | null = null;
  const write = (page: ServerResponse, event: string, value: unknown): void => void page.write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
  const flush = (): void => {
    timer = null;
    const burst = touched;
    touched = new Map();
    for (const [page, account] of pages) {
      const chats = burst.get(account);
      if (chats) write(page, 'chats', { chats: [...chats].slice(0, 200) });
    }
  };
  return {
    join(res, account, leave) {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      write(res, 'hello', {});
      pages.set(res, account);
      heartbeat ??= setInterval(() => {
        for (const page of pages.keys()) page.write(': still here\n\n');
      }, HEARTBEAT_MS);
      res.on('close', () => {
        pages.delete(res);
        if (pages.size === 0 && heartbeat) {
          clearInterval(heartbeat);
          heartbeat = null;
        }
        leave();
      });
    },
    changed(customer) {
      // Nobody looks: the benchmark must not pay for the phone.
      if (pages.size === 0) return;
      let chats = touched.get(customer.account);
      if (!chats) touched.set(customer.account, (chats = new Set()));
      chats.add(customer.id);
      timer ??= setTimeout(flush, BURST_MS);
    },
    typing(customer) {
      for (const [page, account] of pages) if (account === customer.account) write(page, 'typing', { chat: customer.id });
    },
    refresh() {
      for (const page of pages.keys()) write(page, 'refresh', {});
    },
    close() {
      if (timer) clearTimeout(timer);
      if (heartbeat) clearInterval(heartbeat);
      for (const page of pages.keys()) page.end();
      pages.clear();
    },
  };
}
