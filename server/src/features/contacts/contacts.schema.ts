import { defineContentType, defineModel } from '../../platform/schema';

export const contact = defineContentType({
  singularName: 'contact',
  pluralName: 'contacts',
  displayName: 'WhatsApp contact',
  visible: true,
  editable: ['name', 'language'],
  attributes: {
    name: { type: 'string' },
    profileName: { type: 'string' },
    username: { type: 'string' },
    /** E.164 with +; null where the provider hides it. */
    phone: { type: 'string' },
    /** The id the provider last knew the phone by (digits). */
    waId: { type: 'string' },
    country: { type: 'string' },
    language: { type: 'string' },
    company: { type: 'integer' },
    /** STOP was said and not taken back: ends utility and marketing. */
    stoppedAt: { type: 'datetime' },
    /** The provider's own "stop promotions": ends marketing. */
    marketingStoppedAt: { type: 'datetime' },
    /** The ERP's blacklist: ends marketing. */
    erpBlacklisted: { type: 'boolean', default: false },
    /** This contact became part of another. */
    mergedInto: { type: 'integer' },
    lastSeenAt: { type: 'datetime' },
    /** The administrator this person is best answered by. */
    preferredAgent: { type: 'integer' },
  },
  indexes: [{ columns: ['phone'] }, { columns: ['merged_into'] }, { columns: ['company'] }],
});

export const contactAlias = defineModel({
  name: 'contact-aliases',
  attributes: {
    /** `portfolio:<id>` for business-scoped ids, else `installation`. */
    scope: { type: 'string', required: true },
    /** phone (canonical digits, one for all variants), bsuid, parent_bsuid, lid */
    kind: { type: 'string', required: true },
    value: { type: 'string', required: true },
    contact: { type: 'integer', required: true },
    source: { type: 'string' },
    lastSeenAt: { type: 'datetime' },
    retiredAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['scope', 'kind', 'value'], unique: true }, { columns: ['contact'] }],
});

/** The state now, one row per contact and purpose. */
export const consent = defineModel({
  name: 'consents',
  attributes: {
    contact: { type: 'integer', required: true },
    purpose: { type: 'string', required: true },
    state: { type: 'string', required: true },
    /** erp-field, import, bulk, customer-message, customer-button, provider, api, admin */
    source: { type: 'string', required: true },
    /** What was said, typed or mapped: the evidence. */
    wording: { type: 'text' },
    /** Admin user id, token name or `customer`. */
    actor: { type: 'string' },
    statedAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['contact', 'purpose'], unique: true }],
});

/** Every statement ever made; never changed, never deleted with a merge. */
export const consentStatement = defineModel({
  name: 'consent-statements',
  attributes: {
    contact: { type: 'integer', required: true },
    purpose: { type: 'string', required: true },
    state: { type: 'string', required: true },
    source: { type: 'string', required: true },
    wording: { type: 'text' },
    actor: { type: 'string' },
    message: { type: 'integer' },
    statedAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['contact', 'stated_at'] }],
});

/** Audit trail of merges, so that one can be understood and undone. */
export const contactMerge = defineModel({
  name: 'contact-merges',
  attributes: {
    kept: { type: 'integer', required: true },
    merged: { type: 'integer', required: true },
    reason: { type: 'string' },
    moved: { type: 'json' },
    mergedAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['kept'] }, { columns: ['merged'] }],
});
