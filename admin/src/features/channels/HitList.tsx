import * as React from 'react';
import { Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { MessageHit } from '../../../../plugin/contracts/channels';
import { usePages } from '../../api/use-pages';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { excerptParts, rowTime } from './channel-words';
import { ListNote } from './ListNote';
import { RowLink } from './RowLink';

const Hit = styled(RowLink)`
  flex-direction: column;
  gap: ${({ theme }) => theme.spaces[1]};
  border-block-end: 1px solid ${({ theme }) => theme.colors.neutral150};

  mark {
    background: ${({ theme }) => theme.colors.warning200};
    color: ${({ theme }) => theme.colors.neutral900};
  }
`;

const Excerpt = styled.span`
  display: -webkit-box;
  overflow: hidden;
  color: ${({ theme }) => theme.colors.neutral700};
  font-size: 1.3rem;
  line-height: 1.43;
  overflow-wrap: anywhere;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
`;

interface HitListProps {
  words: string;
  now: number;
  /** The message that is open now. */
  open: string | null;
  pathOf: (hit: MessageHit) => string;
}

const SHORTEST = 2;

/** Messages in which the words were found. */
export const HitList = ({ words, now, open, pathOf }: HitListProps) => {
  const text = useText();
  const { locale } = useIntl();
  const hits = usePages<MessageHit>(words.length >= SHORTEST ? '/channels/search' : null, { words }, 25, { keyOf: ({ message }) => message });
  if (words.length < SHORTEST) return <ListNote title={text('inbox.search.messages.begin')} />;
  if (hits.first.loading) return <LoadingBlock />;
  if (hits.first.failure && !hits.first.data) return <FailureBlock failure={hits.first.failure} onRetry={hits.first.reload} />;
  if (hits.rows.length === 0) return <ListNote title={text('inbox.search.messages.none', { words })} />;
  return (
    <>
      <ul aria-label={text('inbox.search.messages')} aria-busy={hits.first.refreshing}>
        {hits.rows.map((hit) => (
          <li key={hit.message}>
            <Hit to={pathOf(hit)} aria-current={hit.message === open ? 'true' : undefined} data-row>
              <Flex justifyContent="space-between" gap={2}>
                <Typography fontWeight="semiBold" ellipsis dir="auto">
                  {hit.channel.name}
                </Typography>
                <Typography variant="pi" textColor="neutral600" style={{ flex: 'none' }}>
                  <time dateTime={hit.at}>{rowTime(hit.at, now, locale)}</time>
                </Typography>
              </Flex>
              <Excerpt dir="auto">
                {excerptParts(hit.excerpt).map(({ words: piece, marked }, index) => (marked ? <mark key={index}>{piece}</mark> : <React.Fragment key={index}>{piece}</React.Fragment>))}
              </Excerpt>
            </Hit>
          </li>
        ))}
      </ul>
      <FailureAlert failure={hits.failure} onClose={hits.clear} />
      {hits.hasMore && (
        <Flex justifyContent="center" padding={3}>
          <Button variant="tertiary" loading={hits.pending} onClick={hits.more}>
            {text('inbox.search.more')}
          </Button>
        </Flex>
      )}
    </>
  );
};
