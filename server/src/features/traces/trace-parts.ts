import { isCode, sentenceOf } from '../../../../plugin/contracts/codes';
import type { TraceFacts, TraceKind, TraceStepView } from '../../../../plugin/contracts/traces';
import { maskPhones, onlyAbout, tracePayload } from '../../../../plugin/domain/trace';
import type { AccountRow, ChannelRow, ContactRow, MediaRow, MessageRow } from '../../platform/records';
import type { StoredHalt, StoredParked, StoredWebhook, TraceRow } from './traces.repository';

/** Everything a trace is made of, read before. */
export interface TraceSources {
  message: MessageRow;
  account: AccountRow | null;
  rows: TraceRow[];
  webhooks: ReadonlyMap<number, StoredWebhook>;
  parked: StoredParked[];
  halts: StoredHalt[];
  contact: ContactRow | null;
  channel: ChannelRow | null;
  media: MediaRow | null;
  userName: string | null;
  tokenName: string | null;
}

type Given = Record<string, unknown>;

/** What is no fact (null, an object) is left out. */
export const factsOf = (given: Given): TraceFacts =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (value instanceof Date) return [[name, value.toISOString()]];
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [];
    }),
  );

/** A code with its sentence; a provider's own words where it gave some. */
export const reasonOf = (code: unknown, message?: unknown): TraceStepView['reason'] => {
  if (typeof code !== 'string' || code === '') return null;
  const own = typeof message === 'string' && message !== '' ? message : null;
  return { code, sentence: own ?? (isCode(code) ? sentenceOf(code) : code) };
};

export const recordOf = (value: unknown): Given => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Given) : {});
export const listOf = (value: unknown): Given[] => (Array.isArray(value) ? value.map(recordOf) : []);
export const timeOf = (value: unknown, otherwise: Date): Date => {
  const at = typeof value === 'string' ? new Date(value) : otherwise;
  return Number.isNaN(at.getTime()) ? otherwise : at;
};

export type StepParts = Partial<Pick<TraceStepView, 'outcome' | 'reason' | 'payload'>> & { facts?: Given };

export const step = (kind: TraceKind, at: Date, { outcome = 'good', facts = {}, reason = null, payload = null }: StepParts = {}): TraceStepView => ({
  kind,
  at: at.toISOString(),
  outcome,
  facts: factsOf(facts),
  reason,
  payload,
});

const digits = (text: string | null | undefined): string[] => {
  const found = (text ?? '').replace(/\D/g, '');
  return found === '' ? [] : [found];
};

/** Payloads as this message's reader may see them. */
export const createShown = ({ message, contact, account }: Pick<TraceSources, 'message' | 'contact' | 'account'>) => {
  const own = [message.recipient, contact?.phone, contact?.waId, account?.displayPhoneNumber].flatMap(digits);
  const ids = [message.documentId, message.providerMessageId].flatMap((id) => id ?? []);
  return {
    payload: (value: unknown): unknown => (value === null || value === undefined ? null : maskPhones(tracePayload(value), own)),
    /** A webhook may carry a thousand messages of other people. */
    webhook(body: string): unknown {
      let parsed: unknown;
      try {
        parsed = JSON.parse(body);
      } catch {
        return null;
      }
      return maskPhones(tracePayload(onlyAbout(parsed, ids)), own);
    },
  };
};

export type Shown = ReturnType<typeof createShown>;
