import * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, WarningCircle } from '@strapi/icons';
import type { ConnectionFinding, ConnectionStep } from '../../../../plugin/contracts/accounts';
import { Panel } from '../../components/Panel';
import { Pill } from '../../components/Pill';
import { isMessageKey, useText, useTimes, type Text } from '../../i18n';

const LOOKS = { done: 'success', open: 'neutral', failed: 'danger' } as const;

/** In the reader's language where we have words for it; else as the provider said it. */
const sentenceOf = ({ code, message, values = {} }: ConnectionFinding, text: Text, moment: (value: string) => string): string => {
  const key = `accounts.guide.found.${code}`;
  if (!isMessageKey(key)) return message;
  return text(key, { ...values, ...(values.at ? { at: moment(values.at) } : {}) });
};

/** One step: ticked, open or failed, what was found, and what to do. */
export const StepPanel = ({ step, order, children }: { step: ConnectionStep; order: number; children?: React.ReactNode }) => {
  const text = useText();
  const { moment } = useTimes();
  return (
    <Panel
      title={`${order}. ${text(`accounts.guide.step.${step.name}`)}`}
      hint={step.state === 'done' ? undefined : text(`accounts.guide.todo.${step.name}`)}
      actions={<Pill variant={LOOKS[step.state]}>{text(`accounts.guide.state.${step.state}`)}</Pill>}
    >
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {step.findings.map((finding) => (
          <Flex tag="li" key={`${finding.code}:${finding.message}`} gap={3} alignItems="flex-start">
            <Box color={finding.ok ? 'success600' : step.state === 'failed' ? 'danger600' : 'neutral500'} paddingTop={1}>
              {finding.ok ? (
                <CheckCircle fill="currentColor" aria-label={text('test.check.ok')} />
              ) : step.state === 'failed' ? (
                <CrossCircle fill="currentColor" aria-label={text('test.check.failed')} />
              ) : (
                <WarningCircle fill="currentColor" aria-label={text('accounts.guide.state.open')} />
              )}
            </Box>
            <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
              {sentenceOf(finding, text, moment)}
            </Typography>
          </Flex>
        ))}
      </Flex>
      {children}
    </Panel>
  );
};
