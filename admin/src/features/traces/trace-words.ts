import type { TraceFacts, TraceStepView } from '../../../../plugin/contracts/traces';
import { isMessageKey, type MessageKey, type Text, type Times } from '../../i18n';

/** Said only where they are so: that a customer never wrote STOP is no news. */
const ONLY_WHEN_TRUE: ReadonlySet<string> = new Set(['stopped', 'marketingStopped', 'blacklisted', 'windowOpenedByStop', 'countsAgainstBudget', 'signatureChecked']);

/** Kept for programs; on the screen they say nothing that is not said beside them. */
const UNSAID: ReadonlySet<string> = new Set(['payloadKept', 'accountState', 'receivedAt', 'webhookState']);

/** Facts that other screens name already. */
const NAMES: Record<string, MessageKey> = { purpose: 'log.detail.purpose', templateName: 'log.detail.template', providerMessageId: 'log.detail.provider-id', type: 'log.column.type', contact: 'log.column.contact', attempts: 'log.detail.attempts' };

/** Facts whose values are words of ours: where the word for each stands. */
const WORDS: Record<string, string> = { purpose: 'purpose', consent: 'consent', state: 'status', reason: 'blocked', origin: 'trace.origin', event: 'trace.event', result: 'trace.result', what: 'trace.what', type: 'type', fileState: 'trace.file' };

export const stepTitle = (step: Pick<TraceStepView, 'kind'>, text: Text): string => text(`trace.step.${step.kind}`);

const valueWords = (name: string, value: string | number | boolean, text: Text, times: Pick<Times, 'second' | 'number'>): string => {
  if (typeof value === 'boolean') return text(value ? 'trace.yes' : 'trace.no');
  if (name.endsWith('Ms') && typeof value === 'number') return text('trace.ms', { ms: times.number(value) });
  if (typeof value === 'number') return times.number(value);
  if (name.endsWith('At') && !Number.isNaN(Date.parse(value))) return times.second(value);
  const key = `${WORDS[name] ?? ''}.${value}`;
  return isMessageKey(key) ? text(key) : value;
};

export interface FactLine {
  key: string;
  name: string;
  value: string;
}

/** The facts of a step as people read them; a fact we have no word for keeps its own name. */
export const factLines = (facts: TraceFacts, text: Text, times: Pick<Times, 'second' | 'number'>): FactLine[] =>
  Object.entries(facts).flatMap(([name, value]) => {
    if (UNSAID.has(name) || (ONLY_WHEN_TRUE.has(name) && value !== true)) return [];
    const key = NAMES[name] ?? `trace.fact.${name}`;
    return [{ key: name, name: isMessageKey(key) ? text(key) : name, value: valueWords(name, value, text, times) }];
  });

/** Why the law let it pass, in a sentence. */
export const lawKey = (step: TraceStepView): MessageKey | null => {
  if (step.kind !== 'decided' || step.outcome !== 'good') return null;
  const key = `trace.law.${String(step.facts['purpose'] ?? '')}`;
  return isMessageKey(key) ? key : null;
};

/** JSON as it is shown and copied. */
export const payloadText = (payload: unknown): string => JSON.stringify(payload, null, 2);
