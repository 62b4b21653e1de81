import type { Core } from '@strapi/types';
import type { ConnectionFinding, ConnectionStep, ConnectionStepName, ConnectionView, FirstMessageBody } from '../../../../plugin/contracts/accounts';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { parsePhone } from '../../../../plugin/domain/address';
import type { OutboundMessage, Purpose } from '../../../../plugin/domain/message';
import { isSendable, purposeOf } from '../../../../plugin/domain/template';
import { now } from '../../platform/clock';
import { inTransaction } from '../../platform/database';
import { looksPublic } from '../../platform/public-address';
import type { AccountRow, MessageRow, TemplateRow } from '../../platform/records';
import { forbidden, refuse } from '../../platform/request-errors';
import type { SecretState } from '../../platform/secrets';
import { getService } from '../../platform/services';
import type { Provider } from '../../providers/provider';

/** A first message belongs to the account it tries, as a document belongs to its record. */
const SOURCE = 'account-test';
/** Meta makes it for every business account. */
const SAMPLE = 'hello_world';
const SENT = new Set(['accepted', 'sent', 'delivered', 'read', 'played']);

const found = (code: string, ok: boolean, message: string, values?: Record<string, string>): ConnectionFinding => ({ code, ok, message, ...(values ? { values } : {}) });
const step = (name: ConnectionStepName, state: ConnectionStep['state'], findings: ConnectionFinding[]): ConnectionStep => ({ name, state, findings });

interface StoredHealth {
  state?: string;
  problems?: { code: string; message: string }[];
  webhooksSubscribed?: boolean | null;
}

/** What is entered: complete, and readable with the key the installation has. */
export const decideCredentials = (provider: Pick<Provider, 'settings'>, account: Pick<AccountRow, 'settings'>, states: readonly SecretState[], hasKey: boolean): ConnectionStep => {
  const findings: ConnectionFinding[] = [];
  if (!hasKey) findings.push(found('no_key', false, sentenceOf('secrets.no_key')));
  for (const field of provider.settings.filter(({ required }) => required)) {
    const isThere = field.secret ? states.some(({ name }) => name === field.name) : (account.settings ?? {})[field.name] !== undefined;
    if (!isThere) findings.push(found('missing', false, `${field.label} is missing.`, { field: field.label }));
  }
  if (hasKey && states.some(({ readable }) => !readable)) findings.push(found('unreadable', false, sentenceOf('secrets.unreadable')));
  if (findings.length === 0) return step('credentials', 'done', [found('complete', true, 'Everything needed is entered.')]);
  return step('credentials', findings.every(({ code }) => code === 'missing') ? 'open' : 'failed', findings);
};

/** What the provider last said of the number. */
export const decideTest = (account: Pick<AccountRow, 'health' | 'healthAt' | 'displayPhoneNumber' | 'verifiedName'>, unusedFormer: string | null): ConnectionStep => {
  const health = (account.health ?? {}) as StoredHealth;
  if (account.healthAt === null) return step('test', 'open', [found('not_tested', false, 'The connection has not been tested yet.')]);
  const problems = (health.problems ?? []).filter(({ code }) => code !== 'webhooks_not_subscribed').map(({ code, message }) => found(code, false, message));
  if (unusedFormer !== null) problems.push(found('former_unused', false, sentenceOf('account.token_former_unused', { secret: unusedFormer }), { secret: unusedFormer }));
  if (health.state !== 'connected' && health.state !== 'limited') return step('test', 'failed', problems);
  const number = [account.displayPhoneNumber, account.verifiedName].filter(Boolean).join(', ');
  return step('test', 'done', [found('number', true, `The provider knows the number: ${number}`, { number }), ...problems]);
};

