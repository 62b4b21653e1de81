import { ProviderError } from '../provider-error';
import type { Provider, ProviderTemplate, TemplateComponent } from '../provider';
import type { TemplateButton } from '../../../../plugin/domain/template';
import { callGraph } from './graph';
import { idOf, isObject, listOf, numberOf, objectOf, textOf, type JsonObject } from './json';
import { getBusinessAccountId } from './settings';

const FIELDS = 'id,name,status,category,language,components,parameter_format,sub_category,quality_score,rejected_reason';

/**
 * Templates of the business account (facts 1.5). `after` is given while Meta says there is a next page (`paging.next`);
 * its address is never called: it holds the access token and may name any host. Looking at the cursor alone would read
 * the last page for ever, at the first page alone would lose templates (chatwoot 6771).
 */
export const metaTemplates: NonNullable<Provider['templates']> = {
  async list(account, { after, limit }, io) {
    const path = `/${encodeURIComponent(getBusinessAccountId(account))}/message_templates`;
    const answer = await callGraph(account, { method: 'GET', path, query: { fields: FIELDS, limit: String(limit), after } }, io);
    if (!Array.isArray(answer['data'])) throw new ProviderError('temporary', 'Meta’s list of templates was not in its usual form.');
    const paging = objectOf(answer['paging']);
    const next = textOf(paging['next']) ? textOf(objectOf(paging['cursors'])['after']) : undefined;
    const templates = answer['data'].filter(isObject).flatMap((row) => {
      const template = parseTemplate(row);
      if (!template) io.log.warn('A template without a name or a language was left out of the list.');
      return template ? [template] : [];
    });
    // A cursor that does not move would be read for ever.
    return { templates, ...(next && next !== after ? { after: next } : {}) };
  },
};

/** Null without name or language, by which templates are keyed. */
export function parseTemplate(row: JsonObject): ProviderTemplate | null {
  const name = textOf(row['name']);
  const language = textOf(row['language']);
  if (!name || !language) return null;
  const quality = textOf(objectOf(row['quality_score'])['score']) ?? textOf(row['quality_score']);
  const rejectedReason = textOf(row['rejected_reason']);
  return {
    providerTemplateId: idOf(row['id']) ?? '',
    name,
    language,
    category: textOf(row['category']) ?? '',
    approvalStatus: textOf(row['status']) ?? '',
    ...(quality ? { quality } : {}),
    ...(rejectedReason && rejectedReason !== 'NONE' ? { rejectedReason } : {}),
    parameterFormat: textOf(row['parameter_format'])?.toUpperCase() === 'NAMED' ? 'named' : 'positional',
    components: listOf(row['components']).filter(isObject).map(parseComponent),
  };
}

/** What we don't know, or what lacks its text, is `other`: kept, shown, and not sendable by us. */
function parseComponent(component: JsonObject): TemplateComponent {
  const vendorType = textOf(component['type'])?.toUpperCase() ?? 'UNKNOWN';
  const text = textOf(component['text']);
  switch (vendorType) {
    case 'HEADER':
      return parseHeader(component, text);
    case 'BODY': {
      const example = readExamples(component, 'body_text', 'body_text_named_params');
      return text === undefined ? { type: 'other', vendorType } : { type: 'body', text, ...example };
    }
    case 'FOOTER': {
      // Authentication templates give a number of minutes instead of the text.
      const minutes = numberOf(component['code_expiration_minutes']);
      const footer = text ?? (minutes === undefined ? undefined : `This code expires in ${minutes} minutes.`);
      return footer === undefined ? { type: 'other', vendorType } : { type: 'footer', text: footer };
    }
    case 'BUTTONS':
      return { type: 'buttons', buttons: listOf(component['buttons']).filter(isObject).map(parseButton) };
    default:
      return { type: 'other', vendorType };
  }
}

function parseHeader(component: JsonObject, text: string | undefined): TemplateComponent {
  const format = (textOf(component['format']) ?? 'TEXT').toLowerCase();
  switch (format) {
    case 'text':
      return { type: 'header', format, ...(text === undefined ? {} : { text }), ...readExamples(component, 'header_text', 'header_text_named_params') };
    case 'image':
    case 'video':
    case 'document':
    case 'location':
      return { type: 'header', format, ...readExamples(component, 'header_handle', '') };
    default:
      return { type: 'other', vendorType: `HEADER.${format.toUpperCase()}` };
  }
}

/** `["42"]`, `[["Ana","42"]]` or `[{"param_name":"first_name","example":"Ana"}]`, as a plain list in order. */
function readExamples(component: JsonObject, positional: string, named: string): { example?: string[] } {
  const examples = objectOf(component['example']);
  const rows = listOf(examples[positional]);
  const values = Array.isArray(rows[0]) ? listOf(rows[0]) : rows.length > 0 ? rows : listOf(examples[named]).map((row) => objectOf(row)['example']);
  const texts = values.flatMap((value) => idOf(value) ?? []);
  return texts.length > 0 ? { example: texts } : {};
}

function parseButton(button: JsonObject): TemplateButton {
  const vendorType = textOf(button['type'])?.toUpperCase() ?? 'UNKNOWN';
  const text = textOf(button['text']) ?? '';
  const [firstExample] = typeof button['example'] === 'string' ? [button['example']] : listOf(button['example']);
  const example = idOf(firstExample);
  switch (vendorType) {
    case 'QUICK_REPLY':
      return { type: 'quick_reply', text };
    case 'URL': {
      const url = textOf(button['url']);
      return url ? { type: 'url', text, url, ...(example ? { example: [example] } : {}) } : { type: 'other', vendorType, text };
    }
    case 'PHONE_NUMBER':
      return { type: 'phone', text, phone: idOf(button['phone_number']) ?? '' };
    case 'COPY_CODE':
      return { type: 'copy_code', text, ...(example ? { example } : {}) };
    case 'OTP': {
      const otpType = textOf(button['otp_type']);
      return { type: 'otp', text, ...(otpType ? { otpType } : {}) };
    }
    default:
      return { type: 'other', vendorType, ...(text ? { text } : {}) };
  }
}
