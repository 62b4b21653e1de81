import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { TagColour, TagView } from '../../../../plugin/contracts/channels';
import { useText } from '../../i18n';

const Dot = styled.span<{ $colour: TagColour }>`
  flex: none;
  inline-size: 0.8rem;
  block-size: 0.8rem;
  border-radius: 50%;
  background: ${({ theme, $colour }) => theme.colors[`${$colour}600`]};
`;

/** A colour beside each word, never in place of it. */
export const TagList = ({ tags }: { tags: TagView[] }) => {
  const text = useText();
  return (
    <Flex tag="ul" gap={2} wrap="wrap" aria-label={text('work.tags')}>
      {tags.map(({ id, name, colour }) => (
        <Flex tag="li" key={id} gap={2} background="neutral100" hasRadius paddingLeft={2} paddingRight={2} paddingTop={1} paddingBottom={1} maxWidth="100%">
          <Dot $colour={colour} aria-hidden />
          <Typography variant="pi" dir="auto" ellipsis>
            {name}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
};
