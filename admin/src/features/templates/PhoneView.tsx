import * as React from 'react';
import { Box, darkTheme, lightTheme } from '@strapi/design-system';
import { ThemeProvider, useTheme } from 'styled-components';
import { ToggleField } from '../../components/ToggleField';
import { useText } from '../../i18n';
import { PhoneBubble, type PhoneBubbleProps } from './PhoneBubble';
import { isRightToLeft } from './template-words';

/** The phone by day or by night, as the page is at first; its direction is the template's, not the page's. */
export const PhoneView = ({ language, ...bubble }: PhoneBubbleProps & { language: string }) => {
  const text = useText();
  const own = useTheme() as typeof lightTheme;
  const [dark, setDark] = React.useState<boolean | null>(null);
  const isDark = dark ?? own.colors.neutral0 === darkTheme.colors.neutral0;
  return (
    <>
      <ToggleField label={text('templates.preview.dark')} checked={isDark} onChange={setDark} />
      <ThemeProvider theme={isDark ? darkTheme : lightTheme}>
        <Box dir={isRightToLeft(language) ? 'rtl' : 'ltr'}>
          <PhoneBubble {...bubble} />
        </Box>
      </ThemeProvider>
    </>
  );
};
