import { fieldsOf, findText, getFields, getList, getText, listOf, onlyKeys, type Fields } from './check';
import { refuse, refuseParameter } from './errors';
import { checkMedia, type MediaReference } from './media-request';
import type { Template, TemplateButton, TemplateComponent } from './template-catalogue';
import type { TemplateStore } from './template-store';

/** A template as the customer reads it. */
export interface RenderedTemplate {
  header: { format: string; text: string | null; location: Fields | null } | null;
  body: string;
  footer: string | null;
  buttons: Array<{ type: string; text: string; url?: string; phone?: string; code?: string; payload?: string }>;
}

export interface CheckedTemplate {
  template: Template;
  rendered: RenderedTemplate;
  media: MediaReference | null;
}

const TEMPLATE_KEYS = new Set(['name', 'language', 'components', 'namespace']);
const LANGUAGE_KEYS = new Set(['code', 'policy']);
const COMPONENT_KEYS = new Set(['type', 'sub_type', 'index', 'parameters']);
const VARIABLE = /{{\s*(\w+)\s*}}/g;

const variablesByText = new Map<string, readonly string[]>();

/** Names of the variables in a text, each once. Remembered: campaigns ask for the same text by the thousand. */
function variablesOf(text: string | undefined): readonly string[] {
  if (text === undefined || !text.includes('{{')) return [];
  let names = variablesByText.get(text);
  if (!names) {
    names = [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1]!))];
    if (variablesByText.size < 5_000) variablesByText.set(text, names);
  }
  return names;
}

/** @throws Refusal with the 132xxx code the service gives */
export function checkTemplate(request: Fields, store: TemplateStore, businessAccountId: string): CheckedTemplate {
  onlyKeys(request, TEMPLATE_KEYS, 'template');
  const name = getText(request, 'name', 'template', { max: 512 });
  const language = getFields(request, 'language', 'template');
  onlyKeys(language, LANGUAGE_KEYS, "template['language']");
  const code = getText(language, 'code', "template['language']", { max: 20 });
  if (language.policy !== undefined && language.policy !== 'deterministic') refuseParameter("Param template['language']['policy'] must be one of {DETERMINISTIC}.");
  const template = store.find(businessAccountId, name, code);
  if (!template) {
    const over = { message: '(#132001) Template name does not exist in the translation' };
    return refuse(132001, `template name (${name}) does not exist in ${code}`, over);
  }
  if (template.status === 'PAUSED') refuse(132015, `template name (${name}) is paused in ${code}`);
  if (template.status === 'DISABLED') refuse(132016, `template name (${name}) is disabled in ${code}`);
  if (template.status !== 'APPROVED') refuse(132001, `template name (${name}) is not approved in ${code}`);

  const given = request.components === undefined || request.components === null ? [] : listOf(request.components, "template['components']");
  const sorted = sortComponents(given);
  const header = template.components.find((one) => one.type === 'HEADER');
  const body = template.components.find((one) => one.type === 'BODY')!;
  const footer = template.components.find((one) => one.type === 'FOOTER');
  const buttons = template.components.find((one) => one.type === 'BUTTONS')?.buttons ?? [];
  const { rendered: renderedHeader, media } = checkHeader(header, sorted.header, template);
  const values = checkTexts('body', body.text ?? '', sorted.body, template);
  const text = fill(body.text ?? '', values);
  // Alone a body may be long; beside other parts it is held to what people can read at a glance.
  if ([...text].length > (template.components.length > 1 ? 1024 : 32_768)) refuse(132005, 'body: Translated text too long');
  return {
    template,
    media,
    rendered: { header: renderedHeader, body: text, footer: footer?.text ?? null, buttons: checkButtons(buttons, sorted.buttons) },
  };
}

interface SortedComponents { header: unknown[] | null; body: unknown[] | null; buttons: Map<number, { subType: string; parameters: unknown[]; path: string }> }

