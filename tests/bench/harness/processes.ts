import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';

const READY_MS = 90_000;
const STOP_MS = 30_000;
const STDERR_KEPT = 8_000;
/** An error of the database can carry its whole statement. */
const ERROR_KEPT = 1_500;

const shorten = (text: string): string => (text.length <= ERROR_KEPT ? text : `${text.slice(0, 500)} … ${text.slice(-(ERROR_KEPT - 500))}`);

export interface StartOptions {
  args?: string[];
  env?: Record<string, string>;
  execArgv?: string[];
  cwd?: string;
}

/** A process of the bench's own, spoken to over its channel. */
export interface Child<Facts> {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly facts: Facts;
  /** Milliseconds from its start until it was ready. */
  readonly startedInMs: number;
  call<Result>(name: string, args?: object, timeoutMs?: number): Promise<Result>;
  stop(): Promise<void>;
}

interface Answer {
  ready?: boolean;
  id?: number;
  result?: unknown;
  error?: string;
}

/** What the measured processes may inherit: settings of this shell must not change the figures. */
const cleanEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined || /^(DATABASE_|PLAYGROUND_|SIM_|WHATSAPP_|NODE_OPTIONS$|PORT$|HOST$)/.test(name) ? [] : [[name, value]])),
  );

/** Every process this run starts. Each is ended by its own id, in the reverse of the order in which they began. */
export const createProcesses = () => {
  const living = new Set<{ stop(): Promise<void> }>();

  const start = async <Facts>(file: string, options: StartOptions = {}): Promise<Child<Facts>> => {
    const { args = [], env = {}, execArgv = [], cwd } = options;
    const name = path.basename(file);
    const startedAt = performance.now();
    const child: ChildProcess = fork(file, args, { cwd, execArgv, env: { ...cleanEnv(), ...env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_KEPT);
      if (process.env.BENCH_LOG) process.stderr.write(text);
    });
    const pending = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
    let isStopping = false;
    let callId = 0;

    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    void exited.then(() => {
      const error = new Error(`${name} ended (${child.signalCode ?? child.exitCode})${isStopping ? '' : `\n${stderr}`}`);
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
    });

    const stop = async (): Promise<void> => {
      isStopping = true;
      living.delete(self);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.kill('SIGTERM');
      await exited;
      clearTimeout(timer);
    };
    const self = { stop };
    living.add(self);

    const facts = await new Promise<Facts>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name} was not ready in ${READY_MS} ms\n${stderr}`)), READY_MS);
      child.on('message', (answer: Answer & Facts) => {
        if (answer.ready) {
          clearTimeout(timer);
          resolve(answer);
          return;
        }
        const waiting = pending.get(answer.id ?? 0);
        pending.delete(answer.id ?? 0);
        if (answer.error === undefined) waiting?.resolve(answer.result);
        else waiting?.reject(new Error(`${name}: ${shorten(answer.error)}`));
      });
      void exited.then(() => {
        clearTimeout(timer);
        reject(new Error(`${name} ended before it was ready (${child.signalCode ?? child.exitCode})\n${stderr}`));
      });
    });
    const startedInMs = performance.now() - startedAt;

    return {
      pid: child.pid ?? 0,
      facts,
      startedInMs,
      stop,
      call<Result>(call: string, callArgs: object = {}, timeoutMs = 120_000): Promise<Result> {
        callId += 1;
        const id = callId;
        return new Promise<Result>((resolve, reject) => {
          const timer = setTimeout(() => {
            pending.delete(id);
            reject(new Error(`${name}: ${call} took longer than ${timeoutMs} ms\n${stderr}`));
          }, timeoutMs);
          const end = <Value>(settle: (value: Value) => void) => (value: Value) => {
            clearTimeout(timer);
            settle(value);
          };
          if (!child.connected) return end(reject)(new Error(`${name} is gone\n${stderr}`));
          pending.set(id, { resolve: end((result: unknown) => resolve(result as Result)), reject: end(reject) });
          child.send({ id, call, args: callArgs });
        });
      },
    };
  };

  return {
    start,

    /** Takes a process started elsewhere into the list of those to end; the function forgets it again. */
    adopt(child: ChildProcess): () => void {
      const adopted = {
        stop: async (): Promise<void> => {
          living.delete(adopted);
          if (child.exitCode !== null || child.signalCode !== null) return;
          const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
          child.kill('SIGKILL');
          await exited;
        },
      };
      living.add(adopted);
      return () => void living.delete(adopted);
    },

    async stopAll(): Promise<void> {
      for (const child of [...living].reverse()) await child.stop();
    },
  };
};

export type Processes = ReturnType<typeof createProcesses>;
