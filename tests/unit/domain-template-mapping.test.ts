import { sentenceOf } from '../../plugin/contracts/codes';
import {
  fieldsOf,
  findMappingProblems,
  findObstacles,
  holdsPortalLink,
  isFieldPath,
  PORTAL_LINK_PLACEHOLDER,
  putPortalLink,
  resolveSource,
  sourceFor,
  TEMPLATE_FIELDS,
  unmappedSlots,
  type MappingSource,
  type ObstacleTemplate,
  type TemplateComponent,
} from '../../plugin/domain/template';
import type { TemplateMessage } from '../../plugin/domain/message';

const VALUES = { 'partner.name': 'Ana $& {{record.number}}', 'contact.name': 'Bia', 'record.number': 'INV/1', 'record.dueDate': null, 'partner.erp.function': 'CEO' };

const PARTS: TemplateComponent[] = [
  { type: 'header', format: 'text', text: 'Order {{1}}' },
  { type: 'body', text: 'Hello {{1}}, {{2}}' },
  { type: 'buttons', buttons: [{ type: 'quick_reply', text: 'Thanks' }, { type: 'url', text: 'Open', url: 'https://erp.test/my/{{1}}' }] },
];

describe('the value of a source', () => {
  it.each<[string, MappingSource, Record<string, string | null> | null, object]>([
    ['a field', { path: 'record.number' }, VALUES, { kind: 'value', text: 'INV/1', from: 'mapping' }],
    ['a field without a value', { path: 'record.dueDate' }, VALUES, { kind: 'none' }],
    ['its fallback', { path: 'record.dueDate', fallback: ' soon ' }, VALUES, { kind: 'value', text: 'soon', from: 'fallback' }],
    ['a field that is gone, fallback or not', { path: 'partner.erp.x_gone', fallback: 'x' }, VALUES, { kind: 'lost', path: 'partner.erp.x_gone' }],
    ['a field of Object.prototype', { path: 'constructor' }, VALUES, { kind: 'lost', path: 'constructor' }],
    ['plain text', { text: 'Dear customer' }, VALUES, { kind: 'value', text: 'Dear customer', from: 'mapping' }],
    ['text that names fields', { text: 'Dear {{contact.name}} ({{ record.number }})' }, VALUES, { kind: 'value', text: 'Dear Bia (INV/1)', from: 'mapping' }],
    ['a value is never read as a placeholder or a pattern', { text: 'Hi {{partner.name}}' }, VALUES, { kind: 'value', text: 'Hi Ana $& {{record.number}}', from: 'mapping' }],
    ['text whose field is empty', { text: 'Due {{record.dueDate}}', fallback: 'soon' }, VALUES, { kind: 'value', text: 'soon', from: 'fallback' }],
    ['text whose field is empty, without fallback', { text: 'Due {{record.dueDate}}' }, VALUES, { kind: 'none' }],
    ['text whose field is gone', { text: 'Due {{record.gone}}' }, VALUES, { kind: 'lost', path: 'record.gone' }],
    ['no record: text stays', { text: 'Dear customer' }, null, { kind: 'value', text: 'Dear customer', from: 'mapping' }],
    ['no record: the fallback', { path: 'partner.name', fallback: 'customer' }, null, { kind: 'value', text: 'customer', from: 'fallback' }],
    ['no record, no fallback', { path: 'partner.name' }, null, { kind: 'none' }],
  ])('%s', (_what, source, values, expected) => {
    expect(resolveSource(source, values)).toEqual(expected);
  });
});

describe('which mapping counts', () => {
  const template = { mapping: { 'body.1': { text: 'any' }, 'body.2': { text: 'two' } }, recordMappings: { invoice: { 'body.1': { text: 'invoice' } } } };
  it.each([
    ['body.1', null, { text: 'any' }],
    ['body.1', 'invoice', { text: 'invoice' }],
    ['body.1', 'sales-order', { text: 'any' }],
    ['body.2', 'invoice', { text: 'two' }],
    ['toString', 'constructor', undefined],
  ])('%s of %s', (key, record, expected) => {
    expect(sourceFor(template, key, record)).toEqual(expected);
  });

  it('names what nothing fills; a quick reply may go without', () => {
    expect(unmappedSlots({ ...template, components: PARTS, parameterFormat: 'positional' }, 'any').map(({ part, key }) => `${part}.${key}`)).toEqual(['header.1', 'button.1']);
  });

  it('refuses to store places and fields that are not there', () => {
    const problems = findMappingProblems({ 'body.1': { text: '{{contact.name}}' }, 'body.9': { text: 'x' }, 'header.1': { path: 'partner.secret' }, 'body.2': { path: 'partner.erp.x_studio' } }, PARTS, 'positional');
    expect(problems).toEqual([{ key: 'body.9', problem: 'slot', value: 'body.9' }, { key: 'header.1', problem: 'field', value: 'partner.secret' }]);
  });

  it('offers every field once, and those of a record only', () => {
    expect(new Set(TEMPLATE_FIELDS.map(({ path }) => path)).size).toBe(TEMPLATE_FIELDS.length);
    expect(fieldsOf('sales-order').some(({ path }) => path === 'record.dueDate')).toBe(false);
    expect(isFieldPath('partner.erp.a b')).toBe(false);
  });
});

