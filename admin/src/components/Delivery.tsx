import { Box, Flex, Typography } from '@strapi/design-system';
import { ArrowDown, Clock, Cross, Question, WarningCircle } from '@strapi/icons';
import type { DeliveryStatus } from '../../../plugin/domain/message-status';
import { useText } from '../i18n';
import { OneTick, TwoTicks } from './icons';
import { tickOf, type Tick } from './delivery-ticks';

const GLYPHS: Record<Tick, { colour: 'neutral500' | 'neutral600' | 'primary600' | 'danger600' | 'warning600'; draw: () => JSX.Element }> = {
  clock: { colour: 'neutral500', draw: () => <Clock fill="currentColor" width="1.4rem" height="1.4rem" /> },
  one: { colour: 'neutral600', draw: () => <OneTick /> },
  two: { colour: 'neutral600', draw: () => <TwoTicks /> },
  blue: { colour: 'primary600', draw: () => <TwoTicks /> },
  failed: { colour: 'danger600', draw: () => <WarningCircle fill="currentColor" width="1.4rem" height="1.4rem" /> },
  unsure: { colour: 'warning600', draw: () => <Question fill="currentColor" width="1.4rem" height="1.4rem" /> },
  cancelled: { colour: 'neutral500', draw: () => <Cross fill="currentColor" width="1.2rem" height="1.2rem" /> },
  inbound: { colour: 'neutral600', draw: () => <ArrowDown fill="currentColor" width="1.2rem" height="1.2rem" /> },
};

/** A status as people know it from their phone, and in words: colour alone tells nobody anything. */
export const Delivery = ({ status, variant = 'omega' }: { status: DeliveryStatus; variant?: 'omega' | 'pi' }) => {
  const text = useText();
  const { colour, draw } = GLYPHS[tickOf(status)];
  return (
    <Flex gap={2} inline data-status={status}>
      <Box color={colour} display="flex" aria-hidden>
        {draw()}
      </Box>
      <Typography variant={variant} textColor={status === 'failed' ? 'danger700' : 'neutral800'}>
        {text(`status.${status}`)}
      </Typography>
    </Flex>
  );
};

/** The ticks alone, as at the foot of a message; their word is there for who can't see them. */
export const DeliveryGlyph = ({ status }: { status: DeliveryStatus }) => {
  const text = useText();
  const { colour, draw } = GLYPHS[tickOf(status)];
  return (
    <Box color={colour} display="inline-flex" role="img" aria-label={text(`status.${status}`)} title={text(`status.${status}`)} data-status={status}>
      {draw()}
    </Box>
  );
};
