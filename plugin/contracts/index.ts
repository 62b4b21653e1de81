/** The shapes of the wire, for programs that call the API: `import type { MessageView } from 'strapi-plugin-whatsapp/contracts'`. */
export * from './access';
export * from './accounts';
export * from './codes';
export * from './contacts';
export * from './documents';
export * from './erp';
export * from './logs';
export * from './messages';
export * from './records';
export * from './send';
export * from './settings';
export * from './status';
export * from './templates';
export * from './traces';
