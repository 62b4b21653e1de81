import * as React from 'react';
import { Box, Button, Flex } from '@strapi/design-system';
import type { Pages } from '../api/use-pages';
import { useText } from '../i18n';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock, StaleNote } from './States';
import type { Filters } from './use-filters';

interface PagedListProps<T> {
  list: Pages<T>;
  /** Said where there is nothing at all; without it nothing is. */
  empty?: string;
  /** Filters that narrow the list, and what is said where nothing fits them. */
  narrowed?: { filters: Filters; names: readonly string[]; empty: string };
  more: string;
  /** The rows, where there are any. */
  children: React.ReactNode;
}

/** A list in each of its states, and the way to its next page. */
export const PagedList = <T,>({ list, empty, narrowed, more, children }: PagedListProps<T>) => {
  const text = useText();
  const { first, rows } = list;
  const filtered = narrowed?.names.some((name) => narrowed.filters.get(name)) ?? false;
  return (
    <>
      {first.loading && <LoadingBlock />}
      {first.failure && !first.data && <FailureBlock failure={first.failure} onRetry={first.reload} />}
      {first.data && <StaleNote failure={first.failure} onRetry={first.reload} />}
      {first.data && rows.length === 0 && (filtered || empty) && (
        <EmptyBlock
          content={filtered && narrowed ? narrowed.empty : (empty ?? '')}
          action={
            filtered && narrowed ? (
              <Button variant="secondary" onClick={() => narrowed.filters.set(Object.fromEntries(narrowed.names.map((name) => [name, null])))}>
                {text('filter.clear')}
              </Button>
            ) : undefined
          }
        />
      )}
      {rows.length > 0 && (
        <>
          <Box aria-busy={first.refreshing}>{children}</Box>
          <FailureAlert failure={list.failure} onClose={list.clear} />
          {list.hasMore && (
            <Flex justifyContent="center">
              <Button variant="secondary" loading={list.pending} onClick={list.more}>
                {more}
              </Button>
            </Flex>
          )}
        </>
      )}
    </>
  );
};
