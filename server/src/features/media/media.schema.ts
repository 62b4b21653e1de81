import { defineModel } from '../../platform/schema';

/** A private file: bytes in the media store, facts here. */
export const media = defineModel({
  name: 'media',
  attributes: {
    documentId: { type: 'string', required: true },
    /** Null until the bytes are there. */
    storageKey: { type: 'string' },
    filename: { type: 'string' },
    mimeType: { type: 'string' },
    kind: { type: 'string' },
    bytes: { type: 'integer' },
    checksum: { type: 'string' },
    account: { type: 'integer' },
    company: { type: 'integer' },
    contact: { type: 'integer' },
    /** inbound (a customer's), outbound (ours), document (from the ERP) */
    origin: { type: 'string', required: true },
    /** pending, stored, failed */
    state: { type: 'string', required: true },
    attempts: { type: 'integer', default: 0 },
    notBefore: { type: 'datetime' },
    errorCode: { type: 'string' },
    errorMessage: { type: 'text' },
    /** The provider's id of the same bytes, for which account, and when it was got. */
    providerMediaId: { type: 'string' },
    providerAccount: { type: 'integer' },
    uploadedAt: { type: 'datetime' },
    /** Uploaded and not sent yet: removed then. */
    forgetAt: { type: 'datetime' },
    /** Row id of its copy in Strapi's Media Library. */
    libraryFile: { type: 'integer' },
    /** Null: nobody writes down what is said in it. pending, done, failed */
    transcription: { type: 'string' },
    transcriptionAttempts: { type: 'integer' },
    transcriptionNotBefore: { type: 'datetime' },
    createdAt: { type: 'datetime', required: true },
  },
  indexes: [
    { columns: ['document_id'], unique: true },
    { columns: ['state', 'not_before'] },
    { columns: ['forget_at'], where: 'forget_at IS NOT NULL' },
    { columns: ['id'], where: "transcription = 'pending' AND state = 'stored'" },
  ],
});
