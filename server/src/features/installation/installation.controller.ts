import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { Notice } from '../../../../plugin/contracts/documents';
import type { InstallationStatus } from '../../../../plugin/contracts/status';
import { Table } from '../../platform/database';
import type { Row } from '../../platform/records';
import { modelUid } from '../../platform/schema';
import { createSecretStore } from '../../platform/secrets';
import { getService } from '../../platform/services';

const isPublicAddress = (url: unknown): boolean => {
  try {
    const { protocol, hostname } = new URL(String(url));
    return protocol === 'https:' && !/^(localhost|127\.|10\.|192\.168\.|\[::1\])/.test(hostname);
  } catch {
    return false;
  }
};

export const createInstallationController = (strapi: Core.Strapi) => ({
  async readStatus(): Promise<{ data: InstallationStatus }> {
    const parkedRow = (await new Table<Row>(strapi, modelUid('parked-events')).query().whereNull('resolved_at').count({ rows: '*' }).first()) as { rows?: number | string } | undefined;
    const parked = Number(parkedRow?.rows ?? 0);
    const { engine, depth, oldestQueuedAt, uncertain } = await getService(strapi, 'delivery').queueFacts();
    const secrets = createSecretStore(strapi);
    const encryptionKey = secrets.hasKey();
    const notices: Notice[] = [];
    const notify = (level: Notice['level'], code: Parameters<typeof sentenceOf>[0]): void => void notices.push({ level, code, sentence: sentenceOf(code) });
    if (!encryptionKey) notify('refusal', 'secrets.no_key');
    if (await secrets.hasUnreadable()) notify('refusal', 'account.key_changed');
    if (engine.state === 'second-process') notify('refusal', 'installation.second_process');
    if (parked > 0) notify('warning', 'inbound.parked');
    if (!isPublicAddress(strapi.config.get('server.url'))) notify('info', 'installation.public_url_missing');
    return { data: { notices, encryptionKey, engine, queue: { depth, oldestQueuedAt: oldestQueuedAt?.toISOString() ?? null, uncertain }, parked } };
  },
});
