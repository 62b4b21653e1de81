import type { ProviderErrorKind } from '../provider-error';

/**
 * Meta's error codes, by what we do about them. Codes and advice: Meta's error-codes page (stored copy of 2026-09-11,
 * shared facts of 2026-11); wording and kinds are ours. The HTTP status says nothing here: mirrors disagree on it.
 */
export interface MetaErrorEntry {
  /** One code, or the first and last of a range. */
  code: number | readonly [first: number, last: number];
  kind: ProviderErrorKind;
  /** Shown where Meta gives no sentence of its own. */
  meaning: string;
  /** How long Meta asks to wait, where its page names a time. */
  waitMs?: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const META_ERRORS: readonly MetaErrorEntry[] = [
  // Away for a moment; certainly unsent.
  { code: 2, kind: 'temporary', meaning: 'Meta is briefly unavailable.' },
  { code: 131016, kind: 'temporary', meaning: 'The WhatsApp service is briefly unavailable.' },
  { code: 131057, kind: 'temporary', meaning: 'The account is in maintenance, for example while its throughput is raised.', waitMs: MINUTE_MS },
  { code: 133004, kind: 'temporary', meaning: 'Meta’s server is briefly unavailable.' },
  { code: 133015, kind: 'temporary', meaning: 'The number was deleted a moment ago and is not free yet.', waitMs: 5 * MINUTE_MS },
  { code: 134101, kind: 'temporary', meaning: 'The template is still being copied to the marketing service.', waitMs: 10 * MINUTE_MS },
  { code: 2494100, kind: 'temporary', meaning: 'The business account is in maintenance mode.' },

  // Cause unknown; a few tries.
  { code: 1, kind: 'temporary_few', meaning: 'Meta gave an unknown error.' },
  { code: 131000, kind: 'temporary_few', meaning: 'Something went wrong at Meta.' },

  // Too fast.
  { code: 4, kind: 'rate_limited', meaning: 'The Meta app has made too many calls.' },
  { code: 80007, kind: 'rate_limited', meaning: 'The business account has made too many calls.' },
  { code: 130429, kind: 'rate_limited', meaning: 'The number sends more messages a second than Meta allows.' },
  { code: 131208, kind: 'rate_limited', meaning: 'Too many calls about groups.' },
  { code: 132069, kind: 'rate_limited', meaning: 'The form in this template is slowed down by Meta.' },
  { code: 131056, kind: 'pair_rate_limited', meaning: 'This recipient was sent too many messages in a short time.' },

  // Not today.
  { code: 131049, kind: 'later_24h', meaning: 'Meta held the message back to spare the recipient more marketing.' },
  { code: 131064, kind: 'later_24h', meaning: 'The number is limited because of how its messages were classified.' },
  { code: 133016, kind: 'later_24h', meaning: 'The number was registered and removed too often.', waitMs: 72 * HOUR_MS },
  { code: 131214, kind: 'later_24h', meaning: 'Groups can’t be made for now, after too much marketing.' },

  { code: 131048, kind: 'number_paused', meaning: 'Too many people blocked or reported this number: Meta limits it.' },
  { code: 131047, kind: 'outside_window', meaning: 'More than 24 hours have passed since the customer last wrote; only a template may be sent.' },
  { code: 131050, kind: 'opted_out', meaning: 'The recipient has stopped marketing messages from this business.' },

  // Never to this recipient in this form.
  { code: 130472, kind: 'recipient_refused', meaning: 'The recipient is part of a Meta experiment that receives no marketing.' },
  { code: 131026, kind: 'recipient_refused', meaning: 'The message can’t be delivered to this recipient; they may not use WhatsApp, or use an old version.' },
  { code: 131021, kind: 'recipient_refused', meaning: 'The sender and the recipient are the same number.' },
  { code: 131030, kind: 'recipient_refused', meaning: 'A test number can only write to recipients on its list in the Meta dashboard.' },
  { code: 130403, kind: 'recipient_refused', meaning: 'This business has blocked the recipient.' },
  { code: 130497, kind: 'recipient_refused', meaning: 'This business may not message people in the recipient’s country.' },
  { code: 131062, kind: 'recipient_refused', meaning: 'This kind of message needs the recipient’s phone number.' },
  { code: 131207, kind: 'recipient_refused', meaning: 'The group is suspended.' },

  // Files.
  { code: 131052, kind: 'invalid_media', meaning: 'Meta could not fetch the file the customer sent; ask for it again.' },
  { code: 131053, kind: 'invalid_media', meaning: 'Meta could not take the file: wrong type, too large, or its address can’t be reached.' },
  { code: 131209, kind: 'invalid_media', meaning: 'A group’s picture must be square.' },
  { code: 131210, kind: 'invalid_media', meaning: 'A group’s picture must be at least 192 pixels wide.' },

  // Credentials.
  { code: 0, kind: 'auth', meaning: 'Meta could not tell who is calling; the access token may have ended.' },
  { code: 3, kind: 'auth', meaning: 'The Meta app lacks a capability it needs.' },
  { code: 10, kind: 'auth', meaning: 'A right of the access token is missing or was withdrawn.' },
  { code: 190, kind: 'auth', meaning: 'The access token has ended or is wrong.' },
  { code: 131005, kind: 'auth', meaning: 'The access token may not do this.' },
  { code: [200, 299], kind: 'auth', meaning: 'A right of the access token is missing.' },

  // The account.
  { code: 368, kind: 'account_blocked', meaning: 'Meta has blocked the account for a time because of its rules.' },
  { code: 131031, kind: 'account_blocked', meaning: 'Meta has locked the account.' },
  { code: 131042, kind: 'account_blocked', meaning: 'There is a problem with the payment method at Meta.' },
  { code: 33, kind: 'misconfigured', meaning: 'The number was deleted, or the token does not see it.' },
  { code: 131037, kind: 'misconfigured', meaning: 'The number has no approved display name.' },
  { code: 131044, kind: 'misconfigured', meaning: 'The account or its billing is not set up at Meta.' },
  { code: 131045, kind: 'misconfigured', meaning: 'The number is not registered: its certificate is missing.' },
  { code: 133010, kind: 'misconfigured', meaning: 'The number is not registered for the WhatsApp API.' },
  { code: 131215, kind: 'misconfigured', meaning: 'The number may not use groups.' },
  { code: 133000, kind: 'misconfigured', meaning: 'An earlier removal of the number did not finish.' },
  { code: 133005, kind: 'misconfigured', meaning: 'The PIN of the number is wrong.' },
  { code: 133006, kind: 'misconfigured', meaning: 'The number has to be verified first.' },
  { code: 133008, kind: 'misconfigured', meaning: 'The PIN of the number was entered wrongly too often.' },
  { code: 133009, kind: 'misconfigured', meaning: 'The PIN of the number was entered too fast.' },
  { code: 134011, kind: 'misconfigured', meaning: 'Meta’s payment terms have not been accepted.' },

  // Another endpoint.
  { code: 131063, kind: 'wrong_route', meaning: 'Marketing templates of this account go through the marketing service only.' },
  { code: 131055, kind: 'wrong_route', meaning: 'The marketing service takes no other messages.' },
  { code: 134100, kind: 'wrong_route', meaning: 'The marketing service takes marketing templates only.' },
  { code: 134102, kind: 'wrong_route', meaning: 'The marketing service can’t use this template.' },

  // Templates.
  { code: 132001, kind: 'template_missing', meaning: 'The template does not exist in this language, or is not approved.' },
  { code: 132000, kind: 'template_parameters', meaning: 'The number of values does not fit the template.' },
  { code: 132005, kind: 'template_parameters', meaning: 'The text is too long with its values filled in.' },
  { code: 132008, kind: 'template_parameters', meaning: 'A value does not have the form the template asks for.' },
  { code: 132012, kind: 'template_parameters', meaning: 'A value is of another kind than the template asks for.' },
  { code: 132018, kind: 'template_parameters', meaning: 'The values do not fit the template.' },
  { code: 132007, kind: 'template_blocked', meaning: 'The template’s content breaks a WhatsApp rule.' },
  { code: 132016, kind: 'template_blocked', meaning: 'Meta has switched the template off because of its low quality.' },
  { code: 132068, kind: 'template_blocked', meaning: 'The form in this template is blocked.' },
  { code: 132015, kind: 'template_paused', meaning: 'Meta has paused the template because of its low quality.' },

  // Our request.
  { code: 100, kind: 'invalid_request', meaning: 'A value in the request is not valid.' },
  { code: 131008, kind: 'invalid_request', meaning: 'The request lacks a value.' },
  { code: 131009, kind: 'invalid_request', meaning: 'A value in the request is not valid.' },
  { code: 131051, kind: 'invalid_request', meaning: 'WhatsApp does not support this type of message.' },
  { code: 131060, kind: 'invalid_request', meaning: 'The message can only be seen on the phone.' },
  { code: 135000, kind: 'invalid_request', meaning: 'Meta refused the request without a reason.' },
  { code: 137000, kind: 'invalid_request', meaning: 'A value in the request is not valid.' },
  { code: 2388019, kind: 'invalid_request', meaning: 'The business account has as many templates as it may have.' },
  { code: 2388039, kind: 'invalid_request', meaning: 'The new template breaks a rule of its form.' },
  { code: 2388040, kind: 'invalid_request', meaning: 'A part of the new template is too long.' },
  { code: 2388047, kind: 'invalid_request', meaning: 'The new template’s header is not valid.' },
  { code: 2388072, kind: 'invalid_request', meaning: 'The new template’s body is not valid.' },
  { code: 2388073, kind: 'invalid_request', meaning: 'The new template’s footer is not valid.' },
  { code: 2388293, kind: 'invalid_request', meaning: 'The new template has too many placeholders for its length.' },
  { code: 2388299, kind: 'invalid_request', meaning: 'A template can’t begin or end with a placeholder.' },

  // Groups, calls, forms, blocking, usernames.
  { code: 131020, kind: 'invalid_request', meaning: 'The group has a single member.' },
  { code: 131041, kind: 'invalid_request', meaning: 'The group does not exist.' },
  { code: 131059, kind: 'invalid_request', meaning: 'The list has changed; it must be read again from its start.' },
  { code: 131201, kind: 'invalid_request', meaning: 'Only a part of the request was carried out.' },
  { code: 131202, kind: 'invalid_request', meaning: 'A participant was named twice.' },
  { code: 131204, kind: 'invalid_request', meaning: 'The group has too many participants.' },
  { code: 131211, kind: 'invalid_request', meaning: 'The number has as many groups as it may have.' },
  { code: 131212, kind: 'invalid_request', meaning: 'The number is not a participant of the group.' },
  { code: 131213, kind: 'invalid_request', meaning: 'The request to join does not exist any more.' },
  { code: [138000, 138021], kind: 'invalid_request', meaning: 'The call was refused.' },
  { code: [139000, 139004], kind: 'invalid_request', meaning: 'The form was refused.' },
  { code: [139100, 139103], kind: 'invalid_request', meaning: 'The person could not be blocked or unblocked.' },
  { code: [147001, 147005], kind: 'invalid_request', meaning: 'The username was refused.' },
];

const singles = new Map<number, MetaErrorEntry>();
const ranges: { first: number; last: number; entry: MetaErrorEntry }[] = [];
for (const entry of META_ERRORS) {
  if (typeof entry.code === 'number') singles.set(entry.code, entry);
  else ranges.push({ first: entry.code[0], last: entry.code[1], entry });
}

/** Null for a code Meta has added since. */
export function findMetaError(code: number): MetaErrorEntry | null {
  return singles.get(code) ?? ranges.find(({ first, last }) => code >= first && code <= last)?.entry ?? null;
}
