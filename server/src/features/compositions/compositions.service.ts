import type { Core } from '@strapi/types';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { hostRecordTypes } from '../../platform/host-records';
import { refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { CompositionsService, RecordSendRequest } from '../../platform/services';
import { planComposition } from './compositions.plan';
import type { CompositionPlan, CompositionRequest } from './compositions.plan';
import { sendComposition } from './send-composition';

interface Chosen {
  kind: CompositionKind;
  request: CompositionRequest;
  plan: CompositionPlan;
}

/** Records of the host's own, sent many at once: what goes is chosen by the window, as it is for the ERP's documents. */
export const createCompositionsService = (strapi: Core.Strapi): CompositionsService => {
  const choose = async ({ record, account, template, language, sentBy, sight, sending }: RecordSendRequest): Promise<Chosen> => {
    const request = { record, ...(account ? { account } : {}), sentBy, sight, sending, mayElsewhere: false };
    const plain: CompositionRequest = { ...request, kind: 'document' };
    const first = await planComposition(strapi, plain);
    const isOpen = first.preview?.window.open ?? false;
    if (isOpen && template === undefined && first.subject?.file) return { kind: 'document', request: plain, plan: first };
    const name = template ?? hostRecordTypes(strapi).get(record.type)?.template;
    const wrapped: CompositionRequest = { ...request, kind: 'template', ...(name ? { template: name } : {}), ...(language ? { language } : {}) };
    const plan = await planComposition(strapi, wrapped);
    if (name === undefined) plan.notices.push({ level: 'refusal', code: 'template.none_for_records', sentence: sentenceOf('template.none_for_records') });
    if (plan.headerFile === 'document' && !plan.subject?.file) plan.notices.push({ level: 'refusal', code: 'template.header_media_missing', sentence: sentenceOf('template.header_media_missing') });
    return { kind: 'template', request: wrapped, plan };
  };

  return {
    async lookAtRecord(request) {
      const { subject, account, target, template, notices } = (await choose(request)).plan;
      if (!subject) throw refuse('document.not_found');
      return { subject, account, to: target?.shown ?? null, template, notices };
    },

    async sendRecord({ idempotency, ...asked }) {
      // Queued before the process died: what bars it by now bars no message that is on its way.
      const queued = await getService(strapi, 'messages').findByIdempotencyKey(idempotency.scope, idempotency.key);
      if (queued) return queued;
      const { kind, request, plan } = await choose(asked);
      const refusal = plan.notices.find(({ level }) => level === 'refusal');
      if (refusal) throw refuse(refusal.code, { sentence: refusal.sentence, ...(refusal.values ? { values: refusal.values } : {}) });
      return sendComposition(strapi, { ...request, content: kind === 'document' ? { kind } : { kind: 'template' }, upload: null, useDefault: true, confirmElsewhere: false, idempotency });
    },
  };
};
