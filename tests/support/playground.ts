import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Demo {
  adminUrl: string;
  adminEmail: string;
  adminPassword: string;
  apiToken: string;
  simWhatsappUrl: string;
  simErpUrl: string;
  accounts: { key: string; provider: string; verifyToken: string; webhookSecret: string; phoneNumberId: string; businessAccountId: string }[];
}

export interface Playground {
  demo: Demo;
  origin: string;
  stop(): Promise<number | null>;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** What `npm start` starts, on ports and data of its own. */
export const startPlayground = async (args: string[] = []): Promise<Playground> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'whatsapp-playground-'));
  const demoFile = path.join(directory, 'demo.json');
  const [port, whatsapp, erp] = [await freePort(), await freePort(), await freePort()];
  const child: ChildProcess = fork(path.join(__dirname, '..', '..', 'playground', 'start.mjs'), args, {
    env: { ...process.env, PORT: String(port), SIM_WHATSAPP_PORT: String(whatsapp), SIM_ERP_PORT: String(erp), PLAYGROUND_DATA: path.join(directory, 'data'), PLAYGROUND_DEMO_FILE: demoFile },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: { ready?: boolean }) => message.ready && resolve());
    void ended.then((code) => reject(new Error(`the playground ended (${code}) before it was ready`)));
  });
  return {
    demo: JSON.parse(readFileSync(demoFile, 'utf8')) as Demo,
    origin: `http://localhost:${port}`,
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(directory, { recursive: true, force: true });
      return code;
    },
  };
};
