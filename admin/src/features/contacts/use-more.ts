import * as React from 'react';
import { useClient } from '../../api/client';
import type { Failure } from '../../api/failure';
import { pathOf, type QueryValue } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource, type Resource } from '../../api/use-resource';

export interface More<T> {
  first: Resource<T[]>;
  rows: T[];
  /** Whether there is another page. */
  hasMore: boolean;
  more(): void;
  pending: boolean;
  failure: Failure | null;
  clear(): void;
}

interface Later<T> {
  /** The query they were read under: under another they are not shown. */
  path: string;
  /** The first page they go on from: read again, they are no longer the rest of it. */
  of: T[] | null;
  rows: T[];
  cursor: string | null;
}

/** A list that goes on by the cursor of its last page. */
export const useMore = <T extends { id: string }>(address: string, query: Record<string, QueryValue>, limit: number): More<T> => {
  const client = useClient();
  const path = pathOf(address, { ...query, limit });
  const first = useResource<T[]>(path, { keep: true });
  const [later, setLater] = React.useState<Later<T>>({ path: '', of: null, rows: [], cursor: null });
  const goesOn = later.path === path && later.of === first.data;
  const cursor = goesOn ? later.cursor : (first.meta.nextCursor ?? null);

  const next = useAction(async () => {
    const answer = await client.get<T[]>(pathOf(address, { ...query, limit, after: cursor }));
    setLater({ path, of: first.data, rows: [...(goesOn ? later.rows : []), ...answer.data], cursor: answer.meta.nextCursor ?? null });
  });

  const rows = [...(first.data ?? []), ...(goesOn ? later.rows : [])];
  return { first, rows: [...new Map(rows.map((row) => [row.id, row])).values()], hasMore: cursor !== null, more: () => void next.run(), pending: next.pending, failure: next.failure, clear: next.clear };
};
