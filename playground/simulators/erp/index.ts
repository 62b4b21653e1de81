import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CREDENTIALS, DEMO } from './demo';
import { seedGeneratedPartners } from './demo-partners';
import { createDispatch, type ErpDispatch } from './dispatch';
import { documentContent } from './document-content';
import type { Environment } from './environment';
import { renderDocument } from './pdf';
import { seedDemo } from './seed-demo';
import { createErpServer, type Running } from './server';
import { defaultSettings, type ControlRequest, type Settings } from './settings';
import { createStore, type ErpStore } from './store';
import type { ErpVersion } from './types';

export interface ErpSimulatorOptions {
  /** 0 takes any free port. */
  port?: number;
  /** 127.0.0.1 unless said otherwise: the demo's keys are public. */
  host?: string;
  version?: ErpVersion;
  /** Rows a second that `search_read` and `read` give at most; 0 or absent: as fast as it goes. */
  paceRowsPerSecond?: number;
  /** Seeds access tokens and generated contacts: the same seed gives the same ERP. */
  seed?: number;
}

export interface ErpSimulator {
  url: string;
  port: number;
  /** The records, for tests. A reset replaces it: read it anew. */
  readonly store: ErpStore;
  /** Demo data and settings as they were at the start. */
  reset(): void;
  close(): Promise<void>;
}

/** The port an ERP's own database would be refused at; it appears in one recorded error text. */
const DATABASE_PORT = 5432;

interface Insides {
  store: ErpStore;
  dispatch: ErpDispatch;
  settings: Settings;
  renderPdf: Environment['renderPdf'];
}

const createInsides = (version: ErpVersion, seed: number, pace: number): Insides => {
  const store = createStore({ version, seed });
  seedDemo(store);
  const settings = defaultSettings(pace);
  const rendered = new Map<string, Uint8Array>();
  const renderPdf = async (model: string, id: number): Promise<Uint8Array> => {
    const record = store.find(model, id);
    if (!record) throw new Error(`There is no ${model} ${id}`);
    const key = `${model}:${id}:${store.revision()}`;
    const known = rendered.get(key);
    if (known) return known;
    const bytes = await renderDocument(documentContent(model, record, dispatch.environment({ id: 2, login: 'admin', role: 'administrator' })));
    if (rendered.size > 200) rendered.clear();
    rendered.set(key, bytes);
    return bytes;
  };
  const dispatch = createDispatch({
    store, database: DEMO.database, credentials: CREDENTIALS, renderPdf, hasPdfEngine: () => settings.pdf !== 'no-wkhtmltopdf', databasePort: DATABASE_PORT,
  });
  return { store, dispatch, settings, renderPdf };
};

const listen = (server: Server, port: number, host: string) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** A simulated Odoo on HTTP: JSON-RPC, portal PDFs, a page to play the accountant, and `/control` for tests. */
export const createErpSimulator = async (options: ErpSimulatorOptions = {}): Promise<ErpSimulator> => {
  const { port = 0, host = '127.0.0.1', version = 19, paceRowsPerSecond = 0, seed = 1 } = options;
  let insides = createInsides(version, seed, paceRowsPerSecond);
  const reset = () => {
    insides = createInsides(version, seed, paceRowsPerSecond);
  };
  const applyControl = (request: ControlRequest) => {
    if (request.reset) reset();
    Object.assign(insides.settings, request.settings);
    if (request.seedPartners > 0) seedGeneratedPartners(insides.store, request.seedPartners);
    if (request.touch) {
      const at = insides.store.begin() - request.touch.agoMs * 1000;
      insides.store.change(request.touch.model, request.touch.id, {}, { at });
    }
  };
  const running = (): Running => ({ ...insides, database: DEMO.database, applyControl });
  const server = createErpServer(running, host);
  const boundPort = await listen(server, port, host);
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${boundPort}`,
    port: boundPort,
    get store() {
      return insides.store;
    },
    reset,
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      // Calls that were told to hang would hold the process open.
      server.closeAllConnections();
    }),
  };
};

export { DEMO, DEMO_ADMIN, DEMO_AUDITOR, DEMO_EMPLOYEE, DEMO_RECORDS, DEMO_TWO_FACTOR } from './demo';
export type { ErpVersion } from './types';
