import * as React from 'react';
import { useIntl } from 'react-intl';
import { PLUGIN_ID } from '../../plugin/plugin-id';
import en from './translations/en.json';

/** A key of the English file; a sentence that is not in it does not compile. */
export type MessageKey = keyof typeof en;
export type TextValues = Record<string, string | number>;
/** The sentence in the administrator's language, English where the language lacks it. */
export type Text = (key: MessageKey, values?: TextValues) => string;

export const messageId = (key: MessageKey): string => `${PLUGIN_ID}.${key}`;

/** For places that want a descriptor (menu links): the id and its English text. */
export const describe = (key: MessageKey): { id: string; defaultMessage: string } => ({ id: messageId(key), defaultMessage: en[key] });

export const isMessageKey = (key: string): key is MessageKey => Object.prototype.hasOwnProperty.call(en, key);

export const useText = (): Text => {
  const { formatMessage } = useIntl();
  return React.useCallback((key, values) => formatMessage(describe(key), values), [formatMessage]);
};

export interface Times {
  /** Date and time, as people here write them; an empty string for none. */
  moment(value: string | null | undefined): string;
  /** To the second, where several things happen within a minute. */
  second(value: string): string;
  day(value: string | null | undefined): string;
  number(value: number): string;
  /** An amount with its currency; the bare number where the currency is not a known code. */
  money(amount: number | null, currency: string | null): string;
}

export const useTimes = (): Times => {
  const { formatDate, formatNumber } = useIntl();
  return React.useMemo<Times>(
    () => ({
      moment: (value) => (value ? formatDate(value, { dateStyle: 'medium', timeStyle: 'short' }) : ''),
      second: (value) => formatDate(value, { dateStyle: 'medium', timeStyle: 'medium' }),
      day: (value) => (value ? formatDate(value, { dateStyle: 'medium' }) : ''),
      number: (value) => formatNumber(value),
      money: (amount, currency) => {
        if (amount === null) return '';
        // Intl throws on anything that is not three letters, and an ERP may hold any text.
        const known = currency !== null && /^[A-Za-z]{3}$/.test(currency);
        return known
          ? formatNumber(amount, { style: 'currency', currency })
          : `${formatNumber(amount, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}${currency ? ` ${currency}` : ''}`;
      },
    }),
    [formatDate, formatNumber],
  );
};
