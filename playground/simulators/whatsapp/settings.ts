/** What `POST /control` can change, an account each. Pure: parsing and defaults only. */

export type StatusName = 'sent' | 'delivered' | 'read' | 'played' | 'failed' | 'deleted';
export interface StatusStep {
  status: StatusName;
  /** Vendor code of a `failed` step. */
  code?: number;
}
export type FaultTarget = 'messages' | 'media' | 'templates' | 'all';
export interface ErrorRule {
  http: number | null;
  code: number | null;
  details: string | null;
  body: 'json' | 'html' | 'empty' | 'garbage';
  retryAfter: number | null;
  on: FaultTarget;
  /** Answers the error although the message was taken, as a gateway in front of the service would. */
  afterAccept: boolean;
  remaining: number;
}

export interface Settings {
  latencyMs: number;
  error: ErrorRule | null;
  /** How many sends are taken and never answered because the connection breaks; Infinity = all. */
  dropAnswers: number;
  /** How many sends are taken and left hanging. */
  hang: number;
  /** Extra copies of each webhook, posted at the same moment. */
  duplicateWebhooks: number;
  shuffleWebhooks: boolean;
  /** Null = sent, delivered, read. */
  statuses: StatusStep[] | null;
  /** Milliseconds before each status; null = a pace that looks alive (sent 20, delivered 150, read 1500). */
  statusDelayMs: number | null;
  statusBatch: number;
  statusFlushMs: number;
  /** Messages a second of the number. */
  throughput: number;
  /** Unique recipients outside a window in rolling 24 hours; Infinity = unlimited. */
  messagingLimit: number;
  pairRate: boolean;
  autoRead: boolean;
  quality: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  mediaUrlTtlMs: number;
  webhookRetryMs: number;
}

export function defaultSettings(): Settings {
  return {
    latencyMs: 0,
    error: null,
    dropAnswers: 0,
    hang: 0,
    duplicateWebhooks: 0,
    shuffleWebhooks: false,
    statuses: null,
    statusDelayMs: null,
    statusBatch: 1,
    statusFlushMs: 50,
    throughput: 80,
    messagingLimit: 2_000,
    pairRate: true,
    autoRead: true,
    quality: 'GREEN',
    mediaUrlTtlMs: 5 * 60_000,
    webhookRetryMs: 1_000,
  };
}

export class InvalidControl extends Error {}

const STATUS_NAMES: readonly string[] = ['sent', 'delivered', 'read', 'played', 'failed', 'deleted'];
const TIERS: Record<string, number> = { TIER_250: 250, TIER_2K: 2_000, TIER_10K: 10_000, TIER_100K: 100_000, TIER_UNLIMITED: Infinity, UNLIMITED: Infinity };

/** Meta's name of a limit; a number between the steps, possible only here, keeps its own figure. */
export function tierOf(limit: number): string {
  const named = Object.entries(TIERS).find(([, value]) => value === limit);
  return named ? named[0] : `TIER_${limit}`;
}

export const SETTING_NAMES: ReadonlySet<string> = new Set([...Object.keys(defaultSettings()), 'times']);

/** Applies the settings of a control body. Nothing changes when any of it is wrong. @throws InvalidControl */
export function applySettings(settings: Settings, body: Record<string, unknown>): void {
  const patch: Partial<Settings> = {};
  const times = body.times === undefined ? Infinity : whole(body.times, 'times', 1);
  if (body.latencyMs !== undefined) patch.latencyMs = whole(body.latencyMs, 'latencyMs');
  if (body.error !== undefined) patch.error = errorRule(body.error, times);
  if (body.dropAnswers !== undefined) patch.dropAnswers = countOf(body.dropAnswers, 'dropAnswers', times);
  if (body.hang !== undefined) patch.hang = countOf(body.hang, 'hang', times);
  if (body.duplicateWebhooks !== undefined) patch.duplicateWebhooks = countOf(body.duplicateWebhooks, 'duplicateWebhooks', 1);
  if (patch.duplicateWebhooks !== undefined && patch.duplicateWebhooks > 20) throw new InvalidControl('duplicateWebhooks is at most 20');
  if (body.shuffleWebhooks !== undefined) patch.shuffleWebhooks = flag(body.shuffleWebhooks, 'shuffleWebhooks');
  if (body.statuses !== undefined) patch.statuses = statusSteps(body.statuses);
  if (body.statusDelayMs !== undefined) patch.statusDelayMs = body.statusDelayMs === null ? null : whole(body.statusDelayMs, 'statusDelayMs');
  if (body.statusBatch !== undefined) patch.statusBatch = whole(body.statusBatch, 'statusBatch', 1, 1_000);
  if (body.statusFlushMs !== undefined) patch.statusFlushMs = whole(body.statusFlushMs, 'statusFlushMs');
  if (body.throughput !== undefined) patch.throughput = whole(body.throughput, 'throughput', 1);
  if (body.messagingLimit !== undefined) patch.messagingLimit = limitOf(body.messagingLimit);
  if (body.pairRate !== undefined) patch.pairRate = flag(body.pairRate, 'pairRate');
  if (body.autoRead !== undefined) patch.autoRead = flag(body.autoRead, 'autoRead');
  if (body.quality !== undefined) patch.quality = oneOf(body.quality, 'quality', ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] as const);
  if (body.mediaUrlTtlMs !== undefined) patch.mediaUrlTtlMs = whole(body.mediaUrlTtlMs, 'mediaUrlTtlMs');
  if (body.webhookRetryMs !== undefined) patch.webhookRetryMs = whole(body.webhookRetryMs, 'webhookRetryMs', 1);
  Object.assign(settings, patch);
}

