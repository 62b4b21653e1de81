import { styled } from 'styled-components';
import type { TagColour, TagView } from '../../../../plugin/contracts/channels';

/** The words are the text's own colour: a hue on its tint is hard to read in one of the two themes. */
const Label = styled.span<{ $colour: TagColour }>`
  display: inline-flex;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[1]};
  min-width: 0;
  max-width: 14rem;
  padding-inline: 0.6rem;
  border: 1px solid ${({ theme, $colour }) => ($colour === 'neutral' ? theme.colors.neutral200 : theme.colors[`${$colour}200`])};
  border-radius: 1rem;
  background: ${({ theme, $colour }) => theme.colors[`${$colour}100`]};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: 1.1rem;
  line-height: 1.6rem;

  &::before {
    flex: none;
    width: 0.6rem;
    height: 0.6rem;
    border-radius: 50%;
    background: ${({ theme, $colour }) => theme.colors[`${$colour}600`]};
    content: '';
  }
`;

const Name = styled.span`
  min-width: 0;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
`;

/** A tag as a small coloured label. */
export const TagLabel = ({ tag }: { tag: Pick<TagView, 'name' | 'colour'> }) => (
  <Label $colour={tag.colour} title={tag.name}>
    <Name dir="auto">{tag.name}</Name>
  </Label>
);
