import type { Bound, Signature } from './arguments';
import type { Environment } from './environment';
import type { JsonValue, ModelDefinition } from './types';

export interface MethodCall {
  model: ModelDefinition;
  env: Environment;
  /** Empty for model methods. */
  ids: number[];
  args: Bound;
}

/** One method a client may call. Envelopes never see these: they go through dispatch. */
export interface ErpMethod {
  /** The Python class in argument errors. */
  owner: string;
  signature: Signature;
  /** The first positional argument is the record set. */
  onRecords: boolean;
  run(call: MethodCall): JsonValue | Promise<JsonValue>;
}

export type MethodTable = Readonly<Record<string, ErpMethod>>;

export const modelMethod = (owner: string, names: string, run: ErpMethod['run'], options: { required?: number; open?: boolean } = {}): ErpMethod => ({
  owner, signature: { names: names ? names.split(' ') : [], ...options }, onRecords: false, run,
});

export const recordMethod = (owner: string, names: string, run: ErpMethod['run'], options: { required?: number; open?: boolean } = {}): ErpMethod => ({
  owner, signature: { names: names ? names.split(' ') : [], ...options }, onRecords: true, run,
});
