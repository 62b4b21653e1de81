import * as React from 'react';
import { useIntl } from 'react-intl';

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

/** Strapi sets a language but no direction. Of the whole page, for dialogs lie outside of ours; as long as it is ours. */
export const useDirection = (): void => {
  const { locale } = useIntl();
  React.useLayoutEffect(() => {
    const page = document.documentElement;
    if (page.dir !== '' || !RIGHT_TO_LEFT.test(locale)) return undefined;
    page.dir = 'rtl';
    // Strapi hides its skip link a screen further left: there one can't scroll, but from right to left one could.
    page.style.overflowX = 'clip';
    return () => {
      page.removeAttribute('dir');
      page.style.overflowX = '';
    };
  }, [locale]);
};

/** For menus, which don't ask the page. */
export const pageDirection = (): 'ltr' | 'rtl' => (document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr');
