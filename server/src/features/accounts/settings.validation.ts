import type { SettingsField } from '../../providers/provider';

export type SettingValues = Record<string, string | number | boolean>;

export interface SettingProblem {
  /** `settings.phoneNumberId`, `secrets.accessToken` */
  path: string;
  message: string;
}

const LONGEST = 4_096;
/** A token pasted with a line break ends up in a header and fails there in words nobody understands. */
const CONTROL_CHARACTERS = /\p{Cc}/u;

const parseNumber = (value: unknown): number | null => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
};

const parseField = (field: SettingsField, value: unknown): { value: string | number | boolean } | { problem: string } => {
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: `${field.label} must be yes or no.` };
    case 'number': {
      const number = parseNumber(value);
      return number === null ? { problem: `${field.label} must be a number.` } : { value: number };
    }
    case 'url':
    case 'string': {
      const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : null;
      if (text === null) return { problem: `${field.label} must be a text.` };
      if (text.length > LONGEST || CONTROL_CHARACTERS.test(text)) return { problem: `${field.label} has characters or a length that can't be right.` };
      if (text !== '' && field.type === 'url' && !isWebAddress(text)) return { problem: `${field.label} must be a web address such as https://example.com.` };
      if (text !== '' && field.pattern && !new RegExp(`^(?:${field.pattern.source})$`).test(text)) return { problem: `${field.label}: ${field.pattern.message}` };
      return { value: text };
    }
  }
};

/** The settings a provider asks for, checked by its own list; defaults filled in. A field nobody declared is refused. */
export const parseSettings = (fields: readonly SettingsField[], input: Record<string, unknown>): { settings: SettingValues; problems: SettingProblem[] } => {
  const problems: SettingProblem[] = [];
  const settings: SettingValues = {};
  const open = new Map(fields.filter((field) => !field.secret).map((field) => [field.name, field]));
  for (const name of Object.keys(input)) {
    if (!open.has(name)) problems.push({ path: `settings.${name}`, message: `There is no setting called "${name}".` });
  }
  for (const field of open.values()) {
    const given = Object.hasOwn(input, field.name) ? input[field.name] : undefined;
    const parsed = given === undefined || given === null || given === '' ? { value: field.default ?? '' } : parseField(field, given);
    if ('problem' in parsed) problems.push({ path: `settings.${field.name}`, message: parsed.problem });
    else if (parsed.value !== '') settings[field.name] = parsed.value;
    else if (field.required) problems.push({ path: `settings.${field.name}`, message: `${field.label} is missing.` });
  }
  return { settings, problems };
};

/** The secrets entered now; empty ones keep what is stored. */
export const parseSecrets = (fields: readonly SettingsField[], input: Record<string, string>): { secrets: Record<string, string>; problems: SettingProblem[] } => {
  const problems: SettingProblem[] = [];
  const secrets: Record<string, string> = {};
  const secret = new Map(fields.filter((field) => field.secret).map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(input)) {
    const field = secret.get(name);
    if (!field) {
      problems.push({ path: `secrets.${name}`, message: `There is no secret called "${name}".` });
      continue;
    }
    if (value.trim() === '') continue;
    const parsed = parseField(field, value);
    if ('problem' in parsed) problems.push({ path: `secrets.${name}`, message: parsed.problem });
    else secrets[name] = String(parsed.value);
  }
  return { secrets, problems };
};

/** Whether a secret entered for the one place would go to another: then it is not sent there. */
export const movesSecrets = (fields: readonly SettingsField[], before: SettingValues, after: SettingValues): boolean =>
  fields.some((field) => field.guardsSecrets && (before[field.name] ?? field.default) !== (after[field.name] ?? field.default));

export const missingSecrets = (fields: readonly SettingsField[], stored: readonly string[]): SettingsField[] =>
  fields.filter((field) => field.secret && field.required && !stored.includes(field.name));
