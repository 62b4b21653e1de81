import type { AccountRow, TemplateRow } from '../../server/src/platform/records';
import type { EnqueueRequest } from '../../server/src/platform/services';

/** A template without values to a contact, as a program asks for it. */
export const templateRequest = (account: AccountRow, contact: number, template: TemplateRow): EnqueueRequest => ({
  account,
  to: { contact },
  message: { type: 'template', name: template.name, language: template.language, body: [], buttons: [] },
  body: 'Hello',
  purpose: 'utility',
  template,
  priority: 'conversation',
  origin: 'api',
});
