import type { Core } from '@strapi/types';
import type { ErpConnectionView, ErpFieldView } from '../../../../plugin/contracts/erp';
import type { TestCheck } from '../../../../plugin/contracts/accounts';
import { createOdooClient, isOdooError, OdooError, parseErpAddress, testConnection } from '../../../../bridge/src';
import type { OdooClient } from '../../../../bridge/src';
import { now } from '../../platform/clock';
import { refuse } from '../../platform/request-errors';
import { createSecretStore } from '../../platform/secrets';
import type { ConnectionRepository, ErpConnectionRow } from './connection.repository';
import type { ConnectionInput } from './erp.validation';
import { createLoggedTransport } from './logged-transport';
import type { RecordsRepository } from './records.repository';

const SECRET = 'secret';
const ownerOf = (id: number) => ({ type: 'erp-connection' as const, id });

/** Fields of a partner that can prove consent: a tick, a date, or a choice. */
const PROVING_TYPES = new Set(['boolean', 'date', 'datetime', 'selection', 'char', 'many2one']);

/** The connection an administrator keeps, and the client made from it. */
export const createErpConnection = (strapi: Core.Strapi, connections: ConnectionRepository, records: RecordsRepository, onMoved: (connection: number) => Promise<void>) => {
  const secrets = createSecretStore(strapi);
  /** A client remembers fields, languages and its sign-in; a changed connection gets a new one. */
  const clients = new Map<number, { client: OdooClient; made: string }>();

  const openSecret = async (id: number): Promise<string> => {
    const { secrets: open } = await secrets.read(ownerOf(id));
    const secret = open[SECRET];
    if (!secret) throw refuse('erp.secret_missing');
    return secret;
  };

  const clientOf = async (row: ErpConnectionRow): Promise<OdooClient> => {
    const secret = await openSecret(row.id);
    const made = JSON.stringify([row.baseUrl, row.database, row.login, secret]);
    const kept = clients.get(row.id);
    if (kept?.made === made) return kept.client;
    const settings = { baseUrl: row.baseUrl, database: row.database, login: row.login, secret };
    const { fetch, transport } = createLoggedTransport(strapi, settings);
    const client = createOdooClient(settings, fetch, transport);
    clients.set(row.id, { client, made });
    return client;
  };

  /** Where the stored secret would go: another place may not be sent it. */
  const placeOf = (input: Pick<ErpConnectionRow, 'baseUrl' | 'database'> & { protocol?: string }): string =>
    JSON.stringify([parseErpAddress(input.baseUrl)?.origin ?? input.baseUrl, input.database, input.protocol ?? 'auto']);

  const getAddress = (baseUrl: string): string => {
    if (!parseErpAddress(baseUrl)) throw refuse('erp.bad_address', { path: 'baseUrl' });
    return baseUrl;
  };

  return {
    clientOf,
    find: () => connections.findFirst(),

    async get(): Promise<ErpConnectionRow> {
      const row = await connections.findFirst();
      if (!row) throw refuse('erp.not_configured');
      return row;
    },

    async view(row: ErpConnectionRow): Promise<ErpConnectionView> {
      const names = (await secrets.namesOf([ownerOf(row.id)])).get(row.id) ?? [];
      return {
        id: row.id,
        name: row.name ?? '',
        baseUrl: row.baseUrl,
        database: row.database,
        login: row.login,
        protocol: row.protocol,
        active: row.active,
        hasSecret: names.includes(SECRET),
        serverVersion: row.serverVersion,
        intervalMinutes: row.intervalMinutes,
        lastPulledAt: row.lastPulledAt?.toISOString() ?? null,
        error: row.errorCode ? { code: row.errorCode, message: row.errorMessage ?? '' } : null,
        consentMapping: row.consentMapping ?? {},
        counts: await records.counts(),
      };
    },

    /** Stores the connection; the secret of another place is forgotten until it is entered again. */
    async save({ secret, ...input }: ConnectionInput): Promise<ErpConnectionRow> {
      getAddress(input.baseUrl);
      const stored = await connections.findFirst();
      // Before anything is written: without a key nothing changes.
      if (secret && !secrets.hasKey()) throw refuse('secrets.no_key');
      const row = stored ?? (await connections.insert({ intervalMinutes: 15, protocol: 'auto', active: true, ...input, name: input.name ?? 'Odoo' }));
      if (stored) {
        const moved = placeOf(stored) !== placeOf({ ...stored, ...input });
        if (moved) await secrets.discard(ownerOf(row.id));
        // Another database holds other records: its feed is read from the start.
        await connections.update(row.id, { ...input, errorCode: null, errorMessage: null, ...(moved ? { cursors: {}, serverVersion: null } : {}) });
        if (moved) await onMoved(row.id);
      }
      if (secret) await secrets.write(ownerOf(row.id), { [SECRET]: secret }, { overlap: false });
      clients.delete(row.id);
      return (await connections.findById(row.id)) ?? row;
    },

    /** Each step in words. What the form holds now is tried; the stored secret only at the stored place. */
    async test(input: ConnectionInput): Promise<TestCheck[]> {
      const stored = await connections.findFirst();
      getAddress(input.baseUrl);
      const secret = input.secret || (stored && placeOf(stored) === placeOf({ ...stored, ...input }) ? await openSecret(stored.id) : '');
      if (!secret) throw refuse('erp.secret_missing', { path: 'secret' });
      try {
        const client = createOdooClient({ baseUrl: input.baseUrl, database: input.database, login: input.login, secret });
        return (await testConnection(client, { now: now() })).map(({ name, ok, message }) => ({ name, ok, message }));
      } catch (error) {
        if (!isOdooError(error)) throw error;
        return [{ name: 'address', ok: false, message: error.message }];
      }
    },

    async listFields(): Promise<ErpFieldView[]> {
      const client = await clientOf(await this.get());
      const fields = await client.fieldsOf('res.partner').catch((error: unknown) => {
        throw toRequestError(error);
      });
      return [...fields]
        .filter(([name, field]) => PROVING_TYPES.has(field.type) && !/^(id|write_uid|create_uid|write_date|create_date|display_name|__last_update)$/.test(name))
        .map(([name, field]) => ({ name, label: field.label ?? name, type: field.type }))
        .sort((left, right) => Number(right.type === 'boolean') - Number(left.type === 'boolean') || left.label.localeCompare(right.label));
    },

    async saveConsentMapping(mapping: { utility?: string | null; marketing?: string | null }): Promise<ErpConnectionRow> {
      const row = await this.get();
      const chosen = Object.fromEntries(Object.entries(mapping).filter(([, field]) => field)) as { utility?: string; marketing?: string };
      const known = new Set((await this.listFields()).map(({ name }) => name));
      for (const field of Object.values(chosen)) if (field && !known.has(field)) throw refuse('erp.missing_field', { path: field, extra: { field } });
      // The partners' feed starts anew: the field of every partner has to be read once.
      await connections.update(row.id, { consentMapping: chosen, cursors: { ...row.cursors, partner: undefined } });
      return (await connections.findById(row.id)) ?? row;
    },
  };
};

export type ErpConnection = ReturnType<typeof createErpConnection>;

/** The bridge's sentence and code as a refusal; anything else stays what it is. */
export const toRequestError = (error: unknown): unknown =>
  error instanceof OdooError ? Object.assign(refuse('request.invalid', { extra: { code: error.code, transient: error.isTransient } }), { message: error.message }) : error;
