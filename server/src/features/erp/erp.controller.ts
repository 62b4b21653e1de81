import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { toRunView } from './connection.repository';
import type { OwnErpService } from './erp.service';
import { connectionBody, consentMappingBody, pullBody, runsQuery } from './erp.validation';

export const createErpController = (strapi: Core.Strapi) => {
  const erp = () => getService(strapi, 'erp') as OwnErpService;
  const getRun = async (ctx: Context) => {
    const run = await erp().connections.findRun(String(ctx.params.id));
    if (!run) throw missing('sync.not_found');
    return run;
  };

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
      const { records, full } = parseInput(pullBody, ctx.request.body);
      const run = await erp().pulls.trigger({ records, full, startedBy: `admin:${adminIdOf(ctx) ?? ''}` });
      ctx.status = 202;
      return { data: toRunView(run) };
    },

    async listRuns(ctx: Context) {
      const { limit } = parseInput(runsQuery, ctx.query);
      return { data: (await erp().connections.listRuns(limit)).map(toRunView) };
    },

    async readRun(ctx: Context) {
      return { data: toRunView(await getRun(ctx)) };
    },

    async cancelRun(ctx: Context) {
      const run = await getRun(ctx);
      await erp().pulls.cancel(run);
      return { data: toRunView((await erp().connections.findRunById(run.id)) ?? run) };
    },
  };
};
