import { Pool } from 'undici';

export interface WebhookJob {
  account: string;
  url: string;
  body: string;
  headers: Record<string, string>;
  /** Ids of the messages inside: two posts about one message never overtake each other, unless told so. */
  about: readonly string[];
  copies: number;
  mayOvertake: boolean;
  retryMs: number;
  /** Called once, after the first attempt of the first copy: HTTP status, or null when nothing answered. */
  onFirst?: (status: number | null) => void;
}

export interface DeliveryNote {
  at: string;
  account: string;
  /** HTTP status; null = nothing answered. */
  status: number | null;
  attempt: number;
  bytes: number;
}

export interface WebhookQueue {
  post(job: WebhookJob): void;
  /** The last deliveries, newest first; no address and no body, for a path may hold a secret. */
  recent(account: string): DeliveryNote[];
  waiting(): number;
  /** Forgets what has not been posted yet. */
  drop(account: string | null): void;
  close(): Promise<void>;
}

const MAX_ATTEMPTS = 12;
const MAX_RETRY_MS = 30_000;
const LOOK_AHEAD = 64;
const CONNECTIONS = 8;
const TIMEOUT_MS = 10_000;

/** Posts with keep-alive, at most 8 at a time; what is not answered 200 is tried again, ever later. */
export function createWebhookQueue(onDelivery: (note: DeliveryNote) => void = () => undefined): WebhookQueue {
  const pools = new Map<string, Pool>();
  const notes: DeliveryNote[] = [];
  const retries = new Map<NodeJS.Timeout, WebhookJob>();
  const underWay = new Map<string, number>();
  /** Jobs near the head are looked over for one that may go; the rest waits in `queue`. */
  let near: WebhookJob[] = [];
  let queue: WebhookJob[] = [];
  let head = 0;
  let active = 0;
  let isClosed = false;

  const poolOf = (origin: string): Pool => {
    let pool = pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, connectTimeout: TIMEOUT_MS });
      pools.set(origin, pool);
    }
    return pool;
  };

  const note = (job: WebhookJob, status: number | null, attempt: number): void => {
    const entry: DeliveryNote = { at: new Date().toISOString(), account: job.account, status, attempt, bytes: job.body.length };
    notes.push(entry);
    if (notes.length > 400) notes.splice(0, 200);
    onDelivery(entry);
  };

  const attemptPost = async (job: WebhookJob): Promise<number | null> => {
    try {
      const { origin, pathname, search } = new URL(job.url);
      const { statusCode, body } = await poolOf(origin).request({ method: 'POST', path: pathname + search, headers: job.headers, body: job.body });
      await body.dump();
      return statusCode;
    } catch {
      return null;
    }
  };

  const deliver = async (job: WebhookJob, attempt: number, isFirstCopy: boolean): Promise<void> => {
    const status = await attemptPost(job);
    if (isClosed) return;
    note(job, status, attempt);
    if (attempt === 1 && isFirstCopy) job.onFirst?.(status);
    if (status === 200 || attempt >= MAX_ATTEMPTS) return;
    const timer = setTimeout(() => {
      retries.delete(timer);
      void deliver(job, attempt + 1, isFirstCopy);
    }, Math.min(MAX_RETRY_MS, job.retryMs * 2 ** (attempt - 1)));
    retries.set(timer, job);
  };

  const findNext = (): WebhookJob | null => {
    while (near.length < LOOK_AHEAD && head < queue.length) near.push(queue[head++]!);
    if (head > 10_000) {
      queue = queue.slice(head);
      head = 0;
    }
    const skipped = new Set<string>();
    for (let at = 0; at < near.length; at += 1) {
      const job = near[at]!;
      if (job.mayOvertake || !job.about.some((id) => underWay.has(id) || skipped.has(id))) {
        near.splice(at, 1);
        return job;
      }
      for (const id of job.about) skipped.add(id);
    }
    return null;
  };

  const run = (): void => {
    while (active < CONNECTIONS && !isClosed) {
      const job = findNext();
      if (!job) return;
      active += 1;
      for (const id of job.about) underWay.set(id, (underWay.get(id) ?? 0) + 1);
      const copies = Array.from({ length: job.copies }, (_, copy) => deliver(job, 1, copy === 0));
      void Promise.all(copies).finally(() => {
        active -= 1;
        for (const id of job.about) {
          const left = (underWay.get(id) ?? 1) - 1;
          if (left > 0) underWay.set(id, left);
          else underWay.delete(id);
        }
        run();
      });
    }
  };

  return {
    post(job) {
      if (isClosed) return;
      queue.push(job);
      run();
    },
    recent: (account) => notes.filter((one) => one.account === account).slice(-50).reverse(),
    waiting: () => queue.length - head + near.length + active + retries.size,
    drop(account) {
      const isDropped = (job: WebhookJob): boolean => account === null || job.account === account;
      for (const job of [...queue.slice(head), ...near]) if (isDropped(job)) job.onFirst?.(null);
      queue = queue.slice(head).filter((job) => !isDropped(job));
      head = 0;
      near = near.filter((job) => !isDropped(job));
      for (const [timer, job] of retries) {
        if (!isDropped(job)) continue;
        clearTimeout(timer);
        retries.delete(timer);
      }
    },
    async close() {
      isClosed = true;
      for (const timer of retries.keys()) clearTimeout(timer);
      retries.clear();
      queue = [];
      near = [];
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