/** Whether the provider can reach us, and has. What arrived proves it, whatever the address looks like. */
export const decideWebhook = (account: Pick<AccountRow, 'webhookSeenAt' | 'webhookVerifiedAt'>, callbackUrl: string): ConnectionStep => {
  const findings: ConnectionFinding[] = [];
  if (account.webhookVerifiedAt) findings.push(found('verified', true, 'The callback address was verified.', { at: account.webhookVerifiedAt.toISOString() }));
  if (account.webhookSeenAt) findings.push(found('seen', true, 'Webhooks arrive.', { at: account.webhookSeenAt.toISOString() }));
  if (findings.length > 0) return step('webhook', 'done', findings);
  if (!looksPublic(callbackUrl)) return step('webhook', 'failed', [found('not_public', false, sentenceOf('installation.public_url_missing'))]);
  return step('webhook', 'open', [found('not_verified', false, 'Enter the address and the verify token at the provider, and verify them there.')]);
};

/** Null where the provider has nothing to subscribe. */
export const decideSubscription = (provider: Pick<Provider, 'webhook'>, account: Pick<AccountRow, 'health' | 'webhookSeenAt'>): ConnectionStep | null => {
  const health = (account.health ?? {}) as StoredHealth;
  if (!provider.webhook.fields && typeof health.webhooksSubscribed !== 'boolean') return null;
  if (health.webhooksSubscribed === false) {
    const told = health.problems?.find(({ code }) => code === 'webhooks_not_subscribed')?.message;
    return step('subscription', 'failed', [found('not_subscribed', false, told ?? sentenceOf('account.webhook_not_subscribed'))]);
  }
  // The app's subscription alone does not tell which fields it covers; a webhook that arrived does.
  const seen = account.webhookSeenAt !== null;
  const findings = [health.webhooksSubscribed === true ? found('subscribed', true, 'The app gets the webhooks of this business account.') : found('subscription_unknown', seen, 'It could not be asked whether the app is subscribed.')];
  findings.push(seen ? found('fields_seen', true, 'Webhooks arrive for this number.') : found('fields_unseen', false, 'No webhook has arrived yet. Subscribe the fields below; the first message shows whether it works.'));
  return step('subscription', seen || (health.webhooksSubscribed === true && !provider.webhook.fields) ? 'done' : 'open', findings);
};

export const decideFirstMessage = (message: Pick<MessageRow, 'deliveryStatus' | 'errorMessage' | 'recipient'> | null): ConnectionStep => {
  const name = 'first-message';
  if (!message) return step(name, 'open', [found('first_none', false, 'No message has been sent from this screen yet.')]);
  const values = { to: message.recipient ?? '', state: message.deliveryStatus };
  if (SENT.has(message.deliveryStatus)) return step(name, 'done', [found('first_sent', true, 'The message was sent.', values)]);
  if (message.deliveryStatus === 'queued' || message.deliveryStatus === 'sending') return step(name, 'open', [found('first_waiting', true, 'The message is on its way.', values)]);
  return step(name, 'failed', [found('first_failed', false, message.errorMessage ?? 'The message was not sent.', values)]);
};

