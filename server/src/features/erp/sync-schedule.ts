import type { Core } from '@strapi/types';
import type { RecordKind } from '../../../../plugin/contracts/erp';
import { jobEngineOf } from '../../jobs';
import { now } from '../../platform/clock';
import type { ConnectionRepository, SyncRunRow } from './connection.repository';
import type { ErpConnection } from './erp-connection';
import { SILENT_MS, type createPullWorker } from './pull.worker';
import { nextRunAt, type SyncKindsRepository } from './sync-kinds.repository';

/** Intervals are minutes; a kind that becomes due a moment after the look must not wait for the next one. */
const NEARLY_MS = 5_000;
const LOOK = '*/30 * * * * *';

/** Each kind by its own interval, what is due together in one pull. Fires only where the job engine runs, so once for all processes. */
export const createSyncSchedule = (
  strapi: Core.Strapi,
  { connection, connections, kinds, pulls }: { connection: ErpConnection; connections: ConnectionRepository; kinds: SyncKindsRepository; pulls: ReturnType<typeof createPullWorker> },
) => {
  let unschedule: (() => void) | null = null;

  /** What an interrupted pull was about goes on at the next look; its feed stands where the last page was stored. */
  const resume = async (runs: SyncRunRow[]): Promise<void> => {
    for (const run of runs) await kinds.change(run.connection, run.records, { nextAt: now() });
  };

  const pullDue = async (): Promise<void> => {
    await resume(await connections.closeInterrupted({ before: new Date(now().getTime() - SILENT_MS), except: pulls.runningId() }));
    const row = await connection.find();
    if (!row?.active || pulls.isRunning()) return;
    const soon = new Date(now().getTime() + NEARLY_MS);
    const due: RecordKind[] = (await kinds.listOf(row)).flatMap((kind) => {
      const at = nextRunAt(kind, row, now());
      return at !== null && at <= soon ? [kind.kind] : [];
    });
    if (due.length > 0) await pulls.trigger({ records: due, exact: true, startedBy: 'schedule' });
  };

  return {
    pullDue,
    async start(): Promise<void> {
      // The engine runs here: whoever ran a pull before is gone. Elsewhere only the silent ones are.
      const isAlone = jobEngineOf(strapi).state().state === 'running';
      await resume(await connections.closeInterrupted({ before: isAlone ? null : new Date(now().getTime() - SILENT_MS), except: null }));
      unschedule = jobEngineOf(strapi).schedule('pulling from the ERP', LOOK, pullDue);
    },
    stop(): void {
      unschedule?.();
      unschedule = null;
    },
  };
};