function sortComponents(given: unknown[]): SortedComponents {
  const sorted: SortedComponents = { header: null, body: null, buttons: new Map() };
  given.forEach((value, at) => {
    const path = `template['components'][${at}]`;
    const component = fieldsOf(value, path);
    onlyKeys(component, COMPONENT_KEYS, path);
    const type = getText(component, 'type', path, { max: 40 }).toLowerCase();
    const parameters = component.parameters === undefined ? [] : getList(component, 'parameters', path);
    if (type === 'header' || type === 'body') {
      if (sorted[type] !== null) refuseParameter(`Param template['components'] has more than one ${type}.`);
      sorted[type] = parameters;
      return;
    }
    if (type !== 'button') refuseParameter(`Param ${path}['type'] must be one of {HEADER, BODY, BUTTON} - got "${type.slice(0, 40)}".`);
    const subType = getText(component, 'sub_type', path, { max: 40 }).toLowerCase();
    if (component.index === undefined) refuse(131008, `Parameter 'index' is mandatory for ${path}`);
    const index = Number(component.index);
    if (!/^\d$/.test(String(component.index))) refuse(131009, `Param ${path}['index'] must be from 0 to 9.`);
    if (sorted.buttons.has(index)) refuseParameter(`Param template['components'] has more than one button of index ${index}.`);
    sorted.buttons.set(index, { subType, parameters, path });
  });
  return sorted;
}

function checkHeader(header: TemplateComponent | undefined, given: unknown[] | null, template: Template): { rendered: RenderedTemplate['header']; media: MediaReference | null } {
  if (!header) {
    if (given && given.length > 0) refuseCount('header', given.length, 0);
    return { rendered: null, media: null };
  }
  const format = header.format ?? 'TEXT';
  if (format === 'TEXT') {
    const text = fill(header.text ?? '', checkTexts('header', header.text ?? '', given, template));
    if ([...text].length > 60) refuse(132005, 'header: Translated text too long');
    return { rendered: { format, text, location: null }, media: null };
  }
  if (given === null || given.length === 0) return refuse(132012, `header: Format mismatch, expected ${format}, received UNKNOWN`);
  if (given.length > 1) refuseCount('header', given.length, 1);
  const parameter = fieldsOf(given[0], 'header.parameters[0]');
  const received = typeof parameter.type === 'string' ? parameter.type.toUpperCase() : 'UNKNOWN';
  if (received !== format) refuse(132012, `header: Format mismatch, expected ${format}, received ${received}`);
  const kind = format.toLowerCase();
  onlyKeys(parameter, new Set(['type', kind]), 'header.parameters[0]');
  const value = getFields(parameter, kind, 'header.parameters[0]');
  if (format === 'LOCATION') {
    onlyKeys(value, new Set(['latitude', 'longitude', 'name', 'address']), 'header.parameters[0].location');
    for (const part of ['latitude', 'longitude', 'name', 'address']) {
      if (value[part] === undefined || value[part] === '') refuse(131008, `header: Parameter '${part}' is mandatory for location`);
    }
    return { rendered: { format, text: null, location: value }, media: null };
  }
  return { rendered: { format, text: null, location: null }, media: checkMedia(value, kind as MediaReference['kind'], `header.parameters[0].${kind}`) };
}

function checkTexts(part: 'header' | 'body', text: string, given: unknown[] | null, template: Template): Map<string, string> {
  const expected = variablesOf(text);
  const parameters = given ?? [];
  if (parameters.length !== expected.length) refuseCount(part, parameters.length, expected.length);
  const values = new Map<string, string>();
  parameters.forEach((value, at) => {
    const path = `${part}.parameters[${at}]`;
    const parameter = fieldsOf(value, path);
    const filled = textOf(parameter, path, part);
    if (template.parameter_format === 'NAMED') {
      const name = findText(parameter, 'parameter_name', path, { max: 100 });
      if (name === null) return refuse(100, `${part}: Parameter name is missing or empty`);
      if (!expected.includes(name) || values.has(name)) return refuse(132012, `${part}: parameter name (${name}) does not match the created template`);
      values.set(name, filled);
    } else {
      if (parameter.parameter_name !== undefined) refuse(132012, `${part}: parameter_name is given, but the created template has positional parameters`);
      values.set(String(at + 1), filled);
    }
    return undefined;
  });
  return values;
}

