import { advanceStatus, isFinal, mayResend, STATUS_RANK, type DeliveryStatus, type ReportedStatus } from '../../plugin/domain/message-status';

type News = ReportedStatus | 'accepted';
const NEWS: News[] = ['accepted', 'sent', 'delivered', 'read', 'played', 'failed'];
const STATUSES = Object.keys(STATUS_RANK) as DeliveryStatus[];

/** Rows: the status now; columns: the news. What the status is afterwards. */
const TABLE: Record<DeliveryStatus, Record<News, DeliveryStatus>> = {
  queued: { accepted: 'accepted', sent: 'sent', delivered: 'delivered', read: 'read', played: 'played', failed: 'failed' },
  sending: { accepted: 'accepted', sent: 'sent', delivered: 'delivered', read: 'read', played: 'played', failed: 'failed' },
  uncertain: { accepted: 'accepted', sent: 'sent', delivered: 'delivered', read: 'read', played: 'played', failed: 'failed' },
  cancelled: { accepted: 'accepted', sent: 'sent', delivered: 'delivered', read: 'read', played: 'played', failed: 'failed' },
  accepted: { accepted: 'accepted', sent: 'sent', delivered: 'delivered', read: 'read', played: 'played', failed: 'failed' },
  sent: { accepted: 'sent', sent: 'sent', delivered: 'delivered', read: 'read', played: 'played', failed: 'failed' },
  failed: { accepted: 'failed', sent: 'failed', delivered: 'delivered', read: 'read', played: 'played', failed: 'failed' },
  delivered: { accepted: 'delivered', sent: 'delivered', delivered: 'delivered', read: 'read', played: 'played', failed: 'delivered' },
  read: { accepted: 'read', sent: 'read', delivered: 'read', read: 'read', played: 'played', failed: 'read' },
  played: { accepted: 'played', sent: 'played', delivered: 'played', read: 'played', played: 'played', failed: 'played' },
  received: { accepted: 'received', sent: 'received', delivered: 'received', read: 'received', played: 'received', failed: 'received' },
};

const PAIRS = STATUSES.flatMap((status) => NEWS.map((news) => [status, news, TABLE[status][news]] as const));

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) => permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]));
}

function subsets<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((all, item) => [...all, ...all.map((subset) => [...subset, item])], [[]]);
}

describe('advanceStatus', () => {
  it.each(PAIRS)('%s + %s = %s', (status, news, expected) => {
    const advanced = advanceStatus({ status }, news);
    expect(advanced.status).toBe(expected);
    expect(advanced.changed).toBe(expected !== status);
  });

  it('covers every status there is', () => {
    expect(STATUSES).toHaveLength(11);
    expect(Object.keys(TABLE).sort()).toEqual([...STATUSES].sort());
  });

  it.each(['sending', 'uncertain'] as const)('ends the same from %s in whatever order news comes, and twice', (start) => {
    for (const subset of subsets(NEWS).filter((one) => one.length > 0)) {
      const ends = new Set(
        permutations(subset).map((order) => [...order, ...order].reduce<DeliveryStatus>((status, news) => advanceStatus({ status }, news).status, start)),
      );
      expect([...ends]).toHaveLength(1);
    }
  });

  it('never lowers the rank', () => {
    for (const [status, news] of PAIRS) {
      expect(STATUS_RANK[advanceStatus({ status }, news).status]).toBeGreaterThanOrEqual(STATUS_RANK[status]);
    }
  });

  it.each<[DeliveryStatus, News, boolean]>([
    ['failed', 'delivered', true],
    ['failed', 'read', true],
    ['delivered', 'read', true],
    ['delivered', 'failed', true],
    ['failed', 'failed', true],
    ['sent', 'failed', true],
    ['uncertain', 'failed', true],
    // What an earlier attempt or a time-out left behind is over.
    ['uncertain', 'sent', false],
    ['uncertain', 'delivered', false],
    ['sending', 'accepted', false],
    ['sent', 'sent', false],
  ])('%s + %s keeps the error: %s', (status, news, keeps) => {
    expect(advanceStatus({ status }, news).keepsError).toBe(keeps);
  });

  it('keeps a reported failure in both orders', () => {
    const run = (order: News[]): boolean => {
      let status: DeliveryStatus = 'sent';
      let error = false;
      for (const news of order) {
        const advanced = advanceStatus({ status }, news);
        status = advanced.status;
        error = advanced.keepsError && (error || news === 'failed');
      }
      return error;
    };
    for (const order of permutations<News>(['failed', 'delivered', 'read'])) expect(run(order)).toBe(true);
    for (const order of permutations<News>(['sent', 'delivered', 'read'])) expect(run(order)).toBe(false);
  });
});

describe('isFinal and mayResend', () => {
  it.each<[DeliveryStatus, boolean, boolean]>([
    ['queued', false, false],
    ['sending', false, false],
    ['accepted', false, false],
    ['sent', false, false],
    ['delivered', false, false],
    ['read', true, false],
    ['played', true, false],
    ['failed', true, true],
    ['uncertain', false, false],
    ['cancelled', true, true],
    ['received', true, false],
  ])('%s: final %s, may be resent %s', (status, final, resend) => {
    expect(isFinal(status)).toBe(final);
    expect(mayResend(status)).toBe(resend);
  });
});
