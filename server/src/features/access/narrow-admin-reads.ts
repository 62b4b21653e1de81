import type { Core } from '@strapi/types';
import { connectionOf } from '../../platform/database';
import { adminIdOf } from '../../platform/permissions';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';

type Where = Record<string, unknown>;

const ofCompanies = ({ companies }: Sight): Where | null => (companies === null ? null : { $or: [{ company: { $null: true } }, { company: { $in: companies } }] });

/**
 * What a person may see of each type of ours that is at home in the Content Manager. Null: everything. Links are followed
 * by subqueries: a query of its own would wait for ever for the one connection of SQLite where the Content Manager writes.
 */
const BOUNDS: Record<string, (strapi: Core.Strapi, sight: Sight) => Where | null> = {
  contact(strapi, sight) {
    const bounds = ofCompanies(sight);
    if (bounds === null) return null;
    const written = connectionOf(strapi).select('contact').from(strapi.db.metadata.get(contentTypeUid('channel')).tableName).whereNotNull('contact');
    if (sight.accounts !== null) void written.whereIn('account', sight.accounts);
    return { $or: [...(bounds.$or as Where[]), { id: { $in: written } }] };
  },
  template(strapi, { accounts }) {
    if (accounts === null) return null;
    const own = connectionOf(strapi).select('business_account').from(strapi.db.metadata.get(contentTypeUid('account')).tableName).whereIn('id', accounts).whereNotNull('business_account');
    return { businessAccount: { $in: own } };
  },
  partner: (_strapi, sight) => ofCompanies(sight),
  'sales-order': (_strapi, sight) => ofCompanies(sight),
  invoice: (_strapi, sight) => ofCompanies(sight),
  company: (_strapi, { companies }) => (companies === null ? null : { id: { $in: companies } }),
};

interface AdminRequest {
  state?: { auth?: { strategy?: { name?: string } }; user?: { id: number } };
}

/**
 * The Content Manager, its search and its choice of relations read our types by Strapi's query engine: whatever an
 * administrator's request reads there is narrowed to what the administrator may see. Below the Document Service, since
 * the choice of relations asks the database directly. What runs without a request of an administrator sees everything.
 */
export const narrowAdminReads = (strapi: Core.Strapi): void => {
  const sights = new WeakMap<object, Promise<Sight>>();

  const nameOf = (uid: string): string | undefined => Object.keys(BOUNDS).find((name) => contentTypeUid(name) === uid);

  /** Once a request: a list is read and counted in one. Null: nobody's request. */
  const sightOfRequest = (): Promise<Sight> | null => {
    const request = strapi.requestContext.get() as unknown as AdminRequest | undefined;
    if (request?.state?.auth?.strategy?.name !== 'admin') return null;
    const sight = sights.get(request) ?? getService(strapi, 'access').sightOf(adminIdOf({ state: request.state }));
    sights.set(request, sight);
    return sight;
  };

  // Asked before the Document Service opens its transaction, which on SQLite holds the only connection.
  strapi.documents.use(async ({ uid }, next) => {
    if (nameOf(uid) !== undefined) await sightOfRequest();
    return next();
  });

  const narrow = async (event: { model: { uid: string }; params: { where?: unknown } | undefined }): Promise<void> => {
    const name = nameOf(event.model.uid);
    const sight = name === undefined || !event.params ? null : await sightOfRequest();
    const bounds = name === undefined || sight === null ? null : BOUNDS[name]?.(strapi, sight);
    if (bounds && event.params) event.params.where = event.params.where ? { $and: [event.params.where, bounds] } : bounds;
  };

  strapi.db.lifecycles.subscribe({
    models: Object.keys(BOUNDS).map((name) => contentTypeUid(name)),
    beforeFindOne: narrow,
    beforeFindMany: narrow,
    beforeCount: narrow,
  } as never);
};