function textOf(parameter: Fields, path: string, part: 'header' | 'body'): string {
  const type = getText(parameter, 'type', path, { max: 40 }).toLowerCase();
  if (type === 'text') {
    onlyKeys(parameter, new Set(['type', 'text', 'parameter_name']), path);
    if (parameter.text === undefined || parameter.text === null || parameter.text === '') refuse(131008, "Parameter 'text' is mandatory for component parameter type 'text'");
    const text = getText(parameter, 'text', path, { max: 32_768 });
    // Wording as seen in netflie/whatsapp-cloud-api issue 201; the code is by the error page's family.
    if (/[\n\r\t]| {5,}/.test(text)) refuse(132018, 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces');
    return text;
  }
  if (part === 'header') return refuse(132012, `header: Format mismatch, expected TEXT, received ${type.toUpperCase().slice(0, 40)}`);
  if (type !== 'currency' && type !== 'date_time') return refuse(132012, `body: Format mismatch, expected TEXT, received ${type.toUpperCase().slice(0, 40)}`);
  onlyKeys(parameter, new Set(['type', type, 'parameter_name']), path);
  const value = getFields(parameter, type, path);
  if (type === 'currency') {
    if (typeof value.code !== 'string' || !/^[A-Z]{3}$/.test(value.code) || !Number.isInteger(value.amount_1000)) refuse(132008, 'body: currency needs code (ISO 4217), amount_1000 (a whole number) and fallback_value');
  }
  return getText(value, 'fallback_value', `${path}.${type}`, { max: 1024 });
}

function checkButtons(buttons: TemplateButton[], given: SortedComponents['buttons']): RenderedTemplate['buttons'] {
  for (const index of given.keys()) {
    if (!buttons[index]) refuse(132018, `buttons: Button at index ${index} does not exist in the created template`);
  }
  return buttons.map((button, index) => {
    const component = given.get(index) ?? null;
    const shown = { type: button.type, text: button.text };
    switch (button.type) {
      case 'QUICK_REPLY': {
        const parameter = parameterOf(component, index, 'quick_reply', 'QuickReply');
        const payload = parameter === null ? button.text : getText(parameter, 'payload', `buttons[${index}]`, { max: 256 });
        return { ...shown, payload };
      }
      case 'URL': case 'OTP': {
        const parameter = parameterOf(component, index, 'url', 'Url');
        const isDynamic = button.type === 'OTP' || variablesOf(button.url).length > 0;
        if (isDynamic && parameter === null) return refuse(131008, `buttons: Button at index ${index} of type Url requires a parameter`);
        if (!isDynamic && parameter !== null) return refuse(132018, `buttons: Button at index ${index} of type Url does not require a parameter`);
        const suffix = parameter === null ? '' : getText(parameter, 'text', `buttons[${index}]`, { max: 2000 });
        return { ...shown, url: (button.url ?? '').replace(VARIABLE, () => suffix) };
      }
      case 'COPY_CODE': {
        const parameter = parameterOf(component, index, 'copy_code', 'CopyCode');
        if (parameter === null) return refuse(131008, `buttons: Button at index ${index} of type CopyCode requires a parameter`);
        return { ...shown, code: getText(parameter, 'coupon_code', `buttons[${index}]`, { max: 15 }) };
      }
      case 'PHONE_NUMBER':
        if (component) refuse(100, `buttons: Button at index ${index} is of type Call and does not support parameters`);
        return { ...shown, phone: button.phone_number ?? '' };
    }
  });
}

const PARAMETER_TYPES: Record<string, readonly string[]> = { quick_reply: ['payload'], url: ['text'], copy_code: ['coupon_code'] };

function parameterOf(component: { subType: string; parameters: unknown[]; path: string } | null, index: number, subType: string, label: string): Fields | null {
  if (!component) return null;
  if (component.subType !== subType) refuse(132012, `buttons: Button at index ${index} is of type ${label}, received ${component.subType.toUpperCase()}`);
  if (component.parameters.length === 0) return null;
  if (component.parameters.length > 1) refuseCount('buttons', component.parameters.length, 1);
  const parameter = fieldsOf(component.parameters[0], `${component.path}['parameters'][0]`);
  if (!PARAMETER_TYPES[subType]!.includes(String(parameter.type))) refuse(132012, `buttons: Button at index ${index} takes a parameter of type ${PARAMETER_TYPES[subType]![0]}`);
  return parameter;
}

function refuseCount(part: string, given: number, expected: number): never {
  return refuse(132000, `${part}: number of localizable_params (${given}) does not match the expected number of params (${expected})`);
}

function fill(text: string, values: Map<string, string>): string {
  return values.size === 0 ? text : text.replace(VARIABLE, (whole, name: string) => values.get(name) ?? whole);
}
