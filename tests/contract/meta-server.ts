import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient, type ClosableHttpClient } from '../../server/src/providers/http';
import type { ProviderAccount, ProviderIo } from '../../server/src/providers/provider';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export type Answer = (request: Seen, response: ServerResponse) => void;

/** A real HTTP server on 127.0.0.1 that answers as a test says and remembers what it was asked. */
export interface TestServer {
  url: string;
  seen: Seen[];
  warnings: string[];
  io: ProviderIo;
  account: ProviderAccount;
  answer(next: Answer): void;
  close(): Promise<void>;
}

export const TOKEN = 'EAAtestTokenThatMustNeverLeak0123456789';
export const NOW = new Date('2026-11-20T10:00:00.000Z');

export async function startServer(): Promise<TestServer> {
  let current: Answer = (_request, response) => response.writeHead(500).end();
  const seen: Seen[] = [];
  const warnings: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
      seen.push(asked);
      current(asked, response);
    });
    request.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http: ClosableHttpClient = createHttpClient({ userAgent: 'test/1' });
  return {
    url,
    seen,
    warnings,
    io: { http, now: () => NOW, log: { debug: () => undefined, warn: (message) => void warnings.push(message) } },
    account: {
      key: 'main',
      settings: { phoneNumberId: '200000000000002', businessAccountId: '100000000000001', graphVersion: 'v26.0', baseUrl: url, appId: '777' },
      secrets: { accessToken: TOKEN, appSecret: 'test_app_secret' },
      verifyToken: 'verify-me',
    },
    answer(next) {
      current = next;
      seen.length = 0;
      warnings.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await http.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
  };
}
