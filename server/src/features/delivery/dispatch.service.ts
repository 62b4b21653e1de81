import type { Core } from '@strapi/types';
import { chooseTarget, type SendTarget } from '../../../../plugin/domain/address';
import type { OutboundMessage, Purpose } from '../../../../plugin/domain/message';
import { decideSend, type SendDecision } from '../../../../plugin/domain/send-decision';
import { windowOf } from '../../../../plugin/domain/service-window';
import { purposeOf } from '../../../../plugin/domain/template';
import type { AccountRow, ChannelRow, ContactRow, MessageRow, TemplateRow } from '../../platform/records';
import { getService, type ConsentFacts } from '../../platform/services';
import type { Envelope, Provider } from '../../providers/provider';
import { decisionFacts, type DecisionFacts } from './trace-delivery';

export const NO_CONSENT: ConsentFacts = { consents: [], stopped: false, stoppedAt: null, metaStop: false, blacklisted: false };

/** Consent as the law asks for it. */
export const consentInputOf = (facts: ConsentFacts) => ({
  consents: facts.consents.map(({ purpose, state, statedAt }) => ({ purpose, state, at: statedAt })),
  blacklisted: facts.blacklisted,
  metaStop: facts.metaStop,
  stopped: facts.stopped,
});

/** The customer's window in a channel. A provider without one has it always open, for replies too. */
export const windowOfChannel = (channel: Pick<ChannelRow, 'lastCustomerMessageAt' | 'windowOpenedByStop'> | null, at: Date) => {
  const window = windowOf({ lastCustomerMessageAt: channel?.lastCustomerMessageAt ?? null, now: at });
  return { ...window, openedByStop: window.open && (channel?.windowOpenedByStop ?? false) };
};

/** Whether an account may send at all now; a halt with a time ends by itself. */
export const isHalted = (account: AccountRow, at: Date): boolean =>
  account.connectionState === 'halted' && (account.haltedUntil === null || account.haltedUntil > at);

/** An invoice can be reset and an order cancelled while its message waits for pace, budget or a halted account. */
const DOCUMENT_STANDS_MS = 60_000;

const mustCheckDocument = ({ document }: MessageRow, at: Date): boolean =>
  document?.checkedAt !== undefined && at.getTime() - new Date(document.checkedAt).getTime() > DOCUMENT_STANDS_MS;

/** A message that may go, with everything its post needs. */
export interface Prepared {
  row: MessageRow;
  payload: OutboundMessage;
  envelope: Envelope;
  contact: ContactRow | null;
  /** Key of the budget; null where the message is free of it. */
  budgetKey: string | null;
  facts: DecisionFacts;
}

export type Planned =
  | { kind: 'send'; prepared: Prepared }
  | { kind: 'wait'; row: MessageRow; facts: DecisionFacts; decision: { until: Date | null; reason: Extract<SendDecision, { kind: 'wait' }>['reason'] | 'document' } }
  | { kind: 'refuse'; row: MessageRow; code: string; facts?: DecisionFacts };

/**
 * Decides a batch of due messages anew: consent, window and template may have changed since they were queued.
 * Reads once a batch, never once a message.
 */
