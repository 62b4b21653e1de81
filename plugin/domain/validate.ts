import type { InteractiveMessage, MediaKind, OutboundMessage } from './message';

/** What is wrong with a message before anyone is asked to send it. */
export interface Problem {
  code: ProblemCode;
  /** In the user's words, values filled in. */
  sentence: string;
  /** Where: `text`, `interactive.buttons[1].title`. */
  field: string;
  /** What the sentence was filled with, for other languages. */
  values: Readonly<Record<string, string | number>>;
}

export type ProblemCode = keyof typeof SENTENCES;

/** What a provider allows; a part of the port's `ProviderLimits`. Lengths are in characters. */
export interface MessageLimits {
  text: number;
  caption: number;
  media?: Readonly<Record<MediaKind, { maxBytes: number; mimeTypes?: readonly string[] }>>;
}

/** Meta's limits on interactive messages (messages, 2026-11); taken for all, as the smallest of them. */
export const INTERACTIVE_LIMITS = {
  body: 1024,
  listBody: 4096,
  footer: 60,
  headerText: 60,
  buttons: 3,
  buttonId: 256,
  buttonTitle: 20,
  listButton: 20,
  sections: 10,
  sectionTitle: 24,
  rows: 10,
  rowId: 200,
  rowTitle: 24,
  rowDescription: 72,
  urlLabel: 20,
} as const;

/** The sentences of `contracts/codes`, which this room may not import; a test holds them equal. */
const SENTENCES = {
  'message.part_missing': '{part} is missing.',
  'message.part_too_long': '{part} has {length} characters; {max} are allowed.',
  'message.too_many_parts': 'There are {count} {part}; {max} are allowed.',
  'message.not_unique': '{part} "{value}" is there twice; each must differ.',
  'message.part_not_allowed': "{part} can't be part of this message.",
  'message.part_invalid': '{part} is not valid.',
  'media.type_not_allowed': "Files of the type {mimeType} can't be sent as {kind}.",
  'media.empty': 'The file is empty.',
  'media.too_large': 'The file is larger than {max}.',
} as const;

type Values = Readonly<Record<string, string | number>>;

/** Collects problems; every check names the field it looked at. */
class Checker {
  readonly problems: Problem[] = [];

  add(code: ProblemCode, field: string, values: Values): void {
    const sentence = SENTENCES[code].replace(/\{(\w+)\}/g, (whole, key: string) => (Object.hasOwn(values, key) ? String(values[key]) : whole));
    this.problems.push({ code, sentence, field, values });
  }

  /** A text that may be absent unless `required`. */
  text(part: string, field: string, value: string | undefined, rule: { max?: number; required?: boolean }): void {
    if (value === undefined || value.trim() === '') {
      if (rule.required === true) this.add('message.part_missing', field, { part });
      return;
    }
    // By character, not by UTF-16 unit: an emoji is one.
    const length = [...value].length;
    if (rule.max !== undefined && length > rule.max) this.add('message.part_too_long', field, { part, length, max: rule.max });
  }

  count(part: string, field: string, count: number, max: number): void {
    if (count === 0) this.add('message.part_missing', field, { part });
    if (count > max) this.add('message.too_many_parts', field, { part, count, max });
  }

  unique(part: string, field: string, values: readonly string[]): void {
    const seen = new Set<string>();
    for (const value of values) {
      const key = value.trim();
      if (key !== '' && seen.has(key)) return this.add('message.not_unique', field, { part, value });
      seen.add(key);
    }
  }

  httpsUrl(part: string, field: string, value: string, schemes: readonly string[]): void {
    if (!schemes.some((scheme) => new RegExp(`^${scheme}://[^\\s/?#]+`, 'i').test(value))) this.add('message.part_invalid', field, { part });
  }
}

/** As people write a size: `5 MB`, `0.5 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;
}

/** Why a provider would not take a file as this kind; null where it would. Asked before the bytes are sent anywhere. */
export function checkFile(kind: MediaKind, file: { bytes: number; mimeType: string }, limit: { maxBytes: number; mimeTypes?: readonly string[] }): Problem | null {
  const check = new Checker();
  const mimeType = file.mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (file.bytes === 0) check.add('media.empty', 'media', {});
  if (file.bytes > limit.maxBytes) check.add('media.too_large', 'media', { max: megabytes(limit.maxBytes) });
  if (limit.mimeTypes && !limit.mimeTypes.includes(mimeType)) check.add('media.type_not_allowed', 'media.mimeType', { mimeType, kind });
  return check.problems[0] ?? null;
}

/** Every reason why a provider would refuse this message as it stands; empty where there is none. */
export function checkMessage(message: OutboundMessage, limits: MessageLimits): Problem[] {
  const check = new Checker();
  switch (message.type) {
    case 'text':
      check.text('The text', 'text', message.text, { max: limits.text, required: true });
      break;
    case 'media':
      checkMedia(check, message, limits);
      break;
    case 'template':
      check.text("The template's name", 'template.name', message.name, { required: true });
      check.text("The template's language", 'template.language', message.language, { required: true });
      message.body.forEach((parameter, index) =>
        check.text(`Variable ${parameter.name ?? index + 1}`, `template.body[${index}]`, parameter.text, { required: true }),
      );
      break;
    case 'interactive':
      checkInteractive(check, message);
      break;
    case 'reaction':
      check.text('The message to react to', 'reaction.providerMessageId', message.providerMessageId, { required: true });
      break;
    case 'location':
      checkLocation(check, message);
      break;
    case 'contacts':
      if (message.contacts.length === 0) check.add('message.part_missing', 'contacts', { part: 'The contact' });
      message.contacts.forEach((card, index) =>
        check.text("The contact's name", `contacts[${index}].formattedName`, card.formattedName, { required: true }),
      );
      break;
  }
  return check.problems;
}

