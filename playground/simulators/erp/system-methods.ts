import { requireAccess } from './access';
import { createHash } from 'node:crypto';
import { modelMethod, recordMethod, type MethodTable } from './method';
import { requireRecords } from './model-methods';
import type { JsonValue } from './types';
import { createRecords } from './write-records';
import { isJsonObject } from './types';
import { valueError } from './faults';

/** Languages a context may name. */
const getInstalled: MethodTable[string] = modelMethod('ResLang', '', ({ env }) =>
  [...env.store.table('res.lang').values()]
    .filter((lang) => lang.active === true)
    .sort((left, right) => String(left.name).localeCompare(String(right.name)))
    .map((lang): JsonValue => [String(lang.code), String(lang.name)]));

/** `number` is a parameter after the record set: without one, Python misses it (recorded). */
const blacklist = (active: boolean): MethodTable[string] => recordMethod('PhoneBlacklist', 'number message', ({ env, args }) => {
  requireAccess(env, 'create', 'phone.blacklist');
  const number = String(args.number);
  const known = [...env.store.table('phone.blacklist').values()].find((entry) => entry.number === number);
  if (known) {
    env.store.change('phone.blacklist', known.id, { active });
    return [known.id];
  }
  // The partner's own row stays as it was: blacklisting does not move its `write_date`.
  return [env.store.insert('phone.blacklist', { number, active }).id];
}, { required: 1 });

const createAttachments = modelMethod('IrAttachment', 'vals_list', ({ model, env, args }) => {
  const inputs = Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list];
  if (!inputs.every(isJsonObject)) throw valueError('create() takes a dictionary or a list of dictionaries');
  const ids = createRecords(model, inputs, env);
  for (const id of ids) {
    const datas = env.store.find('ir.attachment', id)?.datas;
    const bytes = Buffer.from(typeof datas === 'string' ? datas : '', 'base64');
    env.store.change('ir.attachment', id, { file_size: bytes.length, checksum: createHash('sha1').update(bytes).digest('hex'), type: 'binary' }, { bump: false });
  }
  return Array.isArray(args.vals_list) ? ids : (ids[0] ?? false);
}, { required: 1 });

export const SYSTEM_METHODS: Readonly<Record<string, MethodTable>> = {
  'res.lang': { get_installed: getInstalled },
  'res.users': {
    context_get: modelMethod('ResUsers', '', ({ env }) => {
      const user = env.store.find('res.users', env.user.id);
      return { lang: String(user?.lang ?? 'en_US'), tz: String(user?.tz ?? 'UTC'), uid: env.user.id };
    }),
  },
  'phone.blacklist': { add: blacklist(true), remove: blacklist(false) },
  'ir.actions.report': {
    get_wkhtmltopdf_state: modelMethod('IrActionsReport', '', ({ env }) => (env.hasPdfEngine ? 'ok' : 'install')),
  },
  'ir.attachment': {
    create: createAttachments,
    generate_access_token: recordMethod('IrAttachment', '', (call) => requireRecords(call).map((record) => {
      if (!record.access_token) call.env.store.change('ir.attachment', record.id, { access_token: call.env.store.random.uuid() });
      return String(record.access_token);
    })),
  },
  'ir.config_parameter': {
    get_param: modelMethod('IrConfig_Parameter', 'key default', ({ env, args }) => {
      requireAccess(env, 'read', 'ir.config_parameter');
      const known = [...env.store.table('ir.config_parameter').values()].find((item) => item.key === args.key);
      return known ? String(known.value) : (args.default ?? false);
    }, { required: 1 }),
  },
};
