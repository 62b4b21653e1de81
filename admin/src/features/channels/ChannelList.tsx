import * as React from 'react';
import { Box, Button, Flex } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { ChannelView } from '../../../../plugin/contracts/channels';
import { FailureAlert, FailureBlock, LoadingBlock, StaleNote } from '../../components/States';
import { useText } from '../../i18n';
import { ChannelRow } from './ChannelRow';
import { ListNote } from './ListNote';
import type { ChannelList as List } from './use-channel-list';

/** How far before its end the next page is read. */
const AHEAD = '400px';

/** Tells when the end of the list comes near; scrolled by whatever it is in. */
const ListEnd = ({ onReach, children }: { onReach: () => void; children: React.ReactNode }) => {
  const place = React.useRef<HTMLDivElement>(null);
  const reach = React.useRef(onReach);
  React.useEffect(() => {
    reach.current = onReach;
  });
  React.useEffect(() => {
    if (!place.current) return undefined;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && reach.current(), { rootMargin: AHEAD });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={place}>{children}</div>;
};

const Rows = styled.ul`
  margin: 0;
  padding: 0;
  list-style: none;
`;

interface ChannelListProps {
  list: List;
  /** The conversation that is open. */
  openId: string | null;
  now: number;
  pathOf: (channel: ChannelView) => string;
  withAccount: boolean;
  /** Something narrows the list. */
  narrowed: boolean;
  onWiden: () => void;
  /** Opens a new conversation; null: that may not be done. */
  onNew: (() => void) | null;
}

/** The conversations, in each state of the list. */
export const ChannelList = ({ list, openId, now, pathOf, withAccount, narrowed, onWiden, onNew }: ChannelListProps) => {
  const text = useText();
  const { rows, failure } = list;
  if (list.loading) return <LoadingBlock />;
  if (failure && rows.length === 0) return <FailureBlock failure={failure} onRetry={list.reload} />;
  if (rows.length === 0 && narrowed) {
    return (
      <ListNote
        title={text('inbox.empty.filtered')}
        action={
          <Button variant="secondary" size="S" onClick={onWiden}>
            {text('filter.clear')}
          </Button>
        }
      />
    );
  }
  if (rows.length === 0) {
    return (
      <ListNote
        title={text('inbox.empty')}
        hint={text(onNew ? 'inbox.empty.hint' : 'inbox.empty.hint.read_only')}
        action={
          onNew && (
            <Button variant="secondary" size="S" onClick={onNew}>
              {text('inbox.new')}
            </Button>
          )
        }
      />
    );
  }
  const reachable = rows.some(({ id }) => id === openId) ? openId : rows[0]?.id;
  return (
    <>
      {failure && (
        <Box padding={3}>
          <StaleNote failure={failure} onRetry={list.reload} />
        </Box>
      )}
      <Rows aria-label={text('inbox.list')} aria-busy={list.refreshing}>
        {rows.map((channel) => (
          <ChannelRow key={channel.id} channel={channel} to={pathOf(channel)} open={channel.id === openId} reachable={channel.id === reachable} withAccount={withAccount} now={now} />
        ))}
      </Rows>
      <FailureAlert failure={list.moreFailure} />
      {list.hasMore && (
        <ListEnd key={rows.length} onReach={list.more}>
          <Flex justifyContent="center" padding={3}>
            <Button variant="tertiary" size="S" onClick={list.more}>
              {text('inbox.more')}
            </Button>
          </Flex>
        </ListEnd>
      )}
    </>
  );
};
