import type { TraceStepView } from '../../../../plugin/contracts/traces';
import type { TraceRow } from './traces.repository';
import { listOf, reasonOf, recordOf, step, timeOf, type Shown, type TraceSources } from './trace-parts';

const ATTEMPT_OUTCOMES: Record<string, TraceStepView['outcome']> = { retry: 'waits', hold: 'waits', uncertain: 'bad', fail: 'bad' };

const enqueued = (row: TraceRow, { message, userName, tokenName }: TraceSources, shown: Shown): TraceStepView[] => {
  const { asked, facts, origin, batch } = row.details ?? {};
  return [
    step('enqueued', row.recordedAt, { facts: { origin, user: userName, token: tokenName, batch }, payload: shown.payload({ request: asked ?? undefined, message: message.payload }) }),
    step('decided', row.recordedAt, { facts: recordOf(facts) }),
  ];
};

/** One try as what it was: taken, decided, posted, answered, written down. */
const attempted = (row: TraceRow, shown: Shown): TraceStepView[] => {
  const details = row.details ?? {};
  const claimedAt = timeOf(details['claimedAt'], row.recordedAt);
  const { attempt, countsAgainstBudget, result, providerMessageId, code, message, vendorCode, next, nextAt } = details;
  const calls = listOf(details['calls']).map((call) => {
    const { method, address, httpStatus, tookMs, error, request, answer } = call;
    const isBad = typeof error === 'string' || Number(httpStatus) >= 400;
    return step('called', timeOf(call['at'], claimedAt), {
      outcome: isBad ? 'bad' : 'good',
      facts: { method, address, httpStatus, tookMs },
      payload: shown.payload({ request, answer, ...(error ? { error } : {}) }),
    });
  });
  return [
    step('claimed', claimedAt, { facts: { attempt } }),
    step('decided', claimedAt, { facts: { ...recordOf(details['facts']), countsAgainstBudget } }),
    ...calls,
    step('settled', row.recordedAt, {
      outcome: result === 'accepted' ? 'good' : (ATTEMPT_OUTCOMES[String(next)] ?? 'bad'),
      facts: { result: result === 'accepted' ? 'accepted' : next, providerMessageId, vendorCode, nextAt },
      reason: reasonOf(code, message),
    }),
  ];
};

const filed = (row: TraceRow): TraceStepView => {
  const { what, state, bytes, mimeType, attempt, nextAt, checkedAt, code, message } = row.details ?? {};
  const outcome = state === 'retry' ? 'waits' : state === 'failed' ? 'bad' : 'good';
  return step('file', row.recordedAt, { outcome, facts: { what, fileState: state, bytes, mimeType, attempt, nextAt, checkedAt }, reason: reasonOf(code, message) });
};

const ended = (row: TraceRow): TraceStepView => {
  const { state, code, message, facts } = row.details ?? {};
  return step('ended', row.recordedAt, { outcome: state === 'cancelled' ? 'waits' : 'bad', facts: { state, ...recordOf(facts) }, reason: reasonOf(code, message) });
};

const held = (row: TraceRow): TraceStepView => {
  const { reason, until, facts } = row.details ?? {};
  return step('held', row.recordedAt, { outcome: 'waits', facts: { reason, untilAt: until, ...recordOf(facts) } });
};

/** What we recorded ourselves. */
export const ownSteps = (sources: TraceSources, shown: Shown): TraceStepView[] =>
  sources.rows.flatMap((row): TraceStepView[] => {
    switch (row.kind) {
      case 'enqueue':
        return enqueued(row, sources, shown);
      case 'attempt':
        return attempted(row, shown);
      case 'file':
        return [filed(row)];
      case 'end':
        return [ended(row)];
      case 'wait':
        return [held(row)];
      case 'replay': {
        const { event, state, reason, parkedAt, payload } = row.details ?? {};
        return [
          step('parked', timeOf(parkedAt, row.recordedAt), { outcome: 'bad', facts: { event, state }, reason: reasonOf(`parked.${String(reason)}`) }),
          step('replayed', row.recordedAt, { facts: { event, state }, payload: shown.payload(payload) }),
        ];
      }
      case 'event':
        return [];
    }
  });
