import { VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';
import { Clock, Lock } from '@strapi/icons';
import type { WindowView } from '../../../../plugin/contracts/channels';
import { useText } from '../../i18n';
import { leftWords, windowState } from './window-words';

const Chip = styled.span<{ $look: 'calm' | 'warning' | 'closed' }>`
  display: inline-flex;
  flex: none;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[1]};
  padding-inline: 0.6rem;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme, $look }) => ($look === 'warning' ? theme.colors.warning100 : $look === 'calm' ? theme.colors.success100 : theme.colors.neutral150)};
  color: ${({ theme, $look }) => ($look === 'closed' ? theme.colors.neutral600 : theme.colors.neutral800)};
  font-size: 1.1rem;
  line-height: 1.8rem;
  white-space: nowrap;

  svg {
    color: ${({ theme, $look }) => ($look === 'warning' ? theme.colors.warning600 : $look === 'calm' ? theme.colors.success600 : theme.colors.neutral600)};
  }
`;

/** What is left of the 24 hours in which people may be answered freely. */
export const WindowChip = ({ window, now }: { window: WindowView; now: number }) => {
  const text = useText();
  const state = windowState(window, now);
  if (state.kind === 'free') return null;
  const isOpen = state.kind === 'open';
  const words = isOpen ? leftWords(state.minutes, text) : text(state.why === 'stop' ? 'inbox.window.stopped' : 'inbox.window.closed');
  const Icon = isOpen ? Clock : Lock;
  const label = isOpen ? text('inbox.window.label', { left: words }) : words;
  return (
    <Chip $look={isOpen ? (state.soon ? 'warning' : 'calm') : 'closed'} title={label} data-window={state.kind}>
      <Icon width="1.1rem" height="1.1rem" fill="currentColor" aria-hidden />
      <span aria-hidden={isOpen}>{words}</span>
      {isOpen && <VisuallyHidden>{label}</VisuallyHidden>}
    </Chip>
  );
};
