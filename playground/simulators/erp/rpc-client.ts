import { DEMO } from './demo';
import type { JsonObject, JsonValue } from './types';

/** A client for tests and demos: the shortest way to ask the simulator something over the wire. */
export interface RpcReply {
  status: number;
  headers: Headers;
  body: JsonObject;
  result: JsonValue | undefined;
  /** The Python class of the error, when there is one. */
  errorName: string | null;
  errorMessage: string | null;
}

export interface RpcUser {
  uid: number;
  apiKey: string;
}

export const postJson = (url: string, body: unknown): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const errorDetail = (body: JsonObject): JsonObject | null => {
  const { error } = body;
  if (typeof error !== 'object' || error === null || Array.isArray(error)) return null;
  const detail = error.data;
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : {};
};

export const callService = async (url: string, service: string, method: string, args: readonly unknown[]): Promise<RpcReply> => {
  const response = await postJson(`${url}/jsonrpc`, { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } });
  const body = (await response.json()) as JsonObject;
  const detail = errorDetail(body);
  return {
    status: response.status, headers: response.headers, body, result: body.result,
    errorName: detail ? String(detail.name) : null, errorMessage: detail ? String(detail.message) : null,
  };
};

export const callErp = (url: string, model: string, method: string, positional: readonly unknown[], keywords: object = {}, user: RpcUser = DEMO): Promise<RpcReply> =>
  callService(url, 'object', 'execute_kw', [DEMO.database, user.uid, user.apiKey, model, method, positional, keywords]);