function errorRule(value: unknown, times: number): ErrorRule | null {
  if (value === null || value === false) return null;
  if (typeof value !== 'object' || Array.isArray(value)) throw new InvalidControl('error must be an object or null');
  const input = value as Record<string, unknown>;
  const known = ['http', 'code', 'details', 'body', 'retryAfter', 'on', 'afterAccept', 'times'];
  const stray = Object.keys(input).find((name) => !known.includes(name));
  if (stray) throw new InvalidControl(`unknown field error.${stray}`);
  const http = input.http === undefined ? null : whole(input.http, 'error.http', 400, 599);
  const code = input.code === undefined ? null : whole(input.code, 'error.code');
  if (http === null && code === null) throw new InvalidControl('error needs http, code or both');
  return {
    http,
    code,
    details: input.details === undefined ? null : String(input.details),
    body: input.body === undefined ? (code === null ? 'html' : 'json') : oneOf(input.body, 'error.body', ['json', 'html', 'empty', 'garbage'] as const),
    retryAfter: input.retryAfter === undefined ? null : whole(input.retryAfter, 'error.retryAfter'),
    on: input.on === undefined ? 'messages' : oneOf(input.on, 'error.on', ['messages', 'media', 'templates', 'all'] as const),
    afterAccept: input.afterAccept === undefined ? false : flag(input.afterAccept, 'error.afterAccept'),
    remaining: input.times === undefined ? times : whole(input.times, 'error.times', 1),
  };
}

function statusSteps(value: unknown): StatusStep[] | null {
  if (value === null || value === true) return null;
  if (value === false) return [];
  if (!Array.isArray(value)) throw new InvalidControl('statuses must be a list, null or false');
  return value.map((step): StatusStep => {
    const input = typeof step === 'string' ? { status: step } : (step as Record<string, unknown> | null);
    if (typeof input !== 'object' || input === null || typeof input.status !== 'string' || !STATUS_NAMES.includes(input.status)) {
      throw new InvalidControl(`a status is one of ${STATUS_NAMES.join(', ')}`);
    }
    const code = 'code' in input && input.code !== undefined ? whole(input.code, 'statuses.code') : undefined;
    return { status: input.status as StatusName, ...(code === undefined ? {} : { code }) };
  });
}

function limitOf(value: unknown): number {
  if (value === null || value === -1) return Infinity;
  if (typeof value === 'string') {
    const tier = TIERS[value.toUpperCase()];
    if (tier !== undefined) return tier;
  }
  return whole(value, 'messagingLimit');
}

/** `true` = the given number, `false` = none, a number = itself. */
function countOf(value: unknown, name: string, whenTrue: number): number {
  if (value === true) return whenTrue;
  if (value === false || value === null) return 0;
  return whole(value, name);
}

function whole(value: unknown, name: string, min = 0, max = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw new InvalidControl(`${name} must be a whole number${max === Number.MAX_SAFE_INTEGER ? ` of at least ${min}` : ` from ${min} to ${max}`}`);
  }
  return value;
}

function flag(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new InvalidControl(`${name} must be true or false`);
  return value;
}

function oneOf<T extends string>(value: unknown, name: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (!found) throw new InvalidControl(`${name} must be one of ${allowed.join(', ')}`);
  return found;
}
