import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../support/playground';

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.on('connect', () => socket.end());
  });

const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`it did not come to this: ${what}`);
};

describe('npm start', () => {
  it('ends with everything it started when npm alone is told to end', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'whatsapp-stop-'));
    const ports = [await freePort(), await freePort(), await freePort()];
    const [port, whatsapp, erp] = ports.map(String);
    const npm = spawn('npm', ['start'], {
      cwd: path.join(__dirname, '..', '..'),
      env: { ...process.env, PORT: port, SIM_WHATSAPP_PORT: whatsapp, SIM_ERP_PORT: erp, PLAYGROUND_DATA: path.join(directory, 'data'), PLAYGROUND_DEMO_FILE: path.join(directory, 'demo.json') },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => npm.once('exit', resolve));
    await until('all three answer', async () => (await Promise.all(ports.map(isOpen))).every(Boolean));
    npm.kill('SIGTERM');
    await ended;
    await until('none of them answers', async () => !(await Promise.all(ports.map(isOpen))).some(Boolean));
    rmSync(directory, { recursive: true, force: true });
  }, 180_000);
});
