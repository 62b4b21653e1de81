import catalogue from './catalogue.json';
import type { ErpVersion, FieldDefinition, FieldType, ModelDefinition } from './types';

/**
 * `catalogue.json` is what `fields_get` answered on 19, 18 and 17 (2026-11-20), shared definitions written once;
 * `name@17` is a definition that differs there. `sale.order` and `account.move` were recorded on 19 only: their
 * lists for 18 and 17 leave out the fields those releases do not have yet. `account.move.date` was added by hand: the
 * recordings were scrubbed of every key called `date`.
 */
interface CatalogueModel {
  fields: Record<string, FieldDefinition>;
  versions: Record<string, string>;
}

const catalogued = catalogue as unknown as Record<string, CatalogueModel>;

const LABELS: Record<string, [label: string, order: string]> = {
  'res.partner': ['Contact', 'complete_name ASC, id DESC'],
  'res.company': ['Companies', 'sequence, name'],
  'sale.order': ['Sales Order', 'date_order desc, id desc'],
  'sale.order.line': ['Sales Order Line', 'order_id, sequence, id'],
  'account.move': ['Journal Entry', 'date desc, name desc, invoice_date desc, id desc'],
  'account.move.line': ['Journal Item', 'date desc, move_name desc, id'],
};

/** Models without a recorded `fields_get`: the fields the recordings and the bridge read. `name:type[:relation]`. */
const SMALL: Record<string, { label: string; order: string; fields: string }> = {
  'res.country': { label: 'Country', order: 'name', fields: 'name:char code:char phone_code:integer currency_id:many2one:res.currency' },
  'res.country.state': { label: 'Country state', order: 'code', fields: 'name:char code:char country_id:many2one:res.country' },
  'res.currency': {
    label: 'Currency', order: 'active desc, name',
    fields: 'name:char full_name:char symbol:char position:selection decimal_places:integer rounding:float active:boolean',
  },
  'res.lang': { label: 'Languages', order: 'active desc, name', fields: 'name:char code:char iso_code:char url_code:char active:boolean direction:selection date_format:char' },
  'res.users': {
    label: 'User', order: 'name, login',
    fields: 'name:char login:char lang:selection tz:selection active:boolean partner_id:many2one:res.partner company_id:many2one:res.company company_ids:many2many:res.company totp_enabled:boolean email:char',
  },
  'res.users.apikeys': { label: 'Users API Keys', order: 'id', fields: 'name:char user_id:many2one:res.users scope:char expiration_date:datetime' },
  'phone.blacklist': { label: 'Phone Blacklist', order: 'id', fields: 'number:char active:boolean' },
  'ir.attachment': {
    label: 'Attachment', order: 'id desc',
    fields: 'name:char mimetype:char type:selection file_size:integer checksum:char datas:binary raw:binary res_model:char res_id:integer res_field:char access_token:char public:boolean',
  },
  'ir.actions.report': { label: 'Report Action', order: 'name, id', fields: 'name:char report_name:char report_type:selection model:char attachment:char attachment_use:boolean' },
  'ir.config_parameter': { label: 'System Parameter', order: 'key', fields: 'key:char value:text' },
  'mail.message': {
    label: 'Message', order: 'id desc',
    fields: 'date:datetime body:html model:char res_id:integer message_type:selection subtype_id:many2one:mail.message.subtype author_id:many2one:res.partner is_internal:boolean attachment_ids:many2many:ir.attachment notification_ids:one2many:mail.notification email_from:char',
  },
  'mail.message.subtype': { label: 'Message subtypes', order: 'id', fields: 'name:char' },
  'mail.notification': { label: 'Message Notifications', order: 'id', fields: 'mail_message_id:many2one:mail.message' },
  'account.move.send.wizard': { label: 'Account Move Send Wizard', order: 'id', fields: 'move_id:many2one:account.move sending_methods:json' },
  'account.journal': { label: 'Journal', order: 'id', fields: 'name:char code:char type:selection company_id:many2one:res.company' },
  'account.account': { label: 'Account', order: 'id', fields: 'name:char code:char account_type:selection' },
  'account.tax': { label: 'Tax', order: 'id', fields: 'name:char amount:float company_id:many2one:res.company' },
  'account.payment.term': { label: 'Payment Terms', order: 'id', fields: 'name:char active:boolean' },
  'product.product': { label: 'Product Variant', order: 'default_code, name, id', fields: 'name:char default_code:char list_price:float active:boolean description_sale:text' },
  'product.pricelist': { label: 'Pricelist', order: 'id', fields: 'name:char active:boolean currency_id:many2one:res.currency' },
  'res.partner.category': { label: 'Partner Tags', order: 'name, id', fields: 'name:char color:integer active:boolean' },
  'crm.team': { label: 'Sales Team', order: 'id', fields: 'name:char active:boolean' },
  'uom.uom': { label: 'Product Unit of Measure', order: 'id', fields: 'name:char active:boolean' },
};