describe('the portal link', () => {
  const message = (body: string, suffix: string): TemplateMessage => ({ type: 'template', name: 't', language: 'en', body: [{ text: body }], buttons: [{ index: 1, subType: 'url', text: suffix }] });
  const link = 'https://erp.test/my/invoices/7?access_token=$&';

  it('takes the place of its placeholder, and the button gets only the end', () => {
    const filled = message(`See ${PORTAL_LINK_PLACEHOLDER}`, PORTAL_LINK_PLACEHOLDER);
    expect(holdsPortalLink(filled)).toBe(true);
    expect(putPortalLink(filled, link, PARTS)).toMatchObject({ body: [{ text: `See ${link}` }], buttons: [{ index: 1, text: 'invoices/7?access_token=$&' }] });
  });

  it('is refused where the button leads elsewhere', () => {
    expect(putPortalLink(message('x', PORTAL_LINK_PLACEHOLDER), 'https://other.test/my/1', PARTS)).toBeNull();
    expect(putPortalLink(message('x', PORTAL_LINK_PLACEHOLDER), link, [])).toBeNull();
    expect(holdsPortalLink(message('x', 'y'))).toBe(false);
  });
});

describe('obstacles', () => {
  const good: ObstacleTemplate = { approvalStatus: 'APPROVED', category: 'UTILITY', components: [{ type: 'body', text: 'Hello {{1}}' }], parameterFormat: 'positional', mapping: { 'body.1': { path: 'contact.name' } } };
  it.each<[string, Partial<ObstacleTemplate>, string[]]>([
    ['nothing', {}, []],
    ['gone at WhatsApp', { missingAt: new Date(0) }, ['refusal template.deleted']],
    ['deleted by webhook', { approvalStatus: 'DELETED' }, ['refusal template.deleted']],
    ['in review', { approvalStatus: 'PENDING' }, ['refusal template.not_approved']],
    ['a status of next year', { approvalStatus: 'SOMETHING' }, ['refusal template.not_approved']],
    ['paused', { approvalStatus: 'PAUSED' }, ['refusal template.paused']],
    ['rejected', { approvalStatus: 'REJECTED' }, ['refusal template.rejected']],
    ['disabled', { approvalStatus: 'DISABLED' }, ['refusal template.disabled']],
    ['unmapped', { mapping: null }, ['notice template.variables_unmapped']],
    ['a lost field', { mapping: { 'body.1': { path: 'partner.erp.x_gone' } } }, ['refusal template.field_missing']],
    ['a lost field inside text, for one record', { recordMappings: { invoice: { 'body.1': { text: 'Hi {{partner.erp.x_gone}}' } } } }, ['refusal template.field_missing']],
    ['a field the ERP has', { mapping: { 'body.1': { path: 'partner.erp.function' } } }, []],
    ['a picture', { components: [{ type: 'header', format: 'image' }, { type: 'body', text: 'Hi' }] }, ['notice template.header_media_missing']],
    ['a picture that is chosen', { components: [{ type: 'header', format: 'image' }, { type: 'body', text: 'Hi' }], headerFile: { source: 'default' } }, []],
    ['a film that is chosen, where a picture goes', { components: [{ type: 'header', format: 'image' }, { type: 'body', text: 'Hi' }], headerFile: { source: 'file', kind: 'video', mediaId: 'm', filename: 'f', mimeType: 'video/mp4', bytes: 1 } }, ['notice template.header_media_missing']],
    ['a document, which the record brings', { components: [{ type: 'header', format: 'document' }, { type: 'body', text: 'Hi' }] }, []],
    ['marketing', { category: 'MARKETING' }, ['notice template.marketing_consent']],
    ['a category nobody knows', { category: 'NEW' }, ['notice template.marketing_consent']],
  ])('%s', (_what, change, expected) => {
    const obstacles = findObstacles({ ...good, ...change }, new Set(['function']));
    expect(obstacles.map(({ level, code }) => `${level} ${code}`)).toEqual(expected);
    for (const { code, values } of obstacles) expect(sentenceOf(code, values)).not.toContain('…');
  });

  it('calls no field lost while the ERP is out of reach', () => {
    expect(findObstacles({ ...good, mapping: { 'body.1': { path: 'partner.erp.x_gone' } } }, null)).toEqual([]);
  });
});
