/** What tells rows apart where nothing else is said. */
export const idOf = (row: unknown): string | number => (row as { id: string | number }).id;

/** Each row once, the newest reading of it, in the order of the pages. */
export const joinPages = <T>(first: readonly T[], later: readonly T[], keyOf: (row: T) => string | number = idOf): T[] => {
  const seen = new Set(first.map(keyOf));
  return [...first, ...later.filter((row) => !seen.has(keyOf(row)))];
};
