import type { ErpDispatch } from './dispatch';
import { payInvoice } from './document-methods';
import { DEMO_ADMIN } from './demo';
import type { ErpUser } from './environment';
import { ErpFault } from './faults';
import { storedDatetime } from './dates';
import type { ErpStore } from './store';
import type { ErpRecord, JsonObject, JsonValue } from './types';

const ADMIN: ErpUser = { id: DEMO_ADMIN.uid, login: DEMO_ADMIN.login, role: 'administrator' };

/** A button of the page: the ERP's own method on one record. */
const METHODS: Record<string, [model: string, method: string]> = {
  'confirm-order': ['sale.order', 'action_confirm'],
  'send-order': ['sale.order', 'action_quotation_sent'],
  'cancel-order': ['sale.order', 'action_cancel'],
  'reset-order': ['sale.order', 'action_draft'],
  'post-invoice': ['account.move', 'action_post'],
  'reset-invoice': ['account.move', 'button_draft'],
  'cancel-invoice': ['account.move', 'button_cancel'],
  'unarchive-partner': ['res.partner', 'action_unarchive'],
  'archive-partner': ['res.partner', 'action_archive'],
};
const DELETABLE = ['res.partner', 'sale.order', 'account.move'];

/** A record with its times as stored, microseconds included, for tests. */
export const publicRecord = (record: ErpRecord): JsonObject => ({
  ...(record as JsonObject), write_date: storedDatetime(record.write_date), create_date: storedDatetime(record.create_date),
});

export type ActionAnswer = { status: number; body: JsonValue };

const refuse = (status: number, message: string): ActionAnswer => ({ status, body: { data: null, error: { message } } });

const perform = async (name: string, body: JsonObject, id: number, dispatch: ErpDispatch): Promise<string | null> => {
  const call = (model: string, method: string, positional: JsonValue[]) => dispatch.callModel(ADMIN, { model, method, positional, keywords: {} });
  const simple = METHODS[name];
  if (simple) {
    await call(simple[0], simple[1], [[id]]);
    return simple[0];
  }
  switch (name) {
    case 'pay-invoice': {
      const env = dispatch.environment(ADMIN);
      const record = env.store.find('account.move', id);
      env.store.begin();
      if (record) payInvoice(record, typeof body.amount === 'number' ? body.amount : null, env);
      return 'account.move';
    }
    case 'set-phone':
      await call('res.partner', 'write', [[id], { phone: typeof body.phone === 'string' && body.phone !== '' ? body.phone : false }]);
      return 'res.partner';
    case 'delete': {
      const model = String(body.model);
      if (!DELETABLE.includes(model)) return null;
      await call(model, 'unlink', [[id]]);
      return model;
    }
    default:
      return null;
  }
};

/** `POST /actions/<name>` with `{id, …}`. What the ERP refuses is 409 with its sentence. */
export const runAction = async (name: string, body: JsonObject, dispatch: ErpDispatch, store: ErpStore): Promise<ActionAnswer> => {
  const { id } = body;
  if (typeof id !== 'number') return refuse(400, 'id is a number.');
  const models = METHODS[name] ? [METHODS[name][0]] : name === 'pay-invoice' ? ['account.move'] : name === 'set-phone' ? ['res.partner'] : [String(body.model)];
  if (DELETABLE.includes(models[0] ?? '') && !store.find(models[0] ?? '', id)) return refuse(404, 'There is no such record.');
  try {
    const model = await perform(name, body, id, dispatch);
    if (model === null) return refuse(404, 'There is no such action.');
    const record = store.find(model, id);
    return { status: 200, body: { data: { model, id, record: record ? publicRecord(record) : null } } };
  } catch (error) {
    if (error instanceof ErpFault) return refuse(409, error.message);
    throw error;
  }
};
