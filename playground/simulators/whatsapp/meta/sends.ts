import type { AccountState } from '../accounts';
import type { Customer } from '../customers';
import type { SentMessage } from '../ledger';
import type { World } from '../world';
import type { Fields } from './check';
import { refuse } from './errors';
import { decideFate, type Failure } from './fate';
import type { Limits } from './limits';
import { fetchLinked } from './linked-media';
import { findMediaProblem } from './media-kinds';
import type { MediaReference } from './media-request';
import { checkRequest, type SendRequest } from './send-request';
import type { Statuses } from './statuses';
import { checkTemplate, type CheckedTemplate } from './template-request';
import type { TemplateStore } from './template-store';

export interface Sends {
  /** Takes a message or refuses it. The ledger holds it before this returns the answer's body. @throws Refusal */
  accept(account: AccountState, body: Fields): string;
}

export interface SendsNeed {
  world: World;
  statuses: Statuses;
  limits: Limits;
  templates: TemplateStore;
}

export function createSends({ world, statuses, limits, templates }: SendsNeed): Sends {
  const markRead = (account: AccountState, messageId: string, isTyping: boolean): string => {
    const entry = world.ledger.find(messageId);
    if (!entry || entry.direction !== 'in' || entry.account !== account.config.key) return refuse(131009, 'Param message_id is not the id of a message received by this number');
    // Reading a message reads all before it.
    for (const one of entry.customer.messages) {
      if (one.direction === 'in') one.isRead = true;
      if (one === entry) break;
    }
    world.live.changed(entry.customer);
    if (isTyping) world.live.typing(entry.customer);
    return '{"success":true}';
  };

  const react = (request: SendRequest): void => {
    const target = world.ledger.find(request.reactionTo!);
    if (target) target.reactions.business = request.text || null;
  };

  const begin = async (account: AccountState, message: SentMessage, media: MediaReference | null, fate: Failure | null): Promise<void> => {
    let failure = fate;
    if (media?.link && !failure) {
      const fetched = await fetchLinked(world.media, account.config.key, media);
      if ('problem' in fetched) failure = { code: 131053, details: fetched.problem };
      else message.mediaId = fetched.file.id;
    }
    statuses.begin(account, message, failure);
  };

  return {
    accept(account, body) {
      const request = checkRequest(body);
      if (request.kind === 'read') return markRead(account, request.messageId, request.isTyping);
      const { config, settings } = account;
      const checked: CheckedTemplate | null = request.template === null ? null : checkTemplate(request.template, templates, config.businessAccountId);
      if (checked?.template.category === 'AUTHENTICATION' && request.userId !== null) {
        refuse(131062, 'Authentication templates can only be sent to a phone number');
      }
      const media = checked ? checked.media : request.media;
      let failure: Failure | null = null;
      if (media?.id) {
        const file = world.media.find(media.id);
        if (!file) return refuse(131009, `Media ID ${media.id.slice(0, 64)} is not valid or has expired`);
        const problem = findMediaProblem(media.kind, file.mimeType, file.bytes);
        if (problem !== null) failure = { code: 131053, details: problem };
      }
      if (request.reactionTo !== null && !world.ledger.find(request.reactionTo)) refuse(131009, "Param reaction['message_id'] is not a known message");
      if (request.phone !== null && request.phone === account.businessPhone) refuse(131021, 'Recipient phone number cannot be the sender phone number');

      const now = Date.now();
      const person = request.phone ?? request.userId ?? request.input;
      if (!limits.mayPass(config.phoneNumberId, settings.throughput, now)) {
        refuse(130429, 'Message failed to send because there were too many messages sent from this phone number in a short period of time');
      }
      if (settings.pairRate && !limits.mayWritePair(config.phoneNumberId, person, now)) {
        refuse(131056, 'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time');
      }

      const customer = findRecipient(world, account, request);
      const id = world.makeMessageId(person);
      const isOpen = customer.windowUntil > now;
      const message: SentMessage = {
        direction: 'out', seq: world.ledger.nextSeq(), id, at: now, provider: 'meta', account: config.key,
        to: request.phone ?? request.input, type: request.type, text: checked ? checked.rendered.body : request.text,
        template: checked ? checked.template.name : null, mediaId: media?.id ?? null, filename: media?.filename ?? null,
        callbackData: request.callbackData, raw: body, customer, deliveryStatus: 'accepted', failure: null,
        pricing: priceOf(checked, isOpen), view: checked ? checked.rendered : null, reactions: { business: null, customer: null },
      };
      world.ledger.add(message);
      if (!request.isLost) {
        failure ??= decideFate(account, customer, checked ? checked.template : null, limits, now);
        if (request.reactionTo === null) customer.messages.push(message);
        else if (!failure) react(request);
        customer.lastAt = now;
        world.live.changed(customer);
        if (media?.link) void begin(account, message, media, failure);
        else statuses.begin(account, message, failure);
      }
      return answerOf(request, customer, id, checked !== null);
    },
  };
}

function findRecipient(world: World, account: AccountState, request: SendRequest): Customer {
  const { key } = account.config;
  if (request.phone !== null) return world.customers.byPhone(key, request.phone);
  if (request.userId !== null) return world.customers.byUserId(key, request.userId);
  // Lost: nobody's chat. The ledger still needs an owner for the row.
  return world.customers.nobody(key);
}

function priceOf(checked: CheckedTemplate | null, isOpen: boolean): SentMessage['pricing'] {
  if (!checked) return { category: 'service', isFree: true };
  const category = checked.template.category.toLowerCase();
  // Utility templates cost nothing inside the window (facts 2.2, 2026-11).
  return { category, isFree: isOpen && category === 'utility' };
}

function answerOf(request: SendRequest, customer: Customer, id: string, isTemplate: boolean): string {
  const person = request.phone === null ? `"user_id":${JSON.stringify(request.input)}` : `"wa_id":"${customer.waId ?? request.phone}"`;
  const status = isTemplate ? ',"message_status":"accepted"' : '';
  return `{"messaging_product":"whatsapp","contacts":[{"input":${JSON.stringify(request.input)},${person}}],"messages":[{"id":"${id}"${status}}]}`;
}