export const createPlanner = (strapi: Core.Strapi) => {
  const findTemplates = async (ids: number[]): Promise<Map<number, TemplateRow>> => {
    const found = await Promise.all([...new Set(ids)].map((id) => getService(strapi, 'templates').findById(id)));
    return new Map(found.flatMap((template) => (template ? [[template.id, template] as const] : [])));
  };

  const findContacts = async (ids: number[]): Promise<Map<number, ContactRow>> => {
    const unique = [...new Set(ids)];
    const contacts = getService(strapi, 'contacts');
    const found = new Map((await contacts.findByIds(unique)).map((contact) => [contact.id, contact]));
    // Those merged into another come back under the other's id.
    for (const id of unique) {
      if (found.has(id)) continue;
      const alive = await contacts.findById(id);
      if (alive) found.set(id, alive);
    }
    return found;
  };

  const targetOf = async (row: MessageRow, contact: ContactRow | null, scope: string): Promise<SendTarget | null> => {
    const recipient = row.recipient ?? '';
    if (recipient.startsWith('+')) return chooseTarget({ phones: [recipient], waId: contact?.waId ?? null, userIds: [] });
    const known = chooseTarget({ phones: contact?.phone ? [contact.phone] : [], waId: contact?.waId ?? null, userIds: recipient ? [recipient] : [] });
    if (known || row.contact === null) return known;
    return chooseTarget(await getService(strapi, 'contacts').addressesOf(row.contact, scope));
  };

  return {
    async plan(account: AccountRow, provider: Provider, rows: MessageRow[], at: Date): Promise<Planned[]> {
      const channelIds = rows.flatMap((row) => row.channel ?? []);
      const templateIds = rows.flatMap((row) => row.template ?? []);
      const contacts = await findContacts(rows.flatMap((row) => row.contact ?? []));
      const [channels, facts, templates] = await Promise.all([
        getService(strapi, 'channels').findByIds(channelIds),
        getService(strapi, 'contacts').consentFactsOf([...new Set(contacts.values())]),
        findTemplates(templateIds),
      ]);
      const channelOf = new Map(channels.map((channel) => [channel.id, channel]));
      const scope = getService(strapi, 'accounts').portfolioOf(account);

      const planned: Planned[] = [];
      for (const row of rows) {
        const payload = row.payload as OutboundMessage | null;
        if (payload === null) {
          planned.push({ kind: 'refuse', row, code: 'message.invalid' });
          continue;
        }
        const contact = row.contact === null ? null : (contacts.get(row.contact) ?? null);
        const template = row.template === null ? null : (templates.get(row.template) ?? null);
        const window = windowOfChannel(row.channel === null ? null : (channelOf.get(row.channel) ?? null), at);
        const isTemplate = payload.type === 'template';
        // The category may have become MARKETING since: it decides, not what the message was queued as.
        const purpose: Purpose = isTemplate && template ? purposeOf(template.category) : (row.purpose ?? 'utility');
        const consent = contact ? (facts.get(contact.id) ?? NO_CONSENT) : NO_CONSENT;
        const known = decisionFacts(purpose, consent, window, template, account);
        const decision = decideSend({
          now: at,
          phase: 'dispatch',
          message: { type: payload.type, purpose, expiresAt: row.expiresAt, notBefore: null, isTemplate },
          contact: consentInputOf(consent),
          window,
          template,
          account: { state: account.connectionState, halted: isHalted(account, at) },
          limits: provider.limits,
        });
        if (decision.kind === 'refuse') {
          planned.push({ kind: 'refuse', row, code: decision.code, facts: known });
          continue;
        }
        if (decision.kind === 'wait') {
          planned.push({ kind: 'wait', row, decision, facts: known });
          continue;
        }
        if (mustCheckDocument(row, at)) {
          planned.push({ kind: 'wait', row, decision: { until: at, reason: 'document' }, facts: known });
          continue;
        }
        const target = await targetOf(row, contact, scope);
        if (target === null) {
          planned.push({ kind: 'refuse', row, code: 'recipient.unreachable', facts: known });
          continue;
        }
        planned.push({
          kind: 'send',
          prepared: {
            row,
            payload,
            contact,
            facts: known,
            envelope: {
              to: target,
              callbackData: row.documentId,
              ...(row.replyToProviderMessageId ? { replyToProviderMessageId: row.replyToProviderMessageId } : {}),
            },
            budgetKey: provider.limits.portfolioBudget === undefined || window.open ? null : contact ? `contact:${contact.id}` : `${target.kind}:${target.value}`,
          },
        });
      }
      return planned;
    },
  };
};

export type Planner = ReturnType<typeof createPlanner>;
