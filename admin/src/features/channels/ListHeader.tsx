import * as React from 'react';
import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { Plus, Question } from '@strapi/icons';
import type { ChannelCounts, ChannelOptions, ChannelTab } from '../../../../plugin/contracts/channels';
import { NoticeBox } from '../../components/Notices';
import type { Filters } from '../../components/use-filters';
import { useText } from '../../i18n';
import { useConnection } from '../../realtime/realtime';
import { LiveMenu } from '../realtime/LiveMenu';
import { isMessageSearch } from './channel-filters';
import { ChannelFilters } from './ChannelFilters';
import { ChannelSearch } from './ChannelSearch';
import { ChannelTabs } from './ChannelTabs';
import { ChannelViews } from './ChannelViews';

/** Says so where what is shown does not move by itself. */
const ConnectionNote = () => {
  const text = useText();
  const connection = useConnection();
  return (
    <div role="status" aria-live="polite">
      {connection === 'ended' && <NoticeBox level="warning">{text('inbox.connection.ended')}</NoticeBox>}
      {connection === 'polling' && (
        <Typography variant="pi" textColor="neutral600">
          {text('inbox.connection.polling')}
        </Typography>
      )}
    </div>
  );
};

interface ListHeaderProps {
  filters: Filters;
  tab: ChannelTab;
  counts: ChannelCounts | null;
  options: ChannelOptions | null;
  search: React.RefObject<HTMLInputElement>;
  /** Null: that may not be done. */
  onNew: (() => void) | null;
  onHelp: () => void;
}

/** Above the list: one's presence, the search, and which conversations are shown. */
export const ListHeader = ({ filters, tab, counts, options, search, onNew, onHelp }: ListHeaderProps) => {
  const text = useText();
  return (
    <Box tag="header" background="neutral0">
      <Flex direction="column" alignItems="stretch" gap={2} paddingTop={3} paddingBottom={2} paddingLeft={3} paddingRight={3}>
        <Flex justifyContent="space-between" gap={2}>
          <Typography variant="delta" tag="h2" ellipsis>
            {text('nav.inbox')}
          </Typography>
          <Flex gap={1}>
            <LiveMenu />
            <IconButton variant="ghost" size="S" label={text('inbox.keys.title')} onClick={onHelp}>
              <Question />
            </IconButton>
            {onNew && (
              <IconButton variant="default" size="S" label={text('inbox.new')} onClick={onNew}>
                <Plus />
              </IconButton>
            )}
          </Flex>
        </Flex>
        <ConnectionNote />
        <ChannelSearch filters={filters} field={search} />
        {!isMessageSearch(filters) && (
          <Flex gap={2}>
            <ChannelFilters filters={filters} options={options} />
            <ChannelViews filters={filters} />
          </Flex>
        )}
      </Flex>
      {!isMessageSearch(filters) && <ChannelTabs tab={tab} counts={counts} onTab={(next) => filters.set({ tab: next })} />}
    </Box>
  );
};
