import { Box, Flex, Menu } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { styled } from 'styled-components';
import { PRESENCES, type Presence } from '../../../../plugin/contracts/realtime';
import { useText } from '../../i18n';
import { usePresence } from '../../realtime/realtime';

const COLOURS = { online: 'success500', away: 'warning500', offline: 'neutral400' } as const;

const Dot = styled(Box)`
  flex: none;
  width: 0.9rem;
  height: 0.9rem;
  border-radius: 50%;
`;

/** Whether somebody is there, beside words that say so. */
const PresenceDot = ({ presence }: { presence: Presence }) => <Dot background={COLOURS[presence]} aria-hidden />;

/** One's own presence: the others see it, and work is given to who is there. */
export const PresenceMenu = () => {
  const text = useText();
  const { own, set } = usePresence();
  return (
    <Menu.Root>
      <Menu.Trigger variant="ghost" size="S" startIcon={<PresenceDot presence={own} />}>
        {text(`inbox.presence.${own}`)}
      </Menu.Trigger>
      <Menu.Content popoverPlacement="bottom-start">
        {PRESENCES.map((presence) => (
          <Menu.Item key={presence} onSelect={() => set(presence)} {...(presence === own ? { endIcon: <Check /> } : {})}>
            <Flex gap={2} tag="span">
              <PresenceDot presence={presence} />
              {text(`inbox.presence.${presence}`)}
            </Flex>
          </Menu.Item>
        ))}
      </Menu.Content>
    </Menu.Root>
  );
};