function checkMedia(check: Checker, message: Extract<OutboundMessage, { type: 'media' }>, limits: MessageLimits): void {
  const { kind, media, caption } = message;
  if (!media.mediaId && !media.providerMediaId && !media.link) check.add('message.part_missing', 'media', { part: 'The file' });
  if (media.link) check.httpsUrl("The file's address", 'media.link', media.link, ['https']);
  if (kind === 'audio' || kind === 'voice' || kind === 'sticker') {
    if (caption) check.add('message.part_not_allowed', 'caption', { part: 'A caption' });
  } else {
    check.text('The caption', 'caption', caption, { max: limits.caption });
  }
  const allowed = limits.media?.[kind]?.mimeTypes;
  const mimeType = media.mimeType?.split(';')[0]?.trim().toLowerCase();
  const isAllowed = mimeType === undefined || allowed === undefined || allowed.some((one) => one.split(';')[0] === mimeType);
  if (!isAllowed) check.add('media.type_not_allowed', 'media.mimeType', { mimeType, kind });
}

function checkInteractive(check: Checker, message: InteractiveMessage): void {
  const { action, header } = message;
  const max = action.type === 'list' ? INTERACTIVE_LIMITS.listBody : INTERACTIVE_LIMITS.body;
  check.text('The text', 'interactive.body', message.body, { max, required: true });
  check.text('The footer', 'interactive.footer', message.footer, { max: INTERACTIVE_LIMITS.footer });
  if (header?.type === 'text') check.text('The header', 'interactive.header', header.text, { max: INTERACTIVE_LIMITS.headerText, required: true });
  if (header !== undefined && header.type !== 'text') {
    if (action.type === 'list') check.add('message.part_not_allowed', 'interactive.header', { part: 'A file above a list' });
    else if (!header.media.mediaId && !header.media.providerMediaId && !header.media.link) {
      check.add('message.part_missing', 'interactive.header', { part: "The header's file" });
    }
  }
  switch (action.type) {
    case 'buttons':
      checkButtons(check, action.buttons);
      break;
    case 'list':
      checkList(check, action);
      break;
    case 'url':
      check.text("The button's text", 'interactive.label', action.label, { max: INTERACTIVE_LIMITS.urlLabel, required: true });
      if (action.url.trim() === '') check.add('message.part_missing', 'interactive.url', { part: "The button's address" });
      else check.httpsUrl("The button's address", 'interactive.url', action.url.trim(), ['https', 'http']);
      break;
  }
}

function checkButtons(check: Checker, buttons: readonly { id: string; title: string }[]): void {
  check.count('buttons', 'interactive.buttons', buttons.length, INTERACTIVE_LIMITS.buttons);
  buttons.forEach((button, index) => {
    const field = `interactive.buttons[${index}]`;
    check.text("The button's id", `${field}.id`, button.id, { max: INTERACTIVE_LIMITS.buttonId, required: true });
    check.text("The button's text", `${field}.title`, button.title, { max: INTERACTIVE_LIMITS.buttonTitle, required: true });
  });
  check.unique("The button's text", 'interactive.buttons', buttons.map((button) => button.title));
  check.unique("The button's id", 'interactive.buttons', buttons.map((button) => button.id));
}

function checkList(check: Checker, list: Extract<InteractiveMessage['action'], { type: 'list' }>): void {
  check.text("The list's button", 'interactive.button', list.button, { max: INTERACTIVE_LIMITS.listButton, required: true });
  check.count('sections', 'interactive.sections', list.sections.length, INTERACTIVE_LIMITS.sections);
  const rows = list.sections.flatMap((section) => section.rows);
  // Ten in the whole list, not in each section.
  check.count('rows', 'interactive.sections', rows.length, INTERACTIVE_LIMITS.rows);
  list.sections.forEach((section, index) => {
    const field = `interactive.sections[${index}]`;
    check.text("The section's title", `${field}.title`, section.title, { max: INTERACTIVE_LIMITS.sectionTitle, required: list.sections.length > 1 });
    if (section.rows.length === 0 && rows.length > 0) check.add('message.part_missing', `${field}.rows`, { part: "The section's rows" });
    section.rows.forEach((row, rowIndex) => {
      const place = `${field}.rows[${rowIndex}]`;
      check.text("The row's id", `${place}.id`, row.id, { max: INTERACTIVE_LIMITS.rowId, required: true });
      check.text("The row's title", `${place}.title`, row.title, { max: INTERACTIVE_LIMITS.rowTitle, required: true });
      check.text("The row's description", `${place}.description`, row.description, { max: INTERACTIVE_LIMITS.rowDescription });
    });
  });
  check.unique("The row's id", 'interactive.sections', rows.map((row) => row.id));
}

function checkLocation(check: Checker, location: { latitude: number; longitude: number }): void {
  const inRange = (value: number, limit: number): boolean => Number.isFinite(value) && Math.abs(value) <= limit;
  if (!inRange(location.latitude, 90)) check.add('message.part_invalid', 'location.latitude', { part: 'The latitude' });
  if (!inRange(location.longitude, 180)) check.add('message.part_invalid', 'location.longitude', { part: 'The longitude' });
}
