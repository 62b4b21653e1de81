import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

/**
 * `phone_sanitized` as the ERP computes it: E.164 by the partner's country, else the company's; `false` when the
 * number is not valid there. A leading `00` counts as `+` (recorded: `0039 02 1234567` without a country).
 */
export const sanitizePhone = (phone: unknown, countryCode: string | null): string | false => {
  if (typeof phone !== 'string' || phone === '') return false;
  const international = phone.trim().replace(/^00/, '+');
  const parsed = parsePhoneNumberFromString(international, (countryCode ?? undefined) as CountryCode | undefined);
  return parsed?.isValid() ? parsed.number : false;
};
