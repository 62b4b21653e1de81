/** A host's own type: the plugin knows of it from `records` in config/plugins alone. */
export default {
  kind: 'collectionType',
  collectionName: 'repair_orders',
  info: { singularName: 'repair-order', pluralName: 'repair-orders', displayName: 'Repair order' },
  options: { draftAndPublish: false },
  attributes: {
    number: { type: 'string', required: true },
    customerName: { type: 'string' },
    customerPhone: { type: 'string' },
    customerLanguage: { type: 'string' },
    company: { type: 'string' },
    device: { type: 'string' },
    readyOn: { type: 'date' },
    report: { type: 'media', multiple: false, allowedTypes: ['files'] },
  },
};
