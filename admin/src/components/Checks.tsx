import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';
import type { TestResult } from '../../../plugin/contracts/accounts';
import { isMessageKey, useText } from '../i18n';
import { NoticeBox } from './Notices';

/** What a test found, check by check; read out when it arrives. */
export const Checks = ({ result }: { result: TestResult }) => {
  const text = useText();
  // A check we have no word for is told by its message alone: its name is a code.
  const nameOf = (name: string): string => {
    const key = `check.${name.replace(':', '.')}`;
    return isMessageKey(key) ? text(key) : '';
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={3} role="status" aria-live="polite">
      <NoticeBox level={result.ok ? 'success' : 'refusal'}>{text(result.ok ? 'test.passed' : 'test.failed')}</NoticeBox>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {result.checks.map((check) => (
          <Flex tag="li" key={check.name} gap={3} alignItems="flex-start">
            <Box color={check.ok ? 'success600' : 'danger600'} paddingTop={1}>
              {check.ok ? (
                <CheckCircle fill="currentColor" aria-label={text('test.check.ok')} />
              ) : (
                <CrossCircle fill="currentColor" aria-label={text('test.check.failed')} />
              )}
            </Box>
            <Flex direction="column" alignItems="flex-start" minWidth={0}>
              {nameOf(check.name) && <Typography fontWeight="semiBold">{nameOf(check.name)}</Typography>}
              <Typography variant="pi" textColor={check.ok ? 'neutral600' : 'danger700'} style={{ overflowWrap: 'anywhere' }}>
                {check.message}
              </Typography>
            </Flex>
          </Flex>
        ))}
      </Flex>
    </Flex>
  );
};
