import * as React from 'react';
import { Box, Flex } from '@strapi/design-system';
import { useText } from '../../i18n';
import { MoreButton } from './MoreButton';

/** As many as a screen shows at a glance. */
const FIRST = 8;

interface LongListProps<Item> {
  items: readonly Item[];
  gap?: 1 | 3;
  children: (item: Item) => React.ReactNode;
}

/** What a customer lists may be as long as they like: the first of it, and the rest on demand. */
export const LongList = <Item,>({ items, gap = 1, children }: LongListProps<Item>) => {
  const text = useText();
  const [isOpen, setOpen] = React.useState(false);
  const shown = isOpen ? items : items.slice(0, FIRST);
  return (
    <>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={gap}>
        {shown.map((item, index) => (
          <Box tag="li" key={index}>
            {children(item)}
          </Box>
        ))}
      </Flex>
      {items.length > FIRST && (
        <MoreButton open={isOpen} onToggle={() => setOpen(!isOpen)}>
          {isOpen ? text('thread.fewer') : text('thread.all', { count: items.length })}
        </MoreButton>
      )}
    </>
  );
};
