import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Clock, CrossCircle } from '@strapi/icons';
import type { TraceStepView } from '../../../../plugin/contracts/traces';
import { NoticeBox } from '../../components/Notices';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { TracePayload } from './TracePayload';
import { factLines, lawKey, stepTitle } from './trace-words';

const LOOKS = {
  good: { colour: 'success600', Icon: CheckCircle },
  waits: { colour: 'warning600', Icon: Clock },
  bad: { colour: 'danger600', Icon: CrossCircle },
} as const;

const Step = ({ step, isLast }: { step: TraceStepView; isLast: boolean }) => {
  const text = useText();
  const say = useSay();
  const times = useTimes();
  const { colour, Icon } = LOOKS[step.outcome];
  const law = lawKey(step);
  const title = stepTitle(step, text);
  return (
    <Flex tag="li" gap={3} alignItems="stretch" data-step={step.kind}>
      <Flex direction="column" alignItems="center" gap={1} shrink={0}>
        <Box color={colour} paddingTop={1}>
          <Icon fill="currentColor" width="2rem" height="2rem" aria-label={text(`trace.outcome.${step.outcome}`)} />
        </Box>
        {!isLast && <Box background="neutral200" width="2px" flex="1" aria-hidden />}
      </Flex>
      <Flex direction="column" alignItems="stretch" gap={2} flex="1" minWidth={0} paddingBottom={isLast ? 0 : 5}>
        <Flex justifyContent="space-between" alignItems="baseline" gap={3} wrap="wrap">
          <Typography fontWeight="semiBold" textColor="neutral800" tag="h3">
            {title}
          </Typography>
          <Typography variant="pi" textColor="neutral600" tag="time" dateTime={step.at}>
            {times.second(step.at)}
          </Typography>
        </Flex>
        {law && <Typography textColor="neutral800">{text(law)}</Typography>}
        {step.reason && (
          <NoticeBox level={step.outcome === 'bad' ? 'refusal' : 'warning'}>
            {say(step.reason)}{' '}
            <Typography variant="pi" textColor="neutral600">
              ({step.reason.code})
            </Typography>
          </NoticeBox>
        )}
        <Flex tag="dl" gap={4} wrap="wrap" alignItems="flex-start" style={{ rowGap: 4 }}>
          {factLines(step.facts, text, times).map((line) => (
            <Flex key={line.key} gap={1} minWidth={0} wrap="wrap">
              <Typography variant="pi" textColor="neutral600" tag="dt">
                {line.name}:
              </Typography>
              <Typography variant="pi" textColor="neutral800" tag="dd" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                {line.value}
              </Typography>
            </Flex>
          ))}
        </Flex>
        {step.facts['payloadKept'] === false && (
          <Typography variant="pi" textColor="neutral600">
            {text('trace.payload.gone')}
          </Typography>
        )}
        {step.payload !== null && <TracePayload payload={step.payload} title={title} />}
      </Flex>
    </Flex>
  );
};

/** What happened, from the first thing to the last. */
export const TraceSteps = ({ steps }: { steps: TraceStepView[] }) => (
  <Flex tag="ol" direction="column" alignItems="stretch">
    {steps.map((step, index) => (
      <Step key={`${step.at}:${step.kind}:${index}`} step={step} isLast={index === steps.length - 1} />
    ))}
  </Flex>
);
