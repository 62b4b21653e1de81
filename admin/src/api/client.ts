import * as React from 'react';
import { useFetchClient } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../../../plugin/plugin-id';
import { FailedCall, isAbort, parseFailure, parseFailureBody } from './failure';

export interface Pagination {
  page: number;
  pageSize: number;
  total: number;
}

export interface Meta {
  pagination?: Pagination;
  nextCursor?: string | null;
  /** There is more than is shown. */
  more?: boolean;
}

export interface Answer<T> {
  data: T;
  meta: Meta;
}

/** Our admin addresses (plugin/contracts/admin-routes.md). Every method throws a FailedCall, or the AbortError as it came. */
export interface Client {
  get<T>(path: string, signal?: AbortSignal): Promise<Answer<T>>;
  post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<Answer<T>>;
  put<T>(path: string, body: unknown): Promise<Answer<T>>;
  remove(path: string): Promise<void>;
  /** Bytes, with the server's sentence when it refuses them. */
  bytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer>;
}

const addressOf = (path: string): string => `/${PLUGIN_ID}${path}`;

const answerOf = <T>(body: { data?: T; meta?: Meta } | null | undefined): Answer<T> => ({ data: (body?.data ?? null) as T, meta: body?.meta ?? {} });

const parseJson = (bytes: ArrayBuffer): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
};

const named = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await call;
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    throw new FailedCall(parseFailure(thrown));
  }
};

export const useClient = (): Client => {
  const { get, post, put, del } = useFetchClient();
  return React.useMemo<Client>(
    () => ({
      get: async (path, signal) => answerOf((await named(get(addressOf(path), signal ? { signal } : undefined))).data as never),
      post: async (path, body, signal) => answerOf((await named(post(addressOf(path), body ?? {}, signal ? { signal } : undefined))).data as never),
      put: async (path, body) => answerOf((await named(put(addressOf(path), body))).data as never),
      remove: async (path) => {
        await named(del(addressOf(path)));
      },
      bytes: async (path, signal) => {
        // Every status but 401 comes back as an answer, so that the error's sentence can be read;
        // 401 is left to Strapi's client, which renews the session and asks again.
        const { data, status } = await named(
          get(addressOf(path), { responseType: 'arrayBuffer', validateStatus: (code) => code !== 401, ...(signal ? { signal } : {}) }),
        );
        if (status !== undefined && status >= 400) throw new FailedCall(parseFailureBody(parseJson(data), status));
        return data;
      },
    }),
    [get, post, put, del],
  );
};
