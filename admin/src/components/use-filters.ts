import * as React from 'react';
import { useSearchParams } from 'react-router-dom';

export interface Filters {
  get(name: string): string;
  page: number;
  /** Sets filters and goes back to the first page; an empty value takes a filter away. */
  set(changes: Record<string, string | null>): void;
  toPage(page: number): void;
}

/** Filters live in the address: a reload keeps them, and a list can be sent to a colleague as a link. */
export const useFilters = (): Filters => {
  const [search, setSearch] = useSearchParams();
  return React.useMemo<Filters>(() => {
    const page = Number.parseInt(search.get('page') ?? '1', 10);
    return {
      get: (name) => search.get(name) ?? '',
      page: Number.isFinite(page) && page > 0 ? page : 1,
      set: (changes) =>
        setSearch(
          (former) => {
            const next = new URLSearchParams(former);
            next.delete('page');
            for (const [name, value] of Object.entries(changes)) {
              if (value) next.set(name, value);
              else next.delete(name);
            }
            return next;
          },
          { replace: true },
        ),
      toPage: (to) =>
        setSearch((former) => {
          const next = new URLSearchParams(former);
          next.set('page', String(to));
          return next;
        }),
    };
  }, [search, setSearch]);
};
