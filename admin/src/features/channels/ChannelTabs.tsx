import { VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';
import { CHANNEL_TABS, type ChannelCounts, type ChannelTab } from '../../../../plugin/contracts/channels';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { countWords } from './channel-words';

const Tabs = styled.div`
  display: flex;
  gap: ${({ theme }) => theme.spaces[1]};
  padding-inline: ${({ theme }) => theme.spaces[3]};
  border-block-end: 1px solid ${({ theme }) => theme.colors.neutral200};
  overflow-x: auto;
  scrollbar-width: none;
`;

const Tab = styled.button`
  display: inline-flex;
  flex: none;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[1]};
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[2]}`};
  border: 0;
  border-block-end: 2px solid transparent;
  background: transparent;
  color: ${({ theme }) => theme.colors.neutral700};
  font-size: 1.3rem;
  cursor: pointer;

  &[aria-pressed='true'] {
    border-block-end-color: ${({ theme }) => theme.colors.primary600};
    color: ${({ theme }) => theme.colors.primary600};
    font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

const Count = styled.span`
  padding-inline: 0.5rem;
  border-radius: 1rem;
  background: ${({ theme }) => theme.colors.neutral150};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: 1.1rem;
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  line-height: 1.6rem;
`;

interface ChannelTabsProps {
  tab: ChannelTab;
  counts: ChannelCounts | null;
  onTab: (tab: ChannelTab) => void;
}

/** Whose conversations: with how many of them something is unread. */
export const ChannelTabs = ({ tab, counts, onTab }: ChannelTabsProps) => {
  const text = useText();
  const may = useMay();
  const mayTake = may('channels.read-unassigned') || may('channels.read-all');
  return (
    <Tabs role="group" aria-label={text('inbox.tabs')}>
      {CHANNEL_TABS.filter((name) => name !== 'unassigned' || mayTake).map((name) => {
        const count = counts && name !== 'archived' ? counts[name] : 0;
        return (
          <Tab key={name} type="button" aria-pressed={name === tab} onClick={() => onTab(name)}>
            {text(`inbox.tab.${name}`)}
            {count > 0 && (
              <Count>
                <span aria-hidden>{countWords(count)}</span>
                <VisuallyHidden>{text('inbox.tab.unread', { count })}</VisuallyHidden>
              </Count>
            )}
          </Tab>
        );
      })}
    </Tabs>
  );
};
