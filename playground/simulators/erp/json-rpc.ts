import type { ErpDispatch } from './dispatch';
import { ErpFault, typeError } from './faults';
import { isJsonObject, type ErpVersion, type JsonObject, type JsonValue } from './types';

/** The JSON-RPC envelope: nothing here knows a model, nothing in dispatch knows HTTP. */
export interface RpcAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const MEDIA_TYPES = new Set(['application/json', 'application/json-rpc']);
const HTML = 'text/html; charset=utf-8';

const plain = (status: number, body: string, headers: Record<string, string> = {}): RpcAnswer => ({ status, headers: { 'content-type': HTML, ...headers }, body });

const unsupportedMedia = (version: ErpVersion): RpcAnswer => {
  const name = version === 19 ? 'jsonrpc' : 'json';
  return plain(
    415,
    '<!doctype html>\n<html lang=en>\n<title>415 Unsupported Media Type</title>\n<h1>Unsupported Media Type</h1>\n'
    + `<p>Request inferred type is compatible with [&#39;http&#39;] but &#39;/jsonrpc&#39; is type=&#39;${name}&#39;.<br><br>Please verify the Content-Type request header and try again.</p>\n`,
    { accept: 'application/json, application/json-rpc' },
  );
};

/** 19 writes `code` 0 and `debug` last, 17 and 18 write 200 and `debug` second (recorded). */
const errorBody = (fault: ErpFault, version: ErpVersion): JsonObject => {
  const traceback = `Traceback (most recent call last):\n${fault.pythonClass}: ${fault.message}\n`;
  const detail: JsonObject = version === 19
    ? { name: fault.pythonClass, message: fault.message, arguments: [fault.message], context: {}, debug: traceback }
    : { name: fault.pythonClass, debug: traceback, message: fault.message, arguments: [fault.message], context: {} };
  return { code: version === 19 ? 0 : 200, message: 'Odoo Server Error', data: detail };
};

/** A failed call: HTTP 200, as every fault of the ERP. */
export const jsonRpcFailure = (id: JsonValue, fault: ErpFault, version: ErpVersion): RpcAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ jsonrpc: '2.0', id, error: errorBody(fault, version) }),
});

export interface ParsedCall {
  id: JsonValue;
  service: string;
  method: string;
  args: JsonValue[];
}

/** The call in a body, or the answer that says why there is none. */
export const parseJsonRpc = (contentType: string | undefined, body: Buffer, version: ErpVersion): { call: ParsedCall } | { answer: RpcAnswer } => {
  if (!MEDIA_TYPES.has((contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '')) return { answer: unsupportedMedia(version) };
  let message: unknown;
  try {
    message = JSON.parse(body.toString('utf8'));
  } catch {
    return { answer: plain(400, 'Invalid JSON data', { 'x-content-type-options': 'nosniff' }) };
  }
  if (!isJsonObject(message)) return { answer: plain(400, 'Invalid JSON-RPC data', { 'x-content-type-options': 'nosniff' }) };
  const id = message.id ?? null;
  const params = isJsonObject(message.params) ? message.params : {};
  const { service, method, args } = params;
  if (typeof service !== 'string' || typeof method !== 'string' || !Array.isArray(args)) {
    const missing = ['service', 'method', 'args'].filter((name) => !(name in params));
    const fault = typeError(missing.length > 0 ? `RPC.jsonrpc() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${missing.map((name) => `'${name}'`).join(', ')}` : 'Value after * must be an iterable');
    return { answer: jsonRpcFailure(id, fault, version) };
  }
  return { call: { id, service, method, args } };
};

/** Runs a parsed call. A Python None leaves no `result` key at all (recorded: `action_archive` on 19). */
export const answerJsonRpc = async (call: ParsedCall, dispatch: ErpDispatch, version: ErpVersion): Promise<{ answer: RpcAnswer; result: JsonValue }> => {
  try {
    const result = await dispatch.service(call.service, call.method, call.args);
    const body = JSON.stringify({ jsonrpc: '2.0', id: call.id, ...(result === null ? {} : { result }) });
    return { answer: { status: 200, headers: { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff' }, body }, result };
  } catch (error) {
    const fault = error instanceof ErpFault ? error : new ErpFault('builtins.Exception', error instanceof Error ? error.message : String(error));
    return { answer: jsonRpcFailure(call.id, fault, version), result: null };
  }
};
