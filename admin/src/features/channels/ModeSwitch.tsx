import { Flex } from '@strapi/design-system';
import { styled } from 'styled-components';
import { useText } from '../../i18n';
import type { WriteMode } from './drafts';

const Choice = styled.button<{ $on: boolean; $note: boolean }>`
  padding: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[3]}`};
  border: 1px solid ${({ theme, $on, $note }) => ($on ? theme.colors[$note ? 'warning600' : 'primary600'] : theme.colors.neutral200)};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme, $on, $note }) => ($on ? theme.colors[$note ? 'warning100' : 'primary100'] : theme.colors.neutral0)};
  color: ${({ theme, $on, $note }) => ($on && !$note ? theme.colors.primary700 : theme.colors.neutral800)};
  font-weight: ${({ theme, $on }) => ($on ? theme.fontWeights.semiBold : theme.fontWeights.regular)};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  cursor: pointer;

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 1px;
  }
`;

/** To the customer, or to ourselves. */
export const ModeSwitch = ({ mode, onChoose }: { mode: WriteMode; onChoose: (mode: WriteMode) => void }) => {
  const text = useText();
  return (
    <Flex gap={1} role="group" aria-label={text('write.mode')}>
      {(['reply', 'note'] as const).map((one) => (
        <Choice key={one} type="button" $on={mode === one} $note={one === 'note'} aria-pressed={mode === one} onClick={() => onChoose(one)}>
          {text(`write.mode.${one}`)}
        </Choice>
      ))}
    </Flex>
  );
};
