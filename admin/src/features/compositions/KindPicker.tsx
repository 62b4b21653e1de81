import { Box, Flex } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { CompositionKind, CompositionPreparation } from '../../../../plugin/contracts/compositions';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';

/** In the order of what is sent most; the document comes first where there is one to send. */
export const KINDS: readonly CompositionKind[] = ['document', 'text', 'template', 'image', 'buttons', 'list'];

/** One line that scrolls on a phone: what is written stays in sight below it. */
const Row = styled(Box)`
  overflow-x: auto;
`;

const Kind = styled.button<{ $on: boolean }>`
  flex: none;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[4]}`};
  border: 1px solid ${({ theme, $on }) => ($on ? theme.colors.primary600 : theme.colors.neutral200)};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme, $on }) => ($on ? theme.colors.primary100 : theme.colors.neutral0)};
  color: ${({ theme, $on }) => ($on ? theme.colors.primary700 : theme.colors.neutral800)};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  font-weight: ${({ theme, $on }) => ($on ? theme.fontWeights.semiBold : theme.fontWeights.regular)};
  cursor: pointer;

  &:disabled {
    background: ${({ theme }) => theme.colors.neutral150};
    color: ${({ theme }) => theme.colors.neutral600};
    cursor: not-allowed;
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

interface KindPickerProps {
  kinds: readonly CompositionKind[];
  value: CompositionKind;
  /** Known once an account is: what it can't send is not offered. */
  known?: CompositionPreparation['kinds'];
  onChange: (kind: CompositionKind) => void;
}

/** What to send. */
export const KindPicker = ({ kinds, value, known = [], onChange }: KindPickerProps) => {
  const text = useText();
  const say = useSay();
  return (
    <Row role="group" aria-label={text('compose.kind')}>
      <Flex gap={2}>
        {kinds.map((kind) => {
          const refusal = known.find((one) => one.kind === kind)?.refusal ?? null;
          return (
            <Kind key={kind} type="button" $on={kind === value} aria-pressed={kind === value} disabled={refusal !== null} title={refusal ? say(refusal) : undefined} onClick={() => onChange(kind)}>
              {text(`compose.kind.${kind}`)}
            </Kind>
          );
        })}
      </Flex>
    </Row>
  );
};
