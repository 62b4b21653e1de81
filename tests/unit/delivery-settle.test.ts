import type { RetryDecision } from '../../plugin/domain/retry';
import type { DeliveryStatus } from '../../plugin/domain/message-status';
import { settleRow } from '../../server/src/features/delivery/settle.service';
import type { MessageRow } from '../../server/src/platform/records';

const at = new Date('2026-11-20T12:00:00Z');
const rowAt = (deliveryStatus: DeliveryStatus, extra: Partial<MessageRow> = {}): MessageRow =>
  ({ id: 1, deliveryStatus, notBefore: new Date('2026-11-20T11:00:00Z'), attempts: 1, leaseUntil: new Date('2026-11-20T12:01:00Z'), blockedBy: null, providerMessageId: null, acceptedAt: null, failedAt: null, errorCode: null, errorMessage: null, errorVendorCode: null, ...extra }) as MessageRow;
const accepted = { at, result: { kind: 'accepted' as const, accepted: { providerMessageId: 'wamid.1' } } };
const failed = (decision: RetryDecision, code = 'provider.unavailable') => ({ at, result: { kind: 'failed' as const, errorKind: 'temporary' as const, decision, code, message: 'why', vendorCode: '1' } });

describe('settling an accepted post', () => {
  it.each<[DeliveryStatus, DeliveryStatus]>([
    ['sending', 'accepted'],
    ['uncertain', 'accepted'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['failed', 'failed'],
  ])('leaves %s at %s and keeps the provider’s id', (before, after) => {
    expect(settleRow(rowAt(before), accepted)).toMatchObject({ deliveryStatus: after, providerMessageId: 'wamid.1', acceptedAt: at, leaseUntil: null });
  });

  it('forgets the error of an earlier try', () => {
    expect(settleRow(rowAt('sending', { errorCode: 'provider.unavailable', errorMessage: 'why' }), accepted)).toMatchObject({ errorCode: null, errorMessage: null });
  });
});

describe('settling a failed post', () => {
  const later = new Date('2026-11-20T12:00:08Z');

  it.each<[string, RetryDecision, Partial<MessageRow>]>([
    ['comes back later', { kind: 'retry', at: later, scope: 'message', attempts: 1 }, { deliveryStatus: 'queued', notBefore: later, attempts: 1, failedAt: null }],
    ['keeps its place when the account waits, and its try is not counted', { kind: 'retry', at: later, scope: 'account', attempts: 1 }, { deliveryStatus: 'queued', notBefore: rowAt('queued').notBefore, attempts: 0 }],
    ['is held with the account', { kind: 'hold', scope: 'account', code: 'account.unauthorized' }, { deliveryStatus: 'queued', blockedBy: 'account', attempts: 0 }],
    ['is held with the template', { kind: 'hold', scope: 'template', code: 'template.paused' }, { deliveryStatus: 'queued', blockedBy: 'template', attempts: 0 }],
    ['fails for good', { kind: 'fail', code: 'message.invalid' }, { deliveryStatus: 'failed', failedAt: at }],
    ['becomes uncertain, never queued', { kind: 'uncertain' }, { deliveryStatus: 'uncertain', failedAt: null }],
  ])('%s', (_what, decision, expected) => {
    expect(settleRow(rowAt('sending'), failed(decision))).toMatchObject({ ...expected, leaseUntil: null, errorMessage: 'why', errorVendorCode: '1' });
  });

  it.each<DeliveryStatus>(['sent', 'delivered', 'read', 'failed', 'uncertain', 'cancelled', 'queued'])('does not pull a message back that is %s already', (status) => {
    expect(settleRow(rowAt(status), failed({ kind: 'retry', at: later, scope: 'message', attempts: 1 }))).toBeNull();
  });
});
