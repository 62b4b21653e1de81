import * as React from 'react';
import { Box, Flex } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import type { PermissionAction } from '../../../plugin/permissions';
import { permissionsOf } from '../permissions';
import { InstallationNotices } from './Notices';

interface ScreenProps {
  /** The person needs one of them. */
  actions: PermissionAction[];
  title: string;
  subtitle?: string;
  primaryAction?: React.ReactNode;
  secondaryAction?: React.ReactNode;
  navigationAction?: React.ReactNode;
  /** A screen of settings: advice on the installation belongs here. */
  settings?: boolean;
  children: React.ReactNode;
}

/** The frame of each screen: permission, title, what is wrong with the installation, content. */
export const Screen = ({ actions, title, subtitle, primaryAction, secondaryAction, navigationAction, settings = false, children }: ScreenProps) => (
  <Page.Protect permissions={permissionsOf(...actions)}>
    <Page.Title>{title}</Page.Title>
    <Page.Main>
      <Layouts.Header title={title} subtitle={subtitle} primaryAction={primaryAction} secondaryAction={secondaryAction} navigationAction={navigationAction} />
      <Layouts.Content>
        <Box paddingBottom={8}>
          <InstallationNotices withAdvice={settings} />
          <Flex direction="column" alignItems="stretch" gap={4}>
            {children}
          </Flex>
        </Box>
      </Layouts.Content>
    </Page.Main>
  </Page.Protect>
);
