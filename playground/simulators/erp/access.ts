import type { Environment, Role } from './environment';
import { accessError } from './faults';

export type Operation = 'read' | 'write' | 'create' | 'unlink';

const VERBS: Record<Operation, string> = { read: 'access', write: 'modify', create: 'create', unlink: 'delete' };

/** Group lists of the recorded refusals (19, 2026-11-20). Elsewhere the ERP's sentence for "no group at all" is used. */
const GROUPS: Record<string, string[]> = {
  'read:account.move': ['Accounting/Administrator', 'Accounting/Invoicing', 'Sales/User: Own Documents Only', 'Role / Portal', 'Show Accounting Features - Readonly'],
  'read:sale.order': ['Accounting/Invoicing', 'Sales/Administrator', 'Sales/User: Own Documents Only', 'Role / Portal', 'Show Accounting Features - Readonly', 'Show Full Accounting Features'],
  'write:res.partner': ['Contact/Creation', 'Sales/Administrator'],
  'read:phone.blacklist': ['Role / Administrator'],
};

const EVERYONE_READS = new Set([
  'res.partner', 'res.company', 'res.country', 'res.country.state', 'res.currency', 'res.lang', 'res.users', 'res.users.apikeys', 'ir.attachment',
  'mail.message', 'mail.message.subtype', 'mail.notification', 'res.partner.category', 'product.product', 'uom.uom', 'product.pricelist', 'ir.actions.report',
]);
const SALES_READS = new Set(['sale.order', 'sale.order.line', 'account.move', 'account.move.line', 'account.journal', 'account.tax', 'account.payment.term', 'account.account', 'crm.team']);
const SALES_WRITES = new Set(['res.partner', 'sale.order', 'sale.order.line', 'account.move', 'account.move.line', 'ir.attachment', 'account.move.send.wizard']);
const EVERYONE_CREATES = new Set(['ir.attachment', 'mail.message']);

const allowed = (role: Role, operation: Operation, model: string): boolean => {
  if (role === 'administrator') return true;
  if (operation === 'read' && EVERYONE_READS.has(model)) return true;
  if (operation === 'create' && EVERYONE_CREATES.has(model)) return true;
  if (role === 'employee') return false;
  if (operation === 'read') return SALES_READS.has(model) || model === 'account.move.send.wizard';
  return role === 'salesperson' && SALES_WRITES.has(model);
};

export const mayAccess = (env: Environment, operation: Operation, model: string): boolean => allowed(env.user.role, operation, model);

/** @throws {ErpFault} odoo.exceptions.AccessError in the words of the recordings. */
export const requireAccess = (env: Environment, operation: Operation, model: string): void => {
  if (mayAccess(env, operation, model)) return;
  const label = env.store.models.get(model)?.label ?? model;
  const groups = GROUPS[`${operation}:${model}`];
  const who = groups
    ? `This operation is allowed for the following groups:\n${groups.map((group) => `\t- ${group}`).join('\n')}`
    : 'No group currently allows this operation.';
  throw accessError(`You are not allowed to ${VERBS[operation]} '${label}' (${model}) records.\n\n${who}\n\nContact your administrator to request access if necessary.`);
};

/** Posting needs read access to the record, and on a contact the right to write it (recorded with a read-only user). */
export const requirePosting = (env: Environment, model: string, messageId: number): void => {
  const isAllowed = mayAccess(env, 'read', model) && (model !== 'res.partner' || mayAccess(env, 'write', model));
  if (isAllowed) return;
  throw accessError(
    'The requested operation cannot be completed due to security restrictions. Please contact your system administrator.\n\n'
    + `(Document type: Message, Operation: create)\n\nRecords: ${messageId}, User: ${env.user.id}`,
  );
};
