import { Button, Flex, Typography } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';
import type { Pagination } from '../api/client';
import { useText, useTimes } from '../i18n';

/** Page by page through a list whose page lives in the address. */
export const Pager = ({ pagination, onPage }: { pagination: Pagination | undefined; onPage: (page: number) => void }) => {
  const text = useText();
  const { number } = useTimes();
  if (!pagination || pagination.total === 0) return null;
  const pages = Math.max(1, Math.ceil(pagination.total / pagination.pageSize));
  return (
    <Flex tag="nav" justifyContent="space-between" gap={3} wrap="wrap" aria-label={text('pages.label')}>
      <Typography variant="pi" textColor="neutral600">
        {text('pages.count', { page: number(pagination.page), pages: number(pages), total: number(pagination.total) })}
      </Typography>
      {pages > 1 && (
        <Flex gap={2}>
          <Button size="S" variant="tertiary" startIcon={<ChevronLeft />} disabled={pagination.page <= 1} onClick={() => onPage(pagination.page - 1)}>
            {text('pages.former')}
          </Button>
          <Button size="S" variant="tertiary" endIcon={<ChevronRight />} disabled={pagination.page >= pages} onClick={() => onPage(pagination.page + 1)}>
            {text('pages.next')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
};