/** The guided connection: derived from the account and what is known of it, so that leaving the page loses nothing. */
export const createConnectionGuide = (strapi: Core.Strapi, parts: { hasKey(): boolean; callbackUrlOf(account: AccountRow): string; unusedFormerOf(account: AccountRow, states: readonly SecretState[]): string | null }) => {
  const templatesOf = async (account: AccountRow): Promise<{ row: TemplateRow; preview: string }[]> => {
    const templates = getService(strapi, 'templates');
    return (await templates.listForAccount(account)).flatMap((row) => {
      if (isSendable({ approvalStatus: row.approvalStatus, components: row.components ?? [] }).kind !== 'yes') return [];
      const composed = templates.compose(row, {});
      return composed.kind === 'composed' ? [{ row, preview: composed.preview }] : [];
    });
  };

  const lastMessageOf = async (account: AccountRow): Promise<MessageRow | null> =>
    (await getService(strapi, 'messages').list({ accounts: [account.id], source: { type: SOURCE, id: account.id } }, { limit: 1 })).messages[0] ?? null;

  return {
    async describe(account: AccountRow, provider: Provider, states: readonly SecretState[]): Promise<Omit<ConnectionView, 'account'>> {
      const [message, templates] = [await lastMessageOf(account), await templatesOf(account)];
      const subscription = decideSubscription(provider, account);
      return {
        steps: [
          decideCredentials(provider, account, states, parts.hasKey()),
          decideTest(account, parts.unusedFormerOf(account, states)),
          decideWebhook(account, parts.callbackUrlOf(account)),
          ...(subscription ? [subscription] : []),
          decideFirstMessage(message),
        ],
        hasTemplates: provider.templates !== undefined,
        testTemplates: templates
          .map(({ row, preview }) => ({ name: row.name, language: row.language, preview }))
          .sort((one, other) => Number(other.name === SAMPLE) - Number(one.name === SAMPLE) || one.name.localeCompare(other.name)),
        firstMessage: message && {
          id: message.documentId,
          to: message.recipient ?? '',
          deliveryStatus: message.deliveryStatus,
          at: (message.createdAt ?? now()).toISOString(),
          error: message.errorMessage,
        },
      };
    },

    /** Through the one door out, under the same rules as any message. A STOP or a "no" is never overridden from here. */
    async sendFirst(account: AccountRow, provider: Provider, body: FirstMessageBody, who: { user: number | null; mayStateConsent: boolean }): Promise<MessageRow> {
      const phone = parsePhone(body.to, []);
      if (!phone.ok) throw refuse('recipient.invalid', { path: 'to', values: { recipient: body.to.slice(0, 40) } });
      const to = { phone: phone.e164 };
      const composed = await compose(account, provider, body);
      const delivery = getService(strapi, 'delivery');
      const { template, purpose } = composed;
      const { refusal } = await delivery.preview({ account, to, purpose, template, isTemplate: template !== null });
      if (refusal && refusal.code !== 'message.no_opt_in') throw refuse(refusal.code, { path: 'to' });
      if (refusal) {
        if (body.agreed !== true) throw refuse('message.no_opt_in', { path: 'agreed' });
        if (!who.mayStateConsent) throw forbidden('access.denied', { path: 'agreed' });
        await recordConsent(account, phone.e164, purpose === 'marketing' ? 'marketing' : 'utility', who.user);
      }
      const { message } = await delivery.enqueue({
        account,
        to,
        message: composed.message,
        body: composed.body,
        purpose,
        template,
        priority: 'conversation',
        origin: 'admin',
        sentBy: who.user,
        source: { type: SOURCE, id: account.id },
      });
      return message;
    },
  };

  async function compose(account: AccountRow, provider: Provider, body: FirstMessageBody): Promise<{ message: OutboundMessage; body: string; purpose: Purpose; template: TemplateRow | null }> {
    if (!provider.templates) {
      const text = `Test message of ${account.name}.`;
      return { message: { type: 'text', text }, body: text, purpose: 'utility', template: null };
    }
    const name = body.template ?? SAMPLE;
    const templates = getService(strapi, 'templates');
    let template = await templates.find(account, name, body.language);
    if (!template && (await templates.listForAccount(account)).length === 0) {
      // A new account: its first sync may not have run yet.
      await templates.sync(account).catch(() => undefined);
      template = await templates.find(account, name, body.language);
    }
    const composed = template && templates.compose(template, {});
    if (!template || composed?.kind !== 'composed') throw refuse('account.first_template_missing', { path: 'template', values: { template: name } });
    return { message: composed.message, body: composed.preview, purpose: purposeOf(template.category), template };
  }

  async function recordConsent(account: AccountRow, phone: string, purpose: 'utility' | 'marketing', user: number | null): Promise<void> {
    const scope = getService(strapi, 'accounts').portfolioOf(account);
    await inTransaction(strapi, async (trx) => {
      const contacts = getService(strapi, 'contacts');
      const { contact } = await contacts.findOrCreate({ phone, scope, source: 'admin' }, trx);
      await contacts.stateConsent(
        [{ contact: contact.id, purpose, state: 'granted', source: 'first-message', wording: `Agreed to the first message of the account "${account.name}".`, actor: user === null ? null : String(user), message: null, statedAt: now() }],
        trx,
      );
    });
    getService(strapi, 'logs').record({ operation: 'consent.state', success: true, user, account: account.id, details: { purposes: [purpose], state: 'granted', source: 'first-message', stated: 1 } });
  }
};
