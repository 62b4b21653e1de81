import * as React from 'react';
import { useClient } from './client';
import type { Failure } from './failure';
import { idOf, joinPages } from './join-pages';
import { pathOf, type QueryValue } from './query';
import { useAction } from './use-action';
import { useResource, type Resource, type ResourceOptions } from './use-resource';

export interface Pages<T> {
  /** The first page: read again by polling and on `reload`. */
  first: Resource<T[]>;
  rows: T[];
  /** Whether there is another page. */
  hasMore: boolean;
  more(): void;
  pending: boolean;
  failure: Failure | null;
  clear(): void;
  /** Reads anew from the first page, after a write that changed the list. */
  restart(): void;
}

interface Later<T> {
  /** The query they were read under: under another they are not shown. */
  path: string | null;
  rows: T[];
  cursor: string | null;
}

const NONE = { path: null, rows: [], cursor: null };

export interface PagesOptions<T> extends Pick<ResourceOptions<T[]>, 'pollMs'> {
  /** What tells one row from another. Default: its id. */
  keyOf?: (row: T) => string | number;
}

/** A list that goes on by the cursor of its last page; nothing is read without an address. */
export const usePages = <T>(address: string | null, query: Record<string, QueryValue>, limit: number, { pollMs, keyOf = idOf }: PagesOptions<T> = {}): Pages<T> => {
  const client = useClient();
  const path = address === null ? null : pathOf(address, { ...query, limit });
  const first = useResource<T[]>(path, { keep: true, ...(pollMs ? { pollMs } : {}) });
  const [later, setLater] = React.useState<Later<T>>(NONE);
  const goesOn = later.path === path && path !== null;
  const cursor = goesOn ? later.cursor : (first.meta.nextCursor ?? null);

  const next = useAction(async () => {
    if (address === null) return;
    const answer = await client.get<T[]>(pathOf(address, { ...query, limit, after: cursor }));
    setLater((former) => {
      // What left the first page while new rows came in at its top would be lost between the two.
      const shown = former.path === path ? former.rows : (first.data ?? []);
      return { path, rows: joinPages(shown, answer.data, keyOf), cursor: answer.meta.nextCursor ?? null };
    });
  });

  return {
    first,
    rows: joinPages(first.data ?? [], goesOn ? later.rows : [], keyOf),
    hasMore: cursor !== null,
    more: () => void next.run(),
    pending: next.pending,
    failure: next.failure,
    clear: next.clear,
    restart: () => {
      setLater(NONE);
      first.reload();
    },
  };
};
