/** Actions an administrator's role may hold: `plugin::whatsapp.<action>`. */
export const PERMISSIONS = [
  { action: 'messages.read', displayName: 'Read the message log', subCategory: 'messages' },
  { action: 'messages.send', displayName: 'Send messages', subCategory: 'messages' },
  { action: 'documents.send', displayName: 'Send documents from records', subCategory: 'documents' },
  { action: 'documents.send-elsewhere', displayName: "Send a document to a number that is not the record's", subCategory: 'documents' },
  { action: 'accounts.read', displayName: 'See accounts', subCategory: 'accounts' },
  { action: 'accounts.configure', displayName: 'Connect and change accounts', subCategory: 'accounts' },
  { action: 'templates.read', displayName: 'See templates', subCategory: 'templates' },
  { action: 'templates.sync', displayName: 'Sync templates', subCategory: 'templates' },
  { action: 'contacts.read', displayName: 'See contacts and consent', subCategory: 'contacts' },
  { action: 'contacts.state-consent', displayName: 'State consent for contacts', subCategory: 'contacts' },
  { action: 'erp.read', displayName: 'See the ERP connection and its syncs', subCategory: 'erp' },
  { action: 'erp.configure', displayName: 'Change the ERP connection and its mappings', subCategory: 'erp' },
  { action: 'erp.pull', displayName: 'Start a pull from the ERP', subCategory: 'erp' },
  { action: 'access.configure', displayName: 'Grant API tokens', subCategory: 'access' },
  { action: 'templates.map', displayName: 'Choose which fields fill a template', subCategory: 'templates' },
  { action: 'templates.write', displayName: 'Write templates here', subCategory: 'templates' },
  { action: 'logs.read', displayName: 'See the activity log', subCategory: 'logs' },
  { action: 'messages.replay', displayName: 'Place parked events again', subCategory: 'messages' },
  { action: 'contacts.write', displayName: 'Add and change contacts, link them to partners', subCategory: 'contacts' },
  { action: 'contacts.merge', displayName: 'Merge contacts', subCategory: 'contacts' },
  { action: 'messages.trace', displayName: "See a message's trace, with payloads", subCategory: 'messages' },
  { action: 'channels.read', displayName: 'Use the inbox: own conversations', subCategory: 'inbox' },
  { action: 'channels.read-unassigned', displayName: 'See conversations that nobody has taken', subCategory: 'inbox' },
  { action: 'channels.read-all', displayName: "See everybody's conversations", subCategory: 'inbox' },
  { action: 'channels.reply', displayName: 'Answer in the inbox', subCategory: 'inbox' },
  { action: 'channels.assign', displayName: 'Assign conversations to others', subCategory: 'inbox' },
  { action: 'channels.configure', displayName: 'Change tags, shared views and the settings of conversations', subCategory: 'inbox' },
  { action: 'quick-replies.write', displayName: 'Write quick replies for everybody', subCategory: 'inbox' },
  { action: 'macros.write', displayName: 'Write macros for everybody', subCategory: 'inbox' },
] as const;

export type PermissionAction = (typeof PERMISSIONS)[number]['action'];

export const permissionUid = (action: PermissionAction): string => `plugin::whatsapp.${action}`;
