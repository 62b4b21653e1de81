import * as React from 'react';
import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { CheckCircle, Information, WarningCircle } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';
import type { Notice } from '../../../plugin/contracts/documents';
import type { InstallationStatus } from '../../../plugin/contracts/status';
import { useResource } from '../api/use-resource';
import { useText } from '../i18n';
import { useSay } from '../sentences';
import { installationNotices } from './installation-notices';

const LOOKS = {
  info: { background: 'primary100', border: 'primary200', colour: 'primary700', Icon: Information },
  success: { background: 'success100', border: 'success200', colour: 'success700', Icon: CheckCircle },
  warning: { background: 'warning100', border: 'warning200', colour: 'warning700', Icon: WarningCircle },
  refusal: { background: 'danger100', border: 'danger200', colour: 'danger700', Icon: WarningCircle },
} as const;

export const NoticeBox = ({ level, children, action }: { level: keyof typeof LOOKS; children: React.ReactNode; action?: React.ReactNode }) => {
  const { background, border, colour, Icon } = LOOKS[level];
  return (
    <Box background={background} borderColor={border} hasRadius paddingTop={3} paddingBottom={3} paddingLeft={4} paddingRight={4}>
      <Flex gap={3} alignItems="flex-start">
        <Box color={colour} paddingTop={1} aria-hidden>
          <Icon fill="currentColor" width="1.6rem" height="1.6rem" />
        </Box>
        <Flex direction="column" alignItems="flex-start" gap={2} flex="1" minWidth={0}>
          <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
            {children}
          </Typography>
          {action}
        </Flex>
      </Flex>
    </Box>
  );
};

export const NoticeList = ({ notices }: { notices: Notice[] }) => {
  const say = useSay();
  if (notices.length === 0) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {notices.map((notice) => (
        <NoticeBox key={`${notice.code}:${notice.sentence}`} level={notice.level}>
          {say(notice)}
        </NoticeBox>
      ))}
    </Flex>
  );
};

const STATUS_POLL_MS = 60_000;

/**
 * What is wrong with the installation as a whole, on top of every screen of ours. Silent when all is well or unknown.
 * Advice (`info`) shows only where it can be followed: a hint on every page is a hint nobody reads.
 */
export const InstallationNotices = ({ withAdvice, paddingTop = 0 }: { withAdvice: boolean; paddingTop?: 0 | 4 }) => {
  const text = useText();
  const say = useSay();
  const { data } = useResource<InstallationStatus>('/status', { pollMs: () => STATUS_POLL_MS });
  const notices = (data ? installationNotices(data, text) : []).filter((notice) => withAdvice || notice.level !== 'info');
  return (
    <Box role="status" aria-live="polite">
      {notices.length > 0 && (
        <Flex direction="column" alignItems="stretch" gap={2} paddingTop={paddingTop} paddingBottom={4}>
          {notices.map((notice) => (
            <NoticeBox
              key={notice.code}
              level={notice.level}
              action={
                notice.code === 'inbound.parked' ? (
                  <Link tag={RouterLink} to="/plugins/whatsapp/parked">
                    {text('notice.parked.link')}
                  </Link>
                ) : undefined
              }
            >
              {say(notice)}
            </NoticeBox>
          ))}
        </Flex>
      )}
    </Box>
  );
};
