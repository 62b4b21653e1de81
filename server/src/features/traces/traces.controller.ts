import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { TRACE_KINDS, type MessageTraceView, type TraceStepView } from '../../../../plugin/contracts/traces';
import { adminIdOf } from '../../platform/permissions';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesMessage } from '../../platform/sight';
import { ownSteps } from './own-steps';
import { keptSteps, providerSteps } from './provider-steps';
import { createShown, type TraceSources } from './trace-parts';
import { KEPT_DAYS } from './traces.service';
import type { OwnTracesService } from './traces.service';

/** A message that was tried for a day has fewer. */
const MOST_ROWS = 500;

/** By time; what happened in the same millisecond in the order it happens. */
const inOrder = (steps: TraceStepView[]): TraceStepView[] => steps.sort((one, other) => one.at.localeCompare(other.at) || TRACE_KINDS.indexOf(one.kind) - TRACE_KINDS.indexOf(other.kind));

export const createTracesController = (strapi: Core.Strapi) => {
  const own = (): OwnTracesService => getService(strapi, 'traces') as OwnTracesService;

  return {
    async get(ctx: Context) {
      const messages = getService(strapi, 'messages');
      const message = await messages.findByDocumentId(String(ctx.params.id));
      // What is out of sight is not there.
      if (!message || !seesMessage(await getService(strapi, 'access').sightOf(adminIdOf(ctx)), message)) throw missing('message.not_found');
      await own().flush();
      const { repository } = own();
      const [contact, channel, media, account] = await Promise.all([
        repository.contact(message.contact),
        repository.channel(message.channel),
        repository.media(message.media),
        getService(strapi, 'accounts').findById(message.account),
      ]);
      const subjects = [message.documentId, message.providerMessageId, message.direction === 'inbound' ? media?.documentId : null].flatMap((subject) => subject ?? []);
      const rows = await repository.listOf(message.account, subjects, MOST_ROWS + 1);
      const shownRows = rows.slice(0, MOST_ROWS);
      const asked = shownRows.find(({ kind }) => kind === 'enqueue')?.details ?? {};
      const [webhooks, parked, halts, userName, tokenName, views] = await Promise.all([
        repository.webhooks(shownRows.flatMap(({ webhookEvent }) => webhookEvent ?? [])),
        repository.parkedOf(message),
        repository.haltsOf(message),
        repository.userName(message.sentBy),
        repository.tokenName(typeof asked['tokenId'] === 'number' ? asked['tokenId'] : null),
        messages.present([message]),
      ]);
      const [view] = views;
      if (!view) throw missing('message.not_found');
      const sources: TraceSources = { message, account, rows: shownRows, webhooks, parked, halts, contact, channel, media, userName, tokenName };
      const shown = createShown(sources);
      const steps = inOrder([...ownSteps(sources, shown), ...providerSteps(sources, shown), ...keptSteps(sources)]);
      getService(strapi, 'logs').record({ operation: 'messages.trace', success: true, user: adminIdOf(ctx), account: message.account, subjectType: 'message', subject: message.documentId });
      return { data: { message: view, steps, keptDays: KEPT_DAYS, isCut: rows.length > MOST_ROWS } satisfies MessageTraceView };
    },
  };
};
