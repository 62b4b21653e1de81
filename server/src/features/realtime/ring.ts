/** The newest of what was told, in order, so that a tab which was away for a moment misses nothing. */
export interface Ring<T> {
  /** Keeps one and gives its place, `<start>.<number>`. */
  add(one: T): string;
  /** The place of the newest: where a tab that has seen everything stands. */
  newest(): string;
  /** How many were added: what `isUpTo` compares with. */
  count(): number;
  /** Whether a tab that stands there has seen nothing after the first `count`. Also where the place leads nowhere. */
  isUpTo(place: string, count: number): boolean;
  /** What came after a place, oldest first. Null: that can't be told any more. */
  since(place: string): { seq: string; one: T }[] | null;
  /** Places given before lead nowhere from now on: everybody reads anew. */
  forget(): void;
}

const PLACE = /^([\w-]{1,40})\.(\d{1,15})$/;

/** `start` is another one after every start of the server: places of a former life are not mistaken for its own. */
export const createRing = <T>(start: string, size: number): Ring<T> => {
  const kept: T[] = [];
  let count = 0;
  /** Of the first that can be told after a place. */
  let oldest = 0;
  const seqOf = (number: number): string => `${start}.${number}`;

  /** NaN for a place of another start, or for none. */
  const numberOf = (place: string): number => {
    const [, of, digits] = PLACE.exec(place) ?? [];
    return of === start ? Number(digits) : Number.NaN;
  };

  return {
    add(one) {
      kept[count % size] = one;
      count += 1;
      oldest = Math.max(oldest, count - size);
      return seqOf(count);
    },
    newest: () => seqOf(count),
    count: () => count,
    isUpTo: (place, upTo) => !(numberOf(place) > upTo),
    since(place) {
      const number = numberOf(place);
      if (!(number >= oldest && number <= count)) return null;
      return Array.from({ length: count - number }, (_, offset) => ({ seq: seqOf(number + offset + 1), one: kept[(number + offset) % size] as T }));
    },
    forget() {
      kept.length = 0;
      count += 1;
      oldest = count;
    },
  };
};
