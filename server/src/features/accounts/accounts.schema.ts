import { defineContentType, defineModel } from '../../platform/schema';

export const account = defineContentType({
  singularName: 'account',
  pluralName: 'accounts',
  displayName: 'WhatsApp account',
  visible: false,
  attributes: {
    key: { type: 'string', required: true },
    name: { type: 'string', required: true },
    provider: { type: 'string', required: true },
    active: { type: 'boolean', default: true },
    /** The first account connected; chosen where nothing else decides. */
    isDefault: { type: 'boolean', default: false },
    /** False: only the companies of `account-companies`. A new account serves every company. */
    allCompanies: { type: 'boolean', default: true },
    /** Non-secret settings by field name. */
    settings: { type: 'json' },
    verifyToken: { type: 'string' },
    /** Value of the provider's unique setting (Meta: phone number ID); one account each. */
    providerNumber: { type: 'string' },
    businessAccount: { type: 'string' },
    /** Who shares the messaging limit and the business-scoped ids; the business account where nobody says. */
    portfolio: { type: 'string' },
    displayPhoneNumber: { type: 'string' },
    verifiedName: { type: 'string' },
    defaultLanguage: { type: 'string' },
    /** Set by an administrator; else what the provider says, else the provider's limit. */
    messagesPerSecond: { type: 'integer' },
    providerMessagesPerSecond: { type: 'integer' },
    /** Unique recipients per rolling 24 h; null: the provider has not said (250), and see messagingUnlimited. */
    messagingLimit: { type: 'integer' },
    messagingUnlimited: { type: 'boolean', default: false },
    quality: { type: 'string' },
    /** new, connected, limited, blocked, halted */
    connectionState: { type: 'string', default: 'new' },
    haltCode: { type: 'string' },
    haltMessage: { type: 'text' },
    haltedUntil: { type: 'datetime' },
    health: { type: 'json' },
    healthAt: { type: 'datetime' },
    webhookSeenAt: { type: 'datetime' },
    /** When the provider's challenge to the callback address was last answered. */
    webhookVerifiedAt: { type: 'datetime' },
    /** Goes with an image that is sent without a file; the installation's counts where this is empty. */
    defaultMediaUrl: { type: 'text' },
  },
  indexes: [
    { columns: ['key'], unique: true },
    { columns: ['provider', 'provider_number'], unique: true },
    { columns: ['business_account'] },
  ],
});

export const accountCompany = defineModel({
  name: 'account-companies',
  attributes: { account: { type: 'integer', required: true }, company: { type: 'integer', required: true } },
  indexes: [{ columns: ['account', 'company'], unique: true }],
});

/** The account a company sends from where neither the request nor the user says another. */
export const companyDefault = defineModel({
  name: 'company-defaults',
  attributes: { company: { type: 'integer', required: true }, account: { type: 'integer', required: true } },
  indexes: [{ columns: ['company'], unique: true }, { columns: ['account'] }],
});

/** What an administrator chose for themselves. */
export const userSetting = defineModel({
  name: 'user-settings',
  attributes: { user: { type: 'integer', required: true }, defaultAccount: { type: 'integer' } },
  indexes: [{ columns: ['user'], unique: true }],
});

/** Encrypted; see platform/secrets. The owner is an account or an ERP connection. */
export const secret = defineModel({
  name: 'secrets',
  attributes: {
    ownerType: { type: 'string', required: true },
    owner: { type: 'integer', required: true },
    name: { type: 'string', required: true },
    ciphertext: { type: 'text', required: true },
    formerCiphertext: { type: 'text' },
    formerUntil: { type: 'datetime' },
    changedAt: { type: 'datetime' },
  },
  indexes: [{ columns: ['owner_type', 'owner', 'name'], unique: true }],
});