const COMMON: [string, FieldDefinition][] = [
  ['id', { type: 'integer', string: 'ID', readonly: true, required: false, store: true }],
  ['display_name', { type: 'char', string: 'Display Name', readonly: true, required: false, store: false }],
  ['create_uid', { type: 'many2one', relation: 'res.users', string: 'Created by', readonly: true, required: false, store: true }],
  ['create_date', { type: 'datetime', string: 'Created on', readonly: true, required: false, store: true }],
  ['write_uid', { type: 'many2one', relation: 'res.users', string: 'Last Updated by', readonly: true, required: false, store: true }],
  ['write_date', { type: 'datetime', string: 'Last Updated on', readonly: true, required: false, store: true }],
];

const titleOf = (field: string) =>
  field.replace(/_ids?$/, '').split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');

const catalogueFields = (model: CatalogueModel, version: ErpVersion): Map<string, FieldDefinition> => {
  const fields = new Map<string, FieldDefinition>();
  for (const key of (model.versions[String(version)] ?? '').split(' ')) {
    const definition = model.fields[key];
    const [name = key] = key.split('@');
    // `type` and `relation` alone were recorded for the lines and the company; the rest has the usual defaults.
    if (definition) fields.set(name, { string: titleOf(name), required: false, readonly: false, store: true, ...definition });
  }
  return fields;
};

const smallFields = (text: string): Map<string, FieldDefinition> => {
  const fields = new Map(COMMON);
  for (const item of text.split(' ')) {
    const [name = '', type = 'char', relation] = item.split(':');
    fields.set(name, {
      type: type as FieldType, string: titleOf(name), readonly: false, required: name === 'name', store: true,
      ...(relation ? { relation } : {}), ...(type === 'selection' ? { selection: [] } : {}),
    });
  }
  return fields;
};

/** Releases that lack a model answer `Object … doesn't exist`: 17 has another send wizard. */
const ABSENT: Partial<Record<ErpVersion, readonly string[]>> = { 17: ['account.move.send.wizard'] };

export const createModels = (version: ErpVersion): ReadonlyMap<string, ModelDefinition> => {
  const models = new Map<string, ModelDefinition>();
  for (const [name, model] of Object.entries(catalogued)) {
    const [label, order] = LABELS[name] ?? [name, 'id'];
    const fields = catalogueFields(model, version);
    models.set(name, { name, label, order, fields, hasActive: fields.has('active') && name !== 'res.company' });
  }
  for (const [name, { label, order, fields: text }] of Object.entries(SMALL)) {
    if (ABSENT[version]?.includes(name)) continue;
    const fields = smallFields(text);
    // Keys got an end in 18.
    if (version === 17) fields.delete('expiration_date');
    models.set(name, { name, label, order, fields, hasActive: fields.has('active') });
  }
  return models;
};
