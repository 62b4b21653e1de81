import * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { useText } from '../i18n';
import { EMOJI_COLUMNS, EMOJI_GROUPS, stepEmoji, type EmojiPlace, type EmojiStep } from './emoji-groups';

export const EmojiButton = styled.button`
  display: inline-flex;
  align-items: center;
  justify-content: center;
  inline-size: 3.6rem;
  block-size: 3.6rem;
  padding: 0;
  border: none;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: transparent;
  font-size: 2.2rem;
  line-height: 1;
  cursor: pointer;

  &:hover,
  &[aria-pressed='true'] {
    background: ${({ theme }) => theme.colors.neutral150};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

const Rows = styled.div`
  display: grid;
  grid-template-columns: repeat(${EMOJI_COLUMNS}, 3.6rem);
`;

const Scroller = styled(Box)`
  max-block-size: 28rem;
  overflow-y: auto;
  overscroll-behavior: contain;
`;

const SIZES = EMOJI_GROUPS.map(({ emoji }) => emoji.length);

const stepOf = (key: string, rightToLeft: boolean): EmojiStep | null => {
  if (key === 'ArrowDown') return 'down';
  if (key === 'ArrowUp') return 'up';
  if (key === 'ArrowRight') return rightToLeft ? 'previous' : 'next';
  if (key === 'ArrowLeft') return rightToLeft ? 'next' : 'previous';
  return null;
};

interface EmojiPickerProps {
  onPick: (emoji: string) => void;
}

/** A few hundred emoji in groups. One stop of the tab key; arrows lead from one to the next. Put it into a `Popover.Content`. */
export const EmojiPicker = ({ onPick }: EmojiPickerProps) => {
  const text = useText();
  const [place, setPlace] = React.useState<EmojiPlace>({ group: 0, index: 0 });
  const box = React.useRef<HTMLDivElement>(null);

  const goTo = (next: EmojiPlace) => {
    setPlace(next);
    box.current?.querySelector<HTMLElement>(`[data-place="${next.group}.${next.index}"]`)?.focus();
  };

  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const step = stepOf(event.key, getComputedStyle(event.currentTarget).direction === 'rtl');
    if (!step) return;
    event.preventDefault();
    goTo(stepEmoji(SIZES, place, step));
  };

  const jump = (group: number) => {
    const heading = box.current?.querySelector<HTMLElement>(`[data-group="${group}"]`);
    if (box.current && heading) box.current.scrollTop = heading.offsetTop;
    setPlace({ group, index: 0 });
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={1} padding={2}>
      <Flex role="group" aria-label={text('emoji.groups')} justifyContent="space-between">
        {EMOJI_GROUPS.map((group, position) => (
          <EmojiButton key={group.label} type="button" aria-label={text(group.label)} title={text(group.label)} aria-pressed={place.group === position} onClick={() => jump(position)}>
            <span aria-hidden>{group.emoji[0]}</span>
          </EmojiButton>
        ))}
      </Flex>
      <Scroller ref={box} onKeyDown={onKeyDown} role="group" aria-label={text('emoji.title')} position="relative">
        {EMOJI_GROUPS.map((group, position) => (
          <Box key={group.label} data-group={position} role="group" aria-label={text(group.label)}>
            <Box paddingTop={2} paddingBottom={1} paddingLeft={1}>
              <Typography variant="sigma" textColor="neutral600">
                {text(group.label)}
              </Typography>
            </Box>
            <Rows>
              {group.emoji.map((emoji, index) => (
                <EmojiButton key={emoji} type="button" data-place={`${position}.${index}`} tabIndex={place.group === position && place.index === index ? 0 : -1}
                  onFocus={() => setPlace({ group: position, index })} onClick={() => onPick(emoji)}
                >
                  {emoji}
                </EmojiButton>
              ))}
            </Rows>
          </Box>
        ))}
      </Scroller>
    </Flex>
  );
};
