import { fieldsOf, findText, getFields, getList, getText, onlyKeys, type Fields } from './check';
import { refuse, refuseParameter } from './errors';
import { checkMedia, type MediaReference } from './media-request';

const KEYS = new Set(['type', 'header', 'body', 'footer', 'action']);
const TEXT_PART_KEYS = new Set(['text']);
const SIMULATED = ['button', 'list', 'cta_url', 'location_request_message'];
const BODY_MAX: Record<string, number> = { button: 1024, list: 4096, cta_url: 1024, location_request_message: 1024 };

/** @returns the body text, for the ledger. Limits: facts 1.2 (2026-11). @throws Refusal */
export function checkInteractive(interactive: Fields): string {
  onlyKeys(interactive, KEYS, 'interactive');
  const type = getText(interactive, 'type', 'interactive', { max: 64 });
  if (!SIMULATED.includes(type)) {
    return refuseParameter(`Param interactive['type'] must be one of {${SIMULATED.map((one) => one.toUpperCase()).join(', ')}} - got "${type}".`);
  }
  const body = getFields(interactive, 'body', 'interactive');
  onlyKeys(body, TEXT_PART_KEYS, "interactive['body']");
  const text = getText(body, 'text', "interactive['body']", { max: BODY_MAX[type]! });
  if (interactive.footer !== undefined) {
    const footer = fieldsOf(interactive.footer, "interactive['footer']");
    onlyKeys(footer, TEXT_PART_KEYS, "interactive['footer']");
    getText(footer, 'text', "interactive['footer']", { max: 60 });
  }
  if (interactive.header !== undefined) checkHeader(fieldsOf(interactive.header, "interactive['header']"), type);
  const action = getFields(interactive, 'action', 'interactive');
  if (type === 'button') checkButtons(action);
  else if (type === 'list') checkSections(action);
  else if (type === 'cta_url') checkUrl(action);
  else {
    onlyKeys(action, new Set(['name']), "interactive['action']");
    if (action.name !== 'send_location') refuse(131009, "Param interactive['action']['name'] must be send_location.");
  }
  return text;
}

/** The media of an interactive header, if it has one. */
export function headerMediaOf(interactive: Fields): MediaReference | null {
  const header = interactive.header as Fields | undefined;
  const kind = header?.type;
  if (kind !== 'image' && kind !== 'video' && kind !== 'document') return null;
  return checkMedia(fieldsOf(header![kind], `interactive['header']['${kind}']`), kind, `interactive['header']['${kind}']`);
}

function checkHeader(header: Fields, type: string): void {
  const path = "interactive['header']";
  const kind = getText(header, 'type', path, { max: 32 });
  const allowed = type === 'list' ? ['text'] : ['text', 'image', 'video', 'document'];
  if (!allowed.includes(kind)) refuseParameter(`Param ${path}['type'] must be one of {${allowed.map((one) => one.toUpperCase()).join(', ')}} - got "${kind}".`);
  onlyKeys(header, new Set(['type', kind, ...(kind === 'text' ? ['sub_text'] : [])]), path);
  if (kind === 'text') getText(header, 'text', path, { max: 60 });
  else getFields(header, kind, path);
  headerMediaOf({ header });
}

function checkButtons(action: Fields): void {
  const path = "interactive['action']";
  onlyKeys(action, new Set(['buttons']), path);
  const buttons = getList(action, 'buttons', path);
  if (buttons.length < 1 || buttons.length > 3) refuse(131009, 'Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3');
  const titles = new Set<string>();
  const ids = new Set<string>();
  buttons.forEach((value, at) => {
    const here = `${path}['buttons'][${at}]`;
    const button = fieldsOf(value, here);
    onlyKeys(button, new Set(['type', 'reply']), here);
    if (button.type !== 'reply') refuseParameter(`Param ${here}['type'] must be one of {REPLY} - got "${String(button.type).slice(0, 40)}".`);
    const reply = getFields(button, 'reply', here);
    onlyKeys(reply, new Set(['id', 'title']), `${here}['reply']`);
    const id = getText(reply, 'id', `${here}['reply']`, { max: 256 });
    const title = getText(reply, 'title', `${here}['reply']`, { max: 20 });
    if (titles.has(title)) refuse(131009, 'Duplicated title is not allowed.');
    if (ids.has(id)) refuse(131009, 'Duplicated id is not allowed.');
    titles.add(title);
    ids.add(id);
  });
}

function checkSections(action: Fields): void {
  const path = "interactive['action']";
  onlyKeys(action, new Set(['button', 'sections']), path);
  getText(action, 'button', path, { max: 20 });
  const sections = getList(action, 'sections', path);
  if (sections.length < 1 || sections.length > 10) refuse(131009, 'Invalid sections count. Min allowed sections: 1, Max allowed sections: 10');
  const ids = new Set<string>();
  sections.forEach((value, at) => {
    const here = `${path}['sections'][${at}]`;
    const section = fieldsOf(value, here);
    onlyKeys(section, new Set(['title', 'rows']), here);
    const title = findText(section, 'title', here, { max: 24 });
    if (title === null && sections.length > 1) refuse(131008, `Parameter 'title' is mandatory for ${here} when there are several sections`);
    const rows = getList(section, 'rows', here);
    if (rows.length === 0) refuse(131009, `${here} needs at least one row`);
    rows.forEach((one, index) => {
      const row = fieldsOf(one, `${here}['rows'][${index}]`);
      onlyKeys(row, new Set(['id', 'title', 'description']), `${here}['rows'][${index}]`);
      const id = getText(row, 'id', `${here}['rows'][${index}]`, { max: 200 });
      getText(row, 'title', `${here}['rows'][${index}]`, { max: 24 });
      findText(row, 'description', `${here}['rows'][${index}]`, { max: 72 });
      if (ids.has(id)) refuse(131009, 'Duplicated row id is not allowed.');
      ids.add(id);
    });
  });
  if (ids.size > 10) refuse(131009, 'Total row count exceed max allowed count: 10');
}

function checkUrl(action: Fields): void {
  const path = "interactive['action']";
  onlyKeys(action, new Set(['name', 'parameters']), path);
  if (action.name !== 'cta_url') refuse(131009, `Param ${path}['name'] must be cta_url.`);
  const parameters = getFields(action, 'parameters', path);
  onlyKeys(parameters, new Set(['display_text', 'url']), `${path}['parameters']`);
  getText(parameters, 'display_text', `${path}['parameters']`, { max: 20 });
  const url = getText(parameters, 'url', `${path}['parameters']`, { max: 2000 });
  if (!URL.canParse(url) || !/^https?:/i.test(url)) refuse(131009, `Param ${path}['parameters']['url'] is not a valid URL.`);
}
