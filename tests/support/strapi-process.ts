import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';

export interface StrapiProcess {
  url: string;
  child: ChildProcess;
  /** Calls a service of the plugin inside the process; dates survive the way. */
  call<T>(service: string, method: string, ...args: unknown[]): Promise<T>;
  /** Resolves with how it ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts the playground in a process of its own on `port`. */
export const startStrapiProcess = (env: Record<string, string>): Promise<StrapiProcess> =>
  new Promise((resolve, reject) => {
    const child = fork(path.join(__dirname, 'strapi-child.mjs'), [], {
      env: { ...process.env, STRAPI_TELEMETRY_DISABLED: 'true', ...env },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
    });
    const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
    let lastId = 0;
    const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => {
      child.once('exit', (code, signal) => {
        for (const { reject: fail } of waiting.values()) fail(new Error('the process ended'));
        done({ code, signal });
      });
    });
    void ended.then(({ code, signal }) => reject(new Error(`Strapi ended before it was ready (${signal ?? code})`)));
    child.on('message', (message: { ready?: boolean; port?: number; id?: number; result?: unknown; error?: string }) => {
      if (message.ready) {
        resolve({
          url: `http://127.0.0.1:${message.port}`,
          child,
          call: <T>(service: string, method: string, ...args: unknown[]) =>
            new Promise<T>((answer, fail) => {
              lastId += 1;
              waiting.set(lastId, { resolve: answer as (value: unknown) => void, reject: fail });
              child.send({ id: lastId, service, method, args });
            }),
          end: (signal) => {
            child.kill(signal);
            return ended;
          },
        });
        return;
      }
      const call = waiting.get(message.id ?? 0);
      waiting.delete(message.id ?? 0);
      if (message.error === undefined) call?.resolve(message.result);
      else call?.reject(new Error(message.error));
    });
  });
