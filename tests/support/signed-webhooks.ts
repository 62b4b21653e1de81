import { createHmac } from 'node:crypto';
import type { App, TestAccount } from './boot';

/** What Meta would post for an account: bodies and signatures as its documentation has them. */
export const sign = (body: string | Buffer, secret: string): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

let counter = 0;
export const newWamid = (): string => `wamid.T${process.pid}X${(counter += 1)}`;

type Ref = Pick<TestAccount, 'phoneNumberId' | 'businessAccountId'>;

export const change = (account: Ref, value: object, field = 'messages'): object => ({
  id: account.businessAccountId,
  changes: [{ field, value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '+1 555-010-0000', phone_number_id: account.phoneNumberId }, ...value } }],
});

export const webhook = (...entry: object[]): object => ({ object: 'whatsapp_business_account', entry });

export interface TextFrom {
  id?: string;
  from?: string;
  userId?: string;
  name?: string;
  body?: string;
  at?: Date;
  context?: object;
}

export const secondsOf = (at: Date): string => String(Math.floor(at.getTime() / 1000));

/** Customers' texts as one change. */
export const texts = (account: Ref, ...messages: TextFrom[]): object =>
  change(account, {
    contacts: messages.map(({ from, userId, name }) => ({ profile: { name: name ?? 'Ana Teste' }, ...(from ? { wa_id: from } : {}), ...(userId ? { user_id: userId } : {}) })),
    messages: messages.map(({ id, from, userId, body, at, context }) => ({
      id: id ?? newWamid(),
      timestamp: secondsOf(at ?? new Date()),
      ...(from ? { from } : {}),
      ...(userId ? { from_user_id: userId } : {}),
      type: 'text',
      text: { body: body ?? 'oi' },
      ...(context ? { context } : {}),
    })),
  });

export const statuses = (account: Ref, ...list: { id: string; status: string; at?: Date; to?: string; callbackData?: string; errors?: object[] }[]): object =>
  change(account, {
    statuses: list.map(({ id, status, at, to, callbackData, errors }) => ({
      id,
      status,
      timestamp: secondsOf(at ?? new Date()),
      recipient_id: to ?? '5511987654321',
      ...(callbackData ? { biz_opaque_callback_data: callbackData } : {}),
      ...(errors ? { errors } : {}),
    })),
  });

/** Posts bytes as they are, with the account's signature unless told otherwise. */
export const postRaw = (
  app: Pick<App, 'url'>,
  account: Pick<TestAccount, 'key' | 'appSecret'>,
  body: string | Buffer,
  options: { path?: string; signature?: string | null; headers?: Record<string, string> } = {},
): Promise<Response> => {
  const signature = options.signature === undefined ? sign(body, account.appSecret) : options.signature;
  return fetch(`${app.url}${options.path ?? `/api/whatsapp/webhook/meta/${account.key}`}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signature ? { 'x-hub-signature-256': signature } : {}), ...options.headers },
    body: body as never,
  });
};

export const post = (app: Pick<App, 'url'>, account: Pick<TestAccount, 'key' | 'appSecret'>, body: object, options: { path?: string } = {}): Promise<Response> =>
  postRaw(app, account, JSON.stringify(body), options);
