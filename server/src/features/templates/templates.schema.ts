import { defineContentType } from '../../platform/schema';

/** Keyed by business account + name + language; a re-sync keeps the mapping. */
export const template = defineContentType({
  singularName: 'template',
  pluralName: 'templates',
  displayName: 'WhatsApp template',
  visible: true,
  attributes: {
    name: { type: 'string', required: true },
    language: { type: 'string', required: true },
    businessAccount: { type: 'string', required: true },
    provider: { type: 'string', required: true },
    /** MARKETING, UTILITY, AUTHENTICATION as the provider says. */
    category: { type: 'string' },
    /** As the provider says; only APPROVED is sendable, nobody sets it by hand. */
    approvalStatus: { type: 'string' },
    quality: { type: 'string' },
    rejectedReason: { type: 'text' },
    parameterFormat: { type: 'string', default: 'positional' },
    components: { type: 'json' },
    providerTemplateId: { type: 'string' },
    /** TemplateMapping: which field fills which slot. */
    mapping: { type: 'json' },
    /** The same by record type: what an invoice fills otherwise than an order. */
    recordMappings: { type: 'json' },
    /** Which documents it may carry: invoice, credit_note, quotation, order. */
    documentTitles: { type: 'json' },
    /** HeaderFile: what the header carries where a send brings no file. */
    headerFile: { type: 'json' },
    syncedAt: { type: 'datetime' },
    /** No longer listed by the provider. */
    missingAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['business_account', 'name', 'language'], unique: true }],
});
