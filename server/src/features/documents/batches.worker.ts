import { setImmediate } from 'node:timers/promises';
import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { isSentAlready } from '../../../../plugin/domain/batch';
import { jobEngineOf } from '../../jobs';
import { now } from '../../platform/clock';
import { isDatabaseAway } from '../../platform/database-errors';
import { failureText } from '../../platform/failure-text';
import { hostRecordTypes } from '../../platform/host-records';
import { codeOf } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { BatchEntryRow, BatchesRepository, BatchRow } from './batches.repository';
import { planDocument } from './documents.plan';

/** Records looked at or handed over together; between two such steps a withdrawal, a cancellation and a stop act, and whoever else waits is served. */
const STEP = 8;
/** In a process that holds the lanes; finds what another process, or one that died, left. */
const LOOK = '*/5 * * * * *';

/** Looks at the records of a batch, and hands those that were confirmed to the door out. Goes on after a restart where it was. */
export const createBatchesWorker = (strapi: Core.Strapi, repository: BatchesRepository) => {
  let active: Promise<void> | null = null;
  let again = false;
  let isStopping = false;
  let unschedule: (() => void) | null = null;

  const boundsOf = async ({ startedBy }: BatchRow) => {
    const access = getService(strapi, 'access');
    const [sight, sending] = await Promise.all([access.sightOf(startedBy), access.sightOf(startedBy, 'send')]);
    return { sight, sending, allowedAccounts: sending.accounts };
  };

  const refusalOf = (error: unknown): Pick<BatchEntryRow, 'state' | 'code' | 'sentence'> => {
    const code = codeOf(error);
    if (code) return { state: 'refused', code, sentence: error instanceof Error ? error.message : sentenceOf(code) };
    if (isDatabaseAway(error)) throw error;
    strapi.log.error(`[whatsapp] a record of a batch could not be worked: ${failureText(error)}`);
    return { state: 'failed', code: 'batch.defect', sentence: sentenceOf('batch.defect') };
  };

  type Bounds = Awaited<ReturnType<typeof boundsOf>>;

  /** A record of the host's own takes the way of what is written, with nobody to write it. */
  const hostRequestOf = (batch: BatchRow, entry: BatchEntryRow, bounds: Bounds) => ({
    ...(batch.choice ?? {}),
    record: { type: batch.recordType, documentId: entry.recordId },
    sentBy: batch.startedBy,
    sight: bounds.sight,
    sending: bounds.sending,
  });

  const lookAtHosts = async (batch: BatchRow, entry: BatchEntryRow, bounds: Bounds): Promise<BatchEntryRow> => {
    const { subject, account, to, template, notices } = await getService(strapi, 'compositions').lookAtRecord(hostRequestOf(batch, entry, bounds));
    const found = {
      ...entry,
      record: subject.id,
      number: subject.view.number,
      partnerName: subject.view.partnerName,
      recipient: to,
      account: account?.key ?? null,
      templateName: template?.name ?? null,
      templateLanguage: template?.language ?? null,
    };
    const refusal = notices.find(({ level }) => level === 'refusal');
    if (refusal) return { ...found, state: 'refused', code: refusal.code, sentence: refusal.sentence };
    const { messages } = await getService(strapi, 'messages').list({ source: { type: subject.type, id: subject.id }, direction: 'outbound', sight: bounds.sight }, { limit: 10 });
    const [latest] = messages;
    if (!latest || !isSentAlready(messages.map(({ deliveryStatus }) => deliveryStatus))) return { ...found, state: 'ready', code: null, sentence: null };
    return { ...found, state: 'repeated', code: 'document.sent_before', sentence: sentenceOf('document.sent_before', { date: latest.createdAt.toISOString().slice(0, 10) }) };
  };

  const look = async (batch: BatchRow, entry: BatchEntryRow, bounds: Awaited<ReturnType<typeof boundsOf>>): Promise<BatchEntryRow> => {
    try {
      if (hostRecordTypes(strapi).has(batch.recordType)) return await lookAtHosts(batch, entry, bounds);
      // What we know will do here: the ERP is asked about each record again before its document is fetched.
      const plan = await planDocument(strapi, {
        ...(batch.choice ?? {}),
        sight: bounds.sight,
        allowedAccounts: bounds.allowedAccounts,
        record: { type: batch.recordType, documentId: entry.recordId },
        mayElsewhere: false,
        sentBy: batch.startedBy,
        live: false,
      });
      const { record, to, account, template } = plan;
      const found = {
        ...entry,
        record: record.row.id,
        number: record.row.number,
        partnerName: record.partner?.name ?? record.row.partnerName,
        company: record.row.company,
        recipient: to,
        account: account?.key ?? null,
        templateName: template?.name ?? null,
        templateLanguage: template?.language ?? null,
      };
      const refusal = plan.notices.find(({ level }) => level === 'refusal');
      if (refusal) return { ...found, state: 'refused', code: refusal.code, sentence: refusal.sentence };
      const repeat = plan.notices.find(({ code }) => code === 'document.sent_before');
      return isSentAlready(plan.repeats.map(({ deliveryStatus }) => deliveryStatus)) && repeat
        ? { ...found, state: 'repeated', code: repeat.code, sentence: repeat.sentence }
        : { ...found, state: 'ready', code: null, sentence: null };
    } catch (error) {
      return { ...entry, ...refusalOf(error) };
    }
  };

  const prepare = async (batch: BatchRow): Promise<void> => {
    for (;;) {
      const rows = await repository.listEntries(batch.id, { states: ['waiting'], limit: STEP });
      if (rows.length === 0 || isStopping) break;
      const bounds = await boundsOf(batch);
      await repository.writeEntries(await Promise.all(rows.map((entry) => look(batch, entry, bounds))));
      // SQLite answers before anything else gets a turn: without a pause every page waits for the whole batch.
      await setImmediate();
    }
    if (!isStopping) await repository.move(batch.id, ['preparing'], { state: 'ready' });
  };

  const hand = async (batch: BatchRow, entry: BatchEntryRow, bounds: Awaited<ReturnType<typeof boundsOf>>): Promise<BatchEntryRow> => {
    try {
      // A process that died between the message and this row's mark makes no second message.
      const idempotency = { scope: `batch:${batch.documentId}`, key: entry.recordId, requestHash: batch.documentId };
      if (hostRecordTypes(strapi).has(batch.recordType)) {
        const { id } = await getService(strapi, 'compositions').sendRecord({ ...hostRequestOf(batch, entry, bounds), idempotency });
        return { ...entry, state: 'queued', message: id, code: null, sentence: null };
      }
      const { message } = await getService(strapi, 'documents').send({
        ...(batch.choice ?? {}),
        sight: bounds.sight,
        allowedAccounts: bounds.allowedAccounts,
        record: { type: batch.recordType, documentId: entry.recordId },
        mayElsewhere: false,
        origin: 'admin',
        sentBy: batch.startedBy,
        idempotency,
      });
      return { ...entry, state: 'queued', message: message.id, code: null, sentence: null };
    } catch (error) {
      return { ...entry, ...refusalOf(error) };
    }
  };

  const send = async (batch: BatchRow): Promise<void> => {
    const states = batch.mayRepeat ? (['ready', 'repeated'] as const) : (['ready'] as const);
    for (;;) {
      const current = await repository.findById(batch.id);
      if (current?.state !== 'sending' || isStopping) return;
      const rows = await repository.listEntries(batch.id, { states: [...states], limit: STEP });
      if (rows.length === 0) break;
      const bounds = await boundsOf(batch);
      await repository.writeEntries(await Promise.all(rows.map((entry) => hand(batch, entry, bounds))));
      await setImmediate();
    }
    await repository.move(batch.id, ['sending'], { state: 'done', finishedAt: now() });
  };

  const work = async (): Promise<void> => {
    do {
      again = false;
      for (const batch of await repository.listUnfinished()) {
        if (isStopping) return;
        await (batch.state === 'preparing' ? prepare(batch) : send(batch));
      }
    } while (again && !isStopping);
  };

  const nudge = (): void => {
    again = true;
    // One process works: two would look at the same records, though neither could send one twice.
    if (isStopping || jobEngineOf(strapi).state().state !== 'running') return;
    active ??= work()
      .catch((error: unknown) => strapi.log.warn(`[whatsapp] batches wait: ${failureText(error)}`))
      .then(() => {
        active = null;
      });
  };

  return {
    nudge,
    start(): void {
      isStopping = false;
      unschedule = jobEngineOf(strapi).schedule('working batches', LOOK, async () => nudge());
    },
    async stop(): Promise<void> {
      isStopping = true;
      unschedule?.();
      await active;
    },
  };
};
