import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { conflict, missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { RecordKind, SyncRunView } from '../../../../plugin/contracts/erp';
import { toRunView, type SyncRunRow } from './connection.repository';
import type { OwnErpService } from './erp.service';
import { PULL_ORDER } from './sync-kinds.repository';
import { connectionBody, consentMappingBody, pullBody, runsQuery } from './erp.validation';

/** Whether a pull that runs does what was asked for. */
const coversAll = (run: Pick<SyncRunRow, 'records' | 'full'>, records: RecordKind[] | undefined, full = false): boolean =>
  (!full || run.full) && (records ?? PULL_ORDER).every((kind) => run.records.includes(kind));

export const createErpController = (strapi: Core.Strapi) => {
  const erp = () => getService(strapi, 'erp') as OwnErpService;
  const getRun = async (ctx: Context) => {
    const run = await erp().connections.findRun(String(ctx.params.id));
    if (!run) throw missing('sync.not_found');
    return run;
  };

  const withName = (view: SyncRunView, names: ReadonlyMap<string, string>): SyncRunView => ({ ...view, startedBy: names.get(view.startedBy ?? '') ?? view.startedBy });
  const named = async (run: SyncRunRow): Promise<SyncRunView> => withName(toRunView(run), await erp().sync.namesOf([run.startedBy]));

  return {
    async readConnection() {
      const row = await erp().connection.find();
      return { data: row ? await erp().connection.view(row) : null };
    },

    async saveConnection(ctx: Context) {
      const row = await erp().connection.save(parseInput(connectionBody, ctx.request.body));
      getService(strapi, 'logs').record({ operation: 'erp.configure', success: true, user: adminIdOf(ctx) });
      return { data: await erp().connection.view(row) };
    },

    async testConnection(ctx: Context) {
      const checks = await erp().connection.test(parseInput(connectionBody, ctx.request.body));
      return { data: { ok: checks.every(({ ok }) => ok), checks } };
    },

    async listFields() {
      return { data: await erp().connection.listFields() };
    },

    async saveConsentMapping(ctx: Context) {
      const mapping = parseInput(consentMappingBody, ctx.request.body);
      const row = await erp().connection.saveConsentMapping(mapping);
      getService(strapi, 'logs').record({ operation: 'erp.map-consent', success: true, user: adminIdOf(ctx), details: { mapping } });
      return { data: await erp().connection.view(row) };
    },

    async pull(ctx: Context) {
      const { records, full, reconcile } = parseInput(pullBody, ctx.request.body);
      const { run, isJoined } = await erp().pulls.trigger({ records, full, reconcile, startedBy: `admin:${adminIdOf(ctx) ?? ''}` });
      // One that is about something else is not what was asked for.
      if (isJoined && !coversAll(run, records, full)) throw conflict('erp.sync_running');
      ctx.status = 202;
      return { data: await named(run), meta: { isJoined } };
    },

    async listRuns(ctx: Context) {
      const { limit } = parseInput(runsQuery, ctx.query);
      const runs = await erp().connections.listRuns(limit);
      const names = await erp().sync.namesOf(runs.map(({ startedBy }) => startedBy));
      return { data: runs.map((run) => withName(toRunView(run), names)) };
    },

    async readRun(ctx: Context) {
      return { data: await named(await getRun(ctx)) };
    },

    async listContactRecords(ctx: Context) {
      return { data: await erp().contactRecords.of(String(ctx.params.id), await getService(strapi, 'access').sightOf(adminIdOf(ctx))) };
    },

    async cancelRun(ctx: Context) {
      const run = await getRun(ctx);
      await erp().pulls.cancel(run);
      return { data: await named((await erp().connections.findRunById(run.id)) ?? run) };
    },
  };
};
